"""The standard normal distribution, on plain floats."""

from math import erfc, exp, pi, sqrt
from statistics import NormalDist, pstdev

PEAK = 1 / sqrt(2 * pi)
SQRT_HALF = sqrt(0.5)


def density(x: float) -> float:
    """φ(x), the height of the bell curve."""
    return PEAK * exp(-0.5 * x * x)


def probability_below(x: float) -> float:
    """Φ(x), the chance that a standard normal value lies below x."""
    return 0.5 * erfc(-x * SQRT_HALF)


def clipped(mean: float, sd: float, highest: float) -> tuple[float, float]:
    """Mean and SD of X ~ N(mean, sd²), sd > 0, when values below 0 read 0 and values above `highest` read that."""
    first, second = _moments_above_zero(mean, sd)
    first_beyond, second_beyond = _moments_above_zero(mean - highest, sd)
    clipped_mean = first - first_beyond
    square = second - second_beyond - 2 * highest * first_beyond
    return clipped_mean, sqrt(max(0.0, square - clipped_mean * clipped_mean))


def _moments_above_zero(mean: float, sd: float) -> tuple[float, float]:
    """E max(0, X) and E max(0, X)²."""
    z = mean / sd
    below, height = probability_below(z), sd * density(z)
    return mean * below + height, (mean * mean + sd * sd) * below + mean * height


def equal_chance_points(count: int) -> tuple[float, ...]:
    """So many points of equal weight that stand for a standard normal value: quantile midpoints, scaled to SD 1."""
    quantiles = [NormalDist().inv_cdf((i + 0.5) / count) for i in range(count)]
    spread = pstdev(quantiles)
    return tuple(quantile / spread for quantile in quantiles)
