"""Reading journals from a cursor, many with one query."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import UTC
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection

from events.core import frames
from events.core.cursor import Cursor, must_reset
from events.core.entry import Entry, Slice, Told
from events.services.lists import array, listed

Athlete = TypeVar("Athlete", UUID, str)
Row = tuple[Any, ...]  # of PAGES
PAGE = 200
# Numbers have no gaps, so a range of numbers is a page, and one statement reads the pages of many journals. One
# snapshot: what it says of the head fits what it says of the entries.
PAGES = """
WITH want (athlete_id, seq, place) AS ({wanted})
SELECT want.place, epoch.name, head.last_seq, entry.seq, entry.kind, entry.payload, {at}
FROM want
LEFT JOIN events_journalepoch epoch ON epoch.id = 1
LEFT JOIN events_journalhead head ON head.athlete_id = want.athlete_id
LEFT JOIN events_journalentry entry
    ON entry.athlete_id = want.athlete_id AND entry.seq > want.seq AND entry.seq <= want.seq + %s
ORDER BY want.place, entry.seq
"""
AT = """to_char(entry.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
NOWHERE = 10**18  # after every number: asks for the head alone
# The same with one row for each journal, and its events written already, as `frames.chunk` frames them: a broadcast
# costs a reader's process little but what it makes of each row. It fits when the first entry is the very next one, of
# the same epoch.
CHUNKS = """
WITH want (athlete_id, seq, place) AS (SELECT * FROM unnest(%s::uuid[], %s::bigint[]) WITH ORDINALITY)
SELECT
    CASE WHEN epoch.is_same AND told.first = want.seq + 1
        THEN convert_to(to_hex(octet_length(told.text)), 'UTF8') || {newline} || told.text || {newline}
    END,
    coalesce(told.last, want.seq),
    told.at_s,
    epoch.is_same AND coalesce(told.first, want.seq + 1) = want.seq + 1
        AND coalesce(told.last, want.seq) = coalesce(head.last_seq, 0)
FROM want
CROSS JOIN (
    SELECT asked.name, coalesce(kept.name, '0') = asked.name AS is_same
    FROM (SELECT %s::text AS name) asked LEFT JOIN events_journalepoch kept ON kept.id = 1
) epoch
LEFT JOIN events_journalhead head ON head.athlete_id = want.athlete_id
CROSS JOIN LATERAL (
    SELECT
        convert_to(string_agg(format(%s, epoch.name, seq, kind, payload, {at}), '' ORDER BY seq), 'UTF8') AS text,
        min(seq) AS first,
        max(seq) AS last,
        extract(epoch FROM max(created_at))::float8 AS at_s
    FROM events_journalentry entry
    WHERE entry.athlete_id = want.athlete_id AND entry.seq > want.seq AND entry.seq <= want.seq + %s
) told
ORDER BY want.place
""".replace("{at}", AT).replace("{newline}", "decode('0d0a', 'hex')")
BEHIND = """
WITH want (athlete_id, seq, place) AS ({wanted})
SELECT want.place
FROM want LEFT JOIN events_journalhead head ON head.athlete_id = want.athlete_id
WHERE coalesce(head.last_seq, 0) <> want.seq
    OR coalesce((SELECT name FROM events_journalepoch WHERE id = 1), '0') <> %s
"""
KEPT = 5  # journals
LINE = frames.sse_line("%1$s", "%2$s", "%3$s", "%4$s", "%5$s")  # for PostgreSQL's `format`


_kept = threading.local()


def head(athlete_id: UUID) -> Cursor:
    """Where this athlete's journal stands, in one query."""
    (found,) = slices_after([(athlete_id, None)])
    return found.head


def heads(athlete_ids: Sequence[Athlete]) -> dict[Athlete, Cursor]:
    """Where the journal of each of these athletes stands, in one query. By whatever they are named, id or its hex."""
    found = slices_after([(athlete_id, None) for athlete_id in athlete_ids])
    return {athlete_id: each.head for athlete_id, each in zip(athlete_ids, found, strict=True)}


def behind(places: Sequence[tuple[str, Cursor]]) -> list[int]:
    """Which of these do not stand at the head of their journal, as positions in `places`."""
    epochs = {cursor.epoch for _athlete, cursor in places}
    if len(epochs) != 1:
        return list(range(len(places)))
    wanted, params = _wanted(places)
    with connection.cursor() as database:
        database.execute(BEHIND.format(wanted=wanted), [*params, *epochs])
        return [place - 1 for (place,) in database.fetchall()]


def entries_after(athlete_id: UUID, cursor: Cursor, limit: int = PAGE) -> Slice:
    """The next entries after this cursor, oldest first. A cursor without an epoch is one of the current epoch."""
    (found,) = slices_after([(athlete_id, cursor)], limit)
    return found


def slices_after(places: Sequence[tuple[UUID | str, Cursor | None]], limit: int = PAGE) -> list[Slice]:
    """`entries_after` for many at once, in their order, with one query. Athletes are named by id or its hex. Without a
    cursor, the head alone."""
    if not places:
        return []
    is_postgres = connection.vendor == "postgresql"
    wanted, params = _wanted(places)
    statement = PAGES.format(wanted=wanted, at=AT if is_postgres else "entry.created_at")
    with connection.cursor() as database:
        database.execute(statement, [*params, limit])
        rows = database.fetchall()
    if not is_postgres:
        rows = list(map(_with_zone, rows))
    return _slices(rows, [cursor for _athlete_id, cursor in places])


def chunks_after(athletes: Sequence[str], seqs: Sequence[int], epoch: str, limit: int = PAGE) -> list[Told]:
    """What is due to event streams of these athletes (ids in hex) that stand at these numbers of one epoch: the same as
    `slices_after` and `frames.sse_entries` would say, in one query, written by the database where it can write."""
    if not athletes:
        return []
    if connection.vendor != "postgresql":
        places = [(athlete, Cursor(epoch, seq)) for athlete, seq in zip(athletes, seqs, strict=True)]
        return [_told(*each) for each in zip(slices_after(places, limit), seqs, strict=True)]
    database = _own_cursor()
    with connection.wrap_database_errors:
        database.execute(CHUNKS, [array(athletes), array(seqs), epoch, LINE, limit])
        told: list[Told] = database.fetchall()
    if len(athletes) > KEPT:
        _kept.cursor = None
    return told


def _own_cursor() -> Any:
    """The driver's own cursor, kept by this thread for the next question: to make Django's and the driver's anew takes
    as long as all else that this process does to read one entry. What many were told is not kept with it."""
    connection.ensure_connection()
    cursor = getattr(_kept, "cursor", None)
    if cursor is None or cursor.connection is not connection.connection:
        # Binary, because bytes would travel as hex.
        cursor = _kept.cursor = connection.connection.cursor(binary=True)
    return cursor


def _told(found: Slice, seq: int) -> Told:
    entries, top, reset = found
    if not entries:
        return None, seq, 0.0, not reset
    last = entries[-1]
    chunk = frames.chunk(frames.sse_entries(entries, top.epoch).encode())
    return chunk, last.seq, last.created_at.timestamp(), last.seq == top.seq


def _slices(rows: list[Row], cursors: list[Cursor | None]) -> list[Slice]:
    found: list[list[Row]] = [[] for _ in cursors]
    for row in rows:
        found[row[0] - 1].append(row)
    return [_slice(own, cursor) for own, cursor in zip(found, cursors, strict=True)]


def _wanted(places: Sequence[tuple[UUID | str, Cursor | None]]) -> tuple[str, list[Any]]:
    seqs = [NOWHERE if cursor is None else cursor.seq for _athlete_id, cursor in places]
    return listed(("uuid", [athlete_id for athlete_id, _cursor in places]), ("bigint", seqs))


def _slice(rows: Sequence[Row], cursor: Cursor | None) -> Slice:
    first = rows[0]
    oldest_seq = first[3]
    top = Cursor(first[1] or "0", first[2] or 0)
    if cursor is None:
        return Slice((), top, False)
    entries = tuple([Entry._make(row[3:]) for row in rows]) if oldest_seq is not None else ()
    here = cursor if cursor.epoch else Cursor(top.epoch, cursor.seq)
    if must_reset(here, top, oldest_seq if entries else top.seq + 1):
        return Slice((), top, True)
    return Slice(entries, top, False)


def _with_zone(row: Row) -> Row:
    """SQLite keeps UTC without saying so."""
    *others, at = row
    return (*others, at and frames.instant(at.replace(tzinfo=UTC)))
