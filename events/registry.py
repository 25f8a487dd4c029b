"""Reactions: what an app does about entries that an app below it wrote. Registered in AppConfig.ready."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Reaction:
    """`start` hands the athlete's id to a background task; it may fail or be lost, the sweeper looks again. `run` does
    the work in this process."""

    name: str
    kinds: frozenset[str]
    start: Callable[[UUID], None]
    run: Callable[[UUID], object]


_reactions: dict[str, Reaction] = {}
_sweeps: dict[str, Callable[[], int]] = {}


def register(name: str, kinds: set[str], *, start: Callable[[UUID], None], run: Callable[[UUID], object]) -> None:
    """Have `start` called after each commit that appended an entry of one of these kinds."""
    _reactions[name] = Reaction(name, frozenset(kinds), start, run)


def register_sweep(name: str, sweep: Callable[[], int]) -> None:
    """Have `sweep` called by the sweeper, for jobs that are rows of their own; it returns how many it started."""
    _sweeps[name] = sweep


def sweeps() -> tuple[tuple[str, Callable[[], int]], ...]:
    return tuple(_sweeps.items())


def reaction(name: str) -> Reaction | None:
    return _reactions.get(name)


def names() -> frozenset[str]:
    return frozenset(_reactions)


def reactions_to(kind: str) -> tuple[Reaction, ...]:
    return tuple(reaction for reaction in _reactions.values() if kind in reaction.kinds)
