"""T: minutes, warm-up and order."""

from __future__ import annotations

from collections.abc import Iterator

from plans.core import measure
from plans.core.ramp import can_ramp
from plans.core.rules.base import Breach, Case, Rule, week_key
from plans.core.spec import Item
from plans.core.thresholds import THRESHOLDS

TIME = THRESHOLDS.time
GYM_KINDS = frozenset({"strength", "power", "mixed"})


def _too_long(case: Case) -> Iterator[Breach]:
    week_limit = case.intent.time_availability_h * 60 * TIME.over_ratio
    for week in case.spec.weeks:
        total = 0.0
        for session in week.sessions:
            minutes = measure.session_minutes(session, case.catalogue)
            total += minutes
            limit = measure.minutes_allowed(case.intent, session, week) * TIME.over_ratio
            if minutes > limit:
                yield Breach(session.id, {"value": round(minutes), "limit": round(limit)})
        if total > week_limit:
            yield Breach(week_key(week), {"value": round(total), "limit": round(week_limit)})


def _too_short(case: Case) -> Iterator[Breach]:
    for week in measure.normal_weeks(case.spec):
        for session in week.sessions:
            minutes = measure.session_minutes(session, case.catalogue)
            share = case.intent.time_availability_h * 60 / len(week.sessions)
            allowed = measure.minutes_allowed(case.intent, session, week)
            useful = min(allowed, allowed if session.kind == "long" else share, TIME.useful_minutes_max)
            if minutes < useful * TIME.used_ratio_min and measure.is_hard(session, case.catalogue):
                yield Breach(session.id, {"value": round(minutes), "limit": round(useful * TIME.used_ratio_min)})


def _cold(case: Case) -> Iterator[Breach]:
    for session in case.spec.sessions():
        if measure.is_hard(session, case.catalogue) and session.warm_up_min < TIME.warm_up_min:
            yield Breach(session.id, {"exercise": "", "value": session.warm_up_min, "limit": TIME.warm_up_min})
        warm: set[str] = set()
        for item, movement in measure.counted(session.items, case.catalogue):
            if item.ramp:
                warm.add(movement.pattern)
            if movement.pattern not in warm and movement.is_compound and _needs_ramp(item, case):
                yield Breach(item.id, {"exercise": item.exercise, "value": 0, "limit": 1})


def _needs_ramp(item: Item, case: Case) -> bool:
    is_heavy = (case.percent(item) or 0) >= TIME.ramp_from_percent
    return is_heavy and can_ramp(item.load_kg, case.catalogue[item.exercise])


def _odd_order(case: Case) -> Iterator[Breach]:
    for session in case.spec.sessions():
        isolated: dict[str, str] = {}
        for item, movement in measure.counted(session.items, case.catalogue):
            if movement.family == "core":
                continue
            if movement.is_compound:
                early = next((isolated[muscle] for muscle in movement.primary if muscle in isolated), None)
                if early is not None:
                    yield Breach(item.id, {"exercise": item.exercise, "after": early})
            else:
                isolated |= dict.fromkeys(movement.primary, item.exercise)


def _odd_count(case: Case) -> Iterator[Breach]:
    low, high = TIME.exercises
    for week in case.spec.weeks:
        for session in (session for session in week.sessions if session.kind in GYM_KINDS):
            count = len({item.exercise for item in session.items})
            has_time = measure.minutes_allowed(case.intent, session, week) >= TIME.three_exercises_min
            if count > high or (count < low and has_time):
                yield Breach(session.id, {"value": count, "lowest": low, "limit": high})


RULES = (
    Rule(
        id="T01",
        severity="hard",
        threshold="estimated minutes at most 1.05 × the time there is, per session and per week",
        source="feasibility",
        evidence="arithmetic",
        message="It takes about %(value)s minutes; there are %(limit)s.",
        check=_too_long,
    ),
    Rule(
        id="T02",
        severity="warning",
        threshold="at least 40 % of the time there is, of at most 90 minutes",
        source="product",
        evidence="product",
        message="A session takes %(value)s minutes; %(limit)s would be well used.",
        check=_too_short,
    ),
    Rule(
        id="T03",
        severity="hard",
        threshold="a warm-up in each session; ramp sets before compounds from 80 % 1RM",
        source="Iversen 2021",
        evidence="guideline",
        message="The warm-up is too short: %(exercise)s %(value)s of %(limit)s.",
        check=_cold,
    ),
    Rule(
        id="T04",
        severity="warning",
        threshold="compound before isolation of the same muscle",
        source="ACSM 2026, second-hand: order effect",
        evidence="guideline",
        message="%(exercise)s comes after %(after)s, which tires the same muscle.",
        check=_odd_order,
    ),
    Rule(
        id="T05",
        severity="warning",
        threshold="3–8 exercises in a strength session; fewer only where there are less than 20 minutes",
        source="coaching convention",
        evidence="convention",
        message="A session has %(value)s exercises; %(lowest)s to %(limit)s serve best.",
        check=_odd_count,
    ),
)
