"""Warm-up sets that lead up to the working sets of one exercise."""

from __future__ import annotations

from collections.abc import Iterator

from plans.core.movements import Movement
from plans.core.spec import RampSet
from science.effort import rir_from_rpe
from science.strength import curve_k, rounded_kg, share_of_1rm

HEAVY_SHARE, MODERATE_SHARE = 0.80, 0.70
# (% of the working load, reps), our own choice: the heavier the work, the more steps; reps fall as the load rises.
HEAVY_RAMP = ((40, 6), (60, 4), (80, 2))
MODERATE_RAMP = ((50, 6), (75, 3))
LIGHT_RAMP = ((60, 5),)
DEFAULT_INCREMENT_KG = 2.5


def ramp(load_kg: float | None, reps: int, target_rpe: float, movement: Movement) -> tuple[RampSet, ...]:
    """Ramp sets before working sets of `reps` at `target_rpe`; none where a movement is not loaded step by step.

    Three steps from 80 % of 1RM, two from 70 %, one below, for compound lifts; isolation work only ramps when heavy.
    Loads are rounded to the movement's increment; a step that rounds to the working load or to the one before it is
    left out. With an unknown load the steps carry percentages only.
    """
    if movement.mode != "load" or movement.purpose != "resistance" or movement.family == "core":
        return ()
    return tuple(_rounded(_steps(reps, target_rpe, movement), load_kg, movement))


def percent_of_1rm_of(reps: int, target_rpe: float, movement: Movement) -> float:
    """% of 1RM that so many reps at this effort imply for a movement."""
    return 100 * share_of_1rm(max(1, reps), max(0.0, rir_from_rpe(target_rpe)), curve_k(movement.slug))


def _steps(reps: int, target_rpe: float, movement: Movement) -> tuple[tuple[int, int], ...]:
    share = percent_of_1rm_of(reps, target_rpe, movement) / 100
    if share >= HEAVY_SHARE:
        return HEAVY_RAMP
    if not movement.is_compound:
        return ()
    return MODERATE_RAMP if share >= MODERATE_SHARE else LIGHT_RAMP


def _rounded(steps: tuple[tuple[int, int], ...], load_kg: float | None, movement: Movement) -> Iterator[RampSet]:
    if load_kg is None:
        yield from (RampSet(reps, None, percent) for percent, reps in steps)
        return
    lighter = 0.0
    for percent, reps in steps:
        step_kg = rounded_kg(load_kg * percent / 100, movement.increment_kg or DEFAULT_INCREMENT_KG)
        if lighter < step_kg < load_kg:
            yield RampSet(reps, step_kg, percent)
            lighter = step_kg


def can_ramp(load_kg: float | None, movement: Movement) -> bool:
    """Whether heavy work with this load leaves room for at least one lighter step."""
    return movement.mode == "load" and any(_rounded(HEAVY_RAMP, load_kg, movement))
