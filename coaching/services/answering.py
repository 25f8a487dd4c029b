"""Answers to what athletes write: what is about their safety first, then what the rules read, look up and word.

What a language model may word better becomes a row with the rules' answer in it (`chat_answers`), and is said later by
whoever works on that row. A question keeps one answer whoever gives it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone, translation

from accounts.models import User
from coaching import kinds
from coaching.core.facts import Facts, TalkFacts
from coaching.core.intents import OF_HEALTH, SMALL_TALK, Intent, Reading, read
from coaching.models import Message, PromptBudget
from coaching.services import chat_answers, memory, safety
from coaching.services.chat_saying import say
from coaching.services.gathering import Question, gather
from coaching.services.typing import typing
from coaching.wording.answers import Reader, worded
from events import services as events
from events.models import JournalEntry

NAME = "coaching.answers"
KINDS = {kinds.MESSAGE}
IN_TALK = timedelta(hours=12)  # after a coach's message, so long small talk is meant for the coach (own choice)


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
    # Whoever writes is there: Spotter may speak first again.
    PromptBudget.objects.filter(pk=athlete_id, unanswered__gt=0).update(unanswered=0, first_unanswered_at=None)
    questions = Message.objects.for_athlete(athlete_id).filter(pk__in=asked)
    open_ones = list(questions.exclude(replies__in=Message.objects.of_spotter()).order_by("created_at", "pk"))
    if not open_ones:
        return
    athlete = User.objects.select_related("profile").get(pk=athlete_id)
    for question in open_ones:
        with translation.override(athlete.profile.locale):
            answer(question, athlete, now)


def answer(question: Message, athlete: User, now: datetime) -> None:
    """Answer one question, in the language of the moment; or leave it to somebody else: a coach who is being talked
    to, or whoever words the rules' answer."""
    noticed = safety.notice(
        athlete=athlete, text=question.text, source="message", source_id=question.pk, message=question, now=now
    )
    remembered = memory.remember(question, athlete, now)
    if noticed is not None and noticed.blocks:
        say(question, noticed.blocks, now)
        return
    reading = read(question.text)
    if is_for_a_person(question, reading):
        return
    typing(athlete_id=athlete.pk, author=Message.Author.COACH, now=now)
    profile = athlete.profile
    facts = gather(Question(athlete, question.text, reading, now, profile.local_date(now)))
    if isinstance(facts, TalkFacts) and remembered:
        facts = TalkFacts(facts.has_plan, is_noted=True)
    draft = worded(reading.intent, facts, Reader(profile.units, profile.tone))
    if noticed is None and _may_be_worded(reading.intent, facts) and chat_answers.may_ask(athlete, now):
        chat_answers.leave(question, reading.intent, draft.blocks, now)
    else:
        say(question, draft.blocks, now)


def is_for_a_person(question: Message, reading: Reading) -> bool:
    """Whether this is small talk with a coach, a person, who wrote last: Spotter does not put its word in."""
    if reading.intent not in SMALL_TALK:
        return False
    earlier = Message.objects.for_athlete(question.athlete_id).exclude(author=Message.Author.ATHLETE).newest_first()
    last = earlier.before(question).first()
    if last is None or last.origin != Message.Origin.PERSON:
        return False
    return question.created_at - last.created_at <= IN_TALK


def _may_be_worded(intent: Intent, facts: Facts) -> bool:
    """Whether the rules' answer is one that a model may word or, where they understood nothing, look for. What is
    about health has fixed words."""
    if intent in OF_HEALTH:
        return False
    if isinstance(facts, TalkFacts):
        return intent is Intent.UNKNOWN and not facts.is_noted
    return chat_answers.is_for_a_model(intent, facts)
