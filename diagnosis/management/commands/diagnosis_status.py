"""How diagnoses stand, and to have one go on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from diagnosis.core.stages import ENDED
from diagnosis.models import Execution
from diagnosis.tasks import wake

LISTED = 20


class Command(BaseCommand):
    help = "Show the diagnoses that run, or one of them with its stages; --requeue hands it to a worker again."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("execution", nargs="?", type=UUID)
        parser.add_argument("--requeue", action="store_true", help="if nobody works on it, have a worker go on")

    def handle(self, *, execution: UUID | None, requeue: bool, **options: Any) -> str:
        if execution is None:
            found = Execution.objects.running().select_related("athlete").order_by("created_at")
            for each in found[:LISTED]:
                self.stdout.write(f"{each.pk} {each.status} {each.progress} % {each.stage} of {each.athlete.email}")
            return f"{found.count()} diagnoses run or wait."
        row = Execution.objects.filter(pk=execution).first()
        if row is None:
            raise CommandError(f"There is no diagnosis {execution}.")
        for stage in row.stages.order_by("finished_at"):
            took_s = (stage.finished_at - stage.started_at).total_seconds()
            self.stdout.write(f"{stage.name}: done in {took_s:.2f} s")
        for answer in row.answers.order_by("provider"):
            self.stdout.write(f"{answer.provider}: {answer.error_type or 'answered'} {answer.fault}".rstrip())
        if requeue:
            if row.status in ENDED:
                raise CommandError("It has ended. An athlete or the admin may try it again.")
            wake(row)
            self.stdout.write("Handed to a worker.")
        return f"{row.status} {row.progress} % {row.stage} {row.error_type} {row.error_cause}".rstrip()
