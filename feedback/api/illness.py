"""/api/v1/plans/feedback/illness: being ill, since when, and since when no more."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.doors import viewer
from feedback import services as feedback
from feedback.api.inputs import IllnessChange, IllnessInput
from feedback.api.outputs import IllnessOutput, RowAnswer, illness_json
from feedback.models import IllnessReport

ID = "0195565e-5f0a-7c3e-9a40-0d9b3a1c2f12"
REPORT = {"id": ID, "symptoms": "fever", "started_on": "2026-03-02", "notes": "since the evening"}
STORED = {**REPORT, "ended_at": "2026-03-04T19:30:00Z", "corrected_at": "2026-03-05T07:00:00Z"}
ONE = OpenApiExample("well again", STORED, response_only=True)
LISTED = OpenApiExample("the last illness", STORED, response_only=True)


class IllnessListView(GenericAPIView[IllnessReport]):
    throttle_scope = "feedback"
    serializer_class = IllnessInput  # for OPTIONS, which asks every view that pages

    @extend_schema(operation_id="list_illness", responses=IllnessOutput(many=True), examples=[LISTED])
    def get(self, request: Request) -> Response:
        """Every illness that was reported, the newest first. One without `ended_at` lasts."""
        own = IllnessReport.objects.for_athlete(viewer(request).pk).standing()
        page = self.paginate_queryset(own.order_by("-started_on", "-pk"))
        return self.get_paginated_response([illness_json(row) for row in page or ()])

    @extend_schema(
        operation_id="record_illness",
        request=IllnessInput,
        responses={201: RowAnswer, 200: RowAnswer},
        examples=[
            OpenApiExample("ill", REPORT, request_only=True),
            OpenApiExample("created", {"id": ID, "status": "created"}, response_only=True, status_codes=["201"]),
        ],
    )
    def post(self, request: Request) -> Response:
        """Say that you are ill, or were. Sessions that are due are made easy or left out until a full day without
        symptoms. 201, or 200 when it was known already."""
        form = IllnessInput(data=request.data)
        form.is_valid(raise_exception=True)
        facts = dict(form.validated_data)
        row, is_new = feedback.report_illness(
            athlete=viewer(request), client_id=facts.pop("id", None), now=timezone.now(), **facts
        )
        answer = {"id": str(row.client_id), "status": "created" if is_new else "duplicate"}
        return Response(answer, status=201 if is_new else 200)


class IllnessView(APIView):
    throttle_scope = "feedback"

    @extend_schema(
        operation_id="correct_illness",
        request=IllnessChange(partial=True),
        responses=IllnessOutput,
        examples=[OpenApiExample("well again", {"ended_at": "2026-03-04T19:30:00Z"}, request_only=True), ONE],
    )
    def patch(self, request: Request, client_id: UUID) -> Response:
        """End an illness, or correct what was said of it. What it said before is kept; sessions follow."""
        row = self.find(request, client_id)
        form = IllnessChange(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        return Response(illness_json(feedback.correct_illness(row, form.validated_data, timezone.now())))

    @extend_schema(operation_id="delete_illness", responses={204: None})
    def delete(self, request: Request, client_id: UUID) -> Response:
        """Take a report back. Sessions that were left out because of it are planned again."""
        feedback.remove_illness(self.find(request, client_id), timezone.now())
        return Response(status=204)

    def find(self, request: Request, client_id: UUID) -> IllnessReport:
        own = IllnessReport.objects.for_athlete(viewer(request).pk).standing().select_related("athlete__profile")
        return get_object_or_404(own, client_id=client_id)
