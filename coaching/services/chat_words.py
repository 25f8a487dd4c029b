"""An answer of the rules, put into words by a language model: checked sentence by sentence before anyone sees it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from coaching.core.replies import Feeling
from coaching.core.sentences import Ground, Spoken, sentences, spoken
from llm import registry
from llm import services as llm
from llm.core.bodies import Turn
from llm.core.instructions import fill
from llm.core.jobs import JOBS
from llm.core.questions import Answer, Delta, Question, never
from llm.core.shortening import parts
from llm.core.stripping import bare
from llm.core.verdict import Reply

NAME = "chat"
Show = Callable[[int, str], None]


def nobody(index: int, piece: str) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be worded. `ground`: the facts, and everything that the words are held against. `hidden`: names that
    the athlete gave to exercises; they are somebody's words, so the model is shown a placeholder for each."""

    topic: str
    tone: str
    ground: Ground
    feeling: Feeling = Feeling.NEUTRAL
    hidden: tuple[str, ...] = ()
    athlete_id: UUID | None = None
    deadline_s: float | None = None
    providers: tuple[str, ...] | None = None

    def masked(self, text: str) -> str:
        for number, name in enumerate(self.hidden, start=1):
            text = text.replace(name, _place(number))
        return text

    def unmasked(self, text: str) -> str:
        for number, name in enumerate(self.hidden, start=1):
            text = text.replace(_place(number), name)
        return text


def _place(number: int) -> str:
    return f"[EXERCISE{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[(number - 1) % 26]}]"  # no digit: it would be a number in the facts


@dataclass(frozen=True, slots=True)
class Worded:
    """`spoken` None: no model had an answer that could be said, and the rules have the word. `findings`: why."""

    spoken: Spoken | None
    findings: tuple[str, ...] = ()


@dataclass(slots=True)
class Teller:
    """Hands on the sentences of an answer while it is written. Once an athlete has seen a part of one, nothing of
    another is shown before it is whole: the message that ends it replaces what stood there."""

    order: Order
    show: Show
    attempt: int = 0
    text: str = ""
    ended: int = 0  # sentences of it
    shown: list[str] = field(default_factory=list)

    def take(self, delta: Delta) -> None:
        if delta.attempt != self.attempt:
            self.attempt, self.text, self.ended = delta.attempt, "", 0
        self.text += delta.text
        ended = len(sentences(self.text, is_whole=False))
        if ended == self.ended:
            return
        self.ended = ended
        pieces = spoken(self.order.unmasked(self.text), self.order.ground, is_whole=False).pieces
        if list(pieces[: len(self.shown)]) != self.shown:
            return
        for piece in pieces[len(self.shown) :]:
            self.show(len(self.shown), piece)
            self.shown.append(piece)


def word(order: Order, show: Show = nobody, is_cancelled: Callable[[], bool] = never) -> Worded:
    """Ask for the words. Not to be called inside a transaction."""
    ground = order.ground
    instructions = registry.instructions(NAME, ground.locale)

    def turns(lines: Sequence[str]) -> tuple[Turn, ...]:
        facts = order.masked("\n".join(f"- {line}" for line in lines))
        slots = {"topic": order.topic, "tone": order.tone, "feeling": str(order.feeling), "facts": facts}
        return fill(instructions, slots)

    question: Question[Spoken] = Question(
        JOBS["chat"],
        instructions,
        turns(ground.lines),
        reply_for(order),
        ground.locale,
        athlete_id=order.athlete_id,
        providers=order.providers,
        deadline_s=order.deadline_s,
        on_delta=Teller(order, show).take,
        is_cancelled=is_cancelled,
    )
    # What an answer begins with is what was asked for.
    answer = llm.ask(
        replace(
            question,
            shorter=lambda: (
                replace(question, turns=turns(lines), left_out=len(ground.lines) - len(lines))
                for lines in parts(ground.lines)
            ),
        )
    )
    if isinstance(answer, Answer):
        return Worded(answer.value, answer.value.faults)
    return Worded(None, answer.findings or (str(answer.fault),))


def reply_for(order: Order) -> Reply[Spoken]:
    """Plain text, of which at least one sentence can be said. A text with anything unsafe in it is refused whole."""

    def read(told: Any) -> Spoken:
        return spoken(order.unmasked(bare(str(told))), order.ground, is_whole=True)

    def check(value: Spoken) -> list[str]:
        unsafe = order.ground.screens(value.said)
        return list(unsafe) or ([] if value.kept else [*value.faults, "nothing_to_say"])

    return Reply(NAME, read, words=lambda value: [value.said], check=check)
