"""What an answer of the rules says, as lines of facts: all that whoever words it better is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coaching.wording.blocks import Block, plain


def without_openers(blocks: Iterable[Block], openers: Iterable[str]) -> list[Block]:
    """The same answer without its small words, which are nothing to tell on."""
    return [_without(block, tuple(openers)) if block["type"] == "text" else block for block in blocks]


def _without(block: Block, openers: tuple[str, ...]) -> Block:
    said = next((each for each in openers if block["text"].startswith(f"{each} ")), "")
    return {**block, "text": block["text"].removeprefix(said).strip()}


def words_of(blocks: Iterable[Block]) -> str:
    """The sentences of an answer, without its cards."""
    return "\n".join(block["text"] for block in blocks if block["type"] == "text")


def lines_of(blocks: Iterable[Block], today: date) -> tuple[str, ...]:
    """Every line of the answer, and about each session how many exercises it has and how near it is."""
    told = list(blocks)
    lines = plain(told).splitlines()
    for block in told:
        if block["type"] == "session_card":
            lines += _about_session(block["session"], today)
    return tuple(line for line in lines if line.strip())


def _about_session(session: Block, today: date) -> Iterator[str]:
    count = len(session["items"])
    if count:
        yield ngettext("%(title)s has %(count)d exercise.", "%(title)s has %(count)d exercises.", count) % {
            "title": session["title"], "count": count,
        }  # fmt: skip
    if date.fromisoformat(session["on"]) == today + timedelta(days=1):
        yield _("%(title)s is tomorrow.") % {"title": session["title"]}
