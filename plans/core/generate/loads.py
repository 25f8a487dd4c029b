"""What to lift. A load is named where the athlete's own sets speak for it; otherwise they find it at a target effort.

Nothing is carried over from one exercise to another: strength on one tells little about another (r = 0.15 between gains
on different exercises, Hammarström 2020, raw data).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log

from plans.core.generate.phases import days_off
from plans.core.generate.prescription import Scheme
from plans.core.generate.situation import Situation
from plans.core.intent import Intent, KnownLift, LiftKnowledge
from plans.core.measure import curve_of, estimated_1rm_kg
from plans.core.movements import Movement
from plans.core.thresholds import THRESHOLDS
from science.effort import rir_from_rpe
from science.recovery import load_ratio_after_break
from science.strength import HIGHEST_FORMULA_R, K0, e1rm_kg, share_of_1rm

Z_90 = 1.645
ESTIMATE_SAFETY_SD = (
    0.5  # below the middle of an estimate: about 7 in 10 sets come out no harder than asked (own choice)
)
TOLD_RATIO, TESTED_RATIO = 0.95, 0.98  # share of an e1RM from a told or tested set that is trusted (own choice)
WEEKLY_GAIN = {"beginner": 0.015, "intermediate": 0.0075, "advanced": 0.004}  # planned, until ratings say better
DELOAD_LOAD_RATIO, MUCH_LIGHTER = 0.925, 0.8
POWER_PERCENT = 55
EPLEY_SLOPE = 30.0
FLOOR_SLACK = 1.2  # easier weeks go lower still
ROUNDING_SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class Anchor:
    """What is trusted of one lift: 1RM in kg, where from, and the last load, which the first week stays close to."""

    e1rm_kg: float
    basis: str  # known | estimated
    last_load_kg: float | None


def anchor(situation: Situation, movement: Movement) -> Anchor | None:
    """The 1RM to plan with; None where nothing is known, or where no load in kg can be asked for."""
    intent = situation.intent
    if not movement.is_weighed_with(intent.equipment):
        return None
    known = intent.lifts.get(movement.slug)
    if known is not None and known.e1rm_kg > 0:
        return _from_estimate(known, intent)
    told = [
        lift for lift in intent.known_lifts if lift.exercise == movement.slug and lift.reps >= 1 and lift.load_kg > 0
    ]
    if not told:
        return None
    best = max(told, key=lambda lift: _told_1rm_kg(lift, movement))
    return Anchor(_told_1rm_kg(best, movement) * load_ratio_after_break(days_off(intent)), "known", best.load_kg)


def _from_estimate(known: LiftKnowledge, intent: Intent) -> Anchor:
    """The middle of the interval less half a standard deviation on the log scale; less again after a break."""
    sd = log(known.high_kg / known.low_kg) / (2 * Z_90) if known.high_kg > known.low_kg > 0 else 0.0
    away = (intent.start_on - known.last_on).days if known.last_on else days_off(intent)
    trusted = known.e1rm_kg * (1 - ESTIMATE_SAFETY_SD * min(sd, 0.25)) * load_ratio_after_break(max(0, away))
    return Anchor(trusted, "estimated", known.last_load_kg)


def _told_1rm_kg(lift: KnownLift, movement: Movement) -> float:
    """Cautious 1RM of a told set: no rating counts as done to the last rep, many reps count as twelve."""
    rir = rir_from_rpe(lift.rpe) if lift.rpe is not None else 0.0
    reps = min(lift.reps + rir, HIGHEST_FORMULA_R)
    ratio = TESTED_RATIO if lift.source == "tested" else TOLD_RATIO
    return ratio * e1rm_kg(lift.load_kg, reps, 0.0)


def planned_kg(
    situation: Situation, movement: Movement, planned: Scheme, trusted: Anchor, rpe: float, normal_weeks_done: int
) -> float | None:
    """Load in kg for the top of the reps at this effort, after so many normal weeks of planned gain, rounded down.

    None where even the smallest load would be too heavy, or the load too light to train with.
    """
    if planned.reps is None:
        return None
    intent = situation.intent
    gain = 1 + WEEKLY_GAIN[intent.experience_level] * normal_weeks_done
    share = share_of_1rm(planned.reps[1], rir_from_rpe(rpe), curve_of(movement.slug, intent))
    ceiling_kg = _ceiling_kg(situation, movement, planned.reps[1])
    found = rounded_down_kg(min(trusted.e1rm_kg * gain * share, ceiling_kg), movement.increment_kg)
    return found if found is not None and found >= _floor_kg(situation, movement) else None


def power_kg(situation: Situation, movement: Movement, trusted: Anchor) -> float | None:
    """Load in kg for work done for speed; None where the steps of the load are too coarse to name a fitting one."""
    found = rounded_down_kg(trusted.e1rm_kg * POWER_PERCENT / 100, movement.increment_kg)
    return found if found is not None and found >= _floor_kg(situation, movement) else None


def _ceiling_kg(situation: Situation, movement: Movement, reps: int) -> float:
    """The most that health allows, and that leaves the reps possible at today's 1RM: planned gain is no promise."""
    intent = situation.intent
    e1rm = estimated_1rm_kg(movement.slug, intent)
    if e1rm is None:
        return float("inf")
    reps_slope = max(EPLEY_SLOPE, 1 / min(K0, curve_of(movement.slug, intent)))
    possible = 1 / (1 + max(0.0, reps - 1) / reps_slope)
    return e1rm * min(situation.limits.percent_max / 100, possible)


def _floor_kg(situation: Situation, movement: Movement) -> float:
    """Below this share of 1RM a load is no training; then the athlete finds one."""
    e1rm = estimated_1rm_kg(movement.slug, situation.intent)
    return (e1rm or 0.0) * FLOOR_SLACK * THRESHOLDS.shape.percent_1rm[0] / 100


def first_week_ceiling_kg(last_load_kg: float | None) -> float:
    """The first load stays within 10 % (or 2.5 kg) of the last one lifted."""
    if last_load_kg is None:
        return float("inf")
    intensity = THRESHOLDS.intensity
    return max(last_load_kg * intensity.first_load_rise_ratio, last_load_kg + intensity.first_load_rise_kg)


def rounded_down_kg(load_kg: float, increment_kg: float) -> float | None:
    """The next multiple of the increment below; None under one increment."""
    steps = floor(load_kg / increment_kg + ROUNDING_SLACK)
    return round(steps * increment_kg, 3) if steps >= 1 else None
