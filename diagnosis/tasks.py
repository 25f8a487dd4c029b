"""Background work of the diagnosis, in a queue of its own: it takes long and may wait. Each may run twice or never."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.db import OperationalError, transaction
from django.utils import timezone

from diagnosis.models import Execution
from diagnosis.services import executions, routines, running


@shared_task(acks_late=True, autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def run_diagnosis(execution_id: str) -> None:
    """Do one diagnosis, unless someone else is at it."""
    running.run(UUID(execution_id))


def wake(execution: Execution) -> None:
    """Have a worker take it once it is committed. When the broker is away the row waits, and the sweeper finds it."""
    transaction.on_commit(lambda: run_diagnosis.apply_async((str(execution.pk),), retry=False), robust=True)


@shared_task
def sweep_diagnoses() -> None:
    """Start again what was queued and never begun, what its worker left, and what has waited long enough."""
    executions.give_up(timezone.now())
    for execution_id in executions.waiting():
        run_diagnosis.apply_async((str(execution_id),), retry=False)


@shared_task
def begin_routines() -> None:
    """Queue the diagnoses that were asked for regularly."""
    for execution in routines.begin_due(timezone.now()):
        wake(execution)
