"""What athletes said of their lifts when a plan was made: where an estimate begins before anything was rated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from adaptation.core import estimate as core
from adaptation.services import records
from feedback.models import RPEFeedback
from plans.models import Plan
from science import strength
from science.effort import rir_from_rpe
from science.estimator import LiftState

PLANS_ASKED = 10  # how many of the newest plans are searched for a lift that the athlete told
BASES = {"tested": "tested", "told": "self_report", "estimated": "self_report"}


def first_state(athlete_id: UUID, slug: str, rating: RPEFeedback) -> LiftState | None:
    """Where learning begins: a lift that the athlete told when a plan was made before this rating, else the rating.

    Plans never change what they were asked for, so learning anew begins at the same state; a profile would not do.
    """
    plans = Plan.objects.for_athlete(athlete_id).filter(created_at__lte=rating.recorded_at)
    intents = list(plans.order_by("-created_at").values_list("intent", flat=True)[:PLANS_ASKED])
    level = str(intents[0].get("experience_level")) if intents else records.LEVEL_OF_LOGS
    if rating.session is not None:
        level = records.level_of(rating.session.plan)
    told = next(iter(_told(intents, slug)), None)
    return core.first_state(level, slug, rating.performed_at, told, rating.rated_work().sets)


def told_lift(plan: Plan, slug: str) -> tuple[float, str] | None:
    """e1RM in kg and its basis of a lift that the athlete told when this plan was made."""
    return next(_told([plan.intent], slug), None)


def _told(intents: Iterable[dict[str, object]], slug: str) -> Iterator[tuple[float, str]]:
    for intent in intents:
        lifts = intent.get("known_lifts")
        for lift in lifts if isinstance(lifts, list) else []:
            if lift.get("exercise") == slug:
                yield _told_1rm(lift)


def _told_1rm(lift: Mapping[str, Any]) -> tuple[float, str]:
    """e1RM in kg and its basis from a lift that the athlete told."""
    rir = 0.0 if lift.get("rpe") is None else rir_from_rpe(float(lift["rpe"]))
    k = strength.curve_k(str(lift["exercise"]))
    kg = strength.e1rm_kg(float(lift["load_kg"]), float(lift["reps"]), rir, k)
    return kg, BASES.get(str(lift.get("source", "told")), "self_report")
