"""What the outcomes amount to, with bootstrap intervals over athletes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from statistics import fmean

from benchmarks.simulation.athlete import LEVELS
from benchmarks.simulation.policies.registry import TO_BEAT
from benchmarks.simulation.population import Outcomes
from benchmarks.simulation.runner import Outcome

RESAMPLES = 2000
CONFIDENCE = 0.95
EVERYONE = "all"


@dataclass(frozen=True, slots=True)
class Spread:
    """A mean with its 95 % bootstrap interval over athletes."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Score:
    """One policy in one world for one group (all, or a level). gain_percent: test-day 1RM against intake, mean over the
    lifts; against_rule: the same athletes' gain minus their gain under the rule to beat (None where it was not run).
    Ratios are 0-1: sets within one true rep of the target, failed sets, days overreached, reps done of those asked,
    90 % intervals of the model that held the truth (None without an estimator)."""

    policy: str
    group: str
    athletes: int
    gain_percent: Spread
    against_rule: Spread | None
    close_ratio: float
    failed_ratio: float
    overreached_ratio: float
    completion_ratio: float
    session_min: float
    sets_per_session: float
    coverage_ratio: float | None


def scores(outcomes: Outcomes) -> tuple[Score, ...]:
    """Every policy: everyone first, then each level that occurs."""
    return tuple(
        score
        for name, played in outcomes.items()
        for group in (EVERYONE, *LEVELS)
        if (score := _score(name, group, played, outcomes.get(TO_BEAT))) is not None
    )


def _score(name: str, group: str, played: Sequence[Outcome], rule: Sequence[Outcome] | None) -> Score | None:
    chosen = [place for place, each in enumerate(played) if group in (EVERYONE, each.level)]
    if not chosen:
        return None
    mine = [played[place] for place in chosen]
    gains = [each.gain_percent for each in mine]
    paired = None
    if rule is not None and name != TO_BEAT:
        paired = bootstrap([played[place].gain_percent - rule[place].gain_percent for place in chosen])
    sessions, sets = sum(each.sessions for each in mine), sum(each.sets for each in mine)
    shown = sum(each.shown for each in mine)
    return Score(
        policy=name,
        group=group,
        athletes=len(mine),
        gain_percent=bootstrap(gains),
        against_rule=paired,
        close_ratio=_ratio(sum(each.close for each in mine), sets),
        failed_ratio=_ratio(sum(each.failed for each in mine), sets),
        overreached_ratio=_ratio(sum(each.overreached for each in mine), sum(each.days for each in mine)),
        completion_ratio=_ratio(sum(each.reps_done for each in mine), sum(each.reps_asked for each in mine)),
        session_min=_ratio(sum(each.minutes for each in mine), sessions),
        sets_per_session=_ratio(sets, sessions),
        coverage_ratio=_ratio(sum(each.covered for each in mine), shown) if shown else None,
    )


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def bootstrap(values: Sequence[float]) -> Spread:
    """Mean of the values with its percentile interval; always the same for the same values."""
    rng = Random(len(values))
    means = sorted(fmean(rng.choices(values, k=len(values))) for _ in range(RESAMPLES))
    tail = round((1 - CONFIDENCE) / 2 * RESAMPLES)
    return Spread(fmean(values), means[tail], means[-tail - 1])
