"""References that see the true state. They show what loads and sets alone could do; no policy can know as much."""

from __future__ import annotations

from collections.abc import Sequence

from adaptation.core.engine_types import Intake, LiftIntake, RatedSet, SetPrescription
from benchmarks.simulation.gym import Gym
from benchmarks.simulation.policies.base import Rule
from science.effort import rir_from_rpe, rpe_from_rir
from science.strength import rounded_kg

RIR = rir_from_rpe(Rule.target_rpe)


class Oracle(Rule):
    """As many sets as the rule to beat, each with exactly the load that meets its target."""

    def __init__(
        self, intake: Intake, gym: Gym, sets: int = Rule.sets, rir: float = RIR, reps: int = Rule.reps
    ) -> None:
        super().__init__(intake)
        self._gym = gym
        self.sets, self.reps, self.target_rpe = sets, reps, rpe_from_rir(rir)

    def asked(self, lift: LiftIntake, day: int) -> tuple[SetPrescription, ...]:
        return self.straight(lift, self._right(lift))

    def after(self, lift: LiftIntake, finished: Sequence[RatedSet], following: SetPrescription) -> float | None:
        return rounded_kg(self._right(lift), lift.increment_kg)

    def _right(self, lift: LiftIntake) -> float:
        return self._gym.true_load_kg(lift.slug, self.reps, rir_from_rpe(self.target_rpe))
