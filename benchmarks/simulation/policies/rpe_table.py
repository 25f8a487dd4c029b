"""The chart of the RPE coaches (RTS): rating and reps give a share of the 1RM, and the 1RM gives the next load."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log

from adaptation.core.engine_types import Intake, LiftIntake, RatedSet, SetPrescription
from benchmarks.simulation.policies.base import Rule
from science.effort import rir_from_rpe
from science.strength import HIGHEST_CHART_R, chart_percent, rounded_kg

HIGHEST_STEP = 0.10


def charted_kg(done: RatedSet) -> float | None:
    """e1RM by the chart; None for a set that says nothing. Beyond the chart its last row is a lower bound."""
    rir = done.reported_rir
    if rir is None or done.reps < 1:
        return None
    percent = chart_percent(min(HIGHEST_CHART_R, round(2 * (done.reps + rir)) / 2))
    return None if percent is None else done.load_kg * 100 / percent


def charted_load_kg(e1rm_kg: float, reps: int, target_rpe: float) -> float:
    return e1rm_kg * (chart_percent(reps, rir_from_rpe(target_rpe)) or 0.0) / 100


class RpeAverage(Rule):
    """A moving average of the charted 1RM over sessions sets all loads of the next one."""

    weight = 0.4

    def __init__(self, intake: Intake) -> None:
        super().__init__(intake)
        self.e1rm_kg = {lift.slug: lift.guess_kg for lift in intake.lifts}

    def asked(self, lift: LiftIntake, day: int) -> tuple[SetPrescription, ...]:
        return self.straight(lift, charted_load_kg(self.e1rm_kg[lift.slug], self.reps, self.target_rpe))

    def learn(self, lift: LiftIntake, sets: Sequence[RatedSet], day: int) -> None:
        self.move(lift, self.of_session(sets))

    def of_session(self, sets: Sequence[RatedSet]) -> float | None:
        charted = [value for each in sets if (value := charted_kg(each)) is not None]
        return exp(sum(map(log, charted)) / len(charted)) if charted else None

    def move(self, lift: LiftIntake, charted: float | None) -> None:
        if charted is not None:
            old = self.e1rm_kg[lift.slug]
            self.e1rm_kg[lift.slug] = old * (charted / old) ** self.weight


class RpeSetBySet(RpeAverage):
    """The rule to beat: the first load from the average of the sessions' first sets, each further load from the chart
    and the set just done, at most a tenth away from it."""

    trust = 1.0

    def of_session(self, sets: Sequence[RatedSet]) -> float | None:
        return next((value for each in sets if (value := charted_kg(each)) is not None), None)

    def after(self, lift: LiftIntake, finished: Sequence[RatedSet], following: SetPrescription) -> float | None:
        last = finished[-1]
        charted = charted_kg(last)
        if charted is None:
            return last.load_kg
        wanted = charted_load_kg(charted, following.reps, following.target_rpe)
        step = min(HIGHEST_STEP, max(-HIGHEST_STEP, self.trust * log(wanted / last.load_kg)))
        return rounded_kg(last.load_kg * exp(step), lift.increment_kg)
