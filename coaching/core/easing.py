"""A lighter or a shorter session, as edits that only ever take away. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from plans.core.edits import Edit, SetLoad, SetSets, SetTargetRpe

LIGHTER_SETS, SHORTER_SETS = 2 / 3, 1 / 2  # of what was planned (own choice)
LIGHTER_LOAD = 0.9
LIGHTER_RPE = 1.0  # less; a tenth of the load is worth about two repetitions in reserve
EASIEST_RPE = 5.0
LOADED = frozenset({"load"})  # less weight is easier; on an assistance machine less help is harder


@dataclass(frozen=True, slots=True)
class Work:
    """One exercise of a session as it stands in the plan. `increment_kg`: None where its load is not to be touched."""

    item: str
    role: str
    sets: int
    target_rpe: float | None
    load_kg: float | None
    increment_kg: float | None


def lighter(session: Sequence[Work]) -> tuple[Edit, ...]:
    """A third of the sets less, a tenth of the load less, one point of effort less."""
    return tuple(edit for work in session for edit in (*_sets(work, LIGHTER_SETS), *_effort(work)))


def shorter(session: Sequence[Work]) -> tuple[Edit, ...]:
    """Half the sets of everything that has several."""
    return tuple(edit for work in session for edit in _sets(work, SHORTER_SETS))


def _sets(work: Work, share: float) -> list[Edit]:
    sets = max(1, ceil(work.sets * share - 1e-9))
    return [SetSets(work.item, sets)] if sets < work.sets else []


def _effort(work: Work) -> list[Edit]:
    edits: list[Edit] = []
    if work.target_rpe is not None and work.target_rpe - LIGHTER_RPE >= EASIEST_RPE:
        edits.append(SetTargetRpe(work.item, work.target_rpe - LIGHTER_RPE))
    if work.load_kg and work.increment_kg:
        load_kg = floor(work.load_kg * LIGHTER_LOAD / work.increment_kg) * work.increment_kg
        if 0 < load_kg < work.load_kg:
            edits.append(SetLoad(work.item, load_kg))
    return edits
