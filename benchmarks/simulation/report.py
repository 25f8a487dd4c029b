"""The result as a table for people and as plain values for programs, always with what it cannot show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from benchmarks.simulation.calibration import Row
from benchmarks.simulation.population import Trial
from benchmarks.simulation.scoring import EVERYONE, Score, Spread

LIMITS = (
    "Results rank policies inside this model; they prove nothing about people.",
    "The constants of fatigue have no direct source: that extremes do badly is partly built in, not discovered.",
    "What more than eight sets cost has no data behind it.",
    "Nobody here learns to rate better, improves technique or gains from variation.",
    "Except in the world other_laws, the reps curve and the loss from set to set have the estimator's shape, which"
    " favours it.",
)
HEAD = (
    f"{'policy':<22}{'gain %  [95 % interval]':>25}{'against ' + 'the rule':>26}"
    f"{'±1 RIR':>8}{'failed':>8}{'over 8 %':>9}{'done':>7}{'min':>6}{'sets':>6}{'covered':>9}"
)

CALIBRATION_HEAD = f"{'quantity':<56}{'published':<30}{'simulated':>10}"


def calibration_row(row: Row) -> str:
    """Published next to simulated; marked where the simulated figure leaves its band."""
    miss = "" if row.holds else f"   outside {row.low:g} to {row.high:g}"
    return f"{row.quantity:<56}{row.published:<30}{row.simulated:>10.2f}{miss}"


def table(trial: Trial, scores: Sequence[Score]) -> Iterator[str]:
    """Lines of a table for one world; levels below everyone."""
    weeks = "12, 14 and 16" if trial.weeks is None else str(trial.weeks)
    yield f"World {trial.world}: {trial.athletes} athletes, {weeks} weeks, seed {trial.seed}"
    yield HEAD
    for group in dict.fromkeys(score.group for score in scores):
        if group != EVERYONE:
            yield f"  {group}"
        yield from (_row(score) for score in scores if score.group == group)


def _row(score: Score) -> str:
    paired = "" if score.against_rule is None else _spread(score.against_rule, signed=True)
    covered = "" if score.coverage_ratio is None else f"{score.coverage_ratio:.3f}"
    return (
        f"{score.policy:<22}{_spread(score.gain_percent):>25}{paired:>26}"
        f"{score.close_ratio:>8.3f}{score.failed_ratio:>8.3f}{score.overreached_ratio:>9.3f}"
        f"{score.completion_ratio:>7.3f}{score.session_min:>6.1f}{score.sets_per_session:>6.1f}{covered:>9}"
    )


def _spread(spread: Spread, *, signed: bool = False) -> str:
    sign = "+" if signed else ""
    return f"{spread.mean:{sign}.2f} [{spread.low:{sign}.2f}, {spread.high:{sign}.2f}]"


def values(results: Sequence[tuple[Trial, Sequence[Score]]]) -> dict[str, Any]:
    """Everything as JSON values."""
    return {
        "limits": list(LIMITS),
        "trials": [asdict(trial) | {"scores": [asdict(score) for score in scores]} for trial, scores in results],
    }
