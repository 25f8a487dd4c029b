"""Answers that a model may word. The row with the rules' answer comes first; whatever then happens to the model, to a
worker or to the machine, the athlete gets exactly one answer, and no call is paid twice.

A worker takes a row once (`waiting` → `asked`). One that is taken and not finished within its lease is never asked
again: the sweeper says what the rules say.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.models import User
from coaching.core.facts import Facts, TimesFacts
from coaching.core.intents import Intent
from coaching.models import ChatAnswer, Message
from coaching.services import safety
from coaching.services.chat_saying import say
from coaching.wording.answers import is_full
from coaching.wording.blocks import Block
from llm import registry
from llm.core.jobs import JOBS

WORDED = frozenset({Intent.TODAY, Intent.WHY, Intent.PROGRESS})
START_WITHIN = timedelta(seconds=10)  # what no worker has taken by then is answered by the rules
SLACK = timedelta(seconds=15)
PATIENCE_MAX = timedelta(seconds=200)
SWEPT = 500


def is_for_a_model(intent: Intent, facts: Facts) -> bool:
    """Whether a model may word these facts, or read the training times that the rules are not sure of. Whether morning
    or evening is meant, only the athlete knows."""
    if isinstance(facts, TimesFacts):
        return not facts.times.is_certain and facts.times.doubts != {"hour"}
    return intent in WORDED and is_full(facts)


def may_ask(athlete: User, now: datetime) -> bool:
    """Whether a model may be asked for this athlete at all: there is one, they are of age, and nothing lately was about
    their safety. One query at most."""
    if not registry.is_on() or not safety.standing(athlete, now).may_use_model:
        return False
    return not safety.is_held(athlete.pk, now)


def patience() -> timedelta:
    """How long an answer may take altogether, from the question on: within the time that a worker gives a task, however
    slow the provider."""
    slowness = max((provider.slowness for provider in registry.order()), default=1.0)
    return min(timedelta(seconds=JOBS["chat"].total_s * slowness), PATIENCE_MAX)


def leave(question: Message, intent: Intent, blocks: Sequence[Block], now: datetime) -> None:
    """Leave an answer to a worker, inside the caller's transaction."""
    ChatAnswer.objects.create(
        athlete_id=question.athlete_id,
        question=question,
        intent=intent,
        blocks=list(blocks),
        lease_until=now + START_WITHIN,
        created_at=now,
    )


def waiting(athlete_id: UUID) -> list[UUID]:
    """What a worker is to be started for. No query where no model can be asked."""
    if not registry.is_on():
        return []
    return list(ChatAnswer.objects.filter(athlete_id=athlete_id).waiting().values_list("pk", flat=True))


def take(answer_id: UUID, now: datetime) -> ChatAnswer | None:
    """The answer, for whoever comes first: a second worker, or a task that is run again, gets None."""
    until = now + patience() + SLACK
    taken = ChatAnswer.objects.filter(pk=answer_id).waiting()
    if not taken.update(status=ChatAnswer.Status.ASKED, lease_until=until):
        return None
    return ChatAnswer.objects.select_related("question", "athlete__profile").get(pk=answer_id)


def keep(answer: ChatAnswer, blocks: Sequence[Block]) -> None:
    """Note what was looked up meanwhile: should this worker die, that is what is said."""
    answer.blocks = list(blocks)
    ChatAnswer.objects.filter(pk=answer.pk).is_open().update(blocks=answer.blocks)


def is_wanted(answer: ChatAnswer, now: datetime) -> bool:
    """Whether a model's words for it may still be shown: it was not said meanwhile, the athlete is still there, and has
    written nothing since after which Spotter keeps quiet. Two queries at most."""
    return ChatAnswer.objects.is_open().filter(pk=answer.pk).exists() and not safety.is_held(answer.athlete_id, now)


def finish(answer_id: UUID, now: datetime, blocks: Sequence[Block] = (), words: str = "") -> Message | None:
    """Say it: `words` are a model's, in place of the text of `blocks`; without blocks, what the row holds. None where
    it was said already."""
    with transaction.atomic():
        row = ChatAnswer.objects.select_for_update().is_open().filter(pk=answer_id).first()
        if row is None:
            return None
        if words and safety.is_held(row.athlete_id, now):  # they wrote of something grave while it was worded
            words = ""
        question = Message.objects.get(pk=row.question_id)
        told = with_words(blocks or row.blocks, words)
        origin = Message.Origin.MODEL if words else Message.Origin.RULE
        message = say(question, told, now, origin=origin, message_id=row.pk)
        ChatAnswer.objects.filter(pk=row.pk).update(status=ChatAnswer.Status.DONE, blocks=[])
    return message


def with_words(blocks: Sequence[Block], words: str) -> list[Block]:
    """The same answer with a model's words for its texts; cards and whatever can be tapped are the rules'."""
    if not words:
        return list(blocks)
    return [{"type": "text", "text": words}, *(block for block in blocks if block["type"] != "text")]


def sweep(now: datetime) -> int:
    """Say what nobody works on any more, as the rules have it. How many there were."""
    overdue = ChatAnswer.objects.overdue(now).order_by("lease_until").values_list("pk", flat=True)[:SWEPT]
    return sum(finish(answer_id, now) is not None for answer_id in list(overdue))
