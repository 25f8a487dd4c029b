"""Advice before a set. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from adaptation.core import analysis, estimate, illness, pain
from adaptation.core.known import increment_of
from adaptation.core.next_set import NextSet, advise
from adaptation.models import LiftEstimate
from adaptation.services import estimates, records, told_lifts
from adaptation.services.wellness import Diary
from plans import services as plans
from plans.models import PlannedItem
from science import estimator
from science.effort import RatedSet
from science.estimator import LiftState


def next_set(item: PlannedItem, sets_done: Sequence[RatedSet], now: datetime) -> NextSet:
    """What to do after these sets of a planned item (with its exercise, session and plan selected), or before the
    first of them. Five queries; one more before the first set, and where pain is on record."""
    plan = item.session.plan
    profile = plans.profile_by_id(plan.athlete_id)
    today = profile.local_date(now)
    spells = records.spells_of(profile, today)
    movement = records.movement_of(item.exercise)
    is_held = pain.is_held(movement, records.pain_reports(plan.athlete_id, today))
    state, is_new = _known(item, now)
    return advise(
        state,
        records.asked_of(item, item.session),
        sets_done,
        increment_of(movement),
        records.level_of(plan),
        is_held,
        Diary.of(plan.athlete_id, today, today).strength_shift(today),
        may_start_heavier=not sets_done
        and analysis.may_start_heavier(records.log_of(plan, today), item.exercise_id, is_held, spells, today),
        is_new=is_new,
        ill=illness.at(spells, now, today),
    )


def _known(item: PlannedItem, now: datetime) -> tuple[LiftState | None, bool]:
    """What is known of the lift now, and whether it has never been rated: then it rests on what was told for the
    plan."""
    plan = item.session.plan
    lift = LiftEstimate.objects.filter(athlete_id=plan.athlete_id, exercise_id=item.exercise_id).first()
    if lift is not None:
        return estimate.at_time(estimator.from_dict(lift.state), now), False
    told = told_lifts.told_lift(plan, item.exercise_id) if estimates.is_learnt(item.exercise) else None
    if told is None:
        return None, False
    return estimate.told_state(records.level_of(plan), item.exercise_id, now, *told), True
