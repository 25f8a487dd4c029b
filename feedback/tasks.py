"""Background work of feedback: addresses of services. Each may run twice or never; the sweeper looks again."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.db import OperationalError, transaction
from django.utils import timezone

from feedback import services
from feedback.models import ImportBatch


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def run_import(import_id: str) -> None:
    """Do one import, unless someone else is at it."""
    services.run_import(UUID(import_id), timezone.now())


def wake(batch: ImportBatch) -> None:
    """Have a worker do this import once it is committed. When the broker is away the row waits, and the sweeper finds
    it."""
    transaction.on_commit(lambda: run_import.apply_async((str(batch.pk),), retry=False), robust=True)


@shared_task
def sweep_imports() -> None:
    """Start again what was queued and never begun, or begun and never finished; give up what fails every time."""
    services.give_up_imports()
    for import_id in services.waiting_imports():
        run_import.apply_async((str(import_id),), retry=False)
