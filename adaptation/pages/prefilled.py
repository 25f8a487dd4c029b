"""What the forms of a session say before anything is typed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from accounts.core import units as conversion
from adaptation.core.next_set import NextSet
from adaptation.pages.sets import DayForm, SetForm
from feedback.core.drafts import Draft
from feedback.models import RPEFeedback
from plans.models import PlannedItem, PlannedSession

USUAL_RECOVERY_H, RECOVERY_MAX_H = 48.0, 720.0
HOUR_S = 3600


def of_set(item: PlannedItem, draft: Draft, advice: NextSet | None, units: str) -> dict[str, Any]:
    """What the next set's form says before anything is typed: the advice, else the plan."""
    load_kg = advice.load_kg if advice and advice.load_kg is not None else item.load_kg
    last = draft.sets[-1] if draft.sets else {}
    if load_kg is None:
        load_kg = last.get("load_kg") or item.why["facts"].get("try_kg")
    reps = (item.reps_min + (item.reps_max or item.reps_min)) // 2 if item.reps_min is not None else None
    initial = {
        "place": len(draft.sets),
        "client_id": draft.client_id,
        "reps": advice.reps if advice and advice.reps is not None else reps,
        "distance_m": item.distance_m,
        "load": None if load_kg is None else plain(conversion.shown(abs(float(load_kg)), units)),
    }
    if item.duration_s is not None:
        initial["time"] = round(item.duration_s / SetForm.unit_of(item.duration_s))
    return initial


def plain(value: float) -> float | int:
    """82.5 stays, 80.0 becomes 80: what a number field should show."""
    return int(value) if float(value).is_integer() else value


def day_form(session: PlannedSession, now: datetime) -> DayForm:
    """The form of the day, with the hours since the last rated set before it. One query."""
    before = (
        RPEFeedback.objects.for_athlete(session.plan.athlete_id)
        .standing()
        .exclude(session=session)
        .filter(performed_at__lt=now)
        .order_by("-performed_at")
        .values_list("performed_at", flat=True)
        .first()
    )
    hours = USUAL_RECOVERY_H if before is None else round((now - before).total_seconds() / HOUR_S * 2) / 2
    return DayForm(
        initial={
            "client_id": uuid4(),
            "duration_min": session.estimated_min or None,
            "recovery_time": plain(min(RECOVERY_MAX_H, hours)),
        }
    )
