"""How an exercise is done: reps, effort, rest, by goal, role and level, inside the bounds that health and age set.

Reps, reps in reserve and rest follow `science.goals`; where that leaves room it is our own choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from plans.core.generate.selection import Choice
from plans.core.generate.situation import BRIEF, QUICK, Situation
from plans.core.measure import curve_of
from plans.core.movements import Level, Movement
from plans.core.thresholds import THRESHOLDS
from science.effort import rir_from_rpe
from science.strength import share_of_1rm

INTENSITY = THRESHOLDS.intensity
RPE_STEP = 0.5
MOST_REPS = 25


@dataclass(frozen=True, slots=True)
class Scheme:
    """One exercise over the normal weeks of a block: the first of a pair is the first week, the second the last.

    Exactly one of reps, duration_s, distance_m; `reps` is the range of the whole block, see `reps_at`. No effort where
    none can be rated.
    """

    rest_s: int
    reps: tuple[int, int] | None = None
    rpe: tuple[float, float] | None = None
    duration_s: tuple[int, int] | None = None
    distance_m: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Dose:
    """Reps, effort over a block, rest in seconds: one cell of the table by goal, role and level."""

    reps: tuple[int, int]
    rpe: tuple[float, float]
    rest_s: int


def _row(beginner: Dose, intermediate: Dose, advanced: Dose) -> Mapping[str, Dose]:
    return MappingProxyType({"beginner": beginner, "intermediate": intermediate, "advanced": advanced})


# Main lifts for strength: a range of reps wide enough to make up for coarse plates, two to two and a half in reserve,
# and rests of more than two minutes (Grgic 2018, second-hand) but no longer (no clear gain beyond: Singer 2024). In
# simulation this and three sets did better than 4-5 sets with three minutes (docs/science.md).
HEAVY = {
    "main": _row(Dose((4, 6), (7.5, 8), 150), Dose((3, 6), (7.5, 8), 150), Dose((3, 6), (7.5, 8), 150)),
    "assistance": _row(Dose((8, 10), (7, 8), 120), Dose((6, 10), (7.5, 8), 120), Dose((6, 8), (8, 8.5), 150)),
    "accessory": _row(Dose((10, 12), (7, 8), 75), Dose((8, 12), (7.5, 8.5), 75), Dose((8, 12), (8, 9), 90)),
}
GROWTH = {
    "main": _row(Dose((8, 12), (7, 8), 120), Dose((6, 10), (7.5, 8.5), 135), Dose((6, 10), (8, 9), 150)),
    "assistance": _row(Dose((8, 12), (7, 8), 105), Dose((8, 12), (7.5, 8.5), 120), Dose((8, 12), (8, 9), 120)),
    "accessory": _row(Dose((10, 15), (7, 8), 75), Dose((10, 15), (8, 9), 75), Dose((10, 15), (8, 9), 75)),
}
FITNESS = {
    "main": _row(Dose((8, 12), (7, 8), 90), Dose((8, 12), (7, 8), 90), Dose((8, 12), (7.5, 8), 90)),
    "assistance": _row(Dose((8, 12), (7, 8), 75), Dose((8, 12), (7, 8), 75), Dose((8, 12), (7.5, 8), 75)),
    "accessory": _row(Dose((10, 15), (7, 8), 60), Dose((10, 15), (7, 8), 60), Dose((10, 15), (7.5, 8), 60)),
}
DOSES = {
    "strength": HEAVY,
    "sports_specific": HEAVY,
    "muscle_gain": GROWTH,
    "weight_loss": FITNESS,
    "endurance": FITNESS,
    "flexibility": FITNESS,
}
BODYWEIGHT_REPS = {"main": (8, 15), "assistance": (8, 15), "accessory": (10, 20)}
EASY_BODYWEIGHT_REPS, FIRST_BODYWEIGHT_REPS = (12, 20), (10, 15)  # squats and bridges on two legs
SKILLED_REPS_LESS = 2  # pull-ups and the like
BODYWEIGHT_REST_S = 90
LIGHT_TOOL_REPS = (6, 8)  # heavy fives need a bar or a stack; a dumbbell in front of the chest is no place for them
HEAVY_TOOLS = frozenset({"barbell", "specialty_bar", "smith", "machine"})
CLIMB_BLOCK_SHARE = 0.35  # of the way up the reps, that a block without loads starts ahead of the one before
NARROWEST_REPS = 2
BRIEF_DOSES = {
    "main": Dose((8, 10), (7, 8), 60),
    "assistance": Dose((8, 10), (7, 8), 60),
    "accessory": Dose((8, 12), (7, 8), 45),
}
QUICK_REST_S = {"main": 90, "assistance": 75, "accessory": 45}
POWER_DOSE = Dose((3, 5), (6, 6), 120)  # fast and fresh: the effort does not rise, speed is the aim
CORE_DOSE = Dose((8, 15), (7, 8), 45)
CORE_HOLD_S, CORE_REST_S = (20, 45), 45
CARRY_M, CARRY_REST_S = (20, 40), 75


def scheme(situation: Situation, choice: Choice) -> Scheme:
    """How this exercise is done in its role, within the athlete's limits."""
    movement = choice.movement
    if movement.mode == "time":
        top = min(CORE_HOLD_S[1], situation.limits.hold_s_max)
        return Scheme(CORE_REST_S, duration_s=(min(CORE_HOLD_S[0], top), top))
    if movement.mode == "dist":
        return Scheme(CARRY_REST_S, distance_m=CARRY_M)
    dose = _dose(situation, choice)
    last = min(dose.rpe[1], situation.limits.rpe_max)
    rpe = (min(dose.rpe[0], last - RPE_STEP * (choice.role != "power")), last)  # lifts always have a way to go
    return _within_limits(situation, movement, Scheme(dose.rest_s, reps=dose.reps, rpe=rpe))


def _dose(situation: Situation, choice: Choice) -> Dose:
    movement, level = choice.movement, situation.intent.experience_level
    if choice.role == "power":
        return POWER_DOSE
    if movement.family == "core":
        return CORE_DOSE
    dose = BRIEF_DOSES[choice.role] if situation.pace == BRIEF else DOSES[situation.goal][choice.role][level]
    if situation.pace == QUICK:
        dose = replace(dose, rest_s=min(dose.rest_s, QUICK_REST_S[choice.role]))
    if not movement.is_weighed_with(situation.intent.equipment) and movement.mode != "assist":
        return _bodyweight_dose(situation, choice, dose)
    if dose.reps[0] < LIGHT_TOOL_REPS[0] and not _bears_heavy(situation, movement):
        dose = replace(dose, reps=LIGHT_TOOL_REPS)
    return dose


def _bears_heavy(situation: Situation, movement: Movement) -> bool:
    setup = movement.setup(situation.intent.equipment) or frozenset()
    return not movement.unilateral and not setup.isdisjoint(HEAVY_TOOLS)


def _bodyweight_dose(situation: Situation, choice: Choice, dose: Dose) -> Dose:
    """Where the load cannot be chosen there are more reps and less rest, unless the movement asks for skill; most reps
    where even a beginner manages it on two legs."""
    movement = choice.movement
    if movement.level > Level.BEGINNER:
        low, high = dose.reps
        fewer = (low - SKILLED_REPS_LESS, high - SKILLED_REPS_LESS)
        return replace(dose, reps=max(fewer, LIGHT_TOOL_REPS))
    reps = BODYWEIGHT_REPS[choice.role]
    if movement.region == "lower" and movement.is_compound and not movement.unilateral:
        reps = EASY_BODYWEIGHT_REPS if situation.level > Level.BEGINNER else FIRST_BODYWEIGHT_REPS
    return replace(dose, reps=reps, rest_s=min(dose.rest_s, BODYWEIGHT_REST_S))


def _within_limits(situation: Situation, movement: Movement, planned: Scheme) -> Scheme:
    """More reps until the heaviest reading keeps the ceiling in % of 1RM; two minutes of rest where it is heavy."""
    if planned.reps is None or planned.rpe is None or movement.family in ("core", "power"):
        return planned
    low, high = planned.reps
    k, rir = curve_of(movement.slug, situation.intent), rir_from_rpe(planned.rpe[1])
    floor = max(low, situation.limits.reps_min)
    while floor < MOST_REPS and 100 * share_of_1rm(floor, rir, k) > situation.limits.percent_max:
        floor += 1
    heavy = movement.is_compound and 100 * share_of_1rm(floor, rir, k) >= INTENSITY.heavy_percent
    rest_s = max(planned.rest_s, INTENSITY.heavy_rest_s) if heavy else planned.rest_s
    return replace(planned, reps=(floor, high if floor == low else max(high, floor + 2)), rest_s=rest_s)


def rpe_at(planned: Scheme, progress: float) -> float | None:
    """Target effort in halves, `progress` (0-1) of the way through the block."""
    if planned.rpe is None:
        return None
    low, high = planned.rpe
    return round((low + progress * (high - low)) / RPE_STEP) * RPE_STEP


def reps_at(planned: Scheme, progress: float, block: int, *, has_load: bool) -> tuple[int, int] | None:
    """The reps of a week. A known load progresses by itself and keeps the whole range; otherwise a narrower range
    climbs through it over the block (double progression): at its top the athlete adds weight and starts again.

    Where nothing can be added, each block starts a little higher than the one before; `block` is 0 for all others.
    """
    if planned.reps is None or has_load:
        return planned.reps
    low, high = planned.reps
    width = max(NARROWEST_REPS, (high - low) // 2)
    climb = max(0, high - width - low)
    steps = round(climb * min(1.0, progress + CLIMB_BLOCK_SHARE * block))
    return low + steps, min(high, low + steps + width)
