"""X: whose plan it is, and how far a model may change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plans.core import measure
from plans.core.rules.base import Breach, Case, Rule, week_key
from plans.core.spec import Item, PlanSpec, Session, Week
from plans.core.thresholds import THRESHOLDS

AUTHORSHIP = THRESHOLDS.authorship


def _other_goal(case: Case) -> Iterator[Breach]:
    if case.spec.goal != case.intent.primary_goal:
        yield Breach("plan", {"value": case.spec.goal, "limit": case.intent.primary_goal})


def _overreach(case: Case) -> Iterator[Breach]:
    if case.author != "model" or case.before is None:
        return
    total = sum(item.sets for item in case.before.items())
    share = changed_sets(case.before, case.spec) / total if total else 1.0
    if share > AUTHORSHIP.model_sets_share_max:
        facts = {"problem": "sets", "value": round(100 * share), "limit": round(100 * AUTHORSHIP.model_sets_share_max)}
        yield Breach("plan", facts)
    old_weeks = {week.number: week for week in case.before.weeks}
    for week in case.spec.weeks:
        if week.number in old_weeks:
            yield from _removed_care(old_weeks[week.number], week, case)


def changed_sets(before: PlanSpec, after: PlanSpec) -> int:
    """Sets of the items that were changed, added or dropped, of each the larger count. Notes and days do not count."""
    old, new = ({item.id: item for item in spec.items()} for spec in (before, after))
    return sum(
        max(item.sets for item in (old.get(key), new.get(key)) if item is not None)
        for key in old.keys() | new.keys()
        if _prescription(old.get(key)) != _prescription(new.get(key))
    )


def _prescription(item: Item | None) -> Item | None:
    return None if item is None else replace(item, notes="", ramp=())


def _removed_care(old: Week, new: Week, case: Case) -> Iterator[Breach]:
    days = [len(measure.hard_days(week.sessions, case.catalogue)) for week in (old, new)]
    if days[1] > days[0]:
        yield Breach(week_key(new), {"problem": "rest day", "value": days[1], "limit": days[0]})
    if old.is_deload and not new.is_deload:
        yield Breach(week_key(new), {"problem": "deload", "value": 0, "limit": 1})
    sessions = {session.id: session for session in old.sessions}
    for session in new.sessions:
        if session.id in sessions and _is_colder(sessions[session.id], session):
            yield Breach(session.id, {"problem": "warm-up", "value": session.warm_up_min, "limit": 0})


def _is_colder(old: Session, new: Session) -> bool:
    """Whether a warm-up got shorter, or an item that kept its exercise lost its ramp."""
    kept = {item.id: item for item in new.items}
    return new.warm_up_min < old.warm_up_min or any(
        item.ramp and item.id in kept and kept[item.id].exercise == item.exercise and not kept[item.id].ramp
        for item in old.items
    )


RULES = (
    Rule(
        id="X02",
        severity="hard",
        threshold="the goal is the one that was asked for",
        source="product",
        evidence="product",
        message="The plan is for %(value)s; asked for was %(limit)s.",
        check=_other_goal,
    ),
    Rule(
        id="X03",
        severity="hard",
        threshold="a model changes at most 30 % of the sets and removes no rest day, warm-up or deload",
        source="SafeRun 2026",
        evidence="evidence",
        message="A model's change goes too far: %(problem)s %(value)s, limit %(limit)s.",
        check=_overreach,
    ),
)
