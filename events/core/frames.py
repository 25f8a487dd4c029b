"""What is written to a stream, as text: events of a `text/event-stream`, and JSON frames of a WebSocket."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from events.core.cursor import Cursor
from events.core.entry import Entry

HEARTBEAT = ": hb\n\n"


def instant(at: datetime) -> str:
    """ISO 8601 with Z, as the API writes it. Takes an aware UTC instant."""
    return at.isoformat().replace("+00:00", "Z")


@lru_cache(1024)
def quoted(kind: str) -> str:
    """As JSON. Kinds are few, and each is said many times."""
    return json.dumps(kind)


def entry_json(entry: Entry, epoch: str) -> str:
    """`{seq, cursor, kind, payload, created_at}`; the payload is put in as the text that it is."""
    seq, kind, payload_json, at = entry
    return (
        f'{{"seq":{seq},"cursor":"{epoch}-{seq}","kind":{quoted(kind)},"payload":{payload_json},"created_at":"{at}"}}'
    )


def reset_entry(head: Cursor, at: datetime) -> dict[str, Any]:
    """The entry that says: what came after your cursor cannot be given without a gap."""
    return {"kind": "reset", **reset_fields(head, at)}


def reset_fields(head: Cursor, at: datetime) -> dict[str, Any]:
    return {"seq": head.seq, "cursor": str(head), "payload": {}, "created_at": instant(at)}


def sse(event: str, data: dict[str, Any], *, id_: str = "", retry_ms: int | None = None) -> str:
    """One event. `id_` becomes the client's Last-Event-ID; `retry_ms` is how long it waits before it comes back."""
    place = f"id: {id_}\n" if id_ else ""
    retry = f"retry: {retry_ms}\n" if retry_ms is not None else ""
    return f"{place}{retry}event: {event}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n"


def sse_entries(entries: Sequence[Entry], epoch: str) -> str:
    if len(entries) > 1:
        return "".join([sse_entries((entry,), epoch) for entry in entries])
    seq, kind, _payload_json, _at = entries[0]
    return f"id: {epoch}-{seq}\nevent: {kind}\ndata: {entry_json(entries[0], epoch)}\n\n"


def socket_frame(kind: str, **fields: Any) -> str:
    return json.dumps({"type": kind, **fields}, separators=(",", ":"))


def socket_entry(entry: Entry, epoch: str) -> str:
    """The entry with `type: entry` before its own fields."""
    return f'{{"type":"entry",{entry_json(entry, epoch)[1:]}'
