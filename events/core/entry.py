"""An entry as every transport tells it, and a piece of a journal.

These and cursors are tuples and not dataclasses: a broadcast makes some of each for every reader, and a frozen
dataclass takes three times as long to make.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, NamedTuple

from events.core.cursor import Cursor


class Entry(NamedTuple):
    """One entry. `payload_json` and `at` (ISO 8601, UTC with Z) are texts that most readers hand on unread."""

    seq: int
    kind: str
    payload_json: str
    at: str

    @property
    def payload(self) -> dict[str, Any]:
        payload: dict[str, Any] = json.loads(self.payload_json)
        return payload

    @property
    def created_at(self) -> datetime:
        return datetime.fromisoformat(self.at)


# What is due to one event stream, as it is written to it: its events as one chunk (None for none), the number of the
# last of them, when that was written (Unix time), and whether that is all there is. Without a chunk and not all, the
# reader's place needs a closer look. A plain tuple, as the driver of the database makes it, because a broadcast has one
# for every stream.
Told = tuple[bytes | None, int, float, bool]


class Slice(NamedTuple):
    """Entries after a cursor; `reset` says that the client must take a fresh snapshot and go on from `head`."""

    entries: tuple[Entry, ...]
    head: Cursor
    reset: bool
