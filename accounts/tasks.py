"""Housekeeping of accounts."""

from uuid import UUID

from celery import shared_task
from django.db import OperationalError, transaction
from django.utils import timezone

from accounts import services as accounts
from accounts.models import AccountMail


@shared_task
def forget_expired() -> None:
    """Drop kept answers, counts and logins whose time is over. Safe to run twice, or not at all."""
    now = timezone.now()
    accounts.forget_answers(now)
    accounts.forget_counts(now)
    accounts.forget_tokens(now)
    accounts.forget_mails(now)


@shared_task(acks_late=True, autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def send_mail(mail_id: str) -> None:
    """Send one mail about an account, unless somebody else is at it."""
    accounts.send_mail(UUID(mail_id), timezone.now())


def wake(mail: AccountMail | None) -> None:
    """Have a worker send it once it is committed. When the broker is away the row waits, and the sweeper finds it."""
    if mail is not None:
        transaction.on_commit(lambda: send_mail.apply_async((str(mail.pk),), retry=False), robust=True)


@shared_task
def sweep_mails() -> None:
    """Send what has waited long enough, and what was never begun."""
    for mail_id in accounts.waiting_mails(timezone.now()):
        send_mail.apply_async((str(mail_id),), retry=False)
