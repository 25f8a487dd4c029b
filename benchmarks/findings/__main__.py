"""How often each finding is said where it is true, and where nothing is wrong.

    python -m benchmarks.findings [--each 200] [--seed 5000] [--policy spotter] [--world default]

1. The constructed athletes of tests/diagnosis: a world for each code, and as many in which all is well.
2. Athletes of the simulator, whose lifts gain, tire and rest as they do there; where the simulator knows the truth, how
   often what was said is true. One lift in which nothing is gained any more is looked for as well.

Seeds below 1000 were used for tuning. The engine of Spotter takes most of the time; `--policy rpe-set-by-set` does
without it and is far quicker.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from benchmarks.findings.examined import Examined, Stalled, examined  # noqa: E402
from benchmarks.findings.truth import TRUTHS, is_true  # noqa: E402
from diagnosis.core.examination import ONE_LIFT, examine, findings_of  # noqa: E402
from diagnosis.core.facts import Case  # noqa: E402
from diagnosis.core.findings import KINDS, Finding  # noqa: E402
from tests.diagnosis import cohort  # noqa: E402
from tests.diagnosis.worlds import AS_WELL, WORLDS  # noqa: E402

WEEKS = 16
UNKNOWN_AREAS = ("volume", "balance")  # four lifts are not all that a person trains
STILL_DAYS = (49, 63, 84)
Said = dict[str, list[Finding]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=200)
    parser.add_argument("--seed", type=int, default=5000)
    parser.add_argument("--policy", default="spotter")
    parser.add_argument("--world", default="default")
    options = parser.parse_args()
    seeds = range(options.seed, options.seed + options.each)
    _constructed(seeds)
    simulated = [
        examined(options.seed, number, WEEKS, world=options.world, policy=options.policy)
        for number in range(options.each)
    ]
    _simulated(simulated)
    for days in STILL_DAYS:
        stalled = (
            examined(options.seed, number, WEEKS, world=options.world, policy=options.policy, still_days=days)
            for number in range(options.each)
        )
        _still(stalled, days, options.each)


def said(case: Case) -> Said:
    by_code: Said = defaultdict(list)
    for finding in findings_of(case, examine(case)):
        by_code[finding.code].append(finding)
    return by_code


def _constructed(seeds: Sequence[int]) -> None:
    fine = Counter(code for seed in seeds for code in said(cohort.fine(seed).case))
    print(f"\nConstructed athletes, {len(seeds)} of each world\n{'':24} found  said where all is well")
    for code, world in WORLDS.items():
        found = sum(bool({code, *AS_WELL.get(code, ())} & said(world(seed)).keys()) for seed in seeds)
        print(f"{code:22} {found:7} {fine[code]:7}", flush=True)


def _simulated(athletes: Sequence[Examined]) -> None:
    """Each athlete counts once for a code, and as false where any of what was said with it is."""
    told: Counter[str] = Counter()
    false: Counter[str] = Counter()
    for one in athletes:
        for code, findings in said(one.case).items():
            if KINDS[code].area in UNKNOWN_AREAS:
                continue
            told[code] += 1
            false[code] += is_true(one, findings) is False
    print(f"\nSimulated athletes, {len(athletes)}\n{'':24}  said   false")
    for code, count in told.most_common():
        print(f"{code:22} {count:7} {false[code] if code in TRUTHS else '-':>7}", flush=True)


def _still(athletes: Iterable[Examined], days: int, of: int) -> None:
    found = sum(one.athlete.still in set(_named(one)) for one in athletes if isinstance(one.athlete, Stalled))
    print(f"one lift still for {days} days: found {found} of {of}", flush=True)


def _named(one: Examined) -> Iterator[str]:
    for code, findings in said(one.case).items():
        if code in ONE_LIFT:
            yield from (str(each.facts["exercise"]) for each in findings)


if __name__ == "__main__":
    main()
