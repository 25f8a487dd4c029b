"""Fixed percentages of the 1RM told at intake, as on a sheet of paper: no rating changes anything."""

from __future__ import annotations

from collections.abc import Sequence

from adaptation.core.engine_types import Intake, LiftIntake, RatedSet, SetPrescription
from benchmarks.simulation.policies.base import Rule
from benchmarks.simulation.schedule import WEEK_DAYS

CYCLE_WEEKS = 4
AFTER_MISSES, RESET_SHARE = 2, 0.90  # what such sheets say under "if you miss your reps"


class PercentLevel(Rule):
    """3 × 5 at 78 %. Every four weeks one step of the bar is added to the base; two sessions in a row that fall short
    take a tenth off it."""

    shares = (0.78, 0.78, 0.78, 0.78)

    def __init__(self, intake: Intake) -> None:
        super().__init__(intake)
        self._base_kg = {lift.slug: lift.guess_kg for lift in intake.lifts}
        self._misses = dict.fromkeys(self._base_kg, 0)

    def asked(self, lift: LiftIntake, day: int) -> tuple[SetPrescription, ...]:
        cycle, week = divmod((day - self.intake.start_day) // WEEK_DAYS, CYCLE_WEEKS)
        return self.straight(lift, self.shares[week] * (self._base_kg[lift.slug] + cycle * lift.increment_kg))

    def learn(self, lift: LiftIntake, sets: Sequence[RatedSet], day: int) -> None:
        fell_short = any(each.reps < self.reps for each in sets)
        self._misses[lift.slug] = self._misses[lift.slug] + 1 if fell_short else 0
        if self._misses[lift.slug] >= AFTER_MISSES:
            self._base_kg[lift.slug] *= RESET_SHARE
            self._misses[lift.slug] = 0


class PercentWave(PercentLevel):
    """3 × 5 at 75, 79, 83 and 70 %, then a little heavier again."""

    shares = (0.75, 0.79, 0.83, 0.70)
