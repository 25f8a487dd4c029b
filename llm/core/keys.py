"""Names for equal things: hashes of what was sent, and the key under which a reply may be used again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(value: Any) -> str:
    """One spelling for equal values: sorted keys, no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(value: Any) -> str:
    """SHA-256 of a text or of a JSON value, as hex."""
    text = value if isinstance(value, str) else canonical(value)
    return hashlib.sha256(text.encode()).hexdigest()


def reply_key(*, owner: str, parts: Mapping[str, Any]) -> str:
    """The key of a reply. `owner`: the athlete whose words are in the question; no reply is shared between people."""
    return digest({"owner": owner, **parts})
