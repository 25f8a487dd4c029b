"""Whether what was said of a simulated athlete is true. Only where the simulator knows: what merely counts what was
told (sets to failure, sessions missed) is true by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from statistics import fmean
from types import MappingProxyType

from benchmarks.findings.examined import Examined
from benchmarks.simulation.body import OVERREACHED
from diagnosis.core import progress, thresholds
from diagnosis.core.findings import Finding

HALF = 0.5  # of the others' true gain: a lift that gained less was behind them
OVERLOAD_DAYS = 14


def _true_changes(one: Examined) -> dict[str, float]:
    days = thresholds.PROGRESS_DAYS
    lifts = [each for each in one.case.lifts if progress.change_of(each, one.case.today) is not None]
    return {lift.exercise: one.true_change(lift, days) for lift in lifts}


def _expected(one: Examined) -> float:
    case = one.case
    return progress.expected_gain(case, [(lift, 0.0) for lift in case.lifts if lift.exercise in _true_changes(one)])


def _has_gained(one: Examined, _: Finding) -> bool:
    return fmean(_true_changes(one).values()) >= thresholds.STILL_SHARE * _expected(one)


def _has_slowed(one: Examined, _: Finding) -> bool:
    return fmean(_true_changes(one).values()) < thresholds.GAIN_SHARE * _expected(one)


def _has_fallen(one: Examined, _: Finding) -> bool:
    return fmean(_true_changes(one).values()) < 0


def _lift_has_slowed(one: Examined, finding: Finding) -> bool:
    return _true_changes(one)[finding.facts["exercise"]] < thresholds.GAIN_SHARE * _expected(one)


def _is_behind(one: Examined, finding: Finding) -> bool:
    changes = _true_changes(one)
    own = changes.pop(finding.facts["exercise"])
    return own < HALF * fmean(changes.values())


def _is_overreached(one: Examined, _: Finding) -> bool:
    since = one.case.today - timedelta(days=OVERLOAD_DAYS)
    return max(lost for on, lost in one.fatigue.items() if on >= since) >= OVERREACHED


def _has_fewer_left(one: Examined, _: Finding) -> bool:
    """Tells more reps in reserve than there are; novices never tell of the last one."""
    traits = one.athlete.traits
    return traits.bias < 1 or traits.least_told > 0


TRUTHS: Mapping[str, Callable[[Examined, Finding], bool]] = MappingProxyType(
    {
        "progressing": _has_gained,
        "progress_slowed": _has_slowed,
        "lift_slowed": _lift_has_slowed,
        "lift_plateau": _lift_has_slowed,
        "lift_behind": _is_behind,
        "decline": _has_fallen,
        "overload": _is_overreached,
        "rated_too_easy": _has_fewer_left,
    }
)


def is_true(one: Examined, findings: Sequence[Finding]) -> bool | None:
    """Whether each of these findings of one code holds; None where nobody can say."""
    told = [TRUTHS[each.code](one, each) for each in findings if each.code in TRUTHS]
    return all(told) if told else None
