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
FAR_EASIER, A_LITTLE_MORE = 1.0, 1.04


@dataclass(slots=True)
class Lifter:
    """Truth that Spotter never sees: a 1RM per lift, what a session adds to it, and what all lifts have gained alike.
    Lifts that stand `still` gain nothing. `rng` makes a run repeatable."""

    rng: Random
    start_1rm_kg: dict[str, float]
    default_1rm_kg: float = 50.0
    gain_per_session: float = GAIN_PER_SESSION
    gained_by_all: float = 0.0
    still: frozenset[str] = frozenset()
    gained: dict[str, float] = field(default_factory=dict)
    too_easy: dict[tuple[str, int], float] = field(default_factory=dict)  # last load of so many reps, where it was

    def train(
        self, exercise: str, sets: int, reps: int, load_kg: float | None, target_rpe: float = 10.0
    ) -> list[dict[str, object]]:
        """The sets of one exercise as an athlete would log them: reps until done or failed, rated in halves. What was
        far easier than `target_rpe` last time gets a little more than the plan says."""
        today = self._today_1rm_kg(exercise)
        load = load_kg if load_kg is not None else self._find_kg(today)
        if easy_kg := self.too_easy.pop((exercise, reps), None):
            load = max(load, round(easy_kg * A_LITTLE_MORE / 2.5) * 2.5)
        done: list[dict[str, object]] = []
        rirs: list[float] = []
        for _ in range(sets):
            fresh = today * (1 - depletion_after(rirs))
            able = strength.reps_to_failure(min(1.0, load / fresh)) if load else reps + 3.0
            made = min(reps, max(0, int(able)))
            rir = max(0.0, able - made)
            rirs.append(rir)
            done.append({"reps": made, "load_kg": load, "rpe": self._rated(rir), "failed": made < reps})
        if load and max(float(str(each["rpe"])) for each in done) <= target_rpe - FAR_EASIER:
            self.too_easy[exercise, reps] = load
        self.gained[exercise] = self.gained.get(exercise, 0.0) + self.gain_per_session
        return done

    def _today_1rm_kg(self, exercise: str) -> float:
        base = self.start_1rm_kg.get(exercise, self.default_1rm_kg)
        gained = 0.0 if exercise in self.still else self.gained_by_all + self.gained.get(exercise, 0.0)
        return base * (1 + gained) * (1 + self.rng.gauss(0, DAY_SD))

    def _find_kg(self, today: float) -> float:
        return max(2.5, round(today * FIRST_SHARE / 2.5) * 2.5)

    def _rated(self, rir: float) -> float:
        rpe = rpe_from_rir(max(0.0, rir + self.rng.gauss(0, RATING_SD)))
        return round(rpe * 2) / 2
