"""The net under delivery: what a process left behind when it died, what ran out, and what clients have acknowledged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from coaching.core import states
from coaching.models import CoachingPrompt
from coaching.services import delivery, prompt_moves
from coaching.services.clock import database_now
from events.models import JournalAck

LIMIT = 1000
MOST_ATTEMPTS = 4  # then a prompt for which no words can be found is given up
OPEN = (states.PENDING, *sorted(states.HANDED_OVER))


@dataclass(frozen=True, slots=True)
class Swept:
    """`unknown`: prompts whose sender died. `expired`: whose time ran out. `received`: whose ack has come."""

    unknown: int
    expired: int
    received: int


def sweep(now: datetime | None = None) -> Swept:
    """Look after every prompt that nobody looks after. May run twice at once: each move is made by one."""
    at = now or database_now()
    return Swept(_recover(at), _expire(at), note_receipts(at))


def _recover(now: datetime) -> int:
    """Hand over what a dead sender left, as `unknown`: it may have been pushed already, so it never is again."""
    stuck = CoachingPrompt.objects.filter(status=states.SENDING, lease_until__lte=now)
    recovered = 0
    for prompt in stuck.select_related("athlete__profile").order_by("lease_until")[:LIMIT]:
        # A second sweeper stays away for as long as a sender would.
        mine = stuck.filter(pk=prompt.pk, attempts=prompt.attempts)
        if not mine.update(lease_until=now + delivery.LEASE, attempts=F("attempts") + 1):
            continue
        if prompt.attempts >= MOST_ATTEMPTS:
            delivery.fail(prompt.pk, now)
        elif delivery.word(prompt, now):
            recovered += delivery.hand_over(prompt.pk, now, states.UNKNOWN) is not None
    return recovered


def _expire(now: datetime) -> int:
    late = CoachingPrompt.objects.filter(status__in=OPEN, expires_at__lte=now).order_by("expires_at")
    return _move_all(late, states.EXPIRED, now, because=delivery.EXPIRED)


def note_receipts(now: datetime) -> int:
    """Take the acks of the journal as receipts: the athlete's client has shown everything up to that number."""
    shown = JournalAck.objects.filter(athlete_id=OuterRef("athlete_id"), seq__gte=OuterRef("seq"))
    waiting = CoachingPrompt.objects.filter(
        Q(status__in=(states.DELIVERED, states.UNKNOWN)), Exists(shown), received_at__isnull=True
    )
    received = _move_all(waiting.filter(status=states.UNKNOWN), states.DELIVERED, now, received_at=now)
    return received + waiting.filter(status=states.DELIVERED).update(received_at=now)


def _move_all(prompts: QuerySet[CoachingPrompt], to: str, now: datetime, because: str = "", **columns: datetime) -> int:
    found: Iterable[UUID] = list(prompts.values_list("pk", flat=True)[:LIMIT])
    return sum(prompt_moves.move(pk, to, now, because=because, **columns) for pk in found)
