"""Reactions: what has entries left to read, and giving them out once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import OperationalError, transaction
from django.db.models import Count, F, Min, Q

from events import registry
from events.models import DueReaction, JournalEntry, ReactionCursor

SWEEP_BATCH = 1000
MAX_BACKOFF = timedelta(minutes=30)


def consume(name: str, athlete_id: UUID, handle: Callable[[list[JournalEntry]], None]) -> int:
    """Give a reaction the entries that it has not read, once: what `handle` writes and the new cursor are one
    transaction under the lock of the cursor row. Returns how many entries it was given.

    Locks are taken in this order, here and in `append`: cursor, whatever `handle` changes, head, due row.
    """
    reaction = registry.reaction(name)
    kinds = reaction.kinds if reaction else frozenset()
    due = DueReaction.objects.filter(reaction=name, athlete_id=athlete_id)
    with transaction.atomic():
        cursor = _locked_cursor(name, athlete_id)
        if cursor is None and due.exists():  # else there is nothing to read: the athlete may be erased by now
            cursor = _first_cursor(name, athlete_id)
        until = due.values_list("seq", flat=True).first()
        if cursor is None or until is None or until <= cursor.seq:
            return 0
        unread = JournalEntry.objects.for_athlete(athlete_id).after(cursor.seq)
        entries = list(unread.filter(seq__lte=until, kind__in=kinds))
        handle(entries)
        ReactionCursor.objects.filter(pk=cursor.pk).update(seq=until)
        due.filter(seq=until).delete()  # one that has moved on meanwhile stays due
    return len(entries)


def _locked_cursor(name: str, athlete_id: UUID) -> ReactionCursor | None:
    return ReactionCursor.objects.select_for_update().filter(reaction=name, athlete_id=athlete_id).first()


def _first_cursor(name: str, athlete_id: UUID) -> ReactionCursor | None:
    cursor = ReactionCursor(reaction=name, athlete_id=athlete_id)
    ReactionCursor.objects.bulk_create([cursor], ignore_conflicts=True)
    return _locked_cursor(name, athlete_id)


def run(name: str, athlete_id: UUID, now: datetime) -> None:
    """Have a reaction take in what is new, in this process. A fault of ours is raised, and the next try waits, so that
    nobody else has to; a database that is away, or that chose us to end a deadlock, is no such fault."""
    reaction = registry.reaction(name)
    if reaction is None:
        return
    try:
        reaction.run(athlete_id)
    except OperationalError:
        raise
    except Exception:
        push_back(name, athlete_id, now)
        raise


def push_back(name: str, athlete_id: UUID, now: datetime) -> None:
    """After a failure, let this reaction wait before its next try, so that one bad row does not stop all others."""
    due = DueReaction.objects.filter(reaction=name, athlete_id=athlete_id).first()
    if due is not None:
        delay = min(MAX_BACKOFF, timedelta(seconds=2 ** min(due.failures, 12)))
        DueReaction.objects.filter(pk=due.pk).update(failures=F("failures") + 1, not_before=now + delay)


@dataclass(frozen=True, slots=True)
class Lag:
    """How many reactions have entries left to read, how many of them have failed, and since when the oldest is due."""

    due: int
    failing: int
    oldest_s: float


def reaction_lag(now: datetime) -> Lag:
    """How far reactions are behind the journal, of all athletes together, in one query."""
    found = DueReaction.objects.aggregate(
        due=Count("pk"), failing=Count("pk", filter=Q(failures__gt=0)), oldest_at=Min("due_at")
    )
    oldest_at: datetime | None = found["oldest_at"]
    oldest_s = max(0.0, (now - oldest_at).total_seconds()) if oldest_at else 0.0
    return Lag(found["due"], found["failing"], oldest_s)


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
        reaction = registry.reaction(due.reaction)
        if reaction is None:
            continue
        if here:
            run(due.reaction, due.athlete_id, now)
        else:
            reaction.start(due.athlete_id)
        started += 1
    return started
