"""What another policy would have earned on the decisions of this one: self-normalised inverse probability weighting.

V = sum w R / sum w with w = pi(A) / p(A) (Swaminathan, Joachims 2015, NIPS 28). Few effective points make a wide
interval, so a policy that is merely unlike the old one has a low lower bound, and is not let in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

Z = 1.6448536269514722  # one-sided 95 %


@dataclass(frozen=True, slots=True)
class Value:
    """Mean reward a point, its one-sided 95 % lower bound by subjects, and how many points the weights are worth."""

    mean: float
    low: float
    effective: float
    subjects: int


def value(
    *, subjects: ArrayLike, actions: ArrayLike, logged: ArrayLike, proposed: ArrayLike, rewards: ArrayLike
) -> Value:
    """The value of the proposed probabilities, all (n,). Standard error by the linearised ratio, summed over subjects.

    With fewer than two subjects the bound is minus infinity.
    """
    sent = np.asarray(actions) == 1
    p, pi = np.asarray(logged, dtype=np.float64), np.asarray(proposed, dtype=np.float64)
    r = np.asarray(rewards, dtype=np.float64)
    w = np.where(sent, pi / p, (1 - pi) / (1 - p))
    mean = float(w @ r / w.sum())
    _names, places = np.unique(np.asarray(subjects), return_inverse=True)
    n = int(places.max()) + 1
    apart = np.bincount(places, weights=w * (r - mean), minlength=n)
    effective = float(w.sum() ** 2 / (w @ w))
    if n < 2:
        return Value(mean, float("-inf"), effective, n)
    se = float(np.sqrt(n / (n - 1) * (apart @ apart)) / w.sum())
    return Value(mean, mean - Z * se, effective, n)


def is_worse(candidate: Value, current: Value) -> bool:
    """Whether the candidate's lower bound lies below the one of the policy in force, judged on the same points."""
    return candidate.low < current.low
