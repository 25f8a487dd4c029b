"""Typed content as the templates show it. One template for each type of block: the server renders it with a message's
own values, and once with empty ones, as the mould that the page's scripts fill."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Block = Mapping[str, Any]
DIALLED = re.compile(r"tel:[0-9]{2,15}")
MOULDS: Mapping[str, Block] = {
    "text": {},
    "quick_replies": {"options": [{}]},
    "prompt_replies": {"options": [{}]},
    "prompt_why": {},
    "session_card": {"session": {"items": [{}]}},
    "progress_card": {},
    "milestone": {},
    "picture": {},
    "swap": {"options": [{}]},
    "plan_diff": {"changes": [{}], "actions": [{}], "suggestion_ids": []},
    "actions": {"actions": [{}]},
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A block with the template that shows it. `is_mould`: empty, to be filled by a script."""

    kind: str
    block: Block
    is_mould: bool = False

    @property
    def template(self) -> str:
        return f"coaching/blocks/{self.kind}.html"

    @property
    def series(self) -> str:
        """The points of a picture as data."""
        return json.dumps(self.block.get("series") or [])

    @property
    def suggestions(self) -> str:
        return " ".join(map(str, self.block.get("suggestion_ids") or ()))

    @property
    def is_local(self) -> bool:
        """Whether the address that it names is one of ours: nothing else becomes a link or a picture."""
        return is_local(self.block.get("href") or self.block.get("src"))


def shown(text: str, content: Mapping[str, Any] | None) -> tuple[Shown, ...]:
    """What a message shows: its blocks; its text, which says the same plainly, where there are none. A type from the
    future is shown by its own text or title, or left out."""
    blocks = [each for each in (content or {}).get("blocks") or () if isinstance(each, Mapping)]
    known = tuple(_known(blocks))
    return known or ((Shown("text", {"text": text}),) if text else ())


def _known(blocks: Iterable[Block]) -> Iterable[Shown]:
    for block in blocks:
        kind = str(block.get("type"))
        words = block.get("text") or block.get("title")
        if kind in MOULDS:
            yield Shown(kind, _with_local_links(block))
        elif words:
            yield Shown("text", {"text": words})


def _with_local_links(block: Block) -> Block:
    actions = [each for each in block.get("actions") or () if may_lead_to(each.get("href") or "/")]
    return {**block, "actions": actions} if "actions" in block else block


def may_lead_to(address: Any) -> bool:
    """A place on this site, or a number to dial."""
    return is_local(address) or (isinstance(address, str) and DIALLED.fullmatch(address) is not None)


def is_local(address: Any) -> bool:
    """Whether an address stays on this site: a path, and not one that browsers read as another host."""
    return isinstance(address, str) and address.startswith("/") and address[1:2] not in {"/", "\\"}


def moulds() -> tuple[Shown, ...]:
    return tuple(Shown(kind, block, is_mould=True) for kind, block in MOULDS.items())
