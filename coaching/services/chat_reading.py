"""What a language model may make of a message that no rule could read: closed choices (`core.replies`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time
from typing import TypeVar
from uuid import UUID

from coaching.core.replies import Choice, Confidence, DaysAndTime, Limit, choice_schema, read_choice, read_times
from coaching.core.training_times import Slot, Times
from llm import registry
from llm import services as llm
from llm.core.instructions import Words, fill
from llm.core.jobs import JOBS
from llm.core.questions import Answer, Question
from llm.core.redaction import redact
from llm.core.shortening import parts
from llm.core.verdict import Reply

T = TypeVar("T")
CHOICE, TIMING = "chat_reading", "timing"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who wrote, and how much patience is left. `names`: what must not leave the house."""

    locale: str
    names: tuple[str, ...] = ()
    athlete_id: UUID | None = None
    deadline_s: float | None = None
    providers: tuple[str, ...] | None = None


def choose(text: str, exercises: Sequence[str], asker: Asker) -> Choice | None:
    """What the message is about, among the choices; None where no model could tell."""

    def asked(some: Sequence[str]) -> Question[Choice]:
        listed = "\n".join(f"{number}: {name}" for number, name in enumerate(some, start=1)) or "-"
        reply = Reply("choice", lambda told: read_choice(told, some), choice_schema(some))
        question = _question("chat", CHOICE, {"exercises": listed}, text, reply, asker)
        return replace(question, left_out=len(exercises) - len(some))

    return _value(replace(asked(exercises), shorter=lambda: (asked(some) for some in parts(exercises))))


def times_of(text: str, asker: Asker) -> Times | None:
    """The training times in a text that the rules are not sure of; None where a model is not sure either, so that the
    athlete is asked."""
    reply = Reply("days_and_time", read_times, DaysAndTime.model_json_schema())
    told = _value(_question("timing", TIMING, {}, text, reply, asker))
    if told is None or told.confidence is Confidence.LOW or not told.days:
        return None
    at = time.fromisoformat(told.time.zfill(5)) if told.time else None
    return Times(tuple(_slot(day, at, told.limit) for day in told.days))


def _slot(day: int, at: time | None, limit: Limit) -> Slot:
    match limit:
        case Limit.FROM:
            return Slot(day, since=at)
        case Limit.UNTIL:
            return Slot(day, until=at)
        case _:
            return Slot(day, at=at)


def _question(job: str, name: str, slots: dict[str, str], text: str, reply: Reply[T], asker: Asker) -> Question[T]:
    instructions = registry.instructions(name, asker.locale)
    said = redact(text, asker.names)
    return Question(
        JOBS[job],
        instructions,
        fill(instructions, {**slots, "words": Words(said.text)}),
        reply,
        asker.locale,
        athlete_id=asker.athlete_id,
        providers=asker.providers,
        deadline_s=asker.deadline_s,
        redactions=said.counts,
    )


def _value(question: Question[T]) -> T | None:
    answer = llm.ask(question)
    return answer.value if isinstance(answer, Answer) else None
