"""Writing to the journal and reading it from a cursor."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC
from functools import partial
from itertools import repeat
from operator import itemgetter
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, transaction

from events import registry
from events.core.cursor import Cursor, must_reset
from events.core.entry import Entry, Slice
from events.core.frames import instant
from events.core.refusals import AckAhead
from events.models import DueReaction, JournalAck, JournalEntry, JournalEpoch, JournalHead
from events.services.hints import hint

Athlete = TypeVar("Athlete", UUID, str)
Row = tuple[Any, ...]  # of PAGES
PAGE = 200
TAKEN = 50
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
AT = """to_char(entry.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
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
    _hint_after_commit(athlete_id, seq)
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


def _hint_after_commit(athlete_id: UUID, seq: int) -> None:
    """One hint for all of a transaction: who hears a broadcast in one piece reads it in one. A savepoint that is rolled
    back may leave a hint to nothing, which does no harm."""
    told = (getattr(waiting[1], "news", None) for waiting in connection.run_on_commit)
    news: dict[UUID, int] | None = next((found for found in told if found is not None), None)
    if news is None:
        news = {}

        def tell() -> None:
            hint(news)

        tell.news = news  # type: ignore[attr-defined]
        transaction.on_commit(tell, robust=True)
    news[athlete_id] = seq


def next_seq(athlete_id: UUID) -> int:
    """Take the row lock and the next number, in one statement: it makes the row where there is none, and there is no
    read that could go stale. (The ORM has no RETURNING for an update.)"""
    with connection.cursor() as cursor:
        cursor.execute(NEXT_SEQ, [_prepared(athlete_id)])
        return int(cursor.fetchone()[0])


def _prepared(athlete_id: UUID | str) -> Any:
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
    (found,) = slices_after([(athlete_id, None)])
    return found.head


def heads(athlete_ids: Sequence[Athlete]) -> dict[Athlete, Cursor]:
    """Where the journal of each of these athletes stands, in one query. By whatever they are named, id or its hex."""
    found = slices_after([(athlete_id, None) for athlete_id in athlete_ids])
    return {athlete_id: each.head for athlete_id, each in zip(athlete_ids, found, strict=True)}


def entries_after(athlete_id: UUID, cursor: Cursor, limit: int = PAGE) -> Slice:
    """The next entries after this cursor, oldest first. A cursor without an epoch is one of the current epoch."""
    (found,) = slices_after([(athlete_id, cursor)], limit)
    return found


def slices_after(places: Sequence[tuple[UUID | str, Cursor | None]], limit: int = PAGE) -> Iterator[Slice]:
    """`entries_after` for many at once, in their order: the one read path of every transport, one query. Athletes are
    named by id or its hex. Without a cursor, the head alone."""
    if not places:
        return
    statement, params = _wanted(places)
    cursors = [cursor for _athlete_id, cursor in places]
    with connection.cursor() as database:
        database.execute(statement, [*params, limit])
        if connection.vendor != "postgresql":
            yield from _slices(list(map(_with_zone, database.fetchall())), cursors)
        elif database.rowcount != len(cursors):
            yield from _slices(database.fetchall(), cursors)
        else:  # one row for each, as a broadcast has it: few at a time, which the processor's own memory holds
            for first in range(0, len(cursors), TAKEN):
                rows, some = database.fetchmany(TAKEN), cursors[first : first + TAKEN]
                yield from _next_ones(rows, some) or map(_slice, zip(rows), some)


def _next_ones(rows: list[Row], cursors: list[Cursor | None]) -> list[Slice]:
    """Slices of a broadcast, where everybody gets the one entry that comes next; nothing in every other case. Without
    a line of Python for each row, because a broadcast costs little else."""
    if [(row[1], row[3] and row[3] - 1) for row in rows] != cursors:
        return []
    heads = map(partial(tuple.__new__, Cursor), map(itemgetter(1, 2), rows))
    entries = map(partial(tuple.__new__, Entry), map(itemgetter(3, 4, 5, 6), rows))
    return list(map(partial(tuple.__new__, Slice), zip(zip(entries, strict=True), heads, repeat(False))))


def _slices(rows: list[Row], cursors: list[Cursor | None]) -> list[Slice]:
    found: list[list[Row]] = [[] for _ in cursors]
    for row in rows:
        found[row[0] - 1].append(row)
    return [_slice(own, cursor) for own, cursor in zip(found, cursors, strict=True)]


def _wanted(places: Sequence[tuple[UUID | str, Cursor | None]]) -> tuple[str, list[Any]]:
    """The statement that reads from these places, and its parameters but for the limit. Places are numbered from 1."""
    athlete_ids = [athlete_id for athlete_id, _cursor in places]
    seqs = [NOWHERE if cursor is None else cursor.seq for _athlete_id, cursor in places]
    if connection.vendor == "postgresql":
        return PAGES.format(wanted=WANTED, at=AT), _lists(athlete_ids, seqs)
    rows = zip(athlete_ids, seqs, range(1, len(places) + 1), strict=True)
    params = [value for athlete_id, seq, place in rows for value in (_prepared(athlete_id), seq, place)]
    wanted = "VALUES " + ", ".join([WANTED_ROW] * len(places))
    return PAGES.format(wanted=wanted, at="entry.created_at"), params


def _lists(athlete_ids: Sequence[UUID | str], seqs: Sequence[int]) -> list[str]:
    """As PostgreSQL writes lists. Its driver would look at each item by itself, which costs ten times as much."""
    ids = ",".join([each if isinstance(each, str) else each.hex for each in athlete_ids])
    return [f"{{{ids}}}", f"{{{','.join(map(str, seqs))}}}"]


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
    return (*others, at and instant(at.replace(tzinfo=UTC)))


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
