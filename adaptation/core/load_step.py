"""The next load of a lift, from its estimate and from how the last session went.

The estimate says what the athlete can do; the verdict says in which direction the load may move at all. Bounds that
hold whatever the estimate says: never up after failed or incomplete work, at most 10 % a step, down 5-10 % after
failing twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from adaptation.core.facts import Asked, Lifted
from adaptation.core.verdict import EASY, FAILED, Verdict
from science import forecast
from science.estimator import LiftState

MAX_STEP_RATIO = 0.10
ON_TARGET_STEP_RATIO = 0.05  # the most that a session on target adds, beyond one increment
FALL_RATIOS = (0.90, 0.95)  # of the last load, after failing twice
FINE_INCREMENTS_KG = (1.0, 0.5)  # small plates and light dumbbells, where a full increment would be over 10 %
FAILURES_TO_FALL = 2
SURE_GAP = 0.25  # rated no more than this above the target: the smallest step up is earned, whatever the estimate says
TINY_KG = 1e-6


@dataclass(frozen=True, slots=True)
class LoadStep:
    """What to put on the bar next. `direction` up | hold | down; `ease_sets` asks for a set less instead of a fall that
    the increments cannot make; `more_reps` asks for a rep more where the smallest step up would be over 10 %."""

    load_kg: float
    direction: str
    ease_sets: bool = False
    more_reps: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides the next load of a lift besides the item itself. `done`: what was asked for in the session that was
    judged. `held` (pain) forbids a rise. `state` is None for a lift that has no estimate."""

    state: LiftState | None
    done: Asked | None
    verdict: Verdict
    lifted: Lifted
    increment_kg: float
    failed_running: int
    held: bool

    @property
    def may_rise(self) -> bool:
        return self.verdict.may_rise and not self.held

    @property
    def has_failed_again(self) -> bool:
        return self.verdict.code == FAILED and self.failed_running >= FAILURES_TO_FALL


def next_step(asked: Asked, situation: Situation) -> LoadStep:
    """The load for an item to come, which names reps and effort.

    An item in the range of reps that was just done, and no easier, moves as that session went. Any other follows the
    estimate, within the same bounds, measured against the last load in its own range of reps.
    """
    is_alike = _is_alike(asked, situation.done)
    if situation.has_failed_again and is_alike:
        return _fall(asked, situation)
    if not situation.may_rise or asked.is_deload:
        return LoadStep(_capped(asked, situation), "hold")
    return _rise(asked, situation) if is_alike else _follow(asked, situation)


def _is_alike(asked: Asked, done: Asked | None) -> bool:
    if done is None or asked.scheme != done.scheme:
        return False
    return asked.is_deload or (asked.target_rpe or 0.0) >= (done.target_rpe or 0.0)


def _capped(asked: Asked, situation: Situation) -> float:
    """Not above what was lifted, and not above what was planned."""
    anchor = situation.lifted.anchor_kg(asked)
    if asked.load_kg is not None:
        return min(asked.load_kg, anchor)
    wanted = target_kg(situation.state, asked)
    return anchor if wanted is None else min(anchor, _down_to_grid(wanted, situation.increment_kg))


def _fall(asked: Asked, situation: Situation) -> LoadStep:
    last_kg = situation.lifted.last_kg
    low, high = last_kg * FALL_RATIOS[0], last_kg * FALL_RATIOS[1]
    wanted = target_kg(situation.state, asked)
    load = _on_grid_between(min(high, max(low, high if wanted is None else wanted)), low, high, situation.increment_kg)
    if load is None:
        return LoadStep(_capped(asked, situation), "hold", ease_sets=True)
    return LoadStep(load if asked.load_kg is None else min(load, asked.load_kg), "down")


def _rise(asked: Asked, situation: Situation) -> LoadStep:
    last_kg, verdict = situation.lifted.last_kg, situation.verdict
    increment = usable_increment_kg(last_kg, situation.increment_kg)
    if increment is None:
        return LoadStep(last_kg, "hold", more_reps=True)
    most = _steps(last_kg * MAX_STEP_RATIO, increment)
    target = target_kg(situation.state, asked)
    wanted = 1 if target is None else round((target - last_kg) / increment)
    is_earned = verdict.is_full and (verdict.gap or 0.0) <= SURE_GAP
    least = 1 if is_earned or verdict.code == EASY else 0
    steps = min(max(1, _steps(last_kg * ON_TARGET_STEP_RATIO, increment)), max(least, wanted))
    if verdict.code == EASY:  # a larger step than the same session would have earned on target
        steps = min(most, max(steps + 1, wanted))
    return LoadStep(round(last_kg + steps * increment, 3), "up" if steps else "hold")


def _follow(asked: Asked, situation: Situation) -> LoadStep:
    """Other reps, or less effort than last time: as the estimate says, at most 10 % above the last load of its kind."""
    anchor = situation.lifted.anchor_kg(asked)
    top = anchor * (1 + MAX_STEP_RATIO)
    wanted = target_kg(situation.state, asked)
    planned = asked.load_kg
    if planned is not None and (wanted is None or abs(wanted - planned) < situation.increment_kg):
        wanted = planned
    if wanted is None:
        return LoadStep(anchor, "hold")
    if planned is not None and wanted == planned <= top + TINY_KG:
        return LoadStep(planned, "hold")
    load = _down_to_grid(min(wanted, top), situation.increment_kg)
    return LoadStep(load, "up" if load > anchor + TINY_KG else "hold")


def target_kg(state: LiftState | None, asked: Asked) -> float | None:
    """What the estimate holds right for the reps and effort asked for, before any bound."""
    if state is None or asked.reps is None or asked.target_rir is None:
        return None
    return forecast.target_load_kg(state, float(asked.reps), asked.target_rir)


def usable_increment_kg(last_kg: float, increment_kg: float) -> float | None:
    """The largest step of at most 10 % that can be loaded; None where even half a kilogram is too much."""
    room = last_kg * MAX_STEP_RATIO + TINY_KG
    return next((size for size in (increment_kg, *FINE_INCREMENTS_KG) if size <= room), None)


def _steps(room_kg: float, increment_kg: float) -> int:
    return floor((room_kg + TINY_KG) / increment_kg)


def _down_to_grid(load_kg: float, increment_kg: float) -> float:
    """The next load below that can be put together; light loads go by finer steps, and never to nothing."""
    size = next((size for size in (increment_kg, *FINE_INCREMENTS_KG) if size <= load_kg), FINE_INCREMENTS_KG[-1])
    return round(max(1, _steps(load_kg, size)) * size, 3)


def _on_grid_between(wanted: float, low: float, high: float, increment_kg: float) -> float | None:
    """The load on the coarsest grid that lies between low and high, nearest to what is wanted."""
    for size in (increment_kg, *FINE_INCREMENTS_KG):
        grid = [size * n for n in range(floor(low / size), floor(high / size) + 2)]
        fitting = [load for load in grid if low - TINY_KG <= load <= high + TINY_KG]
        if fitting:
            nearest = min((abs(load - wanted), load) for load in fitting)
            return round(nearest[1], 3)
    return None
