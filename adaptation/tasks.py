"""Background work of adaptation. Each may run twice or never: the sweepers look again."""

from __future__ import annotations

import logging
from uuid import UUID

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from adaptation import services
from events import services as events

logger = logging.getLogger(__name__)


@shared_task(acks_late=True, autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def react(athlete_id: str) -> None:
    """Take in an athlete's new ratings. On a fault of ours the next try waits, so that nobody else has to."""
    events.run(services.NAME, UUID(athlete_id), timezone.now())


@shared_task
def expire_suggestions() -> None:
    """Close suggestions that nobody answered in time."""
    services.expire_overdue(timezone.now())


@shared_task
def review_absences() -> None:
    """Look at plans whose sessions were missed: no rise over missed work, and the way back after a break."""
    now = timezone.now()
    for plan_id in services.plans_to_review(now):
        try:
            services.review(plan_id, now)
        except Exception:  # one plan that cannot be read must not keep all others waiting
            logger.exception("Plan %s could not be reviewed.", plan_id)
