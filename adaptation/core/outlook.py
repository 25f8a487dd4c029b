"""The plan as the analysis looks at it: what it still asks for, what was missed, and the week that comes next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from adaptation.core.facts import Asked
from adaptation.core.signals import Week as NextWeek
from plans.core.closed import Standing
from plans.core.spec import Item, PlanSpec, Session, Week

PLANNED, DONE, SKIPPED = "planned", "done", "skipped"
DAYS_PER_WEEK = 7

Standings = Mapping[str, Standing]


def coming(spec: PlanSpec, standings: Standings, today: date) -> tuple[Asked, ...]:
    """What the plan still asks for from today on, soonest first."""
    return _asked_in(spec, lambda session: status_of(standings, session) == PLANNED and session.on >= today)


def missed(spec: PlanSpec, standings: Standings, since: date, today: date) -> tuple[Asked, ...]:
    """What was asked for after `since` and before today, and not done."""
    return _asked_in(spec, lambda session: status_of(standings, session) != DONE and since < session.on < today)


def status_of(standings: Standings, session: Session) -> str:
    standing = standings.get(session.id)
    return standing.status if standing else PLANNED


def _asked_in(spec: PlanSpec, wanted: Callable[[Session], bool]) -> tuple[Asked, ...]:
    placed = [
        (session.on, place, week, session)
        for week in spec.weeks
        for place, session in enumerate(week.sessions)
        if wanted(session)
    ]
    placed.sort(key=lambda each: each[:2])
    return tuple(asked_of(item, session, week) for _, _, week, session in placed for item in session.items)


def asked_of(item: Item, session: Session, week: Week) -> Asked:
    """One item of the plan as the analysis reads it."""
    return Asked(
        item=item.id,
        session=session.id,
        on=session.on,
        exercise=item.exercise,
        sets=item.sets,
        reps_min=item.reps_min,
        reps_max=item.reps_max,
        target_rpe=item.target_rpe,
        load_kg=item.load_kg,
        week=week.number,
        is_deload=week.is_deload,
        role=item.role,
    )


def next_week(spec: PlanSpec, today: date) -> NextWeek | None:
    """The week after the running one, if it is still to come and is no easier week already."""
    running = max(0, (today - spec.start_on).days // DAYS_PER_WEEK + 1)
    week = next((each for each in spec.weeks if each.number == running + 1), None)
    if week is None or week.is_deload or week.phase == "taper" or not week.sessions:
        return None
    return week.number, spec.week_starts_on(week.number)
