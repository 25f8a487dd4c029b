"""Is the simulator fit to judge? What must do badly does badly, and every dose has its best in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median

from benchmarks.simulation.policies.probes import MOST_RIR, MOST_SETS
from benchmarks.simulation.population import Trial, run
from benchmarks.simulation.scoring import bootstrap

FIXED = "percent-level"
BAD = ("too-heavy", "too-light", "failure-volume")
JUNK = ("junk-8-at-6", "junk-12-at-8")
SETS = tuple(f"sets-{sets}" for sets in range(1, MOST_SETS + 1))
RIRS = tuple(f"rir-{rir}" for rir in range(MOST_RIR + 1))
USUAL = "sets-3"
POLICIES = (FIXED, *BAD, "no-training", *JUNK, "rest-week", *SETS, *RIRS)
WELL_BEHIND = 1.0  # percentage points, own choice
A_LITTLE = (-10.0, -0.5)  # what fourteen weeks without training may do to the 1RM, in percent
REST_WEEK = (-1.5, 0.3)
BEST_SETS, BEST_RIR = (2, 6), (1.5, 3.5)


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was found, in words with numbers, and whether it holds."""

    claim: str
    found: str
    holds: bool


def checked(athletes: int, seed: int, processes: int = 1) -> tuple[Finding, ...]:
    """All checks on the default world, fourteen weeks."""
    outcomes = run(Trial(POLICIES, "default", seed, athletes, 14), processes=processes)
    gains = {name: [each.gain_percent for each in played] for name, played in outcomes.items()}
    return (*_bad(gains), *sets_findings(gains), *_rirs(gains), *_junk(gains), _rest_week(gains))


Gains = dict[str, list[float]]


def _bad(gains: Gains) -> Iterator[Finding]:
    fixed = fmean(gains[FIXED])
    for name in BAD:
        found = fmean(gains[name])
        claim = f"{name} is well behind {FIXED}"
        yield Finding(claim, f"{found:+.2f} % against {fixed:+.2f} %", found < fixed - WELL_BEHIND)
    loss = fmean(gains["no-training"])
    low, high = A_LITTLE
    yield Finding("no training loses a little", f"{loss:+.2f} %", low < loss < high)


def sets_findings(gains: Gains) -> Iterator[Finding]:
    """Is there a best number of sets, in the middle, for everybody together and for each?"""
    means = [fmean(gains[name]) for name in SETS]
    best = means.index(max(means)) + 1
    inner = 1 < best < MOST_SETS and means[0] < max(means) - 0.5 and means[-1] < max(means) - 0.5
    found = ", ".join(f"{sets}: {mean:+.1f}" for sets, mean in enumerate(means, start=1))
    yield Finding("more sets help, level off, then harm", found, inner)
    own = [1 + values.index(max(values)) for values in _by_athlete(gains)]
    low, high = BEST_SETS
    share = fmean(low <= each <= high for each in own)
    text = f"{share:.0%} of the athletes, median {median(own):.0f}"
    yield Finding(f"most have their best between {low} and {high} sets", text, share > 0.5)
    peaked = fmean(has_one_peak(values) for values in _by_athlete(gains))
    yield Finding("one inner maximum per athlete", f"{peaked:.0%} of the athletes", peaked > 0.7)


def _by_athlete(gains: Gains) -> list[list[float]]:
    """Gains of each athlete by number of sets."""
    return [list(values) for values in zip(*(gains[name] for name in SETS), strict=True)]


def has_one_peak(values: list[float], slack: float = 0.15) -> bool:
    """Rises to its greatest value and falls from there; ripples of the luck, in percentage points, do not count."""
    top = values.index(max(values))
    rises = all(late >= early - slack for early, late in pairwise(values[: top + 1]))
    return rises and all(late <= early + slack for early, late in pairwise(values[top:]))


def _rirs(gains: Gains) -> Iterator[Finding]:
    means = [fmean(gains[name]) for name in RIRS]
    best = means.index(max(means))
    low, high = BEST_RIR
    found = ", ".join(f"{rir}: {mean:+.1f}" for rir, mean in enumerate(means))
    yield Finding("reps in reserve have their best near 2-3", found, low <= best <= high)


def _junk(gains: Gains) -> Iterator[Finding]:
    usual = fmean(gains[USUAL])
    for name in JUNK:
        found = fmean(gains[name])
        yield Finding(f"{name} does not win", f"{found:+.2f} % against {usual:+.2f} %", found < usual)


def _rest_week(gains: Gains) -> Finding:
    spread = bootstrap([rested - usual for rested, usual in zip(gains["rest-week"], gains[USUAL], strict=True)])
    low, high = REST_WEEK
    text = f"{spread.mean:+.2f} points [{spread.low:+.2f}, {spread.high:+.2f}]"
    return Finding("a rest week is neutral or slightly negative", text, low < spread.mean < high)
