"""E: what the athlete has, may and wants to do, and when."""

from __future__ import annotations

from collections.abc import Iterator

from plans.core.movements import Level
from plans.core.rules.base import PEOPLE, Breach, Case, Rule
from plans.core.spec import Session


def _no_equipment(case: Case) -> Iterator[Breach]:
    for item, movement in case.movements():
        if not movement.is_possible_with(case.intent.equipment):
            yield Breach(item.id, {"exercise": item.exercise})


def _excluded(case: Case) -> Iterator[Breach]:
    for item in case.spec.items():
        if item.exercise in case.intent.excluded_exercises:
            yield Breach(item.id, {"exercise": item.exercise})


def _too_skilled(case: Case) -> Iterator[Breach]:
    level = Level.named(case.intent.experience_level)
    for item, movement in case.movements():
        if movement.level > level:
            yield Breach(item.id, {"exercise": item.exercise, "value": int(movement.level), "limit": int(level)})


def _no_time(case: Case) -> Iterator[Breach]:
    intent = case.intent
    for session in case.spec.sessions():
        if _is_own_choice(session, case):
            continue
        on, weekday = session.on, session.on.weekday()
        if (intent.available_days is not None and weekday not in intent.available_days) or (
            weekday in intent.blocked_days or on in intent.blocked_days
        ):
            yield Breach(session.id, {"on": on.isoformat(), "at": session.at or ""})
        elif (
            case.before is None
            and session.at is not None
            and intent.training_times.get(weekday, session.at) != session.at
        ):
            yield Breach(session.id, {"on": on.isoformat(), "at": session.at})


def _is_own_choice(session: Session, case: Case) -> bool:
    """Whether a person has just put the session where it is: their word now outweighs what they once asked for."""
    old = case.before.find_session(session.id) if case.before is not None else None
    return case.author in PEOPLE and old is not None and (old.on, old.at) != (session.on, session.at)


RULES = (
    Rule(
        id="E01",
        severity="hard",
        threshold="only equipment that the athlete has",
        source="second-hand: plans by language models ignore equipment and time",
        evidence="product",
        message="%(exercise)s needs equipment that is not there.",
        check=_no_equipment,
    ),
    Rule(
        id="E02",
        severity="hard",
        threshold="no excluded exercise",
        source="the athlete's own word",
        evidence="product",
        message="%(exercise)s was excluded.",
        check=_excluded,
    ),
    Rule(
        id="E03",
        severity="hard",
        threshold="no exercise above the athlete's level",
        source="coaching convention",
        evidence="convention",
        message="%(exercise)s asks for more experience.",
        check=_too_skilled,
    ),
    Rule(
        id="E04",
        severity="hard",
        threshold="only on available days and at the times given",
        source="the athlete's own word",
        evidence="product",
        message="There is no time for training on %(on)s %(at)s.",
        check=_no_time,
    ),
)
