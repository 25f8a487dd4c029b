"""Writing to the journal."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from events import registry
from events.core.refusals import AckAhead
from events.models import DueReaction, JournalAck, JournalEntry, JournalEpoch
from events.services.after_commit import after_commit
from events.services.lists import stored
from events.services.reading import head

NEXT_SEQ = (
    "INSERT INTO events_journalhead (athlete_id, last_seq) VALUES (%s, 1) "
    "ON CONFLICT (athlete_id) DO UPDATE SET last_seq = events_journalhead.last_seq + 1 RETURNING last_seq"
)


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
    news = after_commit()
    for reaction in reactions:
        news.wake(reaction.start, athlete_id)
    news.tell(athlete_id, seq)
    return entry


def next_seq(athlete_id: UUID) -> int:
    """Take the row lock and the next number, in one statement: it makes the row where there is none, and there is no
    read that could go stale. (The ORM has no RETURNING for an update.)"""
    with connection.cursor() as cursor:
        cursor.execute(NEXT_SEQ, [stored(athlete_id)])
        return int(cursor.fetchone()[0])


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
