"""Was sent what was drawn for? Counts against what the logged probabilities promise, and a light for each.

z = sum(A - p) / sqrt(sum p (1 - p)); beyond 3 yellow, beyond 4 red. Looked at after each of a thousand sends, a fair
draw turns red about once in five hundred trials. Plain floats, and two tallies add up to one: any slice may be kept
apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

YELLOW, RED = 3.0, 4.0
# Missing outcomes are compared between the arms only from this many on: below it a handful would decide.
ENOUGH_POINTS = 50


class Light(StrEnum):
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Tally:
    """`count` draws, of which `taken` were ones; `expected`: sum of p; `variance`: sum of p (1 - p)."""

    count: int = 0
    taken: int = 0
    expected: float = 0.0
    variance: float = 0.0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.count + other.count,
            self.taken + other.taken,
            self.expected + other.expected,
            self.variance + other.variance,
        )

    @property
    def z(self) -> float:
        """Standard errors from what was promised; 0 where there was nothing to draw."""
        return (self.taken - self.expected) / sqrt(self.variance) if self.variance > 0 else 0.0

    @property
    def light(self) -> Light:
        return light(self.z)


def drawn(taken: bool, probability: float) -> Tally:
    """One draw."""
    return Tally(1, int(taken), probability, probability * (1 - probability))


def light(z: float) -> Light:
    if abs(z) > RED:
        return Light.RED
    return Light.YELLOW if abs(z) > YELLOW else Light.GREEN


def missing_z(sent: int, sent_missing: int, held: int, held_missing: int) -> float:
    """How differently outcomes are missing in the two arms: a two-sample z of proportions; 0 with few points."""
    everyone = sent + held
    if min(sent, held) < ENOUGH_POINTS:
        return 0.0
    share = (sent_missing + held_missing) / everyone
    spread = sqrt(share * (1 - share) * (1 / sent + 1 / held))
    return (sent_missing / sent - held_missing / held) / spread if spread else 0.0


def worst(lights: list[Light]) -> Light:
    """Red if any is."""
    order = list(Light)
    return max(lights, key=order.index, default=Light.GREEN)
