"""Writing and reading the messages of a chat."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts import services as accounts
from accounts.core.instants import instant
from accounts.models import User
from coaching import kinds
from coaching.core.refusals import MessageIdTaken
from coaching.core.text import fit
from coaching.models import Message, ReadMark
from events import services as events

PAGE, PAGE_MAX = 50, 200
LOOK = "coaching.message"


def post(
    *,
    athlete: User,
    text: str,
    client_id: UUID,
    now: datetime,
    author: str = Message.Author.ATHLETE,
    author_user: User | None = None,
) -> tuple[Message, bool]:
    """Put a person's message into an athlete's chat and journal it. Answers the message and whether it is new: the same
    client_id of the same person again changes nothing.

    Without `author_user` the athlete writes. Raises MessageUnfit, and MessageIdTaken where the client_id stands for
    another text.
    """
    message = Message(
        athlete=athlete,
        author=author,
        author_user=author_user or athlete,
        client_id=client_id,
        text=fit(text),
        origin=Message.Origin.PERSON,
        created_at=now,
    )
    return _store_once(message)


def write_as_coach(*, coach: User, athlete_id: UUID, text: str, client_id: UUID, now: datetime) -> tuple[Message, bool]:
    """A message of a coach whom the athlete has agreed to; written down in the audit. What the athlete says stays
    between them and Spotter.

    Raises User.DoesNotExist for everybody whom this person does not coach, and what `post` raises.
    """
    if not coach.is_coach:
        raise User.DoesNotExist
    athlete = accounts.visit(viewer=coach, athlete_id=athlete_id, target=LOOK, now=now)
    return post(
        athlete=athlete, text=text, client_id=client_id, now=now, author=Message.Author.COACH, author_user=coach
    )


def _store_once(message: Message) -> tuple[Message, bool]:
    """The unique client id decides between posts at the same moment, so there is no look before the insert."""
    try:
        with transaction.atomic():
            store(message)
    except IntegrityError:
        sent = Message.objects.filter(
            athlete=message.athlete_id, author_user=message.author_user_id, client_id=message.client_id
        )
        standing = sent.first()
        if standing is None:
            raise
        if standing.text != message.text:
            raise MessageIdTaken(client_id=str(message.client_id)) from None
        return standing, False
    return message, True


def store(message: Message) -> None:
    """Insert a message and journal it, inside the caller's transaction."""
    message.save(force_insert=True)
    events.append(message.athlete_id, kinds.MESSAGE, as_json(message))


def as_json(message: Message) -> dict[str, Any]:
    """A message as every transport tells it."""
    return {
        "id": str(message.pk),
        "client_id": _text(message.client_id),
        "author": str(message.author),
        "author_id": _text(message.author_user_id),
        "text": message.text,
        "content": message.content,
        "origin": str(message.origin),
        "reply_to": _text(message.reply_to_id),
        "created_at": instant(message.created_at),
    }


def mark_json(mark: ReadMark | None) -> dict[str, str | None]:
    """How far the athlete has read, as every transport tells it; nulls where they never did."""
    if mark is None:
        return {"up_to": None, "at": None}
    return {"up_to": str(mark.message_id), "at": instant(mark.read_at)}


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


# --- Reading ----------------------------------------------------------------------------------------------------------
def find(athlete_id: UUID, message_id: UUID) -> Message:
    """One message of this chat. Raises Message.DoesNotExist."""
    return Message.objects.for_athlete(athlete_id).get(pk=message_id)


def history(athlete_id: UUID, before: Message | None = None, limit: int = PAGE) -> tuple[list[Message], bool]:
    """The newest messages, or the newest before one of them, newest first; and whether there are older ones. One query.

    New messages are newer than every page that was handed out, so pages neither shift nor overlap.
    """
    messages = Message.objects.for_athlete(athlete_id).newest_first()
    if before is not None:
        messages = messages.before(before)
    found = list(messages[: limit + 1])
    return found[:limit], len(found) > limit


def read_mark(athlete_id: UUID) -> ReadMark | None:
    """How far the athlete has read; None where they never did."""
    return ReadMark.objects.filter(athlete_id=athlete_id).first()


def unread_count(athlete_id: UUID) -> int:
    """How many messages of others stand after the mark. Two queries."""
    mark = read_mark(athlete_id)
    others = Message.objects.for_athlete(athlete_id).exclude(author=Message.Author.ATHLETE)
    return (others if mark is None else others.after(Message(pk=mark.message_id, created_at=mark.message_at))).count()


@transaction.atomic
def read_up_to(*, athlete: User, message: Message, now: datetime) -> ReadMark:
    """Note that the athlete has read up to this message, and tell their other screens. It never goes back: what is
    returned is how far it is now, over all devices."""
    told = {"message_id": message.pk, "message_at": message.created_at, "read_at": now}
    mark, is_new = ReadMark.objects.get_or_create(athlete=athlete, defaults=told)
    earlier = Q(message_at__lt=message.created_at) | Q(message_at=message.created_at, message_id__lt=message.pk)
    if is_new or ReadMark.objects.filter(earlier, athlete=athlete).update(**told):
        mark = ReadMark(athlete=athlete, **told)
        events.append(athlete.pk, kinds.MESSAGES_READ, mark_json(mark))
    return mark
