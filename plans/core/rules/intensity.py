"""I: how heavy, how close to failure, how much rest."""

from __future__ import annotations

from collections.abc import Iterator

from plans.core import measure
from plans.core.movements import Movement
from plans.core.rules import care
from plans.core.rules.base import Breach, Case, Rule, week_key
from plans.core.spec import Item, Week
from plans.core.thresholds import THRESHOLDS, goal_family
from science.strength import K0

INTENSITY = THRESHOLDS.intensity
POWER_PATTERNS = frozenset({"olympic"})
BARBELLS = frozenset({"barbell", "specialty_bar"})


def _lifted(items: tuple[Item, ...], case: Case) -> list[tuple[Item, Movement]]:
    """Items whose effort is rated in reps in reserve, trunk work left out."""
    pairs = measure.counted(items, case.catalogue)
    return [(item, move) for item, move in pairs if move.rpe_use == "rir" and move.family != "core"]


def _nothing_heavy(case: Case) -> Iterator[Breach]:
    cap = care.highest_percent(case.intent)
    if case.spec.goal != "strength" or case.spec.level == "beginner" or (cap or 100) <= INTENSITY.heavy_percent:
        return
    for week in measure.normal_weeks(case.spec):
        if not any(_is_heavy_work(item, case) for item, _ in _lifted(measure.week_items(week), case)):
            yield Breach(week_key(week), {"week": week.number, "limit": INTENSITY.heavy_percent})


def _is_heavy_work(item: Item, case: Case) -> bool:
    is_low = item.reps_max is not None and item.reps_max <= INTENSITY.heavy_reps_max
    is_heavy = (case.percent(item) or 0) >= INTENSITY.heavy_percent
    return item.sets >= INTENSITY.heavy_sets_min and (is_low or is_heavy)


def _poor_growth_sets(case: Case) -> Iterator[Breach]:
    if goal_family(case.spec.goal) != "hypertrophy":
        return
    for week in measure.normal_weeks(case.spec):
        lifted = [item for item, _ in _lifted(measure.week_items(week), case)]
        sets = sum(item.sets for item in lifted)
        growing = sum(item.sets for item in lifted if _grows(item))
        if growing < INTENSITY.growth_share_min * sets:
            facts = {"week": week.number, "value": round(100 * growing / sets), "limit": 80}
            yield Breach(week_key(week), facts)


def _grows(item: Item) -> bool:
    low, high = INTENSITY.growth_reps
    left = measure.rir(item)
    is_close = left is None or left <= INTENSITY.growth_rir_max
    return is_close and low <= (item.reps_min or 0) <= (item.reps_max or 0) <= high


def _poor_power(case: Case) -> Iterator[Breach]:
    for session in case.spec.sessions():
        has_lifted = False
        for item, movement in measure.lifted(session.items, case.catalogue):
            if item.role == "power" or movement.pattern in POWER_PATTERNS:
                for problem in _power_problems(item, has_lifted, case):
                    yield Breach(item.id, {"exercise": item.exercise, "problem": problem})
            else:
                has_lifted = True


def _power_problems(item: Item, is_late: bool, case: Case) -> Iterator[str]:
    low, high = INTENSITY.power_percent
    percent = measure.known_percent_of_1rm(item, case.intent)
    if percent is not None and not low <= percent <= high:
        yield "load"
    if (item.reps_max or 0) > INTENSITY.power_reps_max:
        yield "reps"
    if is_late:
        yield "order"


def _failure(case: Case) -> Iterator[Breach]:
    for week in case.spec.weeks:
        items = measure.week_items(week)
        to_failure = [(item, move) for item, move in _lifted(items, case) if _is_all_out(item)]
        for item, movement in to_failure:
            if case.spec.level == "beginner" or _is_barbell_compound(movement):
                yield Breach(item.id, {"exercise": item.exercise, "value": item.sets, "limit": 0})
        yield from _too_often_to_failure(week, sum(item.sets for item, _ in to_failure), case)


def _is_all_out(item: Item) -> bool:
    left = measure.rir(item)
    return item.role == "test" or (left is not None and left <= 0)


def _is_barbell_compound(movement: Movement) -> bool:
    return movement.is_compound and any(needed & BARBELLS for needed in movement.equipment)


def _too_often_to_failure(week: Week, failing_sets: int, case: Case) -> Iterator[Breach]:
    sets = measure.total_sets(measure.week_items(week), case.catalogue)
    if failing_sets > INTENSITY.failure_share_max * sets:
        yield Breach(
            week_key(week), {"exercise": "", "value": failing_sets, "limit": INTENSITY.failure_share_max * sets}
        )


def _impossible_reps(case: Case) -> Iterator[Breach]:
    for item in case.spec.items():
        percent = measure.known_percent_of_1rm(item, case.intent)
        if percent is None or item.reps_max is None:
            continue
        # Epley's 30 is the slope of the usual curve; some lifts and people manage more reps at the same share.
        slope = max(30.0, 1 / min(K0, measure.curve_of(item.exercise, case.intent)))
        limit = slope * (100 / percent - 1) + INTENSITY.feasible_slack_reps
        if item.reps_max > limit:
            facts = {"exercise": item.exercise, "value": item.reps_max, "limit": round(limit, 1)}
            yield Breach(item.id, facts | {"percent": round(percent)})


def _short_rest(case: Case) -> Iterator[Breach]:
    is_growth = goal_family(case.spec.goal) == "hypertrophy"
    for item, movement in _lifted(tuple(case.spec.items()), case):
        is_heavy = movement.is_compound and (case.percent(item) or 0) >= INTENSITY.heavy_percent
        limit = INTENSITY.heavy_rest_s if is_heavy else INTENSITY.growth_rest_s if is_growth else 0
        if item.rest_s < limit:
            yield Breach(item.id, {"exercise": item.exercise, "value": item.rest_s, "limit": limit})


def _load_jump(case: Case) -> Iterator[Breach]:
    week = case.coming_week()
    for item in measure.week_items(week) if week is not None else ():
        known = case.intent.lifts.get(item.exercise)
        last_kg = known.last_load_kg if known is not None else None
        if item.load_kg is None or last_kg is None:
            continue
        limit = max(last_kg * INTENSITY.first_load_rise_ratio, last_kg + INTENSITY.first_load_rise_kg)
        if item.load_kg > limit:
            yield Breach(item.id, {"exercise": item.exercise, "value": item.load_kg, "limit": round(limit, 2)})


RULES = (
    Rule(
        id="I01",
        severity="warning",
        threshold="strength, from intermediate on: each week two sets or more at 80 % 1RM or in at most 6 reps",
        source="ACSM 2026, second-hand",
        evidence="guideline",
        message="Week %(week)s has no heavy work (from %(limit)s %% of 1RM, or six reps and fewer).",
        check=_nothing_heavy,
    ),
    Rule(
        id="I02",
        severity="warning",
        threshold="muscle gain: at least 80 % of the sets with 5–30 reps and at most 4 reps in reserve",
        source="ACSM 2026, second-hand: the load itself matters little",
        evidence="guideline",
        message="In week %(week)s only %(value)s %% of the sets are of the kind that builds muscle.",
        check=_poor_growth_sets,
    ),
    Rule(
        id="I03",
        severity="warning",
        threshold="power work at 30–70 % 1RM, at most 6 reps, first in the session",
        source="ACSM 2026, second-hand",
        evidence="guideline",
        message="%(exercise)s is power work with an unsuited %(problem)s.",
        check=_poor_power,
    ),
    Rule(
        id="I04",
        severity="hard",
        threshold="no set to failure for beginners or in barbell compounds; at most 20 % of the sets otherwise",
        source="ACSM 2026, second-hand: failure adds nothing consistent",
        evidence="guideline",
        message="Too many sets to failure: %(value)s %(exercise)s.",
        check=_failure,
    ),
    Rule(
        id="I05",
        severity="hard",
        threshold="reps at most 30 (100/% − 1) + 1.5, or as the athlete's own curve allows",
        source="Epley 1985, arithmetic",
        evidence="arithmetic",
        message="%(value)s reps of %(exercise)s cannot be done at %(percent)s %% of 1RM.",
        check=_impossible_reps,
    ),
    Rule(
        id="I06",
        severity="warning",
        threshold="rest of at least 120 s for compounds from 80 %; 45 s for muscle gain",
        source="Singer 2024; Grgic 2018, second-hand",
        evidence="evidence",
        message="%(exercise)s has %(value)s s of rest; at least %(limit)s s serve it better.",
        check=_short_rest,
    ),
    Rule(
        id="I07",
        severity="hard",
        threshold="loads of the coming week at most 10 % or 2.5 kg above the last logged",
        source="ACSM 2009: steps of 2–10 %",
        evidence="guideline",
        message="%(exercise)s at %(value)s kg is too big a step; at most %(limit)s kg.",
        check=_load_jump,
    ),
)
