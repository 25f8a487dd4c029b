"""Many athletes, on as many processes as wanted: the result is the same whatever their number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context

from benchmarks.simulation.athlete import LEVELS
from benchmarks.simulation.policies.registry import maker
from benchmarks.simulation.runner import Outcome, athlete_of, play
from benchmarks.simulation.worlds import WORLDS

MIXED_WEEKS = (12, 14, 16)
CHUNK = 4


@dataclass(frozen=True, slots=True)
class Trial:
    """What is simulated. weeks None: 12, 14 and 16 in turns."""

    policies: tuple[str, ...]
    world: str
    seed: int
    athletes: int
    weeks: int | None


Outcomes = dict[str, list[Outcome]]


def run(trial: Trial, *, processes: int = 1, progress: Callable[[int], None] = lambda done: None) -> Outcomes:
    """Outcomes by policy, athletes in order. progress is told how many athletes are done."""
    outcomes: Outcomes = {name: [] for name in trial.policies}
    for done, played in enumerate(_played(trial, processes), start=1):
        for name, outcome in zip(trial.policies, played, strict=True):
            outcomes[name].append(outcome)
        progress(done)
    return outcomes


def _played(trial: Trial, processes: int) -> Iterator[list[Outcome]]:
    play_one = partial(_play, trial)
    if processes == 1:
        yield from map(play_one, range(trial.athletes))
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield from pool.map(play_one, range(trial.athletes), chunksize=CHUNK)


def weeks_of(trial: Trial, number: int) -> int:
    return trial.weeks or MIXED_WEEKS[number // len(LEVELS) % len(MIXED_WEEKS)]


def _play(trial: Trial, number: int) -> list[Outcome]:
    """One athlete under every policy."""
    athlete = athlete_of(trial.seed, number, WORLDS[trial.world], weeks_of(trial, number))
    return [play(athlete, maker(name)) for name in trial.policies]
