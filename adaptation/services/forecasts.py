"""How good the forecasts were: of one lift, of one athlete, of everybody. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from adaptation.core import forecasts as core
from adaptation.core.forecasts import Expected, Score
from adaptation.models import EstimatePoint, LiftEstimate

POPULATION_POINTS = 10_000  # the newest learnt: enough for a steady figure, and one bounded read by primary key


@dataclass(frozen=True, slots=True)
class LiftScore:
    """One lift of one athlete with the score of its forecasts."""

    athlete_id: UUID
    exercise: str
    score: Score


def scored(points: QuerySet[EstimatePoint]) -> list[Expected]:
    """The forecasts of these points, in their order. One query."""
    return core.read(points.values_list("forecast", flat=True))


def lift_scores(athlete_id: UUID) -> Iterator[LiftScore]:
    """Every lift of an athlete that has a scored forecast, by name of the exercise. A query for each lift."""
    lifts = LiftEstimate.objects.filter(athlete_id=athlete_id).order_by("exercise_id")
    for lift_id, slug in lifts.values_list("pk", "exercise_id"):
        found = core.score(scored(EstimatePoint.objects.filter(estimate_id=lift_id).order_by("performed_at")))
        if found is not None:
            yield LiftScore(athlete_id, slug, found)


def athlete_score(athlete_id: UUID) -> Score | None:
    """All lifts of an athlete together. One query."""
    return core.score(scored(EstimatePoint.objects.filter(estimate__athlete_id=athlete_id).order_by("performed_at")))


def population_score() -> Score | None:
    """The forecasts learnt last, whoever's they are. One query whose cost does not grow with the number of athletes."""
    return core.score(scored(EstimatePoint.objects.order_by("-pk")[:POPULATION_POINTS]))
