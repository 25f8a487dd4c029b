"""A session goes to another day: which other sessions of its week make way, so that the week stays sound."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations, permutations

from plans.core.edits import MoveSession
from plans.core.intent import Intent
from plans.core.spec import PlanSpec, Session, Week

MOST_OTHERS_MOVED = 2  # an athlete who moves one session does not expect a new week

Holds = Callable[[PlanSpec], bool]


@dataclass(frozen=True, slots=True)
class Room:
    """What a week may be rearranged with: the day it is, and the days that the athlete trains on at all."""

    today: date
    intent: Intent

    def allows(self, day: date) -> bool:
        """Whether a session may be put on this day without asking: it is not over, not blocked, and one of theirs."""
        intent = self.intent
        if day < self.today or day in intent.blocked_days or day.weekday() in intent.blocked_days:
            return False
        return intent.available_days is None or day.weekday() in intent.available_days


def week_at(spec: PlanSpec, day: date) -> Week | None:
    """The week of the plan that this day lies in."""
    return next((week for week in spec.weeks if day in days_of(spec, week)), None)


def days_of(spec: PlanSpec, week: Week) -> tuple[date, ...]:
    first = spec.week_starts_on(week.number)
    return tuple(first + timedelta(days=step) for step in range(7))


def reflowed(
    spec: PlanSpec, move: MoveSession, *, room: Room, fixed: Collection[str], holds: Holds
) -> tuple[MoveSession, ...] | None:
    """The athlete's move, followed by the fewest and shortest moves of other sessions with which the week holds.

    `fixed` sessions stay where they are: done, skipped, their day over. `holds` judges a plan in which the moves are
    made. None when at most two other sessions of that week cannot make way within it.
    """
    week = week_at(spec, move.on)
    if week is None:
        return None
    others = [each for each in week.sessions if each.id != move.session]
    movable = [each for each in others if each.id not in fixed]
    for days in _arrangements([day for day in days_of(spec, week) if room.allows(day) and day != move.on], movable):
        taken = [days.get(each.id, each.on) for each in others]
        if len({*taken, move.on}) == len(taken) + 1 and holds(rearranged(spec, {**days, move.session: move.on})):
            return (move, *(MoveSession(each.id, days[each.id], each.at) for each in movable if each.id in days))
    return None


def free_days(spec: PlanSpec, session: Session, *, room: Room, holds: Holds) -> tuple[date, ...]:
    """Days of the same week on which a missed or skipped session still fits, soonest first; no other session moves.

    Work is moved, never doubled: a day that has a session takes no second one.
    """
    week = week_at(spec, session.on)
    if week is None:
        return ()
    taken = {each.on for each in week.sessions}
    return tuple(
        day
        for day in days_of(spec, week)
        if day not in taken and room.allows(day) and holds(rearranged(spec, {session.id: day}))
    )


def has_main_work(session: Session) -> bool:
    """Whether missing this session costs something: easy movement alone is not worth crowding a week for."""
    return any(item.role in ("main", "power", "conditioning", "test") for item in session.items)


def around(spec: PlanSpec, day: date) -> PlanSpec:
    """The plan cut down to the week of this day and its neighbours: all that the order of its days can touch."""
    week = week_at(spec, day)
    near = tuple(each for each in spec.weeks if week is None or abs(each.number - week.number) <= 1)
    return replace(spec, weeks=near)


def rearranged(spec: PlanSpec, days: Mapping[str, date]) -> PlanSpec:
    """The plan with these sessions on these days, each in the week of its day, weeks in the order of their days."""
    sessions = sorted(
        (replace(each, on=days.get(each.id, each.on)) for each in spec.sessions()), key=lambda each: each.on
    )
    weeks = ((week, days_of(spec, week)) for week in spec.weeks)
    return replace(
        spec,
        weeks=tuple(
            replace(week, sessions=tuple(each for each in sessions if each.on in its_days)) for week, its_days in weeks
        ),
    )


def _arrangements(days: list[date], movable: list[Session]) -> Iterator[dict[str, date]]:
    """Moves of other sessions: none, then of one, then of two; the shortest first."""
    for count in range(min(MOST_OTHERS_MOVED, len(movable)) + 1):
        yield from sorted(_choices(days, movable, count), key=lambda moves: _distance(moves, movable))


def _choices(days: list[date], movable: list[Session], count: int) -> Iterator[dict[str, date]]:
    for sessions in combinations(movable, count):
        for chosen in permutations(days, count):
            if all(day != each.on for each, day in zip(sessions, chosen, strict=True)):
                yield {each.id: day for each, day in zip(sessions, chosen, strict=True)}


def _distance(moves: Mapping[str, date], movable: list[Session]) -> tuple[int, list[date]]:
    """Days that the moves span; of two that span as many, the one to earlier days."""
    return sum(abs((moves[each.id] - each.on).days) for each in movable if each.id in moves), list(moves.values())
