"""/api/v1/plans/feedback/sync: what a phone kept while it had no network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.doors import viewer
from accounts.core.instants import instant
from accounts.models import User
from feedback import services as feedback
from feedback import wording
from feedback.api.outputs import SyncOutput
from feedback.api.performance import METRICS, store_metrics
from feedback.api.ratings import CREATED, RATING, REJECTED, find, own_sessions, record_rating, rejected
from feedback.api.sync_inputs import ITEMS, SyncInput
from feedback.core.ratings import performed_at
from feedback.core.refusals import AnotherAthlete, Refused
from plans import services as plans
from plans.core import merge
from plans.core.refusals import ChangeIdTaken
from plans.models import PlannedItem, PlannedSession
from plans.wording import conflicts, quantities
from plans.wording.refusals import REFUSED

REFUSALS = (ValidationError, Http404, Refused, ChangeIdTaken, *REFUSED)
MOVED = {
    "kind": "session_change",
    "id": "0195565e-5f0a-7c3e-9a40-0d9b3a1c2f12",
    "session_id": RATING["session_id"],
    "base": {"on": "2026-03-02", "at": None, "status": "planned"},
    "on": "2026-03-03",
}
CONFLICT = {
    "id": MOVED["id"],
    "status": "conflict",
    "reason": "Changed on the phone and by your coach. Day: Wednesday, March 4 stands; you had Tuesday, March 3.",
    "conflicts": [{"field": "on", "base": "2026-03-02", "standing": "2026-03-04", "wanted": "2026-03-03"}],
}


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows that are read but not yet carried out, in the order of the request."""

    athlete: User
    forms: tuple[Any, ...]  # of ITEMS, or None where the kind is unknown
    sessions: Mapping[UUID, PlannedSession]
    now: datetime


class SyncView(APIView):
    """Ratings, performance metrics and changes of sessions in the order in which they were made."""

    throttle_scope = "feedback"

    @extend_schema(
        operation_id="log_offline",
        request=SyncInput,
        responses=SyncOutput,
        examples=[
            OpenApiExample(
                "after an hour in the gym",
                {"items": [{"kind": "rpe", **RATING}, {"kind": "performance", **METRICS}, MOVED]},
                request_only=True,
            ),
            OpenApiExample(
                "every row has its answer",
                {"answers": [CREATED, REJECTED, CONFLICT], "at": "2026-03-02T18:00:00Z"},
                response_only=True,
            ),
        ],
    )
    def post(self, request: Request) -> Response:
        """Up to 200 rows of any kind; each is answered with created, duplicate, rejected or conflict, in order, and the
        good ones are kept. They are stored together, so the plan is looked at once, after the last of them."""
        form = SyncInput(data=request.data)
        form.is_valid(raise_exception=True)
        athlete = viewer(request)
        if form.validated_data.get("athlete", athlete.pk) != athlete.pk:
            raise AnotherAthlete
        rows = form.validated_data["items"]
        batch = batch_of(athlete, rows, timezone.now())
        steps = [partial(carry_out, batch, each) for each in batch.forms]
        told = feedback.in_one_go(steps, session_ids=batch.sessions.keys(), refusals=REFUSALS)
        answers = [
            rejected(self, row, answer) if isinstance(answer, Exception) else answer
            for row, answer in zip(rows, told, strict=True)
        ]
        return Response({"answers": answers, "at": instant(timezone.now())})


def batch_of(athlete: User, rows: list[Any], now: datetime) -> Batch:
    """What the rows say, and the athlete's own sessions that they speak of. Two queries."""
    kinds = [row.get("kind") if isinstance(row, Mapping) else None for row in rows]
    forms = tuple(
        ITEMS[kind](data=row) if isinstance(kind, str) and kind in ITEMS else None
        for kind, row in zip(kinds, rows, strict=True)
    )
    ids = {form.validated_data["session_id"] for form in forms if form is not None and form.is_valid()}
    return Batch(athlete, forms, own_sessions(athlete).in_bulk(ids), now)


def carry_out(batch: Batch, form: Any) -> dict[str, Any]:
    """One row; its answer. Raises one of REFUSALS."""
    if form is None:
        raise ValidationError({"kind": [_("This kind of row is not known.")]})
    form.is_valid(raise_exception=True)
    kinds: dict[str, Callable[[Batch, Any], dict[str, Any]]] = {
        "rpe": take_rating, "performance": take_metrics, "session_change": take_change,
    }  # fmt: skip
    return kinds[form.validated_data.pop("kind")](batch, form)


def take_rating(batch: Batch, form: Any) -> dict[str, Any]:
    seen = form.validated_data.pop("seen", None)
    answer = record_rating(batch.athlete, form, batch.sessions, batch.now)
    if seen is None or answer["status"] == "duplicate":
        return answer
    session, exercise = batch.sessions[form.validated_data["session_id"]], form.validated_data["exercise_id"]
    note = difference(batch.athlete, session, exercise, seen)
    return {**answer, "note": note} if note else answer


def take_metrics(batch: Batch, form: Any) -> dict[str, Any]:
    return store_metrics(batch.athlete, find(batch.sessions, form.validated_data["session_id"]), form)


def take_change(batch: Batch, form: Any) -> dict[str, Any]:
    told = form.validated_data
    change, is_new = plans.change_session(
        find(batch.sessions, told["session_id"]),
        athlete=batch.athlete,
        client_id=told["id"],
        base=merge.values(told["base"]),
        wanted=merge.values(told),
        skip_reason=told.get("reason", ""),
        made_at=performed_at(told.get("timestamp"), batch.now),
        now=batch.now,
    )
    apart = list(change.conflicts.all())
    if not apart:
        return {"id": str(told["id"]), "status": "created" if is_new else "duplicate"}
    fields = ("field", "base", "standing", "wanted")
    return {
        "id": str(told["id"]),
        "status": "conflict",
        "reason": " ".join(conflicts.sentence(each) for each in apart),
        "conflicts": [{name: getattr(each, name) for name in fields} for each in apart],
    }


def difference(athlete: User, session: PlannedSession, exercise: str, seen: Mapping[str, Any]) -> str:
    """What to say where the plan no longer asks for what was done; "" where it does."""
    item = PlannedItem.objects.filter(pk=seen["id"], session=session).select_related("exercise").first()
    if item is None:
        return wording.taken_out()
    if item.exercise_id != exercise:
        return wording.swapped_since(item.exercise.name(get_language() or "en"))
    asked = {name: getattr(item, name) for name in seen if name != "id"}
    if all(asked[name] == value for name, value in seen.items() if name != "id"):
        return ""
    return wording.asks_otherwise(quantities.prescription(item, athlete.profile.units))
