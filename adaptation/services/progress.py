"""How the lifts and the load have gone, for people to look at. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from adaptation.core import estimate, forecasts
from adaptation.core.forecasts import Ahead, Expected, Planned, Score
from adaptation.models import EstimatePoint, LiftEstimate
from adaptation.services.lifts import plateaus_of
from feedback.models import PerformanceMetrics
from plans.models import Plan, PlannedItem, PlannedSession
from science import estimator, forecast, load
from science.forecast import Interval

SERIES_MAX = 500
LOAD_DAYS = 56


@dataclass(frozen=True, slots=True)
class LiftProgress:
    """A lift today: e1RM and weekly trend (a ratio), each with its 5-95 % interval, and how likely it stands still."""

    lift: LiftEstimate
    e1rm: Interval
    weekly_trend: Interval
    plateau: float
    claim: str | None  # slowed | likely | None
    may_be_narrow: bool


@dataclass(frozen=True, slots=True)
class Scored:
    """Forecasts of a lift that have come true or not, oldest first, each with its session's time, and their score."""

    expected: tuple[tuple[datetime, Expected], ...]
    score: Score


@dataclass(frozen=True, slots=True)
class NextTime:
    """The next planned occurrence of a lift, and what to expect of its first set."""

    on: date
    reps: int
    target_rpe: float
    load_kg: float | None
    ahead: Ahead


@dataclass(frozen=True, slots=True)
class LoadProgress:
    """Daily load (session RPE × minutes) of the last weeks, oldest first, and what is made of it; None = undefined."""

    first_on: date
    daily_au: tuple[float, ...]
    weekly_au: float
    monotony: float | None
    strain_au: float | None
    acwr_coupled: float | None
    acwr_uncoupled: float | None
    acwr_ewma: float | None
    has_variation: bool  # False: every day of the week alike, so monotony is undefined


def lifts(athlete_id: UUID, now: datetime, level: str, slug: str | None = None) -> list[LiftProgress]:
    """Every estimated lift, or one. Two queries."""
    rows = LiftEstimate.objects.filter(athlete_id=athlete_id).select_related("exercise").order_by("exercise__name_en")
    if slug is not None:
        rows = rows.filter(exercise_id=slug)
    found = list(rows)
    plateaus = plateaus_of(found)
    return [_progress(lift, now, level, plateaus.get(lift.pk, {}).get("before")) for lift in found]


def _progress(lift: LiftEstimate, now: datetime, level: str, plateau_before: float | None) -> LiftProgress:
    state = estimator.from_dict(lift.state)
    today = estimate.at_time(state, now)
    plateau = forecast.plateau_probability(state)
    return LiftProgress(
        lift=lift,
        e1rm=forecast.e1rm_kg(today),
        weekly_trend=forecast.weekly_trend(state),
        plateau=plateau,
        claim=forecast.plateau_claim(plateau, plateau_before),
        may_be_narrow=forecast.interval_may_be_narrow(state, level),
    )


def series(lift: LiftEstimate) -> list[EstimatePoint]:
    """The newest points of a lift, oldest first."""
    return list(lift.points.select_related("rating").order_by("-performed_at", "-rating_id")[:SERIES_MAX])[::-1]


def scored(points: Sequence[EstimatePoint]) -> Scored | None:
    """How good the forecasts of these sessions were; None where none was made."""
    expected = tuple(
        (point.performed_at, forecasts.from_dict(point.forecast)) for point in points if point.forecast is not None
    )
    score = forecasts.score([each for _, each in expected])
    return None if score is None else Scored(expected, score)


def next_time(lift: LiftEstimate, now: datetime, today: date) -> NextTime | None:
    """What to expect when this lift comes next in the active plan; None where it does not, or without reps and effort.
    One query."""
    item = (
        PlannedItem.objects.filter(
            session__plan__athlete=lift.athlete_id,
            session__plan__status=Plan.Status.ACTIVE,
            session__is_dropped=False,
            session__status=PlannedSession.Status.PLANNED,
            session__on__gte=today,
            exercise=lift.exercise_id,
            reps_min__isnull=False,
            target_rpe__isnull=False,
        )
        .select_related("session")
        .order_by("session__on", "position")
        .first()
    )
    if item is None or item.reps_min is None or item.target_rpe is None:
        return None
    planned = Planned((item.reps_min + (item.reps_max or item.reps_min)) // 2, item.target_rpe)
    then = now + timedelta(days=(item.session.on - today).days)
    ahead = forecasts.ahead(estimate.at_time(estimator.from_dict(lift.state), then), planned, item.load_kg)
    return NextTime(item.session.on, planned.reps, planned.rpe, item.load_kg, ahead)


def training_load(athlete_id: UUID, today: date) -> LoadProgress:
    """The load of the last eight weeks. One query; days without a report count as rest."""
    first_on = today - timedelta(days=LOAD_DAYS - 1)
    rows = (
        PerformanceMetrics.objects.for_athlete(athlete_id)
        .standing()
        .filter(performed_on__range=(first_on, today), session_rpe__isnull=False, duration_min__isnull=False)
        .order_by("performed_on")
        .values_list("performed_on", "session_rpe", "duration_min")
    )
    sessions = [
        (on, load.session_load_au(float(rpe), float(minutes)))
        for on, rpe, minutes in rows
        if rpe is not None and minutes
    ]
    started = min((on for on, _ in sessions), default=today)
    daily = load.daily_loads_au(sessions, max(first_on, started), today)
    week = daily[-7:]
    is_full_week = len(week) == 7
    monotony = load.monotony(week) if is_full_week else None
    weekly = load.weekly_load_au(week)
    return LoadProgress(
        first_on=today - timedelta(days=len(daily) - 1),
        daily_au=daily,
        weekly_au=weekly,
        monotony=monotony,
        strain_au=load.strain_au(weekly, monotony),
        acwr_coupled=load.acwr(daily),
        acwr_uncoupled=load.acwr(daily, coupled=False),
        acwr_ewma=load.acwr_ewma(daily),
        has_variation=not is_full_week or monotony is not None,
    )
