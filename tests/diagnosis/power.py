"""How often one lift that has stopped among others is told of, and how often one is told of that has not.

    python -m tests.diagnosis.power [--seed 3000] [--each 100]

Athletes of the cohort, with the estimator of the product. Each lift rises at a pace of its own, between half of the
usual and half as much again; one may have stopped. Found: any finding that says so of that lift; where nothing has
stopped, any finding of the kind is false. Thresholds were chosen on seeds below 1000.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from diagnosis.core import progress  # noqa: E402
from diagnosis.core.examination import ONE_LIFT  # noqa: E402
from tests.diagnosis import cohort  # noqa: E402
from tests.diagnosis.cohort import Life  # noqa: E402

ONCE, TWICE = "overhead-press", "barbell-bench-press"  # how often a week they are trained
WEEKS = (9, 12, 16)
STILL_DAYS = (35, 49, 63)


@dataclass(frozen=True, slots=True)
class Row:
    """So many athletes of one kind. still: the lift that has stopped, "" for none; found: of so many of them."""

    level: str
    weeks: int
    still: str
    days: int
    athletes: int
    found: int


def life(rng: Random, level: str, weeks: int, still: str = "", days: int = 0) -> Life:
    weekly = rng.uniform(*cohort.RISES[level])
    paces = {slug: rng.uniform(0.5, 1.5) for slug in sorted({slug for day in cohort.SPLIT.values() for slug in day})}
    return Life(
        rise=lambda ago: weekly * (weeks - ago / 7), own_pace=paces.__getitem__, weeks=weeks, level=level,
        still=still, still_days=days,
    )  # fmt: skip


def told(seed: int, level: str, weeks: int, still: str = "", days: int = 0) -> set[str]:
    """The lifts that are called still."""
    case = cohort.live(life(Random(seed), level, weeks, still, days), seed)
    found = progress.look(case).findings
    return {str(each.facts["exercise"]) for each in found if each.code in ONE_LIFT}


def rows(first_seed: int, each: int) -> Iterator[Row]:
    seeds = range(first_seed, first_seed + each)
    for level in sorted(cohort.RISES):
        for weeks in WEEKS:
            yield Row(level, weeks, "", 0, each, sum(bool(told(seed, level, weeks)) for seed in seeds))
    for level in sorted(cohort.RISES):
        for still in (TWICE, ONCE):
            for days in STILL_DAYS:
                found = sum(still in told(seed, level, 16, still, days) for seed in seeds)
                yield Row(level, 16, still, days, each, found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=3000)
    parser.add_argument("--each", type=int, default=100)
    options = parser.parse_args()
    for row in rows(options.seed, options.each):
        what = f"{row.still} still for {row.days} days" if row.still else "nothing still"
        print(f"{row.level:12} {row.weeks:2} weeks  {what:45} {row.found:4} of {row.athletes}", flush=True)


if __name__ == "__main__":
    main()
