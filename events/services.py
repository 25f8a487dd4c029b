"""Writing to the journal, reading it from a cursor, and keeping reactions going."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import connection, transaction
from django.db.models import F

from events import registry
from events.core.cursor import Cursor, must_reset
from events.models import DueReaction, JournalEntry, JournalEpoch, JournalHead, ReactionCursor

PAGE = 200
SWEEP_BATCH = 1000
NEXT_SEQ = (
    "INSERT INTO events_journalhead (athlete_id, last_seq) VALUES (%s, 1) "
    "ON CONFLICT (athlete_id) DO UPDATE SET last_seq = events_journalhead.last_seq + 1 RETURNING last_seq"
)
MAX_BACKOFF = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Slice:
    """Entries after a cursor; `reset` says that the client must take a fresh snapshot and go on from `head`."""

    entries: tuple[JournalEntry, ...]
    head: Cursor
    reset: bool


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
    _after_commit(hint, athlete_id)
    return entry


def _after_commit(call: Callable[[UUID], object], athlete_id: UUID) -> None:
    """Robust: what fails here is logged, because the change itself is stored and the sweeper will look. A function of
    its own, because Django names the failed call in its log line, and a partial has no name."""

    def wake() -> None:
        call(athlete_id)

    transaction.on_commit(wake, robust=True)


def group(athlete_id: UUID) -> str:
    """The channel group of everyone who follows this athlete's journal."""
    return f"journal.{athlete_id.hex}"


def hint(athlete_id: UUID) -> None:
    """Tell waiting readers to look again. Carries nothing: what there is to know stands in the journal."""
    layer = get_channel_layer()
    if layer is not None:
        async_to_sync(layer.group_send)(group(athlete_id), {"type": "journal.look"})


def next_seq(athlete_id: UUID) -> int:
    """Take the row lock and the next number, in one statement: it makes the row where there is none, and there is no
    read that could go stale. (The ORM has no RETURNING for an update.)"""
    head_of = JournalHead._meta.get_field("athlete")
    with connection.cursor() as cursor:
        cursor.execute(NEXT_SEQ, [head_of.get_db_prep_value(athlete_id, connection)])
        return int(cursor.fetchone()[0])


def _call_for(athlete_id: UUID, seq: int, names: Sequence[str]) -> None:
    """Note for each reaction that it has to read up to this entry."""
    DueReaction.objects.bulk_create(
        [DueReaction(reaction=name, athlete_id=athlete_id, seq=seq) for name in names],
        update_conflicts=True,
        unique_fields=["reaction", "athlete"],
        update_fields=["seq"],
    )


def consume(name: str, athlete_id: UUID, handle: Callable[[list[JournalEntry]], None]) -> int:
    """Give a reaction the entries that it has not read, once: what `handle` writes and the new cursor are one
    transaction under the lock of the cursor row. Returns how many entries it was given.

    Locks are taken in this order, here and in `append`: cursor, whatever `handle` changes, head, due row.
    """
    reaction = registry.reaction(name)
    kinds = reaction.kinds if reaction else frozenset()
    with transaction.atomic():
        cursor = _locked_cursor(name, athlete_id)
        due = DueReaction.objects.filter(reaction=name, athlete_id=athlete_id)
        until = due.values_list("seq", flat=True).first()
        if until is None or until <= cursor.seq:
            return 0
        unread = JournalEntry.objects.for_athlete(athlete_id).after(cursor.seq)
        entries = list(unread.filter(seq__lte=until, kind__in=kinds))
        handle(entries)
        ReactionCursor.objects.filter(pk=cursor.pk).update(seq=until)
        due.filter(seq=until).delete()  # one that has moved on meanwhile stays due
    return len(entries)


def _locked_cursor(name: str, athlete_id: UUID) -> ReactionCursor:
    cursors = ReactionCursor.objects.select_for_update().filter(reaction=name, athlete_id=athlete_id)
    cursor = cursors.first()
    if cursor is None:
        ReactionCursor.objects.bulk_create(
            [ReactionCursor(reaction=name, athlete_id=athlete_id)], ignore_conflicts=True
        )
        cursor = cursors.get()
    return cursor


def push_back(name: str, athlete_id: UUID, now: datetime) -> None:
    """After a failure, let this reaction wait before its next try, so that one bad row does not stop all others."""
    due = DueReaction.objects.filter(reaction=name, athlete_id=athlete_id).first()
    if due is not None:
        delay = min(MAX_BACKOFF, timedelta(seconds=2 ** min(due.failures, 12)))
        DueReaction.objects.filter(pk=due.pk).update(failures=F("failures") + 1, not_before=now + delay)


def due_reactions(now: datetime, limit: int = SWEEP_BATCH) -> list[DueReaction]:
    """Reactions that have entries left to read and are not waiting after a failure, longest waiting first. What an
    earlier version registered and this one does not know is left alone: it must not fill the batch."""
    return list(DueReaction.objects.ready(now).filter(reaction__in=registry.names())[:limit])


def start_due(now: datetime, *, here: bool = False) -> int:
    """Start every reaction that is due: after a restart, a lost message, a failure. `here` does the work at once
    instead of handing it to a worker; one that fails is pushed back, so that the next call gets past it. How many were
    started."""
    started = 0
    for due in due_reactions(now):
        if reaction := registry.reaction(due.reaction):
            try:
                (reaction.run if here else reaction.start)(due.athlete_id)
            except Exception:
                if here:
                    push_back(due.reaction, due.athlete_id, now)
                raise
            started += 1
    return started


def epoch() -> str:
    """The name of the current numbering."""
    return JournalEpoch.objects.values_list("name", flat=True).first() or "0"


def start_epoch() -> str:
    """Begin a new numbering name: after a restore, so that clients with cursors from the lost future start over."""
    name = secrets.token_hex(8)
    JournalEpoch.objects.update_or_create(id=1, defaults={"name": name})
    return name


def head(athlete_id: UUID) -> Cursor:
    last = JournalHead.objects.filter(athlete_id=athlete_id).values_list("last_seq", flat=True).first()
    return Cursor(epoch(), last or 0)


def entries_after(athlete_id: UUID, cursor: Cursor, limit: int = PAGE) -> Slice:
    """The next entries after this cursor, oldest first: the one read path of every transport."""
    top = head(athlete_id)  # read first: entries that arrive in between are given, never missed
    entries = tuple(JournalEntry.objects.for_athlete(athlete_id).after(cursor.seq)[:limit])
    oldest_seq = entries[0].seq if entries else top.seq + 1
    if must_reset(cursor, top, oldest_seq):
        return Slice((), top, reset=True)
    return Slice(entries, top, reset=False)
