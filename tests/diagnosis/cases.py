"""Small cases for tests of one analysis: an athlete who does what they should, and one thing changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from random import Random
from typing import Any

from adaptation.core.facts import Done
from diagnosis.core.facts import Case, Work
from diagnosis.core.findings import Finding, Look
from science.effort import RatedSet
from tests.diagnosis import cohort


@cache
def fine() -> Case:
    """Trains Monday, Wednesday, Friday for sixteen weeks and misses nothing."""
    return cohort.live(cohort.Life(cohort.rising(Random(7)), misses=0.0), 7)


def changed(**changes: Any) -> Case:
    return replace(fine(), **changes)


def with_work(alter: Any) -> Case:
    """The same with every exercise passed through a function of its Done and the days since."""
    case = fine()
    return replace(
        case, work=tuple(_altered(each, alter(each.done, (case.today - each.on).days)) for each in case.work)
    )


def _altered(work: Work, done: Done) -> Work:
    return replace(work, done=done)


def with_reports(**changes: Any) -> Case:
    """The same with these values in every session report of the last two weeks."""
    case = fine()
    since = case.today - timedelta(days=13)
    return replace(case, reports=tuple(replace(each, **changes) if each.on >= since else each for each in case.reports))


def sets(*told: tuple[float, int, float | None], failed: bool = False) -> tuple[RatedSet, ...]:
    """Sets as (load, reps, RPE); `failed`: the last of them."""
    last = len(told) - 1
    return tuple(RatedSet(*each, failed=failed and place == last) for place, each in enumerate(told))


def found(look: Look) -> dict[str, Finding]:
    return {finding.code: finding for finding in look.findings}
