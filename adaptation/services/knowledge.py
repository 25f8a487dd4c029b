"""What an athlete's own records tell the plan: estimated lifts, and what was done lately."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from adaptation.core import estimate
from adaptation.models import LiftEstimate
from feedback.models import RPEFeedback
from plans.core.intent import History, LiftKnowledge
from plans.registry import Known
from science import estimator

Row = tuple[date, str, str, list[dict[str, Any]], dict[str, Any], Any]
WEEKS = 4
LOG_DAYS = 30
FULL_WEEK_DAYS = 7
LAST_LOAD_DAYS = 14  # heavy and light days of one lift take turns: the heaviest of these days is what it is used to


def known_of(athlete_id: UUID, today: date) -> Known:
    """Three queries: lifts, ratings of the last thirty days, the last day trained."""
    since = today - timedelta(days=LOG_DAYS)
    rows = list(
        RPEFeedback.objects.for_athlete(athlete_id)
        .standing()
        .filter(performed_on__range=(since, today))
        .values_list("performed_on", "exercise__pattern", "exercise_id", "sets", "asked", "completion_rate")
    )
    return Known(lifts=_lifts(athlete_id, today, rows), history=_history(athlete_id, today, rows))


def _lifts(athlete_id: UUID, today: date, rows: Sequence[Row]) -> dict[str, LiftKnowledge]:
    heaviest = _heaviest(rows, today - timedelta(days=LAST_LOAD_DAYS))
    known = {}
    lifts = LiftEstimate.objects.filter(athlete_id=athlete_id).select_related("athlete__profile")
    for lift in lifts.order_by("exercise_id"):
        last_on = lift.athlete.profile.local_date(lift.as_of)
        state = estimator.from_dict(lift.state)
        shown = estimate.shown(estimator.predict(state, max(0.0, (today - last_on).days)))
        known[lift.exercise_id] = LiftKnowledge(
            e1rm_kg=shown.value,
            low_kg=shown.low,
            high_kg=shown.high,
            k=estimate.curve_of(state),
            last_load_kg=heaviest.get(lift.exercise_id, lift.last_load_kg),
            last_on=last_on,
        )
    return known


def _heaviest(rows: Sequence[Row], since: date) -> dict[str, float]:
    """The heaviest working load of each exercise from a day on."""
    loads: dict[str, float] = {}
    for on, _, slug, sets, _, _ in rows:
        lifted = [float(each.get("load_kg") or 0) for each in sets if not each.get("warm_up")]
        if on >= since and lifted and max(lifted) > 0:
            loads[slug] = max(loads.get(slug, 0.0), *lifted)
    return loads


def _history(athlete_id: UUID, today: date, rows: Sequence[Row]) -> History:
    last = (
        RPEFeedback.objects.for_athlete(athlete_id)
        .standing()
        .filter(performed_on__lte=today)
        .order_by("-performed_at")
        .values_list("performed_on", flat=True)
        .first()
    )
    weeks = [0.0] * WEEKS
    runs: list[tuple[date, int]] = []
    for on, pattern, slug, sets, asked, completion in rows:
        age = (today - on).days // FULL_WEEK_DAYS
        if pattern != "endurance" and age < WEEKS:
            weeks[WEEKS - 1 - age] += _working_sets(sets, asked, float(completion))
        if slug.endswith("run"):
            runs.append((on, sum(int(each.get("distance_m") or 0) for each in sets)))
    longest = max((metres for _, metres in runs), default=0)
    week = sum(metres for on, metres in runs if (today - on).days < FULL_WEEK_DAYS)
    return History(
        last_trained_on=last,
        weekly_sets=tuple(weeks) if any(weeks) else (),
        longest_run_m=longest or None,
        weekly_run_m=week or None,
    )


def _working_sets(sets: list[dict[str, object]], asked: dict[str, object], completion: float) -> float:
    if sets:
        return float(sum(not each.get("warm_up") for each in sets))
    planned = asked.get("sets")
    return float(planned) * completion / 100 if isinstance(planned, int) else 0.0
