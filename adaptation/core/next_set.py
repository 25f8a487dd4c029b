"""Advice before a set: load and reps for it, or to stop. Stores nothing.

The load comes from the estimate, today's wellness and the sets already done: they tell today's form and what they have
cost. Then the reps, within the range asked for, make up for what the steps of the load leave open: a step of 2.5 kg on
40 kg is worth two reps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import floor
from statistics import fmean
from typing import Any

from adaptation.core import illness
from adaptation.core.estimate import telling
from adaptation.core.facts import Asked, fell_short
from adaptation.core.illness import Spell
from adaptation.core.load_step import (
    FINE_INCREMENTS_KG,
    MAX_STEP_RATIO,
    ON_TARGET_STEP_RATIO,
    TINY_KG,
    usable_increment_kg,
)
from science import estimator, forecast
from science.effort import RatedSet, rir_from_rpe, rpe_as_meant
from science.estimator import LiftState

OVERSHOOT_STOPS = 2.0  # rated this far above the target twice: the lift is done for today
OVERSHOOT_EASES = 1.0
FAILURES_STOP = 2
BACK_OFF_RATIO = 0.95  # the most of a failed load that is tried again at once
FAR_SHORT_RATIO = 0.90  # and of one that failed before half of its reps
SAFETY = 0.15  # a little below the middle: 56 % of sets turn out no harder than asked
FIRST_SAFETY = 0.5  # for a lift that has only been told of: 69 %


@dataclass(frozen=True, slots=True)
class NextSet:
    """`code` says why; `facts` holds every number that the sentence uses."""

    load_kg: float | None
    reps: int | None
    target_rpe: float | None
    stop: bool
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def advise(
    state: LiftState | None,
    asked: Asked,
    sets_done: Sequence[RatedSet],
    increment_kg: float,
    level: str,
    held: bool,
    wellness_shift: float = 0.0,
    *,
    may_start_heavier: bool = False,
    is_new: bool = False,
    ill: Spell | None = None,
) -> NextSet:
    """What to do after these sets of one item, or before the first of them.

    state: predicted to now, knows nothing of the sets; None where the lift has no estimate. held: pain forbids a rise.
    may_start_heavier: the lift's last session allows a rise, so the first load may lie a step above the planned one.
    is_new: never done so far, only told of; the first load then follows the estimate alone, more carefully, because the
    plan had no more to go by. Never heavier than the last load after a failed set. ill: because of which hard work has
    to wait now.
    """
    if ill is not None:
        return _while_ill(ill, state, asked, sets_done, increment_kg, level, wellness_shift)
    working = [each for each in sets_done if not each.warm_up]
    stop = _stop(asked, working, level)
    if stop is not None:
        return stop
    if state is None or asked.reps is None:
        return _by_feel(asked, working, level, increment_kg, held)
    may_rise = _may_rise(asked, working, level, held) if working else (may_start_heavier or is_new) and not held
    return _by_estimate(state, asked, sets_done, increment_kg, level, may_rise, is_new, wellness_shift)


def _while_ill(
    ill: Spell,
    state: LiftState | None,
    asked: Asked,
    sets_done: Sequence[RatedSet],
    increment_kg: float,
    level: str,
    wellness_shift: float,
) -> NextSet:
    """Nothing, or with a cold only what is easy and never heavier."""
    if ill.needs_rest:
        return _stopped(asked, "ill_rest", {})
    easy = illness.capped(asked)
    found = advise(state, easy, sets_done, increment_kg, level, True, wellness_shift)
    return (
        found if found.stop else replace(found, code="ill_easy", facts={**found.facts, "target_rpe": easy.target_rpe})
    )


def _stop(asked: Asked, working: Sequence[RatedSet], level: str) -> NextSet | None:
    if len(working) >= asked.sets:
        return _stopped(asked, "all_sets_done", {"sets_done": len(working), "sets_asked": asked.sets})
    failed = sum(_has_failed(asked, each) for each in working)
    if failed >= FAILURES_STOP:
        return _stopped(asked, "failed_twice", {"sets_failed": failed})
    over = [gap for each in working if (gap := _gap(asked, each, level)) is not None and gap >= OVERSHOOT_STOPS]
    if len(over) >= FAILURES_STOP:
        return _stopped(asked, "far_too_hard", {"gap_rpe": round(fmean(over), 1), "sets_done": len(working)})
    return None


def _stopped(asked: Asked, code: str, facts: dict[str, Any]) -> NextSet:
    return NextSet(None, None, asked.target_rpe, True, code, facts)


def _has_failed(asked: Asked, rated: RatedSet) -> bool:
    return fell_short(rated, None, asked.reps_min)


def _gap(asked: Asked, rated: RatedSet, level: str) -> float | None:
    if _has_failed(asked, rated):
        return OVERSHOOT_STOPS
    if rated.rpe is None or asked.target_rpe is None:
        return None
    return rpe_as_meant(rated.rpe, level) - asked.target_rpe


def _by_estimate(
    state: LiftState,
    asked: Asked,
    sets_done: Sequence[RatedSet],
    increment_kg: float,
    level: str,
    may_rise: bool,
    is_new: bool,
    wellness_shift: float,
) -> NextSet:
    working = [each for each in sets_done if not each.warm_up]
    told = telling(sets_done)
    after, innovation = estimator.observe(state, told, wellness_shift)
    offset = innovation.day_offset if innovation else 0.0
    shift = wellness_shift + offset
    today = forecast.Today(estimator.depletion(after, told, shift), wellness_shift, offset)
    reps, rir = float(asked.reps or 1), rir_from_rpe(asked.target_rpe or 8.0)
    last = next((each.load_kg for each in reversed(working) if each.load_kg > 0), asked.load_kg)
    safety = FIRST_SAFETY if is_new and not working else SAFETY
    wanted = forecast.target_load_kg(after, reps, rir, safety=safety, today=today)
    if working and last is not None and _has_failed(asked, working[-1]):
        wanted = min(wanted, last * _back_off(asked, working[-1]))
    if asked.load_kg is not None and not is_new:  # set by set, but not beyond what one step of the plan may add
        wanted = min(wanted, _highest_kg(asked.load_kg, increment_kg, is_first=not working))
    anchor = None if is_new and may_rise and not working else last
    load = bounded(wanted, anchor, increment_kg, may_rise=may_rise)
    reps = _fitting_reps(after, asked, max(load, TINY_KG), rir, today, safety)
    gap = _gap(asked, working[-1], level) if working else None
    expected = forecast.expected_rpe(after, max(load, TINY_KG), float(reps), today=today)
    facts = {
        "last_kg": last,
        "load_kg": load,
        "gap_rpe": None if gap is None else round(gap, 1),
        "expected_rpe": round(expected.rpe * 2) / 2,
        "sets_done": len(working),
        "sets_asked": asked.sets,
        "e1rm_kg": round(forecast.e1rm_kg(after).value, 1),
    }
    return NextSet(load, reps, asked.target_rpe, False, _direction(load, last), facts)


def _back_off(asked: Asked, failed: RatedSet) -> float:
    """How much of a load that failed may be tried again at once, whatever the estimate still believes."""
    return FAR_SHORT_RATIO if 2 * failed.reps < (asked.reps_min or 1) else BACK_OFF_RATIO


def _highest_kg(planned_kg: float, increment_kg: float, *, is_first: bool) -> float:
    """A tenth above the plan between sets; before the first one only what a session on target may add."""
    if not is_first:
        return planned_kg * (1 + MAX_STEP_RATIO)
    return max(planned_kg * (1 + ON_TARGET_STEP_RATIO), planned_kg + increment_kg)


def _fitting_reps(
    state: LiftState, asked: Asked, load_kg: float, rir: float, today: forecast.Today, safety: float
) -> int:
    """The reps of the range that come nearest to the effort asked for, a little below the middle like the load."""
    lowest, highest = asked.reps_min or 1, asked.reps_max or asked.reps or 1
    expected = forecast.expected_reps(state, load_kg, rir, today=today)
    return min(highest, max(lowest, round(expected.reps - safety * expected.sd)))


def bounded(wanted_kg: float, last_kg: float | None, increment_kg: float, *, may_rise: bool) -> float:
    """On the increment's grid, at most 10 % from the last load, not above it where it must not rise."""
    if last_kg is None:
        return max(increment_kg, floor(wanted_kg / increment_kg) * increment_kg)
    usable = usable_increment_kg(last_kg, increment_kg)
    if usable is None:
        return last_kg
    increment = usable if usable == increment_kg else FINE_INCREMENTS_KG[-1]  # light loads need all of the tenth
    room = floor((last_kg * MAX_STEP_RATIO + TINY_KG) / increment) * increment
    step = round((wanted_kg - last_kg) / increment) * increment
    return round(last_kg + max(-room, min(room if may_rise else 0.0, step)), 3)


def _may_rise(asked: Asked, working: Sequence[RatedSet], level: str, held: bool) -> bool:
    """Only after a set that was done as asked for; before the first one, what is planned stands."""
    if held or not working or any(_has_failed(asked, each) for each in working):
        return False
    gap = _gap(asked, working[-1], level)
    is_short = asked.reps_min is not None and working[-1].reps < asked.reps_min
    return not is_short and gap is not None and gap < OVERSHOOT_EASES


def _direction(load: float, last: float | None) -> str:
    if last is None:
        return "first_load"
    if abs(load - last) <= TINY_KG:
        return "same_load"
    return "heavier" if load > last else "lighter"


def _by_feel(asked: Asked, working: Sequence[RatedSet], level: str, increment_kg: float, held: bool) -> NextSet:
    """No estimate: step by the last rating, or leave the load to the athlete."""
    if not working:
        code = "find_load" if asked.load_kg is None else "as_planned"
        return NextSet(asked.load_kg, asked.reps, asked.target_rpe, False, code, {"target_rpe": asked.target_rpe})
    last = working[-1]
    gap = _gap(asked, last, level)
    load = last.load_kg if last.load_kg > 0 else None
    facts = {"last_kg": load, "gap_rpe": None if gap is None else round(gap, 1), "sets_done": len(working)}
    if load is None or gap is None:
        return NextSet(load, asked.reps, asked.target_rpe, False, "same_again", facts)
    wanted = load * BACK_OFF_RATIO if gap >= OVERSHOOT_EASES else load
    if gap <= -OVERSHOOT_EASES:
        wanted = load + increment_kg
    moved = bounded(wanted, load, increment_kg, may_rise=_may_rise(asked, working, level, held))
    return NextSet(moved, asked.reps, asked.target_rpe, False, _direction(moved, load), facts | {"load_kg": moved})
