"""Housekeeping of accounts."""

from celery import shared_task
from django.utils import timezone

from accounts import services as accounts


@shared_task
def forget_expired() -> None:
    """Drop kept answers, counts and logins whose time is over. Safe to run twice, or not at all."""
    now = timezone.now()
    accounts.forget_answers(now)
    accounts.forget_counts(now)
    accounts.forget_tokens(now)
