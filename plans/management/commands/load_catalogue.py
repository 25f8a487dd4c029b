"""Load the shipped exercise catalogue."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from plans import services
from plans.core.catalogue_file import parse_row
from plans.core.movements import Catalogue, Movement, MovementInvalid

CATALOGUE_FILE = Path(__file__).resolve().parents[2] / "catalogue" / "exercises.csv"


class Command(BaseCommand):
    help = "Load the shipped exercises: new ones are added, changed ones updated. Safe to run at every start."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            catalogue = Catalogue.of(self.movements())
        except MovementInvalid as fault:
            raise CommandError(f"{CATALOGUE_FILE.name}: {fault}") from fault
        changed = services.load_catalogue(catalogue)
        self.stdout.write(f"{len(catalogue)} exercises, {changed} of them new or changed.")

    def movements(self) -> Iterator[Movement]:
        with CATALOGUE_FILE.open(encoding="utf-8", newline="") as file:
            yield from map(parse_row, csv.DictReader(file))
