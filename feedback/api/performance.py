"""/api/v1/plans/feedback/performance: one session as a whole, and the day around it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.doors import viewer
from accounts.models import User
from feedback import services as feedback
from feedback.api.inputs import PerformanceChange, PerformanceInput
from feedback.api.outputs import PerformanceOutput, RowAnswer, performance_json
from feedback.models import PerformanceMetrics
from plans.models import PlannedSession

METRICS = {
    "id": "0195565e-5f0a-7c3e-9a40-0d9b3a1c2f11",
    "session_id": "01955650-11aa-7b1f-8f7e-5b1d5c8e9a01",
    "total_volume": 5400,
    "average_rpe": 7.8,
    "completion_rate": 95,
    "recovery_time": 36,
    "sleep_quality": 7,
    "stress_level": 4,
    "sleep_hours": 7.5,
    "duration_min": 62,
    "session_rpe": 7,
}


STORED = OpenApiExample(
    "the session now",
    {
        **METRICS,
        "timestamp": "2026-03-02T17:04:05Z",
        "performed_on": "2026-03-02",
        "corrected_at": "2026-03-02T18:00:00Z",
    },
    response_only=True,
)


class PerformanceListView(APIView):
    throttle_scope = "feedback"

    @extend_schema(
        operation_id="record_performance",
        request=PerformanceInput,
        responses={201: RowAnswer, 200: RowAnswer},
        examples=[
            OpenApiExample("a session", METRICS, request_only=True),
            OpenApiExample(
                "created", {"id": METRICS["id"], "status": "created"}, response_only=True, status_codes=["201"]
            ),
        ],
    )
    def post(self, request: Request) -> Response:
        """Say how a session went; it is done thereby. 201, or 200 when it was known already."""
        form = PerformanceInput(data=request.data)
        form.is_valid(raise_exception=True)
        athlete = viewer(request)
        own = PlannedSession.objects.for_athlete(athlete.pk)
        answer = store_metrics(athlete, get_object_or_404(own, pk=form.validated_data["session_id"]), form)
        return Response(answer, status=201 if answer["status"] == "created" else 200)


def store_metrics(athlete: User, session: PlannedSession, form: PerformanceInput) -> dict[str, Any]:
    """Store what a valid form says of a session; the answer to its row."""
    facts = {name: value for name, value in form.validated_data.items() if name not in {"id", "session_id"}}
    client_id = form.validated_data.get("id")
    row, is_new = feedback.record_performance(
        athlete=athlete, session=session, client_id=client_id, now=timezone.now(), **facts
    )
    return {"id": str(row.client_id), "status": "created" if is_new else "duplicate"}


class PerformanceView(APIView):
    throttle_scope = "feedback"

    @extend_schema(
        operation_id="correct_performance",
        request=PerformanceChange(partial=True),
        responses=PerformanceOutput,
        examples=[OpenApiExample("slept badly", {"sleep_quality": 4}, request_only=True), STORED],
    )
    def patch(self, request: Request, client_id: UUID) -> Response:
        """Correct what was said about a session. What it said before is kept."""
        row = self.find(request, client_id)
        form = PerformanceChange(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        return Response(performance_json(feedback.correct_performance(row, form.validated_data, timezone.now())))

    @extend_schema(operation_id="delete_performance", responses={204: None})
    def delete(self, request: Request, client_id: UUID) -> Response:
        """Delete what was said about a session."""
        feedback.remove_performance(self.find(request, client_id), timezone.now())
        return Response(status=204)

    def find(self, request: Request, client_id: UUID) -> PerformanceMetrics:
        own = PerformanceMetrics.objects.for_athlete(viewer(request).pk).standing().select_related("athlete__profile")
        return get_object_or_404(own, client_id=client_id)
