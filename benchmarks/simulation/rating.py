"""How an athlete tells of a set: true reps in reserve → RPE in half points, or silence."""

from __future__ import annotations

from math import sqrt

from benchmarks.simulation.athlete import Traits
from benchmarks.simulation.noise import Noise
from science.effort import rpe_from_rir

NOISE_REPS, NOISE_PER_RIR = 0.7, 0.25  # near failure about 0.7 reps (Refalo 2023), more far from it (Zourdos 2021)
SHARED = 0.3  # of the error is the day's; no source
SILENT_SETS = 0.03  # no source
SESSION_SET_SHARE = 0.10


def told_rpe(noise: Noise, traits: Traits, rir: float, day: int, slug: str, number: int) -> float | None:
    """The rating of a completed set with so many true reps in reserve; None when it is forgotten."""
    if noise.uniform("silent_set", day, slug, number) < SILENT_SETS:
        return None
    luck = sqrt(SHARED) * noise.normal("rating_day", day) + sqrt(1 - SHARED) * noise.normal("rating", day, slug, number)
    meant = rir / traits.bias
    told = meant + traits.rating_noise * (NOISE_REPS + NOISE_PER_RIR * max(meant, 0.0)) * luck
    return in_halves(rpe_from_rir(max(told, traits.least_told)))


def session_rpe(noise: Noise, day: int, true_rirs: list[float]) -> float:
    """How hard the whole session was, 0-10: its efforts and its length, roughly."""
    effort = sum(rpe_from_rir(rir) for rir in true_rirs) / len(true_rirs)
    felt = effort - 2.0 + SESSION_SET_SHARE * len(true_rirs) + 0.6 * noise.normal("session_rpe", day)
    return min(10.0, max(1.0, in_halves(felt)))


def in_halves(value: float) -> float:
    return round(value * 2) / 2
