"""In which order providers are asked: as the environment lists them, where staff has not said otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

STEP = 10  # between two of the environment's, so that one can be put between them


@dataclass(frozen=True, slots=True)
class Standing:
    """What staff has said of one provider."""

    position: int
    is_enabled: bool = True


def listed(names: Sequence[str]) -> dict[str, int]:
    """The positions that the environment's own order gives."""
    return {name: STEP * number for number, name in enumerate(names, start=1)}


def arranged(names: Sequence[str], standings: Mapping[str, Standing]) -> tuple[str, ...]:
    """The names of those that are asked, the first one first. Of two with one position the environment's first."""
    places = listed(names)
    asked = [name for name in places if name not in standings or standings[name].is_enabled]
    return tuple(sorted(asked, key=lambda name: standings[name].position if name in standings else places[name]))
