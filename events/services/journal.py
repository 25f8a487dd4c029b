"""Writing to the journal and reading it from a cursor."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from events import registry
from events.core.cursor import Cursor, must_reset
from events.core.entry import Entry, Slice
from events.core.refusals import AckAhead
from events.models import DueReaction, JournalAck, JournalEntry, JournalEpoch, JournalHead
from events.services.hints import hint

PAGE = 200
NEXT_SEQ = (
    "INSERT INTO events_journalhead (athlete_id, last_seq) VALUES (%s, 1) "
    "ON CONFLICT (athlete_id) DO UPDATE SET last_seq = events_journalhead.last_seq + 1 RETURNING last_seq"
)
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
# PostgreSQL takes lists, so that the text of the statement is always the same and need not be parsed again.
WANTED = "SELECT * FROM unnest(%s::uuid[], %s::bigint[]) WITH ORDINALITY"
WANTED_ROW = "(%s, %s, %s)"
NOWHERE = 10**18  # after every number: asks for the head alone


def append(athlete_id: UUID, kind: str, payload: dict[str, Any]) -> JournalEntry:
    """Write the next entry of one athlete's journal, inside the caller's transaction.

    Call it last: it holds the lock on the athlete's head until the caller commits. Reactions are woken after the
    commit; a wake-up that fails is only logged, because a row says what is due.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("events.append belongs into the transaction of the change it tells of")
    seq = next_seq(athlete_id)
    entry = JournalEntry.objects.create(athlete_id=athlete_id, seq=seq, kind=kind, payload=payload)
    reactions = registry.reactions_to(kind)
    if reactions:
        _call_for(athlete_id, seq, [reaction.name for reaction in reactions])
    for reaction in reactions:
        _after_commit(reaction.start, athlete_id)
    _after_commit(lambda athlete: hint(athlete, seq), athlete_id)
    return entry


def _after_commit(call: Callable[[UUID], object], athlete_id: UUID) -> None:
    """Robust: what fails here is logged, because the change itself is stored and the sweeper will look. A function of
    its own, because Django names the failed call in its log line, and a partial has no name. Once in a transaction:
    whoever is called reads all that it has appended."""
    about = (call, athlete_id)
    if any(getattr(waiting[1], "about", None) == about for waiting in connection.run_on_commit):
        return

    def wake() -> None:
        call(athlete_id)

    wake.about = about  # type: ignore[attr-defined]
    transaction.on_commit(wake, robust=True)


def next_seq(athlete_id: UUID) -> int:
    """Take the row lock and the next number, in one statement: it makes the row where there is none, and there is no
    read that could go stale. (The ORM has no RETURNING for an update.)"""
    with connection.cursor() as cursor:
        cursor.execute(NEXT_SEQ, [_prepared(athlete_id)])
        return int(cursor.fetchone()[0])


def _prepared(athlete_id: UUID) -> Any:
    """The id as this database stores it."""
    return JournalHead._meta.get_field("athlete").get_db_prep_value(athlete_id, connection)


def _call_for(athlete_id: UUID, seq: int, names: Sequence[str]) -> None:
    """Note for each reaction that it has to read up to this entry."""
    DueReaction.objects.bulk_create(
        [DueReaction(reaction=name, athlete_id=athlete_id, seq=seq) for name in names],
        update_conflicts=True,
        unique_fields=["reaction", "athlete"],
        update_fields=["seq"],
    )


def epoch() -> str:
    """The name of the current numbering."""
    return JournalEpoch.objects.values_list("name", flat=True).first() or "0"


def start_epoch() -> str:
    """Begin a new numbering name: after a restore, so that clients with cursors from the lost future start over."""
    name = secrets.token_hex(8)
    JournalEpoch.objects.update_or_create(id=1, defaults={"name": name})
    return name


def head(athlete_id: UUID) -> Cursor:
    """Where this athlete's journal stands, in one query."""
    return slices_after([(athlete_id, None)])[0].head


def heads(athlete_ids: Sequence[UUID]) -> dict[UUID, Cursor]:
    """Where the journal of each of these athletes stands, in one query."""
    found = slices_after([(athlete_id, None) for athlete_id in athlete_ids])
    return {athlete_id: each.head for athlete_id, each in zip(athlete_ids, found, strict=True)}


def entries_after(athlete_id: UUID, cursor: Cursor, limit: int = PAGE) -> Slice:
    """The next entries after this cursor, oldest first. A cursor without an epoch is one of the current epoch."""
    return slices_after([(athlete_id, cursor)], limit)[0]


def slices_after(places: Sequence[tuple[UUID, Cursor | None]], limit: int = PAGE) -> list[Slice]:
    """`entries_after` for many at once, in their order: the one read path of every transport, one query. Without a
    cursor, the head alone."""
    if not places:
        return []
    statement, params = _wanted(places)
    found: list[list[tuple[Any, ...]]] = [[] for _ in places]
    with connection.cursor() as database:
        database.execute(statement, [*params, limit])
        for row in database.fetchall():
            found[row[0] - 1].append(row)
    return [_slice(rows, cursor) for rows, (_athlete_id, cursor) in zip(found, places, strict=True)]


def _wanted(places: Sequence[tuple[UUID, Cursor | None]]) -> tuple[str, list[Any]]:
    """The statement that reads from these places, and its parameters but for the limit. Places are numbered from 1."""
    athlete_ids = [athlete_id for athlete_id, _cursor in places]
    seqs = [NOWHERE if cursor is None else cursor.seq for _athlete_id, cursor in places]
    if connection.vendor == "postgresql":
        return PAGES.format(wanted=WANTED, at="entry.created_at::text"), [athlete_ids, seqs]
    rows = zip(athlete_ids, seqs, range(1, len(places) + 1), strict=True)
    params = [value for athlete_id, seq, place in rows for value in (_prepared(athlete_id), seq, place)]
    wanted = "VALUES " + ", ".join([WANTED_ROW] * len(places))
    return PAGES.format(wanted=wanted, at="entry.created_at"), params


def _slice(rows: list[tuple[Any, ...]], cursor: Cursor | None) -> Slice:
    first = rows[0]
    top = Cursor(first[1] or "0", first[2] or 0)
    if cursor is None:
        return Slice((), top, reset=False)
    found = rows if first[3] is not None else []
    entries = tuple([Entry(seq, kind, text, _instant(at)) for _place, _epoch, _head, seq, kind, text, at in found])
    here = cursor if cursor.epoch else Cursor(top.epoch, cursor.seq)
    if must_reset(here, top, entries[0].seq if entries else top.seq + 1):
        return Slice((), top, reset=True)
    return Slice(entries, top, reset=False)


def _instant(at: datetime | str) -> datetime:
    """PostgreSQL answers with text, which is read here in a tenth of the time that its driver takes, and in UTC, as
    the connection is. SQLite keeps UTC without saying so."""
    return datetime.fromisoformat(at) if isinstance(at, str) else at.replace(tzinfo=UTC)


def ack(athlete_id: UUID, seq: int) -> int:
    """Note that entries up to `seq` have been shown on some screen; returns how far that is now, which never goes
    back. Raises AckAhead for an entry that does not exist yet."""
    top = head(athlete_id).seq
    if seq > top:
        raise AckAhead(seq, top)
    acked = JournalAck.objects.filter(athlete_id=athlete_id)
    if not acked.filter(seq__lt=seq).update(seq=seq):
        JournalAck.objects.bulk_create([JournalAck(athlete_id=athlete_id, seq=seq)], ignore_conflicts=True)
        acked.filter(seq__lt=seq).update(seq=seq)  # another device may have made the row in between
    return acked.values_list("seq", flat=True).get()
