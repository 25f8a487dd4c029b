"""What an athlete tells before the first session."""

from __future__ import annotations

from math import exp

from adaptation.core.engine_types import Intake, LiftIntake
from benchmarks.simulation.athlete import Traits
from benchmarks.simulation.body import Body
from benchmarks.simulation.lifts import LIFTS
from benchmarks.simulation.noise import Noise

# Share of the lifts and SD of the log error, by what the guess rests on. No source.
GUESSES = (("tested", 0.25, 0.045), ("self_report", 0.70, 0.09), ("guess", 0.92, 0.15), ("body_weight", 1.0, 0.22))
MINUTES = (45.0, 60.0, 75.0)


def intake_of(noise: Noise, traits: Traits, weeks: int) -> Intake:
    """Four main lifts, each twice a week on four days; the test day is not told, so nobody peaks for it."""
    rested = Body(traits, noise)
    legs, bench, pull, press = (_told(noise, rested, slug) for slug in traits.lifts)
    first, second = (legs.slug, bench.slug), (pull.slug, press.slug)
    minutes = MINUTES[int(noise.uniform("minutes") * len(MINUTES))]
    return Intake(
        level=traits.level,
        goal="strength",
        lifts=(legs, bench, pull, press),
        days=(first, second, first, second),
        minutes=minutes,
        weeks=weeks,
    )


def _told(noise: Noise, rested: Body, slug: str) -> LiftIntake:
    chance = noise.uniform("basis", slug)
    basis, _, sd = next(row for row in GUESSES if chance < row[1])
    lift = LIFTS[slug]
    guess = exp(rested.strength(slug) + sd * noise.normal("guess", slug))
    return LiftIntake(slug, max(lift.increment_kg, round(guess, 1)), basis, lift.increment_kg)
