"""From what a model wrote to a value that may be used, or to the list of what is wrong with it.

Strip, parse, read against the schema, safety, language, then the caller's own rules. Nothing passes with a finding.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NoReturn, TypeVar

from llm.core.languages import language_problem
from llm.core.lexicons import screen_model
from llm.core.stripping import bare, bare_json

T = TypeVar("T")
FINDINGS_MAX = 12
ECHO_CHARS = 2000


def no_words(value: Any) -> Iterable[str]:
    return ()


def no_findings(value: Any) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Reply(Generic[T]):
    """What a caller wants back.

    `schema`: the JSON schema that is sent, None for plain text. `read`: the parsed JSON (or the text) as a value; a
    ValueError says what is wrong (pydantic's is one). `words`: the free text in it, which is screened. `check`: codes
    of the caller's rules that the value breaks.
    """

    name: str
    read: Callable[[Any], T]
    schema: Mapping[str, Any] | None = None
    words: Callable[[T], Iterable[str]] = no_words
    check: Callable[[T], Sequence[str]] = no_findings


@dataclass(frozen=True, slots=True)
class Verdict(Generic[T]):
    """Either a value, or findings."""

    value: T | None
    findings: tuple[str, ...] = ()

    @property
    def is_accepted(self) -> bool:
        return not self.findings


def judge(text: str, reply: Reply[T], locale: str) -> Verdict[T]:
    """What becomes of an answer."""
    try:
        told: Any = bare(text) if reply.schema is None else parsed(bare_json(text))
        if told == "":  # nothing but a thought
            return Verdict(None, ("empty",))
        value = reply.read(told)
    except NotJson as problem:
        return Verdict(None, (problem.code,))
    except ValueError as problem:
        return Verdict(None, of_schema(problem))
    words = [word for word in reply.words(value) if word]
    findings = [f"unsafe:{category}" for word in words for category in screen_model(word)]
    findings += [f"locale:{fault}" for word in words if (fault := language_problem(word, locale))]
    findings += [f"rule:{code}" for code in reply.check(value)]
    return Verdict(value if not findings else None, tuple(dict.fromkeys(findings))[:FINDINGS_MAX])


class NotJson(Exception):
    code = "not_json"


def parsed(text: str) -> Any:
    """The JSON value of a whole text. NotJson where it is none, also where it nests deeper than Python can follow."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as problem:
        raise NotJson from problem


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


def of_schema(problem: ValueError) -> tuple[str, ...]:
    """Codes of a refused reply: where, and what kind of fault. Never the value itself: it may be anything."""
    errors = getattr(problem, "errors", None)
    if not callable(errors):
        return ("schema",)
    found = [f"schema:{_place(error)}:{error['type']}"[:120] for error in errors()]
    return tuple(dict.fromkeys(found))[:FINDINGS_MAX] or ("schema",)


def _place(error: Mapping[str, Any]) -> str:
    """Where in the reply. The name of a field that should not be there is the model's word, and left out."""
    loc = [str(part) for part in error["loc"]]
    return ".".join(loc[:-1] if error["type"] == "extra_forbidden" else loc)


def may_be_repaired(findings: Iterable[str]) -> bool:
    """Whether asking once more is worth it: not after an unsafe text, which gets no second chance, and not when the
    model has spent all its tokens on thinking."""
    return not any(finding.startswith("unsafe:") or finding == "empty" for finding in findings)


def repair_words(findings: Iterable[str]) -> str:
    """What the model is told in the one call that may repair its reply."""
    listed = "\n".join(f"- {finding}" for finding in findings)
    return f"Your answer was not accepted:\n{listed}\nAnswer again, corrected, in the same form and language only."
