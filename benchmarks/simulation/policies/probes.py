"""Policies that must do badly, and doses that show the shape of the response: they check the simulator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from adaptation.core.engine_types import Intake, LiftIntake, Prescription, SetPrescription, Wellness
from benchmarks.simulation.gym import Gym
from benchmarks.simulation.policies.base import Policy, Rule
from benchmarks.simulation.policies.oracle import Oracle
from benchmarks.simulation.schedule import WEEK_DAYS


class FixedShare(Rule):
    """The same share of the 1RM told at intake, for ever."""

    share = 0.95

    def asked(self, lift: LiftIntake, day: int) -> tuple[SetPrescription, ...]:
        return self.straight(lift, self.share * lift.guess_kg)


class TooLight(FixedShare):
    share = 0.45


class NoTraining(Rule):
    def asked(self, lift: LiftIntake, day: int) -> tuple[SetPrescription, ...]:
        return ()


class RestWeek(Oracle):
    """The oracle with one week off."""

    week_off = 5

    def plan_session(self, day: int, wellness: Wellness) -> Prescription:
        if (day - self.intake.start_day) // WEEK_DAYS == self.week_off:
            return Prescription(day, (), 0.0)
        return super().plan_session(day, wellness)


def dose(sets: int, rir: float, reps: int = Rule.reps) -> Callable[[Intake, Gym], Policy]:
    """So many sets of every lift, each with exactly the load that leaves so many reps."""
    return lambda intake, gym: Oracle(intake, gym, sets, rir, reps)


MOST_SETS, MOST_RIR = 10, 7
_BAD: dict[str, Callable[[Intake, Gym], Policy]] = {
    "too-heavy": lambda intake, gym: FixedShare(intake),
    "too-light": lambda intake, gym: TooLight(intake),
    "failure-volume": dose(8, 0),
    "no-training": lambda intake, gym: NoTraining(intake),
    "junk-8-at-6": dose(8, 6),
    "junk-12-at-8": dose(12, 8),
    "rest-week": RestWeek,
}
_SETS = {f"sets-{sets}": dose(sets, 2) for sets in range(1, MOST_SETS + 1)}
_RIRS = {f"rir-{rir}": dose(3, rir) for rir in range(MOST_RIR + 1)}
PROBES: Mapping[str, Callable[[Intake, Gym], Policy]] = MappingProxyType({**_BAD, **_SETS, **_RIRS})
