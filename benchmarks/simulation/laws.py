"""How many reps a load allows, and what a set takes from the next one: two families of each.

`usual` has the shape that the estimator assumes, which favours it; `other` has another shape for both, calibrated to
the same published repetitions (Nuzzo 2024) and to the same drop from set to set of a public training log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log, pow, sqrt
from types import MappingProxyType
from typing import Protocol

MEDIAN_K = 0.0333
FLOOR_SHARE = 0.45  # of 1RM that `other` lets anybody lift for ever: bench 8.8 reps at 80 %, 14.1 at 70 %
DECAY_PER_K = 1.75
REFERENCE_REST_S = 150.0
REST_POWER = 0.4  # no source: shorter rests cost more, as every study of rest finds, but none gives this curve


class Laws(Protocol):
    """share: load over the 1RM of the moment. k: the athlete's own slope. rir: true reps in reserve, ≥ 0."""

    def reps_to_failure(self, share: float, k: float) -> float: ...

    def share(self, reps_to_failure: float, k: float) -> float: ...

    def set_loss(self, rir: float, reps: int) -> float: ...


@dataclass(frozen=True, slots=True)
class Usual:
    """Hyperbola of the reps; the loss falls off with the reps in reserve."""

    def reps_to_failure(self, share: float, k: float) -> float:
        return 1 + (1 / share - 1) / k

    def share(self, reps_to_failure: float, k: float) -> float:
        return 1 / max(0.05, 1 + k * (reps_to_failure - 1))

    def set_loss(self, rir: float, reps: int) -> float:
        return 0.010 + 0.040 * exp(-rir / 1.5)


@dataclass(frozen=True, slots=True)
class Other:
    """Exponential approach to a floor (the shape of Mayhew 1992); the loss grows with the share of the reps used."""

    def reps_to_failure(self, share: float, k: float) -> float:
        above = (share - FLOOR_SHARE) / (1 - FLOOR_SHARE)
        return 1 - log(max(0.02, above)) / (DECAY_PER_K * k)

    def share(self, reps_to_failure: float, k: float) -> float:
        return FLOOR_SHARE + (1 - FLOOR_SHARE) * exp(-DECAY_PER_K * k * (reps_to_failure - 1))

    def set_loss(self, rir: float, reps: int) -> float:
        used = reps / (reps + rir) if reps else 0.0
        return 0.0025 * sqrt(reps) + 0.046 * pow(used, 4)


LAWS: Mapping[str, Laws] = MappingProxyType({"usual": Usual(), "other": Other()})


def rest_factor(rest_s: float) -> float:
    """How much more (or less) of the loss remains after another rest than two and a half minutes."""
    return min(1.8, max(0.7, pow(REFERENCE_REST_S / max(rest_s, 15.0), REST_POWER)))
