"""Exercise titles of other apps: recognised where we know them, else kept as exercises of one athlete's own."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from uuid import UUID

from django.utils.text import slugify

from plans.core.matching import NameIndex, normalised, parse_aliases
from plans.core.movements import OTHER_EQUIPMENT, UNKNOWN_PATTERN, Catalogue
from plans.models import Exercise
from plans.services.catalogue import catalogue_for

ALIASES_FILE = Path(__file__).resolve().parents[1] / "catalogue" / "aliases.csv"
NAME_MAX = 120


def name_index(athlete_id: UUID) -> NameIndex:
    """What recognises titles for one athlete: the shared catalogue, its aliases, and the athlete's own exercises."""
    catalogue = catalogue_for(athlete_id)
    return NameIndex.of(catalogue, parse_aliases(_known(catalogue), catalogue))


def _known(catalogue: Catalogue) -> list[dict[str, str]]:
    return [dict(row) for row in _alias_rows() if row["slug"] in catalogue]


@cache
def _alias_rows() -> tuple[Mapping[str, str], ...]:
    with ALIASES_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def private_slug(athlete_id: UUID, title: str) -> str:
    """The same title of the same athlete always gives the same slug; another athlete's gives another."""
    digest = hashlib.sha256(f"{athlete_id}|{normalised(title) or title}".encode()).hexdigest()[:12]
    return f"own-{digest}-{slugify(title)[:60]}".rstrip("-")


def add_private_exercises(athlete_id: UUID, modes: Mapping[str, str]) -> None:
    """Keep unknown exercises, from title to mode (load | reps | time | dist). What exists already stays as it is.

    No plan prescribes them: their pattern is unknown and what they need is nobody's to own.
    """
    rows = [
        Exercise(
            slug=private_slug(athlete_id, title),
            owner_id=athlete_id,
            name_en=title[:NAME_MAX],
            pattern=UNKNOWN_PATTERN,
            equipment=[[OTHER_EQUIPMENT]],
            mode=mode,
            source="log",
        )
        for title, mode in modes.items()
    ]
    Exercise.objects.bulk_create(rows, ignore_conflicts=True)
