"""Background work of the diagnosis, in a queue of its own: it takes long and may wait. Each may run twice or never.

The rows are the queue. A message only says that somebody waits: of a crowd the first few send one, and whoever has
taken a message sends the next when it has done its work. So asking stays cheap, and nothing waits for a lost message
longer than until the next one or the sweeper.
"""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.db import OperationalError, transaction
from django.utils import timezone

from diagnosis.models import Execution
from diagnosis.services import executions, routines, running


@shared_task(acks_late=True, autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def run_diagnosis(execution_id: str) -> None:
    """Do this diagnosis or, if someone else is at it, the one that waits longest."""
    try:
        if not running.run(UUID(execution_id)):
            next(filter(running.run, executions.waiting()), None)
    finally:
        for following in executions.waiting(1):
            call(following)


def wake(execution: Execution) -> None:
    """Have a worker take it once it is committed, or leave it to those that are called already. When the broker is away
    the row waits, and the sweeper finds it."""
    if execution.before < executions.AHEAD:
        call(execution.pk)


def call(execution_id: UUID) -> None:
    transaction.on_commit(lambda: run_diagnosis.apply_async((str(execution_id),), retry=False), robust=True)


@shared_task
def sweep_diagnoses() -> None:
    """Start again what was queued and never begun, what its worker left, and what has waited long enough."""
    executions.give_up(timezone.now())
    for execution_id in executions.waiting():
        call(execution_id)


@shared_task
def begin_routines() -> None:
    """Queue the diagnoses that were asked for regularly."""
    for execution in routines.begin_due(timezone.now()):
        wake(execution)
