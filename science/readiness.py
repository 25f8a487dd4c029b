"""Readiness from an athlete's own wellness ratings: an offer, no measurement of the body and no order.

Weights, bands and the strength shift are our own choice. Short sleep costs performance (Craven 2022, Sports Med
52:2669; less in strength), and self-reports are about as sensitive as objective markers (Saw 2016, second-hand).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

SPREAD_FLOOR = 0.8
MIN_VALUES = 7
WINDOW_DAYS = 42  # the history to compare with: 28 to 42 days
SLEEP_WEIGHT, STRESS_WEIGHT, RECOVERY_WEIGHT = 0.45, -0.35, 0.20
SHIFT_PER_SLEEP_SD = 0.010
SHIFT_PER_STRESS_SD = 0.008
SHIFT_CAP = 0.03
NOTABLE = 0.5
EASE_BELOW = -1.0
REST_BELOW = -2.0


def z_score(today: float, history: Sequence[float]) -> float | None:
    """How unusual today's value is: (today - mean)/SD over the athlete's own last 28-42 days, today left out.

    Sample SD with a floor of 0.8 points, so that a steady rater's half point is no alarm; None below seven values.
    """
    if len(history) < MIN_VALUES:
        return None
    return (today - fmean(history)) / max(SPREAD_FLOOR, stdev(history))


def readiness(z_sleep: float | None, z_stress: float | None, z_recovery: float | None) -> float | None:
    """R = 0.45 z_sleep - 0.35 z_stress + 0.2 z_recovery; a missing part counts as usual, None when all are missing."""
    if z_sleep is None and z_stress is None and z_recovery is None:
        return None
    return SLEEP_WEIGHT * (z_sleep or 0) + STRESS_WEIGHT * (z_stress or 0) + RECOVERY_WEIGHT * (z_recovery or 0)


def strength_shift(z_sleep: float | None, z_stress: float | None) -> float:
    """Strength today against an average day, log units: 0.010 per SD of sleep, -0.008 of stress, at most ±0.03."""
    shift = SHIFT_PER_SLEEP_SD * (z_sleep or 0) - SHIFT_PER_STRESS_SD * (z_stress or 0)
    return max(-SHIFT_CAP, min(SHIFT_CAP, shift))


def is_notable(readiness: float) -> bool:
    """Whether readiness is worth a word: |R| ≥ 0.5."""
    return abs(readiness) >= NOTABLE


@dataclass(frozen=True, slots=True)
class Advice:
    """What to offer today. `code`: as_planned, ease or rest; changes per exercise against the plan, the load stays."""

    code: str
    sets_change: int = 0
    rir_change: int = 0


AS_PLANNED = Advice("as_planned")
EASE = Advice("ease", sets_change=-1, rir_change=1)
REST = Advice("rest")  # an easy session or none


def advice(readiness: float) -> Advice:
    """R < -2: easy session or rest; R < -1: same load, one set less, RIR + 1; else as planned. The athlete decides."""
    if readiness < REST_BELOW:
        return REST
    return EASE if readiness < EASE_BELOW else AS_PLANNED
