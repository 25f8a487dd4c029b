"""The exercises that plans may use: written from catalogue files, read as one value."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language

from plans.core.movements import Catalogue, Movement, from_facts, to_facts
from plans.models import Exercise

KEPT = ("slug", "owner")  # what names a row; everything else follows the file
COLUMNS = [field.name for field in Exercise._meta.concrete_fields if field.name not in KEPT]
BATCH = 200


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
    """The shared movements and this athlete's private ones. One query."""
    rows = Exercise.objects.visible_to(athlete_id).order_by("slug").values("slug", *COLUMNS)
    return Catalogue.of(from_facts(row) for row in rows)


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
