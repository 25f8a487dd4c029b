"""Background work of the chat. May run twice or never: the sweeper looks again."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from coaching import services
from events import services as events


@shared_task(acks_late=True, autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def answer(athlete_id: str) -> None:
    """Answer what an athlete has written. On a fault of ours the next try waits, so that nobody else has to."""
    try:
        services.react(UUID(athlete_id))
    except OperationalError:
        raise
    except Exception:
        events.push_back(services.NAME, UUID(athlete_id), timezone.now())
        raise
