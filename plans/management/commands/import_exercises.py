"""Add the exercises of free-exercise-db to this instance."""

from collections import Counter
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from plans import services
from plans.core.catalogue_sources import EntryRefused, json_objects, movement_of, read_entry
from plans.core.movements import CATALOGUE_SOURCE, OTHER_EQUIPMENT, UNKNOWN_PATTERN, Movement
from plans.models import Exercise

CHUNK_CHARS = 64 * 1024
BATCH = 200
OUTCOMES = {
    "added": "added",
    "review": "added for review: never prescribed until someone sorts them",
    "linked": "left out, the catalogue has the same movement",
    "kept": "already here, left as they are",
    "refused": "refused",
}


class Command(BaseCommand):
    help = (
        "Add exercises from free-exercise-db's exercises.json. Names, muscles, equipment only: the rights in its texts "
        "and photos are unverified. Running it again adds nothing and undoes no edit."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="exercises.json of yuhonas/free-exercise-db")
        parser.add_argument("--dry-run", action="store_true", help="report, but keep nothing")
        parser.add_argument("--limit", type=int, help="stop after this many entries")

    def handle(self, *args: Any, file: Path, dry_run: bool, limit: int | None, **options: Any) -> None:
        linked = self.linked_refs()
        self.chatty = options["verbosity"] > 1
        self.outcomes: Counter[str] = Counter()
        try:
            with file.open(encoding="utf-8") as text, transaction.atomic():
                entries = islice(json_objects(iter(partial(text.read, CHUNK_CHARS), "")), limit)
                while batch := list(islice(entries, BATCH)):
                    self.add(batch, linked)
                transaction.set_rollback(dry_run)
        except (OSError, UnicodeDecodeError, EntryRefused) as fault:
            raise CommandError(f"{file}: {fault}. Nothing was imported.") from fault
        self.summarise(dry_run)

    def linked_refs(self) -> frozenset[str]:
        """Entries that the shipped catalogue already has under its own name."""
        shipped = Exercise.objects.filter(source=CATALOGUE_SOURCE).exclude(source_ref="")
        linked = frozenset(shipped.values_list("source_ref", flat=True))
        if not linked:
            raise CommandError(
                "The catalogue is empty. Run `manage.py load_catalogue` first, or doubles would be made."
            )
        return linked

    def add(self, batch: list[dict[str, Any]], linked: frozenset[str]) -> None:
        read = [movement for entry in batch if (movement := self.read(entry, linked))]
        taken = set(Exercise.objects.filter(pk__in=[movement.slug for movement in read]).values_list("pk", flat=True))
        fresh: dict[str, Movement] = {}
        for movement in read:
            if movement.slug in taken or movement.slug in fresh:
                self.note("kept", movement.source_ref)
            else:
                fresh[movement.slug] = movement
                self.note(*outcome_of(movement))
        services.load_catalogue(fresh.values())

    def read(self, entry: dict[str, Any], linked: frozenset[str]) -> Movement | None:
        try:
            movement = movement_of(read_entry(entry))
        except EntryRefused as fault:
            self.note("refused", str(entry.get("id"))[:60], str(fault))
            return None
        if movement.source_ref in linked:
            self.note("linked", movement.source_ref)
            return None
        return movement

    def note(self, outcome: str, ref: str, reason: str = "") -> None:
        self.outcomes[outcome] += 1
        if reason or self.chatty:
            self.stdout.write(f"{outcome}: {ref}" + (f" ({reason})" if reason else ""))

    def summarise(self, dry_run: bool) -> None:
        self.stdout.write(f"{self.outcomes.total()} entries" + (" (dry run, nothing kept)" if dry_run else ""))
        for outcome, words in OUTCOMES.items():
            self.stdout.write(f"{self.outcomes[outcome]:6} {words}")


def outcome_of(movement: Movement) -> tuple[str, str, str]:
    """Outcome, reference and reason of a row that is written."""
    if movement.pattern == UNKNOWN_PATTERN:
        return "review", movement.source_ref, "no rule knows its movement pattern"
    if OTHER_EQUIPMENT in movement.equipment[0]:
        return "review", movement.source_ref, "its equipment is only called other"
    return "added", movement.source_ref, ""
