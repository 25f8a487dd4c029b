"""The one way in which Spotter answers in the chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from accounts.core.ids import uuid7
from coaching.core.text import TEXT_MAX
from coaching.models import Message
from coaching.services.messages import store
from coaching.wording.blocks import Block, plain

LEAST = timedelta(microseconds=1)


def say(
    question: Message,
    blocks: Sequence[Block],
    now: datetime,
    *,
    origin: str = Message.Origin.RULE,
    message_id: UUID | None = None,
) -> Message:
    """Store the answer, inside the caller's transaction. It stands after its question, whatever the clocks of two
    machines say; the constraint on `reply_to` lets no second one in."""
    message = Message(
        pk=message_id or uuid7(),
        athlete_id=question.athlete_id,
        author=Message.Author.COACH,
        text=plain(blocks)[:TEXT_MAX],
        content={"blocks": list(blocks)},
        origin=origin,
        reply_to=question,
        created_at=max(now, question.created_at + LEAST),
    )
    store(message)
    return message
