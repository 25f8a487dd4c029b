"""Instruction files: front matter, the part that is the same for everybody, and the part that carries the facts.

    ---
    schema: plan_edits
    owner: plans
    ---
    # system
    …
    # user
    … {slot} …

The first part is sent byte for byte, so that a provider finds it in its prefix cache. A slot is filled with a text or
with a JSON value and nothing else: no logic, no formatting.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from llm.core.bodies import Turn
from llm.core.keys import canonical, digest
from llm.core.redaction import clean

FILE = re.compile(r"\A---\n(?P<head>.*?)\n---\n+# system\n(?P<system>.*?)\n# user\n(?P<user>.*)\Z", re.DOTALL)
SLOT = re.compile(r"\{([a-z_]+)\}")
HEAD_LINE = re.compile(r"([a-z_]+): *(.*)")


class InstructionsUnfit(Exception):
    """A file, or the values for its slots, that cannot be used. A fault of ours: never the athlete's."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(f"{code}: {facts}")
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Words:
    """Text of a person, for a slot: it is data, whatever it says."""

    text: str


@dataclass(frozen=True, slots=True)
class Instructions:
    """One version of one file. `sha256` is of the whole file."""

    name: str
    locale: str
    version: int
    sha256: str
    head: tuple[tuple[str, str], ...]
    system: str
    user: str

    @property
    def slots(self) -> frozenset[str]:
        return frozenset(SLOT.findall(self.user))

    @property
    def prefix_key(self) -> str:
        return f"{self.name}:{self.sha256[:8]}:{self.locale}"


def parse(name: str, locale: str, version: int, text: str) -> Instructions:
    """Instructions out of a file's text. InstructionsUnfit where a part is missing."""
    found = FILE.match(text.replace("\r\n", "\n"))
    if not found:
        raise InstructionsUnfit("parts_missing", name=name, locale=locale, version=version)
    head = tuple((line[1], line[2].strip()) for line in HEAD_LINE.finditer(found["head"]))
    return Instructions(name, locale, version, digest(text), head, found["system"].strip(), found["user"].strip())


def fill(instructions: Instructions, values: Mapping[str, Any]) -> tuple[Turn, ...]:
    """The two turns with every slot filled. InstructionsUnfit when a slot has no value or a value no slot."""
    if instructions.slots != set(values):
        raise InstructionsUnfit("slots", name=instructions.name, wanted=instructions.slots, given=set(values))
    user = SLOT.sub(lambda found: said(values[found[1]]), instructions.user)
    return Turn("system", instructions.system), Turn("user", user)


def said(value: Any) -> str:
    """How a value stands in the instructions: text as it is, a person's words inside one tag, the rest as JSON."""
    if isinstance(value, Words):
        return framed(value.text)
    return value if isinstance(value, str) else canonical(value)


def framed(text: str) -> str:
    """A person's words inside a tag that they cannot close. Words of others are data; that a model may obey them all
    the same is why its reply is checked."""
    inner = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<athlete_words>\n{inner}\n</athlete_words>"
