"""R: days between hard days. Conventions that guard; they prove nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from plans.core import measure
from plans.core.rules.base import Breach, Case, Rule, Severity, week_key
from plans.core.spec import Item
from plans.core.thresholds import THRESHOLDS

RECOVERY = THRESHOLDS.recovery
ONE_DAY = timedelta(days=1)


def _no_rest_day(case: Case) -> Iterator[Breach]:
    for week in case.spec.weeks:
        days = len(measure.hard_days(week.sessions, case.catalogue))
        if days > RECOVERY.hard_days_of_seven_max:
            yield Breach(week_key(week), {"week": week.number, "value": days, "limit": RECOVERY.hard_days_of_seven_max})


def _items_by_day(case: Case) -> list[tuple[date, list[Item]]]:
    found: dict[date, list[Item]] = defaultdict(list)
    for session in case.spec.sessions():
        found[session.on].extend(session.items)
    return sorted(found.items())


def _same_muscle_again(case: Case) -> Iterator[Breach]:
    severity: Severity = "hard" if case.spec.level == "beginner" else "warning"
    days = [(on, measure.fractional_sets(items, case.catalogue)) for on, items in _items_by_day(case)]
    for (earlier, one), (later, two) in pairwise(days):
        if later - earlier != ONE_DAY:
            continue
        for muscle in sorted(one.keys() & two.keys()):
            if min(one[muscle], two[muscle]) >= RECOVERY.same_muscle_sets:
                facts = {"group": muscle, "on": later.isoformat(), "value": min(one[muscle], two[muscle])}
                yield Breach(f"day:{later.isoformat()}", facts | {"limit": RECOVERY.same_muscle_sets}, severity)


def _long_streak(case: Case) -> Iterator[Breach]:
    limit = RECOVERY.hard_days_in_row_max.of(case.spec.level)
    streak, previous = 0, None
    for on in measure.hard_days(case.spec.sessions(), case.catalogue):
        streak = streak + 1 if previous is not None and on - previous == ONE_DAY else 1
        if streak > limit:
            yield Breach(f"day:{on.isoformat()}", {"on": on.isoformat(), "value": streak, "limit": limit})
        previous = on


def _too_many_days(case: Case) -> Iterator[Breach]:
    limit = RECOVERY.hard_days_max.of(case.spec.level)
    for week in case.spec.weeks:
        days = len(measure.hard_days(week.sessions, case.catalogue))
        if days > limit:
            yield Breach(week_key(week), {"week": week.number, "value": days, "limit": limit})


def _hinge_after_squat(case: Case) -> Iterator[Breach]:
    for (earlier, one), (later, two) in pairwise(_items_by_day(case)):
        if later - earlier != ONE_DAY:
            continue
        if _has_heavy(one, "squat", case, RECOVERY.heavy_squat_percent) and _has_heavy(
            two, "hinge", case, RECOVERY.heavy_hinge_percent
        ):
            yield Breach(f"day:{later.isoformat()}", {"on": later.isoformat(), "limit": RECOVERY.heavy_squat_percent})


def _has_heavy(items: list[Item], family: str, case: Case, limit: float) -> bool:
    return any(
        movement.family == family and (case.percent(item) or 0) >= limit
        for item, movement in measure.counted(items, case.catalogue)
    )


def _harder_when_worn(case: Case) -> Iterator[Breach]:
    sign = _worn_sign(case)
    if sign is None or case.before is None:
        return
    for session in case.spec.sessions():
        for item in session.items if session.on >= case.intent.today else ():
            found = case.before.find_item(item.id)
            if found is None or _is_harder(item, found[1]):
                yield Breach(item.id, {"exercise": item.exercise, "sign": sign})


def _worn_sign(case: Case) -> str | None:
    today = case.readiness
    if today is None:
        return None
    if today.is_pain_rising:
        return "pain"
    if today.sleep_h is not None and today.sleep_h < RECOVERY.poor_sleep_h:
        return "sleep"
    return "soreness" if (today.soreness or 0) >= RECOVERY.high_soreness else None


def _is_harder(new: Item, old: Item) -> bool:
    if new.exercise != old.exercise:
        return False
    pairs = ((new.load_kg, old.load_kg), (new.target_rpe, old.target_rpe), (new.zone, old.zone), (new.sets, old.sets))
    return any((one or 0) > (two or 0) for one, two in pairs)


RULES = (
    Rule(
        id="R01",
        severity="hard",
        threshold="at least one day a week without hard training; mobility and easy walking may fill it",
        source="coaching convention",
        evidence="convention",
        message="Week %(week)s has %(value)s hard days and no day to rest.",
        check=_no_rest_day,
    ),
    Rule(
        id="R02",
        severity="warning",
        threshold="no muscle with four sets or more on two days in a row; hard for beginners",
        source="ACSM: non-consecutive days",
        evidence="guideline",
        message="%(group)s is trained on two days in a row, the second time on %(on)s.",
        check=_same_muscle_again,
        hardens=True,
    ),
    Rule(
        id="R03",
        severity="hard",
        threshold="at most three hard days in a row, beginners two, also across the end of a week",
        source="coaching convention",
        evidence="convention",
        message="%(on)s is hard day number %(value)s in a row; at most %(limit)s.",
        check=_long_streak,
    ),
    Rule(
        id="R04",
        severity="hard",
        threshold="at most 4/5/6 hard days a week",
        source="ACSM 2009: 2–3 days for novices; the ceiling is convention",
        evidence="convention",
        message="Week %(week)s has %(value)s hard days; at most %(limit)s.",
        check=_too_many_days,
    ),
    Rule(
        id="R05",
        severity="warning",
        threshold="no heavy hinge on the day after squats from 80 %",
        source="coaching convention",
        evidence="convention",
        message="A heavy hinge on %(on)s follows a day of heavy squats.",
        check=_hinge_after_squat,
    ),
    Rule(
        id="R06",
        severity="hard",
        threshold="after less than 6 h of sleep, with soreness from 8/10 or rising pain nothing gets harder",
        source="PH-LLM 2025, readiness",
        evidence="guideline",
        message="%(exercise)s gets harder on a day when it should not: %(sign)s.",
        check=_harder_when_worn,
    ),
)
