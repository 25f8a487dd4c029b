"""One athlete through one block under one policy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import exp

from adaptation.core.engine_types import (
    Intake,
    LiftPrescription,
    LiftResult,
    NextSetAdvice,
    SessionResult,
)
from benchmarks.simulation.athlete import Traits, traits_of
from benchmarks.simulation.body import OVERREACHED, Body
from benchmarks.simulation.gym import Gym, Truth
from benchmarks.simulation.intake import intake_of
from benchmarks.simulation.laws import LAWS, Laws
from benchmarks.simulation.life import Day, days_of
from benchmarks.simulation.minutes import minutes_of
from benchmarks.simulation.noise import Noise
from benchmarks.simulation.policies.base import Estimating, Hearing, Policy
from benchmarks.simulation.rating import session_rpe
from benchmarks.simulation.schedule import WEEK_DAYS, is_training_day
from benchmarks.simulation.worlds import World
from science.effort import rir_from_rpe
from science.strength import rounded_kg

CLOSE_REPS = 1.0
LATE_MIN = 10.0  # no set is begun so long after the session should have ended
PAIN_STOPS = 5
MOST_SETS = 20


@dataclass(frozen=True, slots=True)
class Athlete:
    """Everything about one athlete that no policy changes."""

    number: int
    noise: Noise
    traits: Traits
    intake: Intake
    days: tuple[Day, ...]
    laws: Laws

    def gym(self) -> Gym:
        return Gym(self.noise, self.traits, self.laws, Body(self.traits, self.noise))


MakePolicy = Callable[[Intake, Gym], Policy]
"""The gym is for the reference policies that know the truth; all others take the intake alone (policies.registry)."""


def athlete_of(seed: int, number: int, world: World, weeks: int) -> Athlete:
    """The same athlete, with the same luck, for the same arguments."""
    noise = Noise(seed, number)
    traits = traits_of(noise, number, world)
    days = days_of(noise, traits, weeks * WEEK_DAYS + 1)
    return Athlete(number, noise, traits, intake_of(noise, traits, weeks), days, LAWS[world.laws])


@dataclass(slots=True)
class Outcome:
    """What became of one athlete under one policy. gains: log change of the 1RM on an average day, by lift, from intake
    to test day. close: sets within one true rep in reserve of the target. covered, shown: intervals of the estimator
    that held the truth, and all. sessions: with at least one set. reps and minutes are sums."""

    athlete: int
    level: str
    weeks: int
    gains: dict[str, float] = field(default_factory=dict)
    sets: int = 0
    close: int = 0
    failed: int = 0
    reps_asked: int = 0
    reps_done: int = 0
    days: int = 0
    overreached: int = 0
    sessions: int = 0
    minutes: float = 0.0
    covered: int = 0
    shown: int = 0

    @property
    def gain_percent(self) -> float:
        """Mean over the lifts of the gain in percent."""
        return 100 * sum(exp(gain) - 1 for gain in self.gains.values()) / len(self.gains)


def play(athlete: Athlete, make: MakePolicy) -> Outcome:
    """The whole block, then the test day."""
    gym = athlete.gym()
    body = gym.body
    policy = make(athlete.intake, gym)
    outcome = Outcome(athlete.number, athlete.traits.level, athlete.intake.weeks)
    start = {slug: body.strength(slug) for slug in athlete.traits.lifts}
    for number, day in enumerate(athlete.days[:-1]):
        body.dawn(day)
        outcome.days += 1
        outcome.overreached += body.mean_fatigue() >= OVERREACHED
        if day.illness is not None and isinstance(policy, Hearing):
            policy.hear(day.illness, number)
        if day.can_train and is_training_day(athlete.intake, number):
            gym.open(number, day)
            _session(_Visit(athlete, gym, policy, outcome, number), day)
            body.dusk(number)
    body.dawn(athlete.days[-1])
    outcome.gains = {slug: body.strength(slug) - start[slug] for slug in start}
    return outcome


@dataclass(slots=True)
class _Visit:
    """One session while it goes on. done: lift, sets, reps, rest, RPE, for the clock."""

    athlete: Athlete
    gym: Gym
    policy: Policy
    outcome: Outcome
    number: int
    done: list[tuple[str, int, int, int, float]] = field(default_factory=list)
    true_rirs: list[float] = field(default_factory=list)
    asked: int = 0
    achieved: int = 0


def _session(visit: _Visit, day: Day) -> None:
    asked = visit.policy.plan_session(visit.number, day.told)
    results = [_lift(visit, planned) for planned in asked.lifts]
    minutes = minutes_of(visit.done)
    completion = 100 * visit.achieved / visit.asked if visit.asked else 100.0
    felt = session_rpe(visit.athlete.noise, visit.number, visit.true_rirs) if visit.true_rirs else None
    visit.policy.observe(SessionResult(visit.number, tuple(results), felt, minutes, completion))
    _score(visit, minutes, [result.lift for result in results if result.sets])


def _lift(visit: _Visit, planned: LiftPrescription) -> LiftResult:
    """The sets of one lift, the next asked for after each. Ends with the page, on the policy's word, when the time is
    up or when it hurts."""
    slug, gym = planned.lift, visit.gym
    pain = gym.body.pain(slug)
    truths: list[Truth] = []
    first = planned.sets[0]
    advice = NextSetAdvice(first.load_kg, first.reps, first.target_rpe, stop=False)
    for place, page in enumerate(planned.sets[:MOST_SETS]):
        if truths:
            advice = visit.policy.next_set(slug, tuple(truth.told for truth in truths))
        stopped = advice.stop or (truths and pain >= PAIN_STOPS) or _is_late(visit, planned, place)
        if stopped:
            visit.asked += sum(left.reps for left in planned.sets[place:])
            break
        load_kg = _load_kg(visit, slug, advice)
        truth = gym.lift(slug, load_kg, advice.reps, page.rest_s)
        truths.append(truth)
        _count(visit, advice, truth)
    _clock(visit, planned, len(truths))
    return LiftResult(slug, tuple(truth.told for truth in truths), pain or None)


def _load_kg(visit: _Visit, slug: str, advice: NextSetAdvice) -> float:
    """What is on the bar: the load on the grid of the plates, found by feel where none is named."""
    increment = next(lift.increment_kg for lift in visit.athlete.intake.lifts if lift.slug == slug)
    wanted = advice.load_kg
    if wanted is None:
        wanted = visit.gym.found_load_kg(slug, advice.reps, rir_from_rpe(advice.target_rpe))
    return rounded_kg(wanted, increment)


def _count(visit: _Visit, advice: NextSetAdvice, truth: Truth) -> None:
    outcome = visit.outcome
    outcome.sets += 1
    outcome.failed += truth.told.failed
    outcome.close += abs(truth.rir - rir_from_rpe(advice.target_rpe)) <= CLOSE_REPS
    visit.true_rirs.append(max(0.0, truth.rir))
    visit.asked += advice.reps
    visit.achieved += truth.told.reps


def _clock(visit: _Visit, planned: LiftPrescription, sets: int) -> None:
    page = planned.sets[0]
    visit.done.append((planned.lift, sets, page.reps, page.rest_s, page.target_rpe))


def _is_late(visit: _Visit, planned: LiftPrescription, place: int) -> bool:
    page = planned.sets[0]
    now = minutes_of((*visit.done, (planned.lift, place, page.reps, page.rest_s, page.target_rpe)))
    return now > visit.athlete.intake.minutes + LATE_MIN


def _score(visit: _Visit, minutes: float, trained: list[str]) -> None:
    outcome = visit.outcome
    outcome.sessions += bool(trained)
    outcome.minutes += minutes
    outcome.reps_asked += visit.asked
    outcome.reps_done += visit.achieved
    if isinstance(visit.policy, Estimating):
        _compare(visit, visit.policy, trained)


def _compare(visit: _Visit, policy: Estimating, trained: list[str]) -> None:
    """The interval after the session against the truth of the day."""
    for slug in trained:
        shown = policy.estimate(slug, visit.number)
        if shown is not None:
            _, low, high = shown
            visit.outcome.shown += 1
            visit.outcome.covered += low <= exp(visit.gym.body.strength(slug)) <= high
