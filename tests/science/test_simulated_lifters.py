"""The filter against lifters of a small world: does it find their strength, and is it as sure as it should be?

The world's rating model is that of the literature; the numbers hold in simulation only.
"""

from dataclasses import dataclass
from math import exp, log
from random import Random
from statistics import fmean
from unittest import TestCase

from science.effort import RatedSet
from science.estimator import LiftState, initial, observe, predict
from science.forecast import Interval, e1rm_kg

LIFTERS = 60
SESSIONS = 30
GAP_DAYS = 3.0


@dataclass
class Lifter:
    """One lift of one person, with a reps curve, a rating scale and a rate of gain of their own."""

    rng: Random
    log_1rm: float
    gain: float
    k: float
    scale: float

    @classmethod
    def drawn(cls, rng: Random) -> "Lifter":
        return cls(
            rng,
            log_1rm=log(rng.uniform(70, 180)),
            gain=rng.gauss(0.0011, 0.0009),
            k=exp(log(0.0333) + rng.gauss(0, 0.24)),
            scale=exp(log(1.2) + rng.gauss(0, 0.18)),
        )

    def train(self, load_kg: float, reps: int, sets: int) -> list[RatedSet]:
        """A session: form of the day, loss from set to set, ratings in halves, failure where strength runs out."""
        form = self.rng.gauss(0, 0.032)
        bias = self.rng.gauss(0, 1)
        done, lost = [], 0.0
        for _ in range(sets):
            to_failure = 1 + (exp(self.log_1rm + form - lost) / load_kg - 1) / self.k
            if to_failure < reps:
                done.append(RatedSet(load_kg, max(0, int(to_failure)), failed=True))
                lost += 0.042
                continue
            left = (to_failure - reps) / self.scale
            noise = 0.3**0.5 * bias + 0.7**0.5 * self.rng.gauss(0, 1)
            felt = max(0.0, left + (0.7 + 0.25 * left) * noise)
            done.append(RatedSet(load_kg, reps, min(10, max(1, round(2 * (10 - felt)) / 2))))
            lost += 0.008 + 0.034 * exp(-(to_failure - reps) / 1.2)
        return done


@dataclass(frozen=True)
class Sighting:
    true_log: float
    state: LiftState
    interval: Interval

    @property
    def error(self) -> float:
        return self.state.mean[0] - self.true_log

    @property
    def is_covered(self) -> bool:
        return log(self.interval.low) <= self.true_log <= log(self.interval.high)


def sightings(seed: int, share_of_1rm: float, reps: int) -> list[Sighting]:
    """What the filter believes after each session from the fifth on, next to the truth."""
    rng, seen = Random(seed), []
    for _ in range(LIFTERS):
        lifter = Lifter.drawn(rng)
        state = initial("intermediate", exp(lifter.log_1rm + rng.gauss(0, 0.08)), "self_report")
        for session in range(SESSIONS):
            lifter.log_1rm += lifter.gain * GAP_DAYS
            state = predict(state, GAP_DAYS)
            load_kg = round(exp(lifter.log_1rm) * share_of_1rm * rng.uniform(0.95, 1.05) / 2.5) * 2.5
            state, _ = observe(state, lifter.train(load_kg, reps, 3))
            if session >= 4:
                seen.append(Sighting(lifter.log_1rm, state, e1rm_kg(state)))
    return seen


class SimulatedLifterTests(TestCase):
    hard: list[Sighting]
    easy: list[Sighting]

    @classmethod
    def setUpClass(cls) -> None:
        cls.hard = sightings(seed=5, share_of_1rm=0.80, reps=5)
        cls.easy = sightings(seed=6, share_of_1rm=0.70, reps=5)

    def test_it_comes_close_to_the_true_strength(self) -> None:
        for name, seen, highest in (("hard", self.hard, 0.055), ("easy", self.easy, 0.075)):
            with self.subTest(name):
                self.assertLess(fmean(sighting.error**2 for sighting in seen) ** 0.5, highest)

    def test_it_has_no_large_bias_even_far_from_failure(self) -> None:
        for name, seen in (("hard", self.hard), ("easy", self.easy)):
            with self.subTest(name):
                self.assertLess(abs(fmean(sighting.error for sighting in seen)), 0.02)

    def test_it_is_as_sure_as_it_should_be(self) -> None:
        for name, seen in (("hard", self.hard), ("easy", self.easy)):
            covered = fmean(sighting.is_covered for sighting in seen)
            with self.subTest(name):
                self.assertGreater(covered, 0.84)
                self.assertLess(covered, 0.99)

    def test_it_is_the_same_every_time(self) -> None:
        self.assertEqual(self.hard, sightings(seed=5, share_of_1rm=0.80, reps=5))
