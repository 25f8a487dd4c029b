"""Why somebody may follow a journal, and how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Source(StrEnum):
    """What a person showed. A ticket stands for the token or the session that it was fetched with."""

    TOKEN = "token"  # noqa: S105  a name, no secret
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Grant:
    """One device of one athlete. `key` names its family of tokens or its session, `password_mark` is a digest of the
    password's stored hash, `ends_at` is when the token expires (None: when the session does)."""

    athlete_id: UUID
    source: Source
    key: str
    password_mark: str
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a client brought along, unchecked. At most one of them counts, in this order."""

    token: str = ""
    ticket: str = ""
    session_key: str = ""
