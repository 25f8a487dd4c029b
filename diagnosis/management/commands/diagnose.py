"""Examine one athlete, here and now or by a worker."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from diagnosis.core.refusals import DiagnosisRunning
from diagnosis.models import Execution
from diagnosis.services import executions, running
from diagnosis.tasks import wake


class Command(BaseCommand):
    help = "Ask for the diagnosis of an athlete."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--athlete", required=True, help="e-mail address")
        parser.add_argument("--days", type=int, default=executions.WINDOW_DAYS, help="14 to 180")
        parser.add_argument("--now", action="store_true", help="do the work here instead of handing it to a worker")

    def handle(self, *, athlete: str, days: int, now: bool, **options: Any) -> str:
        if not 14 <= days <= 180:
            raise CommandError("--days is 14 to 180.")
        person = User.objects.filter(email=athlete.strip().lower()).first()
        if person is None:
            raise CommandError(f"Nobody here has the address {athlete}.")
        try:
            execution = executions.request(athlete=person, now=timezone.now(), window_days=days)
        except DiagnosisRunning as problem:
            running_id = problem.facts["execution_id"]
            raise CommandError(f"{running_id} is running already: manage.py diagnosis_status {running_id}") from None
        if not now:
            wake(execution)
            return f"{execution.pk} is queued: manage.py diagnosis_status {execution.pk}"
        running.run(execution.pk)
        execution = Execution.objects.get(pk=execution.pk)
        return f"{execution.pk}: {execution.status} {execution.error_type}".strip()
