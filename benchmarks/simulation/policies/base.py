"""What a policy is, and what all simple rules share. A policy sees the intake and what the athlete tells, no more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from adaptation.core.engine_types import (
    IllnessTold,
    Intake,
    LiftIntake,
    LiftPrescription,
    NextSetAdvice,
    Prescription,
    RatedSet,
    SessionResult,
    SetPrescription,
    Wellness,
)
from benchmarks.simulation.minutes import minutes_of
from benchmarks.simulation.schedule import training_day
from science.strength import rounded_kg

REST_S = 120


class Policy(Protocol):
    """A missed day is simply never observed."""

    def plan_session(self, day: int, wellness: Wellness) -> Prescription: ...

    def next_set(self, lift: str, finished_sets: Sequence[RatedSet]) -> NextSetAdvice: ...

    def observe(self, result: SessionResult) -> None: ...


@runtime_checkable
class Estimating(Protocol):
    """A policy that also shows what it takes an athlete's 1RM for."""

    def estimate(self, lift: str, day: int) -> tuple[float, float, float] | None:
        """1RM on an average day and its 5-95 % interval in kg; None while nothing is known."""
        ...


@runtime_checkable
class Hearing(Protocol):
    """A policy that wants to know of illness, as an athlete reports it."""

    def hear(self, told: IllnessTold, day: int) -> None: ...


class Rule:
    """A rule that keeps to the calendar and asks for the same sets of every lift. Rules override `asked` (the sets of a
    lift before the first), `after` (the next of them, once some are done) and `learn`."""

    sets = 3
    reps = 5
    target_rpe = 8.0
    rest_s = REST_S

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self.lifts = {lift.slug: lift for lift in intake.lifts}
        self._plan: dict[str, tuple[SetPrescription, ...]] = {}

    def plan_session(self, day: int, wellness: Wellness) -> Prescription:
        lifts = self.intake.days[training_day(self.intake, day)]
        self._plan = {slug: self.asked(self.lifts[slug], day) for slug in lifts}
        planned = [(slug, len(sets), sets[0]) for slug, sets in self._plan.items() if sets]
        minutes = minutes_of((slug, count, one.reps, one.rest_s, one.target_rpe) for slug, count, one in planned)
        return Prescription(day, tuple(LiftPrescription(slug, self._plan[slug]) for slug, _, _ in planned), minutes)

    def next_set(self, lift: str, finished_sets: Sequence[RatedSet]) -> NextSetAdvice:
        planned = self._plan[lift]
        following = planned[min(len(finished_sets), len(planned) - 1)]
        load_kg = self.after(self.lifts[lift], finished_sets, following)
        return NextSetAdvice(load_kg, following.reps, following.target_rpe, len(finished_sets) >= len(planned))

    def observe(self, result: SessionResult) -> None:
        for done in result.lifts:
            if done.sets:
                self.learn(self.lifts[done.lift], done.sets, result.day)

    def asked(self, lift: LiftIntake, day: int) -> tuple[SetPrescription, ...]:
        raise NotImplementedError

    def after(self, lift: LiftIntake, finished: Sequence[RatedSet], following: SetPrescription) -> float | None:
        return following.load_kg

    def learn(self, lift: LiftIntake, sets: Sequence[RatedSet], day: int) -> None:
        return

    def straight(self, lift: LiftIntake, load_kg: float, sets: int = 0, reps: int = 0) -> tuple[SetPrescription, ...]:
        """The same set so many times, on the grid of the bar."""
        load = rounded_kg(load_kg, lift.increment_kg)
        return (SetPrescription(load, reps or self.reps, self.target_rpe, self.rest_s),) * (sets or self.sets)
