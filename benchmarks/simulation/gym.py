"""What happens on the platform: loads become reps, reps become ratings, and each set takes from the next."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

from adaptation.core.engine_types import RatedSet
from benchmarks.simulation.athlete import LIFT_DAY_SD, Traits
from benchmarks.simulation.body import Body
from benchmarks.simulation.laws import Laws, rest_factor
from benchmarks.simulation.life import Day
from benchmarks.simulation.noise import Noise
from benchmarks.simulation.rating import told_rpe

FOUND_SD = 0.06  # log error of athletes who are given no load and find one by feel; no source


@dataclass(frozen=True, slots=True)
class Truth:
    """A set as it was: reps in reserve (below 0: so many reps short), and what the athlete tells of it."""

    rir: float
    told: RatedSet


class Gym:
    """The athlete on one training day. Only the reference policies may look in here."""

    def __init__(self, noise: Noise, traits: Traits, laws: Laws, body: Body) -> None:
        self.noise, self.traits, self.laws, self.body = noise, traits, laws, body
        self._day, self._form = 0, 0.0
        self._lost: dict[str, float] = {}
        self._done: dict[str, int] = {}

    def open(self, number: int, day: Day) -> None:
        """A new day: its form is drawn, nothing is lost to earlier sets."""
        self._day = number
        self._form = day.strength + self.traits.day_sd * self.noise.normal("form", number)
        self._lost, self._done = {}, {}

    def log_strength(self, slug: str) -> float:
        """Log 1RM (kg) at this very moment."""
        own_form = LIFT_DAY_SD * self.noise.normal("lift_form", self._day, slug)
        return self.body.strength(slug) + self._form + own_form - self._lost.get(slug, 0.0)

    def true_load_kg(self, slug: str, reps: int, rir: float) -> float:
        """The load with which so many reps would leave so many in reserve now."""
        return exp(self.log_strength(slug)) * self.laws.share(reps + rir, self.traits.lifts[slug].k)

    def found_load_kg(self, slug: str, reps: int, rir: float) -> float:
        """What the athlete puts on the bar by feel."""
        return self.true_load_kg(slug, reps, rir) * exp(FOUND_SD * self.noise.normal("found", self._day, slug))

    def lift(self, slug: str, load_kg: float, reps: int, rest_s: float) -> Truth:
        """One working set: as many of the reps as there are, then a rating; a failed set ends at failure."""
        number = self._done.get(slug, 0)
        share = load_kg / exp(self.log_strength(slug))
        possible = self._possible_reps(slug, share)
        rir = possible - reps
        failed = possible < reps
        done = int(possible) if failed else reps
        self.body.trained(slug, share, rir, done, failed)
        loss = self.laws.set_loss(max(rir, 0.0), reps) * self.traits.set_loss * rest_factor(rest_s)
        self._lost[slug] = self._lost.get(slug, 0.0) + loss
        self._done[slug] = number + 1
        rpe = 10.0 if failed else told_rpe(self.noise, self.traits, rir, self._day, slug, number)
        return Truth(rir, RatedSet(load_kg, done, rpe, failed=failed))

    def _possible_reps(self, slug: str, share: float) -> float:
        """Below one for a load above the 1RM, where no curve of reps holds."""
        return self.laws.reps_to_failure(share, self.traits.lifts[slug].k) if share <= 1 else 1 / share
