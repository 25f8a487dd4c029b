"""What the sending policy learns from rewards: a Gaussian posterior in natural parameters, so that a night adds to it.

x = [g; pi f; (A - pi) f], P += x x' / s², h += x R / s², posterior N(P^-1 h, P^-1), of which the last block is b.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coaching.core.effects.points import Floats

NOISE_VARIANCE = 0.25  # the most that an outcome of 0 or 1 can have
PRIOR_SD = 0.5
CONDITION_MAX = 1e8


@dataclass(frozen=True, slots=True)
class Known:
    """Natural parameters, prior included: `precision` (d, d), `weighted` (d,), from `points` rewards."""

    precision: Floats
    weighted: Floats
    points: int


@dataclass(frozen=True, slots=True)
class Rewards:
    """n rewards: `g` (n, q), `f` (n, p), `probabilities`, `actions` (0, 1) and `rewards` (n,)."""

    g: Floats
    f: Floats
    probabilities: Floats
    actions: Floats
    rewards: Floats


def nothing_known(baseline: int, features: int) -> Known:
    """The prior: every coefficient N(0, 0.5²). Own choice: an effect of half the outcome would be very large."""
    size = baseline + 2 * features
    return Known(np.eye(size) / PRIOR_SD**2, np.zeros(size), 0)


def learn(known: Known, some: Rewards) -> Known:
    """With these rewards added."""
    chance = some.probabilities[:, None]
    x = np.hstack([some.g, chance * some.f, (some.actions[:, None] - chance) * some.f])
    return Known(
        known.precision + x.T @ x / NOISE_VARIANCE,
        known.weighted + x.T @ some.rewards / NOISE_VARIANCE,
        known.points + len(x),
    )


def of_effect(known: Known, features: int) -> tuple[tuple[float, ...], tuple[tuple[float, ...], ...]]:
    """Mean and covariance of b."""
    covariance = np.linalg.inv(known.precision)
    mean = covariance @ known.weighted
    block = covariance[-features:, -features:]
    return tuple(float(each) for each in mean[-features:]), tuple(tuple(map(float, row)) for row in block)


def condition(known: Known) -> float:
    """The condition number of the precision: how badly the coefficients can be told apart; infinite if not finite."""
    if not (np.isfinite(known.precision).all() and np.isfinite(known.weighted).all()):
        return float("inf")
    return float(np.linalg.cond(known.precision))


def faults(known: Known, missing: Sequence[bool], fidelity_is_red: bool, missing_max: float = 0.3) -> list[str]:
    """Why no policy may be made of this; empty where one may."""
    bad = condition(known)
    found = {
        "fidelity_red": fidelity_is_red,
        "outcomes_missing": bool(missing) and sum(missing) / len(missing) > missing_max,
        "not_finite": not np.isfinite(bad),
        "ill_conditioned": np.isfinite(bad) and bad > CONDITION_MAX,
    }
    return [code for code, holds in found.items() if holds]
