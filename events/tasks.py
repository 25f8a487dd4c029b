"""Background work of the journal."""

from celery import shared_task
from django.utils import timezone

from events import services


@shared_task
def sweep() -> None:
    """Start again every reaction that has entries left to read."""
    services.start_due(timezone.now())
