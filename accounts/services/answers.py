"""Idempotency-Key: the first request claims the key, its answer is kept, a repeat gets the same answer.

Answers are kept encrypted: some hold tokens or recovery codes, of which nothing else is stored that could be read."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.core.refusals import AnswerInProgress, IdempotencyConflict
from accounts.models import IdempotentAnswer, User
from accounts.services.sealing import is_sealed, seal, unseal

KEPT = timedelta(hours=24)
# Longer than any request may take: a claim this old belongs to a process that died.
ABANDONED = timedelta(minutes=5)


def claim_key(user: User, key: str, fingerprint: str, now: datetime | None = None) -> tuple[IdempotentAnswer, bool]:
    """The row of this key, with its answer in the clear, and whether the caller is the one to do the work.

    IdempotencyConflict for another request under the same key, or an answer that cannot be read since SECRET_KEY was
    replaced; AnswerInProgress while the first is at work.
    """
    now = now or timezone.now()
    IdempotentAnswer.objects.filter(user=user, key=key, created_at__lt=now - KEPT).delete()
    row, is_first = IdempotentAnswer.objects.get_or_create(user=user, key=key, defaults={"fingerprint": fingerprint})
    if is_first:
        return row, True
    if row.fingerprint != fingerprint:
        raise IdempotencyConflict
    if row.status is not None:
        body = unseal(row.body) if is_sealed(row.body) else row.body
        if body is None:
            raise IdempotencyConflict
        row.body = body
        return row, False
    abandoned = IdempotentAnswer.objects.filter(pk=row.pk, status=None, created_at__lt=now - ABANDONED)
    if abandoned.update(created_at=now):
        return row, True
    raise AnswerInProgress(retry_after_s=1)


def keep_answer(row: IdempotentAnswer, status: int, body: str) -> None:
    IdempotentAnswer.objects.filter(pk=row.pk).update(status=status, body=seal(body))


def release_key(row: IdempotentAnswer) -> None:
    """The work was not done, so the key is free for another try."""
    IdempotentAnswer.objects.filter(pk=row.pk, status=None).delete()


def forget_answers(now: datetime) -> int:
    return IdempotentAnswer.objects.filter(created_at__lt=now - KEPT).delete()[0]
