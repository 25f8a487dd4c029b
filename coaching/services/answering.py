"""Answers to what athletes write: read what is wanted, look up the facts, word them.

A language model may later word the same facts; whatever it says has to come through `_say`, so that a question keeps
one answer whoever gives it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone, translation

from accounts.models import User
from coaching import kinds
from coaching.core.intents import SMALL_TALK, Reading, read
from coaching.core.text import TEXT_MAX
from coaching.models import Message
from coaching.services.gathering import Question, gather
from coaching.services.messages import store
from coaching.services.typing import typing
from coaching.wording.answers import Draft, Reader, worded
from events import services as events
from events.models import JournalEntry

NAME = "coaching.answers"
KINDS = {kinds.MESSAGE}
IN_TALK = timedelta(hours=12)  # after a coach's message, so long small talk is meant for the coach (own choice)
LEAST = timedelta(microseconds=1)


def react(athlete_id: UUID, now: datetime | None = None) -> int:
    """Answer what is new in the athlete's chat. Returns how many entries were read."""
    moment = now or timezone.now()
    return events.consume(NAME, athlete_id, lambda entries: answer_all(athlete_id, entries, moment))


def answer_all(athlete_id: UUID, entries: Sequence[JournalEntry], now: datetime) -> None:
    """All in the caller's transaction, under the lock of the reaction's cursor: an entry is either read with its
    answer, or not at all. The constraint on `reply_to` holds the same from the other side."""
    asked = [entry.payload["id"] for entry in entries if entry.payload["author"] == Message.Author.ATHLETE]
    if not asked:
        return
    questions = Message.objects.for_athlete(athlete_id).filter(pk__in=asked)
    open_ones = list(questions.exclude(replies__in=Message.objects.of_spotter()).order_by("created_at", "pk"))
    if not open_ones:
        return
    athlete = User.objects.select_related("profile").get(pk=athlete_id)
    for question in open_ones:
        answer(question, athlete, now)


def answer(question: Message, athlete: User, now: datetime) -> Message | None:
    """Answer one question in the athlete's language; None where it is for somebody else to answer."""
    reading = read(question.text)
    if is_for_a_person(question, reading):
        return None
    typing(athlete_id=athlete.pk, author=Message.Author.COACH, now=now)
    profile = athlete.profile
    with translation.override(profile.locale):
        asked = Question(athlete, question.text, reading, now, profile.local_date(now))
        draft = worded(reading.intent, gather(asked), Reader(profile.units))
    return _say(question, draft, now)


def is_for_a_person(question: Message, reading: Reading) -> bool:
    """Whether this is small talk with a coach, a person, who wrote last: Spotter does not put its word in."""
    if reading.intent not in SMALL_TALK:
        return False
    earlier = Message.objects.for_athlete(question.athlete_id).exclude(author=Message.Author.ATHLETE).newest_first()
    last = earlier.before(question).first()
    if last is None or last.origin != Message.Origin.PERSON:
        return False
    return question.created_at - last.created_at <= IN_TALK


def _say(question: Message, draft: Draft, now: datetime) -> Message:
    """Store the answer. It stands after its question, whatever the clocks of two machines say."""
    message = Message(
        athlete_id=question.athlete_id,
        author=Message.Author.COACH,
        text=draft.text[:TEXT_MAX],
        content={"blocks": draft.blocks},
        origin=Message.Origin.RULE,
        reply_to=question,
        created_at=max(now, question.created_at + LEAST),
    )
    store(message)
    return message
