"""Learning from ratings: one filter step each, stored so that the next one starts where this one ended.

There is one way to learn: from the last point before the earliest rating that is new or changed. For a rating that
comes in time that is one step; for one that comes late, is corrected or deleted, a replay. So the result never depends
on the order of arrival, and equals learning everything anew from the first rating on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from adaptation.core import estimate as core
from adaptation.core import forecasts, volume
from adaptation.core.estimate import Observation, Step
from adaptation.core.forecasts import Expected, Planned
from adaptation.models import EstimatePoint, LiftEstimate
from adaptation.services import told_lifts
from adaptation.services.bench import hold_athlete
from adaptation.services.wellness import Diary
from feedback.core.ratings import Asked
from feedback.models import RPEFeedback
from plans.models import Exercise
from science import estimator, forecast, strength
from science.effort import RatedSet
from science.estimator import LiftState

BATCH = 500


@dataclass(slots=True)
class Lesson:
    """A lift while it is being learnt: its state so far, its last session, the e1RM that the last rated set pointed to,
    and the points on the way."""

    athlete_id: UUID
    slug: str
    state: LiftState | None = None
    sessions: int = 0
    last: RPEFeedback | None = None
    told_e1rm_kg: float | None = None
    points: list[EstimatePoint] = field(default_factory=list)


def ratings_of(athlete_id: UUID) -> QuerySet[RPEFeedback]:
    """The ratings that an estimate is made of, in the order in which they are learnt from.

    Only lifts whose load is all of what is lifted. For pull-ups and dips with added weight the body is lifted too, and
    what it weighed on each day is not known: an estimate on the added load alone would be wrong, so there is none.
    """
    learnt = (
        RPEFeedback.objects.for_athlete(athlete_id).standing().filter(exercise__e1rm_use=True, exercise__mode="load")
    )
    return learnt.order_by("performed_at", "pk")


def is_learnt(exercise: Exercise) -> bool:
    """The same for one exercise."""
    return exercise.e1rm_use and exercise.mode == "load"


def relearn(athlete_id: UUID, slug: str, since: datetime | None = None) -> None:
    """Learn one lift from the last point before `since` on, or from the beginning. Six queries, however long the
    history before that point."""
    points = EstimatePoint.objects.filter(estimate__athlete_id=athlete_id, estimate__exercise_id=slug)
    lesson = Lesson(athlete_id, slug)
    later = ratings_of(athlete_id).filter(exercise_id=slug).select_related("session__plan")
    kept = _last_before(points, since) if since is not None else None
    if kept is not None:
        lesson.state, lesson.sessions, lesson.last = estimator.from_dict(kept.state), kept.sessions, kept.rating
        lesson.told_e1rm_kg = kept.told_e1rm_kg
        later = later.filter(performed_at__gt=kept.performed_at)
        points = points.filter(performed_at__gt=kept.performed_at)
    points.delete()
    ratings = list(later)
    if ratings:
        _study(lesson, ratings)
    _store(lesson)


def _last_before(points: QuerySet[EstimatePoint], since: datetime) -> EstimatePoint | None:
    earlier = points.filter(performed_at__lt=since).select_related("rating")
    return earlier.order_by("-performed_at", "-rating_id").first()


@transaction.atomic
def rebuild(athlete_id: UUID) -> int:
    """Learn every lift of one athlete from the first rating on; how many lifts there are."""
    hold_athlete(athlete_id)
    known = LiftEstimate.objects.filter(athlete_id=athlete_id).values_list("exercise_id", flat=True)
    rated = ratings_of(athlete_id).order_by().values_list("exercise_id", flat=True).distinct()
    for slug in sorted({*known, *rated}):
        relearn(athlete_id, slug)
    return LiftEstimate.objects.filter(athlete_id=athlete_id).count()


def differences(athlete_id: UUID) -> Iterator[tuple[str, float]]:
    """For each lift, how far what is stored lies from what the ratings say when learnt anew; stores nothing.

    The largest absolute difference of any number of the state; infinity for a lift that should be there or should not.
    """
    stored = {lift.exercise_id: lift.state for lift in LiftEstimate.objects.filter(athlete_id=athlete_id)}
    rated = set(ratings_of(athlete_id).order_by().values_list("exercise_id", flat=True).distinct())
    for slug in sorted({*stored, *rated}):
        lesson = Lesson(athlete_id, slug)
        ratings = list(ratings_of(athlete_id).filter(exercise_id=slug).select_related("session__plan"))
        if ratings:
            _study(lesson, ratings)
        if (lesson.state is None) != (slug not in stored):
            yield slug, float("inf")
        elif lesson.state is not None:
            yield slug, core.distance(lesson.state, estimator.from_dict(stored[slug]))


def _study(lesson: Lesson, ratings: Sequence[RPEFeedback]) -> None:
    """Go through ratings in order, and make a point for each."""
    days: list[date] = [rating.performed_on for rating in ratings]
    diary = Diary.of(lesson.athlete_id, min(days), max(days))
    for rating in ratings:
        sets = rating.rated_work().sets
        if lesson.state is None:
            lesson.state = told_lifts.first_state(lesson.athlete_id, lesson.slug, rating)
        if lesson.state is None:
            continue
        expected = _foretold(lesson, lesson.state, rating, core.telling(sets))
        step = core.advance(
            lesson.state, Observation(rating.performed_at, sets, diary.strength_shift(rating.performed_on))
        )
        lesson.state, lesson.last = step.state, rating
        lesson.sessions += step.surprise is not None
        pointed = forecasts.pointed_e1rm_kg(core.telling(sets), strength.curve_k(lesson.slug))
        lesson.told_e1rm_kg = pointed or lesson.told_e1rm_kg
        lesson.points.append(_point(lesson, step, rating, sets, expected))


def _foretold(lesson: Lesson, before: LiftState, rating: RPEFeedback, sets: Sequence[RatedSet]) -> Expected | None:
    """What the state before a session expects of it. Nothing for a lift's first: there is no last time to compare with.

    Sleep and stress of the day are left out, because they are often told after the session: a forecast must not know
    more than could be known before.
    """
    if lesson.told_e1rm_kg is None:
        return None
    asked = Asked(**rating.asked) if rating.asked else None
    planned = None
    if asked is not None and asked.reps is not None and asked.target_rpe is not None:
        planned = Planned(asked.reps, asked.target_rpe)
    then = core.at_time(before, rating.performed_at)
    return forecasts.foretell(then, sets, lesson.told_e1rm_kg, planned, strength.curve_k(lesson.slug))


def _point(
    lesson: Lesson, step: Step, rating: RPEFeedback, sets: Sequence[RatedSet], expected: Expected | None
) -> EstimatePoint:
    shown = core.shown(step.state)
    return EstimatePoint(
        rating=rating,
        performed_at=rating.performed_at,
        state=estimator.to_dict(step.state),
        sessions=lesson.sessions,
        e1rm_kg=shown.value,
        low_kg=shown.low,
        high_kg=shown.high,
        innovation=step.surprise,
        plateau=forecast.plateau_probability(step.state),
        session_e1rm_kg=step.session_e1rm_kg,
        hard_sets=volume.hard_sets(sets),
        told_e1rm_kg=lesson.told_e1rm_kg,
        forecast=forecasts.to_dict(expected),
    )


def _store(lesson: Lesson) -> None:
    """The newest state and the points that led to it; without any state, there is no estimate."""
    if lesson.state is None or lesson.last is None:
        LiftEstimate.objects.filter(athlete_id=lesson.athlete_id, exercise_id=lesson.slug).delete()
        return
    shown, last = core.shown(lesson.state), lesson.last
    working = [each for each in last.rated_work().sets if not each.warm_up and each.load_kg > 0]
    top = max(working, key=lambda each: each.load_kg, default=None)
    known, _ = LiftEstimate.objects.update_or_create(
        athlete_id=lesson.athlete_id,
        exercise_id=lesson.slug,
        defaults={
            "state": estimator.to_dict(lesson.state),
            "as_of": last.performed_at,
            "sessions": lesson.sessions,
            "e1rm_kg": shown.value,
            "low_kg": shown.low,
            "high_kg": shown.high,
            "last_load_kg": top.load_kg if top else None,
            "last_reps": top.reps if top else None,
            "last_rpe": None if last.rpe is None else float(last.rpe),
        },
    )
    for point in lesson.points:
        point.estimate = known
    EstimatePoint.objects.bulk_create(lesson.points, BATCH)
