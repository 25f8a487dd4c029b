"""Random numbers that have a name instead of a place in a queue.

Every draw is a function of seed, athlete, purpose and place (day, lift, set). So all policies meet the same athlete
with the same luck although they ask for different sets, and a result depends neither on the order of work nor on the
number of processes.
"""

from __future__ import annotations

from hashlib import blake2b
from math import exp
from statistics import NormalDist

STANDARD = NormalDist()
BITS = 53
STEPS = float(1 << BITS)
FARTHEST = 2.5  # SD: one odd athlete must not decide a comparison


def clipped(normal: float) -> float:
    return max(-FARTHEST, min(FARTHEST, normal))


class Noise:
    """The luck of one athlete."""

    __slots__ = ("_root",)

    def __init__(self, seed: int, athlete: int) -> None:
        self._root = blake2b(f"{seed}/{athlete}".encode(), digest_size=8)

    def uniform(self, purpose: str, *place: str | int) -> float:
        """Between 0 and 1, both left out."""
        digest = self._root.copy()
        digest.update(repr((purpose, place)).encode())
        return ((int.from_bytes(digest.digest()) >> (64 - BITS)) + 0.5) / STEPS

    def normal(self, purpose: str, *place: str | int) -> float:
        """Mean 0, SD 1."""
        return STANDARD.inv_cdf(self.uniform(purpose, *place))

    def spread(self, median: float, log_sd: float, purpose: str, *place: str | int) -> float:
        """Log-normal around a median, without the strangest one in a hundred."""
        return median * exp(log_sd * clipped(self.normal(purpose, *place)))
