"""Replies that may answer again, and one asker at a time: the others wait for what that one gets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from accounts.core.ids import uuid7
from llm.core.bodies import Draft
from llm.core.keys import reply_key
from llm.core.patience import Deadline
from llm.core.providers import Provider
from llm.core.questions import Answer, Question
from llm.models import KeptReply

LOOK_S = 0.1


@dataclass(frozen=True, slots=True)
class Held:
    """This asker fetches the reply; the others wait."""

    key: str
    holder: UUID


def key_of(question: Question[Any], draft: Draft, provider: Provider) -> str:
    """Everything that a reply depends on. Words of a person are in the turns, so no two people share a key."""
    return reply_key(
        owner=str(question.athlete_id or ""),
        parts={
            "job": question.job.name,
            "instructions": [question.instructions.name, question.instructions.sha256],
            "locale": question.locale,
            "model": str(provider),
            "params": [draft.tokens_max, draft.temperature],
            "schema": draft.schema,
            "rules": question.rules,
            "turns": [[turn.role, turn.text] for turn in draft.turns],
        },
    )


def hold_or_kept(
    question: Question[Any],
    key: str,
    deadline: Deadline,
    clock: Callable[[], float],
    pause: Callable[[float], None],
    moment: Callable[[], datetime],
) -> Held | KeptReply | None:
    """A kept reply, or the right to fetch it. While somebody else does, wait; None when that takes too long."""
    holder = uuid7()
    while not deadline.is_over(clock()) and not question.is_cancelled():
        now = moment()
        if kept := KeptReply.objects.filter(key=key, expires_at__gt=now).exclude(text="").first():
            return kept
        if claim(question, key, holder, now, timedelta(seconds=deadline.left_s(clock()) + 1)):
            return Held(key, holder)
        pause(LOOK_S)
    return None


def claim(question: Question[Any], key: str, holder: UUID, now: datetime, lease: timedelta) -> bool:
    """Become the one who fetches. A conditional UPDATE, so that of two only one does."""
    held = {"holder": holder, "lease_until": now + lease, "expires_at": now + lease, "text": ""}
    free = Q(text="", lease_until__lt=now) | ~Q(text="") & Q(expires_at__lte=now)
    if KeptReply.objects.filter(free, key=key).update(**held):
        return True
    KeptReply.objects.bulk_create(
        [KeptReply(key=key, athlete_id=question.athlete_id, job=question.job.name, **held)], ignore_conflicts=True
    )
    return KeptReply.objects.filter(key=key, holder=holder).exists()


def keep(held: Held, answer: Answer[Any], now: datetime, kept_for: timedelta) -> None:
    KeptReply.objects.filter(key=held.key, holder=held.holder).update(
        text=answer.text, provider=answer.provider, model=answer.model, expires_at=now + kept_for, holder=None,
        lease_until=None,
    )  # fmt: skip


def release(held: Held) -> None:
    """Let the next one try, when nothing came of it."""
    KeptReply.objects.filter(key=held.key, holder=held.holder, text="").delete()


def drop(key: str) -> None:
    """Forget a reply that today's rules would not accept."""
    KeptReply.objects.filter(key=key).exclude(text="").delete()
