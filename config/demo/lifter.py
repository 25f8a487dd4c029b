"""A made-up athlete for the demo: honest in rating, but not exact. Shows the main job; it studies nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from science import strength
from science.effort import depletion_after, rpe_from_rir

DAY_SD = 0.02
RATING_SD = 0.5
FIRST_SHARE = 0.65  # an unknown load is tried at this share of the true 1RM
GAIN_PER_SESSION = 0.006


@dataclass(slots=True)
class Lifter:
    """Truth that Spotter never sees: a 1RM per lift. `rng` makes a run repeatable."""

    rng: Random
    start_1rm_kg: dict[str, float]
    default_1rm_kg: float = 50.0
    gained: dict[str, float] = field(default_factory=dict)

    def train(self, exercise: str, sets: int, reps: int, load_kg: float | None) -> list[dict[str, object]]:
        """The sets of one exercise as an athlete would log them: reps until done or failed, rated in halves."""
        today = self._today_1rm_kg(exercise)
        load = load_kg if load_kg is not None else self._find_kg(today)
        done: list[dict[str, object]] = []
        rirs: list[float] = []
        for _ in range(sets):
            fresh = today * (1 - depletion_after(rirs))
            able = strength.reps_to_failure(min(1.0, load / fresh)) if load else reps + 3.0
            made = min(reps, max(0, int(able)))
            rir = max(0.0, able - made)
            rirs.append(rir)
            done.append({"reps": made, "load_kg": load, "rpe": self._rated(rir), "failed": made < reps})
        self.gained[exercise] = self.gained.get(exercise, 0.0) + GAIN_PER_SESSION
        return done

    def _today_1rm_kg(self, exercise: str) -> float:
        base = self.start_1rm_kg.get(exercise, self.default_1rm_kg)
        return base * (1 + self.gained.get(exercise, 0.0)) * (1 + self.rng.gauss(0, DAY_SD))

    def _find_kg(self, today: float) -> float:
        return max(2.5, round(today * FIRST_SHARE / 2.5) * 2.5)

    def _rated(self, rir: float) -> float:
        rpe = rpe_from_rir(max(0.0, rir + self.rng.gauss(0, RATING_SD)))
        return round(rpe * 2) / 2
