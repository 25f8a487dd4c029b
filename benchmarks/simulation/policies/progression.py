"""Rules of the gym that look at reps, or at the effort told, and add the smallest plate."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from adaptation.core.engine_types import Intake, LiftIntake, RatedSet, SetPrescription
from benchmarks.simulation.policies.base import Rule
from benchmarks.simulation.schedule import WEEK_DAYS
from science.effort import rir_from_rpe

START_SHARE = 0.75
DELOAD_SHARE = 0.90


class Loaded(Rule):
    """A load for each lift, moved after its sessions."""

    start_share = START_SHARE

    def __init__(self, intake: Intake) -> None:
        super().__init__(intake)
        self.load_kg = {lift.slug: self.start_share * lift.guess_kg for lift in intake.lifts}
        self.misses = dict.fromkeys(self.load_kg, 0)

    def asked(self, lift: LiftIntake, day: int) -> tuple[SetPrescription, ...]:
        return self.straight(lift, self.load_kg[lift.slug])

    def add(self, lift: LiftIntake, kg: float) -> None:
        self.load_kg[lift.slug] = max(lift.increment_kg, self.load_kg[lift.slug] + kg)

    def missed(self, lift: LiftIntake, allowed: int) -> None:
        """One session more that fell short; after so many in a row a tenth comes off."""
        self.misses[lift.slug] += 1
        if self.misses[lift.slug] >= allowed:
            self.load_kg[lift.slug] *= DELOAD_SHARE
            self.misses[lift.slug] = 0


class Linear(Loaded):
    """2.5 kg more after every session with all reps; two misses in a row take a tenth off, and so does every eighth
    week, for that week."""

    step_kg, deload_every = 2.5, 8

    def asked(self, lift: LiftIntake, day: int) -> tuple[SetPrescription, ...]:
        share = DELOAD_SHARE if self._is_deload(day) else 1.0
        return self.straight(lift, share * self.load_kg[lift.slug])

    def learn(self, lift: LiftIntake, sets: Sequence[RatedSet], day: int) -> None:
        if any(each.reps < self.reps for each in sets):
            self.missed(lift, 2)
        elif not self._is_deload(day):
            self.misses[lift.slug] = 0
            self.add(lift, self.step_kg)

    def _is_deload(self, day: int) -> bool:
        return ((day - self.intake.start_day) // WEEK_DAYS + 1) % self.deload_every == 0


class DoubleProgression(Loaded):
    """Reps first, from 4 to 7; when every set has 7, the next plate and back to 4."""

    fewest, most = 4, 7

    def __init__(self, intake: Intake) -> None:
        super().__init__(intake)
        self.goal_reps = dict.fromkeys(self.load_kg, self.fewest)

    def asked(self, lift: LiftIntake, day: int) -> tuple[SetPrescription, ...]:
        return self.straight(lift, self.load_kg[lift.slug], reps=self.goal_reps[lift.slug])

    def learn(self, lift: LiftIntake, sets: Sequence[RatedSet], day: int) -> None:
        goal = self.goal_reps[lift.slug]
        if any(each.reps < goal for each in sets):
            self.missed(lift, 3)
            return
        self.misses[lift.slug] = 0
        self.goal_reps[lift.slug] = self.fewest if goal == self.most else goal + 1
        if goal == self.most:
            self.add(lift, lift.increment_kg)


class TargetRir(Loaded):
    """As training logs with an effort target do it: told reps in reserve a rep above the target on average, one plate
    more; a rep below, one plate less."""

    tolerance = 1.0

    def learn(self, lift: LiftIntake, sets: Sequence[RatedSet], day: int) -> None:
        told = [rir for each in sets if (rir := each.reported_rir) is not None]
        if not told:
            return
        gap = fmean(told) - rir_from_rpe(self.target_rpe)
        if any(each.failed for each in sets) or gap <= -self.tolerance:
            self.add(lift, -lift.increment_kg)
        elif gap >= self.tolerance:
            self.add(lift, lift.increment_kg)
