"""The exercises that plans may use: written from catalogue files, read as one value."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models.functions import Cast
from django.utils.translation import get_language

from plans.core.movements import Catalogue, Movement, from_facts, to_facts
from plans.models import Exercise

KEPT = ("slug", "owner")  # what names a row; everything else follows the file
COLUMNS = [field.name for field in Exercise._meta.concrete_fields if field.name not in KEPT]
BATCH = 200
LISTS = [field.name for field in Exercise._meta.concrete_fields if isinstance(field, models.JSONField)]
PLAIN = [name for name in ("slug", *COLUMNS) if name not in LISTS]


@transaction.atomic
def load_catalogue(movements: Iterable[Movement]) -> int:
    """Write shared exercises from these movements; how many rows are new or changed. Loading twice changes nothing.

    Rows that the file no longer has stay, because plans and ratings may point at them. A private exercise that has
    the same slug stays as its owner knows it.
    """
    fresh = {movement.slug: exercise_of(movement) for movement in movements}
    known = Exercise.objects.in_bulk(list(fresh))
    changed = [exercise for slug, exercise in fresh.items() if slug not in known or _outdated(known[slug], exercise)]
    Exercise.objects.bulk_create(
        changed, batch_size=BATCH, update_conflicts=True, unique_fields=["slug"], update_fields=COLUMNS
    )
    return len(changed)


def catalogue_for(athlete_id: UUID) -> Catalogue:
    """The shared movements and this athlete's private ones. One query.

    Every plan, swap and reaction asks for them, and they hardly ever change: the lists are fetched as the text that is
    stored, and a row that reads as it did before is the movement that it was.
    """
    texts = (Cast(name, models.TextField()) for name in LISTS)
    rows = Exercise.objects.visible_to(athlete_id).order_by("slug").values_list(*PLAIN, *texts)
    return Catalogue.of(map(movement_of, rows))


@lru_cache(maxsize=4096)
def movement_of(row: tuple[Any, ...]) -> Movement:
    """The movement of one row of PLAIN columns, followed by the texts of the LISTS."""
    plain, lists = row[: len(PLAIN)], row[len(PLAIN) :]
    facts = dict(zip(PLAIN, plain, strict=True))
    return from_facts(facts | {name: json.loads(text) for name, text in zip(LISTS, lists, strict=True)})


def exercise_of(movement: Movement) -> Exercise:
    """The row of a shared movement, not yet saved."""
    return Exercise(**to_facts(movement))


def _outdated(stored: Exercise, fresh: Exercise) -> bool:
    return stored.owner_id is None and any(getattr(stored, name) != getattr(fresh, name) for name in COLUMNS)


def names_of(slugs: Iterable[str]) -> dict[str, str]:
    """Exercises by slug, as they are called in the language of the moment. One query, none for no slugs."""
    wanted, language = set(slugs), get_language() or "en"
    found = Exercise.objects.filter(slug__in=wanted) if wanted else ()
    return {exercise.slug: exercise.name(language) for exercise in found}
