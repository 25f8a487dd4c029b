"""The estimators of effects against a trial whose truth is known, and how fast they are.

    python -m benchmarks.estimators [--repetitions 1000] [--json FILE]     the 18 cells
    python -m benchmarks.estimators --stream 1000000                       that many athletes from sufficient statistics

A simulated athlete has a mood of their own, a context that what was sent and what came of it both change, errors that
hang together from point to point, and is less often available after many sends. Sending adds 0.3 to the outcome, or to
the logarithm of its chance. Three policies: one probability; one that follows the context; one that learns from each
athlete's own outcomes. What explains the outcome is told to the estimators only roughly, as in life. Beside them: the
same without the small-sample correction, the same with probabilities that were not logged, and the difference of two
means that dashboards show.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path

import numpy as np
from scipy.special import ndtr

from coaching.core.effects.estimates import Estimate, NotEstimable, difference, ratio
from coaching.core.effects.inference import effect
from coaching.core.effects.points import Floats, Ints, points
from coaching.core.effects.sums import collect, merge

TRUTH = 0.3
POINTS = 40
OUTCOMES, POLICIES, SIZES = ("continuous", "binary"), ("constant", "context", "adaptive"), (20, 37, 100)
SMALLEST_BINARY = 25
LOW, HIGH = 0.1, 0.9
Z = 1.959963984540054
SHARD = 20_000


@dataclass(frozen=True, slots=True)
class Cell:
    outcome: str
    policy: str
    athletes: int


@dataclass(frozen=True, slots=True)
class Played:
    """One trial: all arrays (athletes x points,), the points of an athlete next to each other."""

    subjects: Ints
    actions: Ints
    probabilities: Floats
    available: Ints
    outcomes: Floats
    contexts: Floats


@dataclass(frozen=True, slots=True)
class Found:
    """Of one analysis in one cell, over the repetitions: mean estimate, relative bias, share of intervals that hold the
    truth, and how often there was no estimate."""

    outcome: str
    policy: str
    athletes: int
    analysis: str
    mean: float
    bias: float
    coverage: float
    failed: int


CELLS = tuple(
    Cell(outcome, policy, SMALLEST_BINARY if outcome == "binary" and n == min(SIZES) else n)
    for outcome, policy, n in product(OUTCOMES, POLICIES, SIZES)
)


# --- The trial --------------------------------------------------------------------------------------------------------
def play(cell: Cell, rng: np.random.Generator, steps: int = POINTS) -> Played:
    n = cell.athletes
    mood = rng.normal(0, 0.5, n)
    context, error, dose = rng.normal(0, 1, n), rng.normal(0, 1, n), np.zeros(n)
    told = np.zeros((n, 2, 2))  # of each athlete and arm: how many outcomes, their sum
    kept: list[tuple[Floats, ...]] = []
    for _step in range(steps):
        available = rng.random(n) < 0.85 - 0.3 * dose
        chance = _chance(cell.policy, context, told, rng)
        sent = (available & (rng.random(n) < chance)).astype(float)
        error = 0.5 * error + rng.normal(0, 0.75**0.5, n)
        outcome = _outcome(cell.outcome, context, mood, error, sent, rng)
        kept.append((sent, chance, available.astype(float), outcome, context))
        arm = sent.astype(int)
        told[np.arange(n), arm, 0] += available
        told[np.arange(n), arm, 1] += available * outcome
        dose = 0.8 * dose + 0.2 * sent
        context = 0.4 * context + 0.3 * (outcome - (0.5 if cell.outcome == "continuous" else 0.3)) + 0.3 * (sent - 0.5)
        context = context + rng.normal(0, 0.8, n)
    sent, chance, free, outcome, seen = (np.array(column).T.ravel() for column in zip(*kept, strict=True))
    who = np.repeat(np.arange(n), steps)
    return Played(who, sent.astype(np.int64), chance, free.astype(np.int64), outcome, seen)


def _chance(policy: str, context: Floats, told: Floats, rng: np.random.Generator) -> Floats:
    if policy == "constant":
        return np.full(len(context), 0.6)
    if policy == "context":
        return np.asarray(np.clip(1 / (1 + np.exp(-0.2 - 0.9 * context)), LOW, HIGH))
    counts = told[:, :, 0] + 1
    means = told[:, :, 1] / counts
    drawn = (means[:, 1] - means[:, 0]) / np.sqrt((1 / counts).sum(axis=1)) + 0.7 * context
    return np.asarray(np.clip(ndtr(drawn), LOW, HIGH))


def _outcome(kind: str, context: Floats, mood: Floats, error: Floats, sent: Floats, rng: np.random.Generator) -> Floats:
    if kind == "continuous":
        return np.asarray(0.4 * context + 0.2 * np.abs(context) + mood + error + TRUTH * sent)
    chance = np.exp(np.log(0.25) + 0.3 * np.tanh(context) + 0.2 * np.tanh(mood + 0.5 * error) + TRUTH * sent)
    return np.asarray(rng.random(len(context)) < chance, dtype=np.float64)


# --- The analyses -----------------------------------------------------------------------------------------------------
Interval = tuple[float, float, float]


def estimated(cell: Cell, played: Played, *, logged: bool = True, corrected: bool = True) -> Estimate:
    free = played.available == 1
    chance = played.probabilities if logged else np.full(len(free), played.actions[free].mean())
    some = points(
        subjects=played.subjects,
        actions=played.actions,
        outcomes=played.outcomes,
        probabilities=chance,
        available=free,
        controls=np.column_stack([np.ones(len(free)), played.contexts]),
    )
    return difference(collect(some), corrected) if cell.outcome == "continuous" else ratio([some], corrected)


def ours(cell: Cell, played: Played) -> Interval:
    found = effect(estimated(cell, played), [1])
    return found.value, found.low, found.high


def uncorrected(cell: Cell, played: Played) -> Interval:
    found = effect(estimated(cell, played, corrected=False), [1])
    return found.value, found.value - Z * found.se, found.value + Z * found.se


def unlogged(cell: Cell, played: Played) -> Interval:
    found = effect(estimated(cell, played, logged=False), [1])
    return found.value, found.low, found.high


def dashboard(cell: Cell, played: Played) -> Interval:
    """The mean after a send less the mean without one, or the log of their ratio, as if points were independent."""
    free = played.available == 1
    after, without = (played.outcomes[free & (played.actions == sent)] for sent in (1, 0))
    if cell.outcome == "continuous":
        value = after.mean() - without.mean()
        se = np.sqrt(after.var(ddof=1) / len(after) + without.var(ddof=1) / len(without))
    else:
        value = np.log(after.mean() / without.mean())
        se = np.sqrt((1 - after.mean()) / after.sum() + (1 - without.mean()) / without.sum())
    return float(value), float(value - Z * se), float(value + Z * se)


ANALYSES: Mapping[str, Callable[[Cell, Played], Interval]] = {
    "ours": ours,
    "uncorrected": uncorrected,
    "unlogged": unlogged,
    "dashboard": dashboard,
}


def judge(cell: Cell, repetitions: int, seed: int, names: tuple[str, ...] = tuple(ANALYSES)) -> Iterator[Found]:
    """Each analysis over the same trials of one cell."""
    told: dict[str, list[Interval]] = {name: [] for name in names}
    for repetition in range(repetitions):
        played = play(cell, np.random.default_rng([seed, CELLS.index(cell), repetition]))
        for name in names:
            try:
                told[name].append(ANALYSES[name](cell, played))
            except NotEstimable:
                continue
    for name, intervals in told.items():
        value, low, high = np.array(intervals).T
        mean = float(value.mean())
        coverage = float(((low <= TRUTH) & (high >= TRUTH)).mean())
        failed = repetitions - len(intervals)
        yield Found(cell.outcome, cell.policy, cell.athletes, name, mean, mean / TRUTH - 1, coverage, failed)


# --- Speed ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Speed:
    """CPU seconds for collecting the sums shard by shard, merging them, and the estimate with its variance."""

    athletes: int
    points: int
    bytes_per_athlete: float
    collect_s: float
    merge_s: float
    fit_s: float


def stream(athletes: int, each: int = 28, seed: int = 1) -> Speed:
    """Points come and go; only the sums stay. Two controls, a marginal effect and its change over time: k = 4."""
    rng = np.random.default_rng(seed)
    parts, collecting = [], 0.0
    for first in range(0, athletes, SHARD):
        n = min(SHARD, athletes - first)
        day = np.tile(np.arange(each) / each, n)
        before = rng.normal(size=n * each)
        sent = (rng.random(n * each) < 0.5).astype(np.int64)
        outcome = 0.4 * before + 0.1 * sent + rng.normal(size=n * each)
        one = np.ones(n * each)
        some = points(
            subjects=np.repeat(np.arange(first, first + n), each), actions=sent, outcomes=outcome, probabilities=0.5,
            aims=0.5, moderators=np.column_stack([one, day]), controls=np.column_stack([one, before]),
        )  # fmt: skip
        begun = time.process_time()
        parts.append(collect(some))
        collecting += time.process_time() - begun
    begun = time.process_time()
    sums = merge(parts)
    merging = time.process_time() - begun
    begun = time.process_time()
    difference(sums)
    fitting = time.process_time() - begun
    kept = (sums.grams.nbytes + sums.scores.nbytes) / athletes
    return Speed(athletes, sums.points, kept, collecting, merging, fitting)


# --- The command ------------------------------------------------------------------------------------------------------
def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--repetitions", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stream", type=int, metavar="ATHLETES")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    if asked.stream:
        speed = stream(asked.stream)
        print(
            f"{speed.athletes:,} athletes, {speed.points:,} points: collected in {speed.collect_s:.2f} s, merged in "
            f"{speed.merge_s:.2f} s, estimated in {speed.fit_s:.2f} s of CPU; {speed.bytes_per_athlete:.0f} bytes each"
        )
        told = [asdict(speed)]
    else:
        told = [asdict(found) for found in tell_cells(asked.repetitions, asked.seed)]
    if asked.json:
        asked.json.write_text(json.dumps(told, indent=1), encoding="utf-8")


def tell_cells(repetitions: int, seed: int) -> Iterator[Found]:
    begun = time.process_time()
    print(
        "| outcome | policy | n | analysis | mean | bias | coverage | no estimate |\n|---|---|---|---|---|---|---|---|"
    )
    for cell in CELLS:
        for found in judge(cell, repetitions, seed):
            print(
                f"| {cell.outcome} | {cell.policy} | {cell.athletes} | {found.analysis} | {found.mean:.4f} | "
                f"{100 * found.bias:+.1f} % | {found.coverage:.3f} | {found.failed} |",
                flush=True,
            )
            yield found
    print(f"{time.process_time() - begun:.0f} s of CPU")


if __name__ == "__main__":
    main()
