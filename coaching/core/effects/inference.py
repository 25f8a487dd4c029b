"""Intervals and tests of estimates, how many athletes an answer takes, and many answers at once.

A contrast has one numerator degree of freedom and n - p - q in the denominator, however many coefficients it sums; d
rows at once are Hotelling's T², F = T² (n - q - d) / (d (n - q - 1)) ~ F(d, n - q - d).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import fdtrc, fdtri, ncfdtr, stdtr, stdtrit

from coaching.core.effects.estimates import Estimate, NotEstimable
from coaching.core.effects.points import Floats

LEVEL = 0.95
SUBJECTS_MAX = 10_000_000


@dataclass(frozen=True, slots=True)
class Contrast:
    """One number with its interval: `t` on `freedom` degrees of freedom, `p` two-sided."""

    value: float
    low: float
    high: float
    se: float
    t: float
    freedom: int
    p: float


@dataclass(frozen=True, slots=True)
class Joint:
    """Several rows at once: all zero?"""

    f: float
    rows: int
    freedom: int
    p: float


def effect(estimate: Estimate, weights: ArrayLike, level: float = LEVEL) -> Contrast:
    """The sum of the effects with these weights, (p K,): [1, 7] is the effect on day 7 where S = (1, day)."""
    row = np.zeros(len(estimate.coefficients))
    row[estimate.controls :] = np.asarray(weights, dtype=np.float64)
    return contrast(estimate, row, level)


def contrast(estimate: Estimate, row: Floats, level: float = LEVEL) -> Contrast:
    """The sum of all coefficients with these weights, (k,)."""
    value = float(row @ estimate.coefficients)
    se = float(np.sqrt(row @ estimate.covariance @ row))
    if not se > 0:
        raise NotEstimable("unidentified")
    freedom = estimate.freedom
    reach = float(stdtrit(freedom, (1 + level) / 2)) * se
    t = value / se
    return Contrast(value, value - reach, value + reach, se, t, freedom, float(2 * stdtr(freedom, -abs(t))))


def joint(estimate: Estimate, rows: Floats) -> Joint:
    """Whether all of L theta is zero, L: (d, k) of full rank. Raises NotEstimable where the subjects are too few."""
    d = len(rows)
    freedom = estimate.subjects - estimate.controls - d
    if freedom < 1:
        raise NotEstimable("too_few_subjects", subjects=estimate.subjects, coefficients=len(estimate.coefficients))
    told = rows @ estimate.coefficients
    squared = float(told @ np.linalg.solve(rows @ estimate.covariance @ rows.T, told))
    f = squared * freedom / (d * (estimate.subjects - estimate.controls - 1))
    return Joint(f, d, freedom, float(fdtrc(d, freedom, f)))


# --- How many athletes ------------------------------------------------------------------------------------------------
def information(available: ArrayLike, probability: ArrayLike, moderators: ArrayLike) -> Floats:
    """sum_t E[I_t] p_t (1 - p_t) Z_t Z_t', (p, p): what one athlete tells. `moderators`: Z, (T, p) or (T,)."""
    z = np.asarray(moderators, dtype=np.float64)
    z = z.reshape(len(z), -1)
    chance = np.asarray(probability, dtype=np.float64)
    told = np.broadcast_to(np.asarray(available, dtype=np.float64) * chance * (1 - chance), (len(z),))
    return np.asarray((z * told[:, None]).T @ z)


def power(subjects: int, standardised: ArrayLike, told: ArrayLike, controls: int, level: float = LEVEL) -> float:
    """The chance to find an effect of this size, in residual SDs, (p,), where each athlete tells `told`, (p, p).

    Noncentral F, Liao, Klasnja, Tewari, Murphy 2016 (Stat Med 35:1944): F'(p, N - p - q; N b' I b)."""
    b = np.atleast_1d(np.asarray(standardised, dtype=np.float64))
    p = len(b)
    freedom = subjects - p - controls
    if freedom < 1:
        return 0.0
    beyond = float(subjects * b @ np.asarray(told, dtype=np.float64).reshape(p, p) @ b)
    return float(1 - ncfdtr(p, freedom, beyond, fdtri(p, freedom, level)))


def needed(
    standardised: ArrayLike, told: ArrayLike, controls: int, wanted: float = 0.8, level: float = LEVEL
) -> int | None:
    """The fewest athletes with this power; None where ten million are too few."""
    low, high = 1, 16
    while power(high, standardised, told, controls, level) < wanted:
        low, high = high, high * 2
        if high > SUBJECTS_MAX:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if power(middle, standardised, told, controls, level) >= wanted else (middle, high)
    return high


# --- Many at once -----------------------------------------------------------------------------------------------------
def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """The p-values adjusted for how many there are (false discovery rate), in the order in which they came.

    Benjamini, Hochberg 1995, J R Stat Soc B 57:289."""
    adjusted = [0.0] * len(p_values)
    smallest = 1.0
    for rank, place in reversed(list(enumerate(sorted(range(len(p_values)), key=lambda at: p_values[at]), start=1))):
        smallest = min(smallest, p_values[place] * len(p_values) / rank)
        adjusted[place] = smallest
    return adjusted
