"""A language model for the chat, on a real socket: it chooses as it is told, and says what it is told to say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from accounts.models import User
from coaching import services as coaching
from coaching import tasks
from coaching.models import ChatAnswer, Message
from coaching.services import chat_reading, chat_words
from events.models import JournalEntry
from llm import registry
from tests.adaptation.stage import at
from tests.coaching.base import NOW
from tests.llm.base import scripted
from tests.llm.server import Exchange, Provider, Script, says

NOTHING = {"first": "nothing", "second": "nothing", "exercise": 0, "feeling": "neutral"}
NAMES = (chat_reading.CHOICE, chat_reading.TIMING, chat_words.NAME)


def job_of(to: Exchange) -> str:
    """Which question this is, by the instructions that came with it."""
    system = to.asked.json["messages"][0]["content"]
    found = [
        name
        for name in NAMES
        for locale in ("en", "zh-hans")
        if system.startswith(registry.instructions(name, locale).system)
    ]
    return found[0]


def model(words: str | Script = "", choice: Any = NOTHING, times: Any = None) -> Script:
    """Says `words` where it is asked to word something, and answers the closed questions with these."""
    told = {
        chat_words.NAME: words,
        chat_reading.CHOICE: json.dumps(choice),
        chat_reading.TIMING: json.dumps(times),
    }

    def script(to: Exchange) -> None:
        answer: Any = told[job_of(to)]
        (says(answer, pieces=12) if isinstance(answer, str) else answer)(to)

    return script


@contextmanager
def a_model(words: str | Script = "", choice: Any = NOTHING, times: Any = None) -> Iterator[Provider]:
    with scripted(model(words, choice, times)) as provider:
        yield provider


def say(athlete: User, text: str) -> Message:
    """Say something and have the rules look at it, at NOW."""
    question, _is_new = coaching.post(athlete=athlete, text=text, client_id=uuid4(), now=NOW)
    coaching.react(athlete.pk, NOW)
    return question


def work() -> None:
    """What workers do with the answers that wait."""
    for answer_id in ChatAnswer.objects.waiting().values_list("pk", flat=True):
        with at(NOW):
            tasks.word_answer(str(answer_id))


def answered(athlete: User, text: str) -> Message:
    """Say something, have it worked on by whoever has to, and read the one answer."""
    question = say(athlete, text)
    work()
    return Message.objects.get(reply_to=question)


def shown_to(athlete: User, question_id: Any) -> list[str]:
    """The parts of an answer that stand in the journal, in order."""
    entries = JournalEntry.objects.for_athlete(athlete.pk).filter(kind="coaching.message_delta").order_by("seq")
    told = [entry.payload for entry in entries if entry.payload["reply_to"] == str(question_id)]
    assert [each["index"] for each in told] == list(range(len(told)))
    return [each["text"] for each in told]
