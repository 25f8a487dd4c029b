"""How it goes: one lift, and how much of the plan was done."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from accounts.models import User
from adaptation import services as adaptation
from adaptation.services import LiftProgress
from coaching.core.facts import LiftFacts, PointFacts, ProgressFacts
from coaching.core.naming import named_in
from coaching.services.facts.days import active_exercises, active_sessions
from coaching.services.facts.swaps import named
from plans import services as plans
from plans.models import PlannedSession
from science.forecast import Interval

DAYS = 28
POINTS_SHOWN = 24
DONE = PlannedSession.Status.DONE


def progress_facts(athlete: User, text: str, now: datetime, today: date) -> ProgressFacts:
    """The lift that is named, else the one that was rated last. About nine queries."""
    lifts = {
        each.lift.exercise_id: each for each in adaptation.lifts(athlete.pk, now, athlete.profile.experience_level)
    }
    newest_first = sorted(lifts, key=lambda slug: lifts[slug].lift.as_of, reverse=True)
    in_plan = active_exercises(athlete.pk)
    # A lift that is named and not known yet is not answered with another one.
    found = next(iter(named_in(text, named([*newest_first, *in_plan]))), next(iter(newest_first), None))
    chosen = lifts.get(found) if found else None
    since = today - timedelta(days=DAYS - 1)
    statuses = list(active_sessions(athlete.pk).between(since, today).values_list("status", "on"))
    due = [status for status, on in statuses if on < today or status == DONE]  # today's may still come
    lift = None if chosen is None else lift_facts(chosen, athlete)
    unknown = plans.names_of([found])[found] if found and chosen is None else ""
    return ProgressFacts(lift, unknown, due.count(DONE), len(due), DAYS)


def lift_facts(progress: LiftProgress, athlete: User) -> LiftFacts:
    lift, profile = progress.lift, athlete.profile
    points = adaptation.series(lift)[-POINTS_SHOWN:]
    return LiftFacts(
        slug=lift.exercise_id,
        name=plans.names_of([lift.exercise_id])[lift.exercise_id],
        e1rm_kg=_told(progress.e1rm),
        weekly_trend=_told(progress.weekly_trend),
        sessions=lift.sessions,
        points=tuple(
            PointFacts(profile.local_date(each.performed_at), each.e1rm_kg, each.low_kg, each.high_kg)
            for each in points
        ),
    )


def _told(interval: Interval) -> tuple[float, float, float]:
    return interval.value, interval.low, interval.high
