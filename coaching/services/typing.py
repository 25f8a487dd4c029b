"""Somebody is typing: a hint to the open screens of one athlete. What is kept is only when they last did."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from accounts import services as accounts
from accounts.core.instants import instant
from accounts.core.refusals import LimiterAway
from coaching.models import Message, PromptBudget
from events import services as events

TYPING = "typing"
SHOWN = timedelta(seconds=6)  # a client that goes on typing says so every three


def typing(*, athlete_id: UUID, author: str, now: datetime) -> dict[str, Any]:
    """Tell the athlete's screens that `author` is writing. Said at most once in three seconds for each author, however
    often it is called; returns what the screens are told."""
    told = {"author": str(author), "until": instant(now + SHOWN)}
    try:
        is_due = accounts.take(TYPING, f"{athlete_id}:{author}", now).allowed
    except LimiterAway:
        is_due = False  # nobody misses it
    if is_due:
        events.pass_on(athlete_id, TYPING, told)
        if author == Message.Author.ATHLETE:  # whoever writes is not interrupted
            PromptBudget.objects.filter(pk=athlete_id).update(typing_at=now)
    return told
