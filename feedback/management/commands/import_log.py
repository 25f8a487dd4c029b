"""Import a training log for one athlete, here and now."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from feedback import services, wording
from feedback.core.logs.columns import SOURCES
from feedback.core.logs.outcomes import OUTCOMES
from feedback.core.logs.table import decode
from feedback.core.refusals import LogUnreadable, MappingUnknown
from feedback.models import ImportBatch

ROWS_SHOWN = 20


class Command(BaseCommand):
    help = "Import a training log of Hevy or Strong for one athlete. Doing it again adds only what is new."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--email", required=True, help="the athlete's e-mail address")
        parser.add_argument("--source", choices=SOURCES, help="default: told by the columns")
        parser.add_argument("--unit", choices=("kg", "lbs"), help="default: told by the file")
        parser.add_argument("--map", action="append", default=[], metavar="TITLE=SLUG", help="may be given many times")
        parser.add_argument("--dry-run", action="store_true", help="report what would happen, store nothing")

    def handle(self, *args: Any, file: Path, email: str, **options: Any) -> None:
        athlete = User.objects.filter(email=email.strip().lower()).first()
        if athlete is None:
            raise CommandError(f"There is no account for {email}.")
        batch = self.queue(athlete, file, options)
        self.stdout.write(f"{batch.source} log {file.name}: reading …")
        services.run_import(batch.pk, timezone.now(), self.progress)
        batch.refresh_from_db()
        if batch.state != ImportBatch.State.DONE:
            raise CommandError(f"The import is {batch.state}. {wording.import_error(batch.error)}")
        self.tell(batch)

    def progress(self, read: int, total: int) -> None:
        self.stdout.write(f"  {read} of {total} rows")

    def queue(self, athlete: User, file: Path, options: dict[str, Any]) -> ImportBatch:
        try:
            return services.queue_import(
                athlete=athlete,
                text=decode(file.read_bytes()),
                file_name=file.name,
                source=options["source"],
                unit=options["unit"],
                mapping=dict(self.pair(text) for text in options["map"]),
                dry_run=options["dry_run"],
            )
        except OSError as problem:
            raise CommandError(f"{file} cannot be read: {problem.strerror}.") from problem
        except LogUnreadable as problem:
            raise CommandError(wording.log_unreadable(problem.facts)) from problem
        except MappingUnknown as problem:
            raise CommandError(str(wording.MAPPING_UNKNOWN) % problem.facts) from problem

    def pair(self, text: str) -> tuple[str, str]:
        title, sign, slug = text.rpartition("=")
        if not sign or not title or not slug:
            raise CommandError(f"--map {text}: write it as TITLE=SLUG.")
        return title, slug

    def tell(self, batch: ImportBatch) -> None:
        report = batch.report
        unit = f"{report['unit']}{', inferred' if report['unit_is_inferred'] else ''}"
        self.stdout.write(f"{report['rows']} rows, {report['workouts']} workouts, {unit}.")
        for outcome in OUTCOMES:  # PostgreSQL keeps no order within JSON
            self.stdout.write(f"  {report['counts'][outcome]:>7} {outcome}")
        for each in report["exercises"]:
            self.stdout.write(f"  {each['rows']:>7} {each['title']} → {each['slug']} ({each['recognised_by']})")
        left = [(line, code) for line, outcome, code in batch.row_answers if outcome in ("skipped", "rejected")]
        for line, code in left[:ROWS_SHOWN]:
            self.stdout.write(f"  line {line}: {wording.row_reason(code)}")
        if len(left) > ROWS_SHOWN:
            self.stdout.write(f"  … and {len(left) - ROWS_SHOWN} more rows that were left out.")
        self.stdout.write("Nothing was stored." if batch.dry_run else "Done.")
