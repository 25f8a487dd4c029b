"""Advice between two sets. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from adaptation.core import estimate, pain
from adaptation.core.next_set import NextSet, advise
from adaptation.models import LiftEstimate
from adaptation.services import records
from adaptation.services.wellness import Diary
from plans import services as plans
from plans.models import PlannedItem
from science import estimator
from science.effort import RatedSet


def next_set(item: PlannedItem, sets_done: Sequence[RatedSet], now: datetime) -> NextSet:
    """What to do after these sets of a planned item (with its exercise, session and plan selected). Four queries; five
    where pain is on record."""
    plan = item.session.plan
    today = plans.profile_by_id(plan.athlete_id).local_date(now)
    movement = records.movement_of(item.exercise)
    lift = LiftEstimate.objects.filter(athlete_id=plan.athlete_id, exercise_id=item.exercise_id).first()
    return advise(
        estimate.at_time(estimator.from_dict(lift.state), now) if lift else None,
        records.asked_of(item, item.session),
        sets_done,
        records.increment_of(movement),
        records.level_of(plan),
        pain.is_held(movement, records.pain_reports(plan.athlete_id, today)),
        Diary.of(plan.athlete_id, today, today).strength_shift(today),
    )
