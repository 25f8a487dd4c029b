"""The athlete's body during a block: gains, two kinds of fatigue, losses of rest, pain. All in log units of strength.

Gain is a logarithm of effective training, so that it shrinks with training age (Steele 2022: about log(time)). A
session adds 1 - e^(-sets/dose) of effective sets, less where fatigue is high; what is not used fades. Each set costs
fast fatigue (days) and slow fatigue (weeks), partly of the whole body. **No constant of fatigue has a direct source**,
so that "too much does badly" is partly built in; the loss beyond eight sets rests on nothing but these formulas.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

from benchmarks.simulation.athlete import LiftTraits, Traits
from benchmarks.simulation.life import Day
from benchmarks.simulation.noise import Noise

TRAINING_ORIGIN_WEEKS = 1.2
WEEKS_PER_SESSION = 0.65  # two sessions a week of full stimulus are a bit more than an effective week
FADE_PER_DAY = 0.0009  # of the effective weeks that are there
REST_FREE_DAYS, REST_LOSS_PER_DAY, REST_REGAIN = 10, 0.0006, 0.25  # breaks cost strength, and it comes back faster
FAST_UNIT, FAST_DAYS = 0.0065, 2.2
SLOW_UNIT, SLOW_DAYS = 0.0022, 14.0
OWN_SHARE, WHOLE_BODY_SHARE = 0.70, 0.15
HARMFUL_FATIGUE = 0.10  # fatigue at which a session teaches 1/e of what it would
COST_FLOOR, COST_AT_FAILURE, COST_RIR, COST_FAILED = 0.40, 0.60, 1.5, 0.40
COST_OF_NO_REP, COST_PER_REP, COST_MOST = 0.60, 0.08, 2.0
FULL_SET_REPS = 2.0  # a single teaches four tenths of what a full set does
EFFORT_MIDDLE_RIR, EFFORT_WIDTH = 4.8, 1.1  # flat near failure (Robinson 2024, direction second-hand), little beyond
LIGHT_SHARE, LIGHT_WIDTH, LIGHT_FLOOR = 0.66, 0.05, 0.20
USUAL_FATIGUE = {"beginner": 0.0, "intermediate": 0.012, "advanced": 0.016}  # who comes has trained until now
PAIN_CHANCE, PAIN_PER_FATIGUE, PAIN_DAYS, PAIN_LOSS = 0.0015, 30.0, 5.0, 0.012
OVERREACHED = 0.08


@dataclass(slots=True)
class _Trained:
    """One lift now. weeks: effective training; days_off: since it was last trained; sets, cost: of today."""

    traits: LiftTraits
    weeks: float
    rest_loss: float = 0.0
    fast: float = 0.0
    slow: float = 0.0
    days_off: int = 0
    pain: float = 0.0
    stimulus: float = 0.0
    cost: float = 0.0


def effort_of(rir: float) -> float:
    """What a set teaches by its true reps in reserve, 0-1."""
    return 1 / (1 + exp((rir - EFFORT_MIDDLE_RIR) / EFFORT_WIDTH))


def heaviness_of(share: float) -> float:
    """What a set teaches about a 1RM by its share of it, 0.2-1."""
    return LIGHT_FLOOR + (1 - LIGHT_FLOOR) / (1 + exp((LIGHT_SHARE - share) / LIGHT_WIDTH))


def cost_of(rir: float, reps: int, failed: bool) -> float:
    """Fatigue of a set in units of a hard set of five."""
    effort = COST_FLOOR + COST_AT_FAILURE * exp(-max(rir, 0.0) / COST_RIR) + COST_FAILED * failed
    return effort * min(COST_MOST, COST_OF_NO_REP + COST_PER_REP * reps)


class Body:
    """State of one athlete under one policy. Call dawn once a day, then train and dusk for what is done."""

    def __init__(self, traits: Traits, noise: Noise) -> None:
        self.traits = traits
        self._noise = noise
        self._lifts = {slug: _Trained(lift, lift.trained_weeks) for slug, lift in traits.lifts.items()}
        self._fast, self._slow = 0.0, USUAL_FATIGUE[traits.level] * traits.fatigue

    def dawn(self, day: Day) -> None:
        """A night passes."""
        time = self.traits.recovery_time * day.recovery_time
        fast, slow, pain = exp(-1 / (FAST_DAYS * time)), exp(-1 / (SLOW_DAYS * time)), exp(-1 / PAIN_DAYS)
        self._fast *= fast
        self._slow *= slow
        for lift in self._lifts.values():
            lift.fast *= fast
            lift.slow *= slow
            lift.pain *= pain
            lift.weeks -= FADE_PER_DAY * lift.weeks
            lift.days_off += 1
            if lift.days_off > REST_FREE_DAYS:
                lift.rest_loss += REST_LOSS_PER_DAY

    def fatigue(self, slug: str) -> float:
        lift = self._lifts[slug]
        return lift.fast + lift.slow + self._fast + self._slow

    def mean_fatigue(self) -> float:
        return sum(self.fatigue(slug) for slug in self._lifts) / len(self._lifts)

    def strength(self, slug: str) -> float:
        """Log 1RM (kg) on an average day: what a test would show on average, remaining fatigue and pain included."""
        lift = self._lifts[slug]
        traits = lift.traits
        trained = log((TRAINING_ORIGIN_WEEKS + lift.weeks) / (TRAINING_ORIGIN_WEEKS + traits.trained_weeks))
        return traits.start + traits.response * trained - lift.rest_loss - PAIN_LOSS * lift.pain - self.fatigue(slug)

    def pain(self, slug: str) -> int:
        return round(self._lifts[slug].pain)

    def trained(self, slug: str, share: float, rir: float, reps: int, failed: bool) -> None:
        """A set was done: share of the day's 1RM, true reps in reserve."""
        lift = self._lifts[slug]
        lift.stimulus += (1 - exp(-reps / FULL_SET_REPS)) * effort_of(max(rir, 0.0)) * heaviness_of(share)
        lift.cost += cost_of(rir, reps, failed)

    def dusk(self, day: int) -> None:
        """The day's sets have their effect."""
        for slug, lift in self._lifts.items():
            if lift.cost > 0:
                self._digest(slug, lift, day)

    def _digest(self, slug: str, lift: _Trained, day: int) -> None:
        tired = self.fatigue(slug)
        learnt = 1 - exp(-lift.stimulus / lift.traits.dose)
        learnt *= exp(-((tired / HARMFUL_FATIGUE) ** 2))
        lift.weeks += WEEKS_PER_SESSION * learnt
        lift.rest_loss *= 1 - REST_REGAIN * learnt
        lift.days_off = 0
        cost = lift.cost * self.traits.fatigue
        lift.fast += FAST_UNIT * OWN_SHARE * cost
        lift.slow += SLOW_UNIT * OWN_SHARE * cost
        self._fast += FAST_UNIT * WHOLE_BODY_SHARE * cost
        self._slow += SLOW_UNIT * WHOLE_BODY_SHARE * cost
        if self._noise.uniform("pain", day, slug) < PAIN_CHANCE * exp(PAIN_PER_FATIGUE * tired):
            lift.pain = max(lift.pain, 3 + 3 * self._noise.uniform("pain_size", day, slug))
        lift.stimulus = lift.cost = 0.0
