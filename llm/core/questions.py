"""What a caller asks, and the one typed thing that comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from llm.core.bodies import Turn
from llm.core.faults import Fault, code_of
from llm.core.instructions import Instructions
from llm.core.jobs import Job
from llm.core.verdict import Reply

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Delta:
    """More of an answer while it is written. `attempt` counts up when a new call begins: what was shown of the one
    before is then to be taken back. Nothing in it has been checked yet."""

    attempt: int
    text: str


def ignore(delta: Delta) -> None:
    """Nobody watches."""


def never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Question(Generic[T]):
    """`turns`: filled instructions, then whatever was said since. `rules`: the version of the caller's rules, part of
    the cache key. `providers`: only these, where the caller wants one in particular. `deadline_s`: less patience than
    the job has, when the athlete has waited already. `is_fresh`: a kept reply will not do.

    `shorter`: the same question with less and less in it (`core.shortening`); the first that fits is asked where a
    model's context is too small for the whole. `left_out`: how many entries such a form does without. `on_delta` is
    called in the asking thread; `is_cancelled` about three times a second.
    """

    job: Job
    instructions: Instructions
    turns: tuple[Turn, ...]
    reply: Reply[T]
    locale: str
    athlete_id: UUID | None = None
    rules: str = ""
    providers: tuple[str, ...] | None = None
    deadline_s: float | None = None
    is_fresh: bool = False
    redactions: tuple[tuple[str, int], ...] = ()
    shorter: Callable[[], Iterable[Question[T]]] = tuple
    left_out: int = 0
    on_delta: Callable[[Delta], None] = ignore
    is_cancelled: Callable[[], bool] = never


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """A checked reply. `call_id` names its row in the audit; None when it was kept from an earlier one."""

    value: T
    text: str
    provider: str
    model: str
    call_id: UUID | None

    @property
    def is_kept(self) -> bool:
        return self.call_id is None


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The rules have the word. `fault`: the one that says most; `faults`: of every provider that was considered."""

    fault: Fault
    faults: Sequence[Fault] = ()
    findings: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The code of the diagnosis contract."""
        return code_of(self.fault)
