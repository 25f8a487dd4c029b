"""The pure estimator: set updates a second on one core, and memory over many athletes.

    python -m benchmarks.estimator [--athletes 10000] [--sessions 5] [--json FILE]

CPU time, so that a busy machine matters little. Three ways of learning: whole sessions of three sets, as ratings come
in; sessions of one set; and set by set, where each set is learnt anew from the state before the session, as between two
sets of a workout. Memory is that of Python's own objects while one athlete after the other goes by, four lifts each:
flat means that nothing of an athlete stays behind. No database, no Django.
"""

from __future__ import annotations

import argparse
import json
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from science import estimator
from science.effort import RatedSet, rpe_from_rir
from science.estimator import LiftState

LIFTS = 4
SETS = 3
DAYS_BETWEEN = 3.5
TIMED_SESSIONS = 4000
MARKS = 5

Sets = Sequence[RatedSet]
Learn = Callable[[LiftState, Sets], tuple[LiftState, int]]


@dataclass(frozen=True, slots=True)
class Speed:
    """Set updates a second of CPU, and microseconds for one."""

    way: str
    updates_per_s: float
    update_us: float


@dataclass(frozen=True, slots=True)
class Memory:
    """KiB of Python objects after so many athletes."""

    athletes: int
    kib: float


def whole_session(state: LiftState, sets: Sets) -> tuple[LiftState, int]:
    after, _ = estimator.observe(estimator.predict(state, DAYS_BETWEEN), sets)
    return after, len(sets)


def one_set(state: LiftState, sets: Sets) -> tuple[LiftState, int]:
    return whole_session(state, sets[:1])


def set_by_set(state: LiftState, sets: Sets) -> tuple[LiftState, int]:
    before = after = estimator.predict(state, DAYS_BETWEEN)
    for done in range(1, len(sets) + 1):
        after, _ = estimator.observe(before, sets[:done])
    return after, len(sets)


WAYS: dict[str, Learn] = {"whole sessions": whole_session, "one set each": one_set, "set by set": set_by_set}


def sessions(rng: Random, count: int) -> list[Sets]:
    """Sessions of three sets of five around RPE 8, rated with errors of half a rep."""
    return [
        tuple(RatedSet(rng.gauss(100, 5), 5, rpe_from_rir(max(0.0, rng.gauss(2 - 0.3 * n, 0.5)))) for n in range(SETS))
        for _ in range(count)
    ]


def first_state() -> LiftState:
    return estimator.initial("intermediate", 120.0, "self_report")


def speed(way: str, work: Sequence[Sets]) -> Speed:
    learn, state, updates = WAYS[way], first_state(), 0
    begun = time.process_time()
    for sets in work:
        state, learnt = learn(state, sets)
        updates += learnt
    seconds = time.process_time() - begun
    return Speed(way, updates / seconds, 1e6 * seconds / updates)


def memory(athletes: int, work: Sequence[Sets]) -> list[Memory]:
    """What is held after each part of the athletes, one after the other, each with four lifts."""
    tracemalloc.start()
    marks = []
    for number in range(1, athletes + 1):
        for _ in range(LIFTS):
            state = first_state()
            for sets in work:
                state, _ = whole_session(state, sets)
        if number % max(1, athletes // MARKS) == 0:
            marks.append(Memory(number, tracemalloc.get_traced_memory()[0] / 1024))
    tracemalloc.stop()
    return marks


def main() -> None:
    parser = argparse.ArgumentParser(description="Speed and memory of the pure estimator.")
    parser.add_argument("--athletes", type=int, default=10_000)
    parser.add_argument("--sessions", type=int, default=5, help="of each lift, while memory is watched")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    rng = Random(1)
    work = sessions(rng, TIMED_SESSIONS)
    speeds = [speed(way, work) for way in WAYS]
    for each in speeds:
        print(f"{each.way:15} {each.updates_per_s:>9,.0f} set updates/s {each.update_us:7.1f} µs each")
    marks = memory(asked.athletes, work[: asked.sessions])
    for mark in marks:
        print(f"{mark.athletes:>7,} athletes {mark.kib:8.1f} KiB held")
    if asked.json:
        found = {"speed": [asdict(each) for each in speeds], "memory": [asdict(each) for each in marks]}
        asked.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
