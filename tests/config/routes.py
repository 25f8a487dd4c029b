"""Views that do what a well-behaved view does not, so that the conventions can be tested without an app."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.exceptions import ValidationError as Invalid
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import services as accounts
from accounts.models import AuditEntry
from config import errors
from plans.core.intent import IntentInfeasible

FAULTS: dict[str, Exception] = {
    "bug": ZeroDivisionError("secret of the table"),
    "locked": OperationalError("database is locked"),
    "full": OperationalError("database or disk is full"),
    "infeasible": IntentInfeasible("session_minutes_max", minutes=10),
    "invalid": Invalid({"field": ["Not like this."]}),
    "suspicious": SuspiciousOperation("../etc"),
}


class Echo(APIView):
    permission_classes = [AllowAny]

    def post(self, request: Request) -> Response:
        return Response(request.data)


class Fault(APIView):
    permission_classes = [AllowAny]

    def get(self, request: Request, name: str) -> Response:
        raise FAULTS[name]


class Private(APIView):
    def get(self, request: Request) -> Response:
        return Response({"email": accounts.signed_in(request.user).email})

    def delete(self, request: Request) -> Response:
        return Response(status=204)


class Nested(APIView):
    permission_classes = [AllowAny]

    class Input(serializers.Serializer[Any]):
        class Inner(serializers.Serializer[Any]):
            region = serializers.CharField()

        parts = Inner(many=True)
        word = serializers.CharField()

    class Output(serializers.Serializer[Any]):
        word = serializers.CharField()

    def post(self, request: Request) -> Response:
        form = self.Input(data=request.data)
        form.is_valid(raise_exception=True)
        return Response(form.validated_data)


class Upload(APIView):
    accepts_files = True

    def post(self, request: Request) -> Response:
        accounts.audit("uploaded", actor=accounts.signed_in(request.user))
        files = {name: file.read().decode() for name, file in request.FILES.items()}
        return Response({"fields": request.data.get("dry_run"), "files": files}, status=201)


class Act(APIView):
    """Leaves one row per call, and answers as it is told."""

    def post(self, request: Request) -> Response:
        entry = accounts.audit("acted", actor=accounts.signed_in(request.user))
        if request.data.get("fail"):
            raise FAULTS[request.data["fail"]]
        return Response({"id": entry.pk}, status=request.data.get("status", 201))


class Entries(ListAPIView[AuditEntry]):
    class Output(serializers.ModelSerializer[AuditEntry]):
        class Meta:
            model = AuditEntry
            fields = ["target"]

    serializer_class = Output
    queryset = AuditEntry.objects.order_by("action")


class Limited(APIView):
    throttle_scope = "generate"

    def get(self, request: Request) -> Response:
        return Response([])

    def post(self, request: Request) -> Response:
        return Response({}, status=201)


def page(request: HttpRequest) -> HttpResponse:
    if "bug" in request.GET:
        raise ZeroDivisionError("secret of the table")
    return HttpResponse("a page")


urlpatterns = [
    path("", include("accounts.urls")),
    path("page", page),
    path("api/echo", Echo.as_view()),
    path("api/fault/<name>", Fault.as_view()),
    path("api/private", Private.as_view()),
    path("api/nested", Nested.as_view()),
    path("api/upload", Upload.as_view()),
    path("api/act", Act.as_view()),
    path("api/entries", Entries.as_view()),
    path("api/limited", Limited.as_view()),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
