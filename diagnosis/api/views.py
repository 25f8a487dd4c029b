"""/api/v1/diagnosis: asking for an examination, following it, and its report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import services as accounts
from accounts.models import User
from diagnosis.api import examples
from diagnosis.api.schemas import (
    AnswerInput,
    ExecutionOutput,
    Queued,
    ReportOutput,
    RequestInput,
    ShareInput,
    ShareOutput,
    queued_json,
    share_json,
)
from diagnosis.models import Execution, Report
from diagnosis.services import executions, reading, sharing
from diagnosis.services.pdf import to_pdf
from diagnosis.tasks import wake
from plans.models import Plan

TAGS = ["diagnosis"]
FORMATS = ("json", "html", "pdf")


def athlete_of(request: Request) -> User:
    return accounts.signed_in(request.user)


def own(request: Request, execution_id: UUID) -> Execution:
    """One's own diagnosis; anybody else's is not there."""
    return get_object_or_404(Execution.objects.for_athlete(athlete_of(request).pk), pk=execution_id)


class Diagnoses(APIView):
    throttle_scope = "diagnosis"

    @extend_schema(
        operation_id="request_diagnosis",
        tags=TAGS,
        request=RequestInput,
        responses={202: Queued},
        examples=[OpenApiExample("queued", examples.QUEUED, response_only=True, status_codes=["202"])],
    )
    def post(self, request: Request) -> Response:
        """Ask for an examination of the last weeks. It runs in the background: follow it in the journal, on its
        WebSocket, or at its address. One runs at a time."""
        form = RequestInput(data=request.data)
        form.is_valid(raise_exception=True)
        athlete, wishes = athlete_of(request), dict(form.validated_data)
        plan_id = wishes.pop("plan_id", None)
        plan = get_object_or_404(Plan.objects.for_athlete(athlete.pk), pk=plan_id) if plan_id else None
        execution = executions.request(athlete=athlete, now=timezone.now(), plan=plan, **wishes)
        wake(execution)
        return Response(queued_json(execution), status=202)


class Diagnosis(APIView):
    @extend_schema(
        operation_id="get_diagnosis",
        tags=TAGS,
        responses=ExecutionOutput,
        examples=[OpenApiExample("running", examples.RUNNING, response_only=True)],
    )
    def get(self, request: Request, execution_id: UUID) -> Response:
        """How far it is: the same as on the WebSocket, for clients that poll."""
        return Response(reading.state(own(request, execution_id), timezone.now()))


class ReportView(APIView):
    """`page` shows a report as a page; the addresses bring it along, because pages are no business of the API."""

    page: Callable[..., HttpResponse] | None = None

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[Any, str]:
        """`?format=` chooses what the report is written as, not the renderer of the envelope."""
        renderer = self.get_renderers()[0]
        return renderer, renderer.media_type

    @extend_schema(
        operation_id="get_diagnosis_report",
        tags=TAGS,
        responses={200: ReportOutput, 409: OpenApiResponse(description="There is no report yet.")},
        examples=[OpenApiExample("a report", examples.REPORT, response_only=True)],
        parameters=[OpenApiParameter("format", {"type": "string", "enum": list(FORMATS), "default": "json"})],
    )
    def get(self, request: Request, execution_id: UUID) -> Response | HttpResponse:
        """The report as JSON; `format=html` a page, `format=pdf` a file."""
        execution = own(request, execution_id)
        data, athlete = reading.report_of(execution), athlete_of(request)
        wanted = request.query_params.get("format", "json")
        if wanted not in FORMATS:
            raise ValidationError({"format": [_("One of: %(formats)s.") % {"formats": ", ".join(FORMATS)}]})
        if wanted == "html":
            assert self.page is not None  # noqa: S101  the addresses bring it
            return self.page(request._request, data, execution_id=execution.pk)
        if wanted == "pdf":
            return pdf_answer(data, athlete.profile.units)
        return Response(reading.in_words(data, athlete.profile.units))


def pdf_answer(data: dict[str, Any], units: str) -> HttpResponse:
    answer = HttpResponse(to_pdf(data, units), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="diagnosis-{data["window"]["last_on"]}.pdf"'
    return answer


class CancelView(APIView):
    @extend_schema(
        operation_id="cancel_diagnosis",
        tags=TAGS,
        request=None,
        responses=Queued,
        examples=[OpenApiExample("cancelled", examples.CANCELLED, response_only=True)],
    )
    def post(self, request: Request, execution_id: UUID) -> Response:
        """End it, whatever it is at."""
        own(request, execution_id)
        return Response(queued_json(executions.cancel(execution_id, athlete_of(request).pk, timezone.now())))


class RetryView(APIView):
    throttle_scope = "diagnosis"  # together with those that are asked for: trying again is as much work

    @extend_schema(
        operation_id="retry_diagnosis",
        tags=TAGS,
        request=None,
        responses={202: Queued},
        examples=[OpenApiExample("queued again", examples.QUEUED, response_only=True, status_codes=["202"])],
    )
    def post(self, request: Request, execution_id: UUID) -> Response:
        """Go on where it failed; of one that is partly complete, ask for the missing opinions alone."""
        own(request, execution_id)
        execution = executions.retry(execution_id, athlete_of(request).pk, timezone.now())
        wake(execution)
        return Response(queued_json(execution), status=202)


class AnswerView(APIView):
    @extend_schema(
        operation_id="answer_diagnosis",
        tags=TAGS,
        request=AnswerInput,
        responses=Queued,
        examples=[
            OpenApiExample("going on", {**examples.QUEUED, "status": "processing"}, response_only=True),
            OpenApiExample("the reason", {"choice": "ill"}, request_only=True),
        ],
    )
    def post(self, request: Request, execution_id: UUID) -> Response:
        """Answer the question that the diagnosis has put to you."""
        form = AnswerInput(data=request.data)
        form.is_valid(raise_exception=True)
        own(request, execution_id)
        choice = form.validated_data["choice"]
        execution = executions.answer(execution_id, athlete_of(request).pk, choice, timezone.now())
        wake(execution)
        return Response(queued_json(execution))


class SharesView(APIView):
    @extend_schema(
        operation_id="share_report",
        tags=TAGS,
        request=ShareInput,
        responses={201: ShareOutput},
        examples=[OpenApiExample("a link", examples.SHARE, response_only=True, status_codes=["201"])],
    )
    def post(self, request: Request, execution_id: UUID) -> Response:
        """Make a link to this report for somebody else, your coach for instance. Whoever has it can read the report
        until it expires or you take it back."""
        form = ShareInput(data=request.data)
        form.is_valid(raise_exception=True)
        report = get_object_or_404(Report, execution=own(request, execution_id))
        made, token = sharing.share(report=report, days=form.validated_data["days"], now=timezone.now())
        url = request.build_absolute_uri(f"{reverse('page-given-report')}?key={token}")
        return Response(share_json(made, url), status=201)


class ShareView(APIView):
    @extend_schema(operation_id="take_back_share", tags=TAGS, responses={204: None})
    def delete(self, request: Request, share_id: UUID) -> Response:
        """Take a link back: whoever has it finds nothing any more."""
        if not sharing.take_back(share_id, athlete_of(request).pk, timezone.now()):
            raise Http404
        return Response(status=204)
