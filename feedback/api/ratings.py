"""/api/v1/plans/feedback/rpe: how hard one exercise of one session was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.utils import OpenApiExample, PolymorphicProxySerializer, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.doors import viewer
from accounts.models import User
from feedback import services as feedback
from feedback.api.inputs import RatingChange, RatingInput
from feedback.api.outputs import RatingOutput, RowAnswer, rating_json
from feedback.core.ratings import RATINGS_MAX
from feedback.core.refusals import Refused
from feedback.models import RPEFeedback
from plans.models import PlannedSession

Sessions = QuerySet[PlannedSession] | Mapping[UUID, PlannedSession]
RATING = {
    "id": "0195565e-5f0a-7c3e-9a40-0d9b3a1c2f10",
    "session_id": "01955650-11aa-7b1f-8f7e-5b1d5c8e9a01",
    "exercise_id": "back-squat",
    "rpe": 8.5,
    "completion_rate": 100,
    "sets": [{"reps": 5, "load_kg": 100, "rpe": 8}, {"reps": 5, "load_kg": 100, "rpe": 8.5}],
    "pain": {"region": "knee", "severity": 2},
    "timestamp": "2026-03-02T17:04:05Z",
}
STORED = OpenApiExample(
    "the rating now",
    {**RATING, "notes": "", "performed_on": "2026-03-02", "corrected_at": "2026-03-02T18:00:00Z"},
    response_only=True,
)
CREATED = {"id": RATING["id"], "status": "created"}
REJECTED = {
    "id": None,
    "status": "rejected",
    "code": "invalid",
    "reason": "Some of these values cannot be accepted.",
    "details": {"rpe": ["RPE goes from 1 to 10 in halves, for example 7.5."]},
}
ANSWER = PolymorphicProxySerializer("RatingAnswer", [RowAnswer, RowAnswer(many=True)], None, many=False)


class RatingOrBatch(RatingInput):
    """The body as the OpenAPI document tells it; what is read is one RatingInput, or one for each row."""


class RatingOrBatchShape(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    target_class = RatingOrBatch

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        rating = auto_schema.resolve_serializer(RatingInput, direction)
        other = {"description": "Anything else is answered with `rejected`; the other rows stand."}
        rows = {
            "type": "array", "items": {"anyOf": [rating.ref, other]}, "minItems": 1, "maxItems": RATINGS_MAX,
        }  # fmt: skip
        # `required` says nothing about arrays; drf-spectacular concludes from it that there has to be a body.
        return {"oneOf": [rating.ref, rows], "required": rating.schema["required"]}


class RatingsView(APIView):
    """One rating, or a batch in which every row gets its own answer and the good rows are kept."""

    throttle_scope = "feedback"

    @extend_schema(
        operation_id="rate",
        request=RatingOrBatch,
        responses={200: ANSWER, 201: RowAnswer},
        examples=[
            OpenApiExample("one rating", RATING, request_only=True),
            OpenApiExample("a batch", [RATING], request_only=True),
            OpenApiExample("created", CREATED, response_only=True, status_codes=["201"]),
            OpenApiExample("a batch", [CREATED, REJECTED], response_only=True, status_codes=["200"]),
        ],
    )
    def post(self, request: Request) -> Response:
        """Rate one exercise (201, or 200 when it was known already), or up to 200 of them: then each row is answered
        with created, duplicate or rejected, in the order in which they were sent, and the good ones are kept."""
        now = timezone.now()
        body: Any = request.data
        if isinstance(body, list):
            return Response(self.batch(request, body, now))
        athlete = viewer(request)
        answer = record_rating(athlete, RatingInput(data=body), own_sessions(athlete), now)
        return Response(answer, status=201 if answer["status"] == "created" else 200)

    def batch(self, request: Request, rows: Sequence[Any], now: datetime) -> list[dict[str, Any]]:
        if not 1 <= len(rows) <= RATINGS_MAX:
            raise ValidationError(_("A batch has 1 to %(most)d rows.") % {"most": RATINGS_MAX})
        forms = [RatingInput(data=row) for row in rows]
        ids = {form.validated_data["session_id"] for form in forms if form.is_valid()}
        sessions = own_sessions(viewer(request)).in_bulk(ids)
        return [self.outcome(request, form, sessions, now) for form in forms]

    def outcome(
        self, request: Request, form: RatingInput, sessions: Mapping[UUID, PlannedSession], now: datetime
    ) -> dict[str, Any]:
        """One row's answer: a refusal is worded as it would be if the row had come alone."""
        try:
            return record_rating(viewer(request), form, sessions, now)
        except (ValidationError, Http404, Refused) as problem:
            return rejected(self, form.initial_data, problem)


class RatingView(APIView):
    """One rating, by the id that its client gave it."""

    throttle_scope = "feedback"

    @extend_schema(
        operation_id="correct_rating",
        request=RatingChange(partial=True),
        responses=RatingOutput,
        examples=[OpenApiExample("harder than said", {"rpe": 9}, request_only=True), STORED],
    )
    def patch(self, request: Request, client_id: UUID) -> Response:
        """Correct a rating. What it said before is kept; estimates follow."""
        rating = self.find(request, client_id)
        form = RatingChange(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        return Response(rating_json(feedback.correct(rating, form.validated_data, timezone.now())))

    @extend_schema(operation_id="delete_rating", responses={204: None})
    def delete(self, request: Request, client_id: UUID) -> Response:
        """Delete a rating. Estimates follow; sent again under the same id, it stays deleted."""
        feedback.remove(self.find(request, client_id), timezone.now())
        return Response(status=204)

    def find(self, request: Request, client_id: UUID) -> RPEFeedback:
        own = RPEFeedback.objects.for_athlete(viewer(request).pk).standing().select_related("athlete__profile")
        return get_object_or_404(own, client_id=client_id)


def own_sessions(athlete: User) -> QuerySet[PlannedSession]:
    """Sessions of any of the athlete's plans, also of archived ones: what was trained was trained."""
    return PlannedSession.objects.for_athlete(athlete.pk).prefetch_related("items")


def record_rating(athlete: User, form: RatingInput, sessions: Sessions, now: datetime) -> dict[str, Any]:
    """Store what a row says of one of these sessions; its answer. Raises what makes the row wrong."""
    form.is_valid(raise_exception=True)
    facts = dict(form.validated_data)
    rating, is_new = feedback.record(
        athlete=athlete,
        session=find(sessions, facts.pop("session_id")),
        exercise=facts.pop("exercise_id"),
        client_id=facts.pop("id", None),
        now=now,
        **facts,
    )
    return {"id": str(rating.client_id), "status": "created" if is_new else "duplicate"}


def rejected(view: APIView, row: Any, problem: Exception) -> dict[str, Any]:
    """The answer to a row of a batch that was refused, in the words of a refusal that comes alone."""
    said = view.get_exception_handler()(problem, view.get_exception_handler_context()).data
    told_id = row.get("id") if isinstance(row, Mapping) else None
    return {
        "id": told_id if isinstance(told_id, str) else None,
        "status": "rejected",
        "code": said["code"],
        "reason": said["error"],
        "details": said["details"],
    }


def find(sessions: Sessions, session_id: UUID) -> PlannedSession:
    if isinstance(sessions, QuerySet):
        return get_object_or_404(sessions, pk=session_id)
    if session_id not in sessions:
        raise Http404
    return sessions[session_id]
