"""What is written to a stream, as text: events of a `text/event-stream`, and JSON frames of a WebSocket."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from events.core.cursor import Cursor
from events.core.entry import Entry

HEARTBEAT = ": hb\n\n"


def instant(at: datetime) -> str:
    """ISO 8601 with Z, as the API writes it. Takes an aware UTC instant."""
    return at.isoformat().replace("+00:00", "Z")


def line(epoch: str, seq: int | str, kind: str, payload_json: str, at: str) -> str:
    """`{seq, cursor, kind, payload, created_at}`; the payload is put in as the text that it is, and a kind has nothing
    in it that JSON would escape. With placeholders in their stead it is what PostgreSQL fills in."""
    return f'{{"seq":{seq},"cursor":"{epoch}-{seq}","kind":"{kind}","payload":{payload_json},"created_at":"{at}"}}'


def entry_json(entry: Entry, epoch: str) -> str:
    return line(epoch, *entry)


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


def sse_line(epoch: str, seq: int | str, kind: str, payload_json: str, at: str) -> str:
    """One entry as an event; takes what `line` takes."""
    return f"id: {epoch}-{seq}\nevent: {kind}\ndata: {line(epoch, seq, kind, payload_json, at)}\n\n"


def sse_entries(entries: Sequence[Entry], epoch: str) -> str:
    return "".join([sse_line(epoch, *entry) for entry in entries])


def chunk(body: bytes) -> bytes:
    """A piece of an HTTP answer as it travels where the answer's length is not known before."""
    return b"%x\r\n%b\r\n" % (len(body), body)


def unchunked(chunk: bytes) -> bytes:
    return chunk[chunk.index(b"\n") + 1 : -2]


def socket_frame(kind: str, **fields: Any) -> str:
    return json.dumps({"type": kind, **fields}, separators=(",", ":"))


def socket_entry(entry: Entry, epoch: str) -> str:
    """The entry with `type: entry` before its own fields."""
    return f'{{"type":"entry",{entry_json(entry, epoch)[1:]}'
