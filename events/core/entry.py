"""An entry as every transport tells it, and a piece of a journal."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events.core.cursor import Cursor


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `payload_json` is the text that the database keeps: most readers hand it on unread."""

    seq: int
    kind: str
    payload_json: str
    created_at: datetime

    @property
    def payload(self) -> dict[str, Any]:
        payload: dict[str, Any] = json.loads(self.payload_json)
        return payload


@dataclass(frozen=True, slots=True)
class Slice:
    """Entries after a cursor; `reset` says that the client must take a fresh snapshot and go on from `head`."""

    entries: tuple[Entry, ...]
    head: Cursor
    reset: bool
