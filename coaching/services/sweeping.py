"""The net under delivery: what a process left behind when it died, what ran out, and what clients have acknowledged.

Each prompt is moved in a transaction of its own, some hundreds are held in memory at a time, and a sweep goes on until
nothing is left or its time is up: what piled up over a night is gone within a few sweeps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from coaching.core import states
from coaching.models import CoachingPrompt
from coaching.services import delivery, prompt_moves
from coaching.services.clock import database_now
from events.models import JournalAck

BATCH = 500
FEW = 10  # of what a dead sender left: a model may be asked for the words, three seconds each
MOST_S = 8.0  # for each of the three kinds of work, asked between batches
MOST_ATTEMPTS = 4  # then a prompt for which no words can be found is given up
OPEN = (states.PENDING, *sorted(states.HANDED_OVER))


@dataclass(frozen=True, slots=True)
class Swept:
    """`unknown`: prompts whose sender died. `expired`: whose time ran out. `received`: whose ack has come."""

    unknown: int
    expired: int
    received: int


Enough = Callable[[], bool]


def sweep(now: datetime | None = None, *, batch: int = BATCH, enough: Callable[[], Enough] | None = None) -> Swept:
    """Look after every prompt that nobody looks after. May run twice at once: each move is made by one.

    `enough` makes, for each of the three kinds of work, what is asked between batches whether to stop here.
    """
    at, enough = now or database_now(), enough or _time_is_up
    stuck = CoachingPrompt.objects.filter(status=states.SENDING, lease_until__lte=at)
    late = CoachingPrompt.objects.filter(status__in=OPEN, expires_at__lte=at)
    return Swept(
        unknown=_all(lambda: _recover(stuck, at, min(batch, FEW)), enough()),
        expired=_all(lambda: _expire(late, at, batch), enough()),
        received=_all(lambda: _note_receipts(at, batch), enough()),
    )


@dataclass(frozen=True, slots=True)
class _Done:
    """`taken`: prompts that were ours to look after, and not somebody else's. `made`: those that count."""

    taken: int
    made: int


def _all(one_batch: Callable[[], _Done], enough: Enough) -> int:
    """Batch after batch, until nothing more is there to be taken. How many count."""
    made = 0
    while (done := one_batch()).taken:
        made += done.made
        if enough():
            break
    return made


def _time_is_up() -> Enough:
    until = monotonic() + MOST_S
    return lambda: monotonic() >= until


def _recover(stuck: QuerySet[CoachingPrompt], now: datetime, batch: int) -> _Done:
    """Hand over what a dead sender left, as `unknown`: it may have been pushed already, so it never is again."""
    taken = recovered = 0
    for prompt in stuck.select_related("athlete__profile").order_by("lease_until")[:batch]:
        # A second sweeper stays away for as long as a sender would.
        mine = stuck.filter(pk=prompt.pk, attempts=prompt.attempts)
        if not mine.update(lease_until=now + delivery.LEASE, attempts=F("attempts") + 1):
            continue
        taken += 1
        if prompt.attempts >= MOST_ATTEMPTS:
            delivery.fail(prompt.pk, now)
        elif delivery.word(prompt, now):
            recovered += delivery.hand_over(prompt.pk, now, states.UNKNOWN) is not None
    return _Done(taken, recovered)


def _expire(late: QuerySet[CoachingPrompt], now: datetime, batch: int) -> _Done:
    found = list(late.order_by("expires_at").values_list("pk", flat=True)[:batch])
    ended = sum(prompt_moves.move(pk, states.EXPIRED, now, because=delivery.EXPIRED) for pk in found)
    return _Done(ended, ended)


def _note_receipts(now: datetime, batch: int) -> _Done:
    """Take the acks of the journal as receipts: the athlete's client has shown everything up to that number."""
    shown = JournalAck.objects.filter(athlete_id=OuterRef("athlete_id"), seq__gte=OuterRef("seq"))
    waiting = CoachingPrompt.objects.filter(
        Q(status__in=(states.DELIVERED, states.UNKNOWN)), Exists(shown), received_at__isnull=True
    )
    found = dict(waiting.values_list("pk", "status")[:batch])
    unknown = [pk for pk, status in found.items() if status == states.UNKNOWN]
    received = sum(prompt_moves.move(pk, states.DELIVERED, now, received_at=now) for pk in unknown)
    delivered = CoachingPrompt.objects.filter(
        pk__in=found.keys() - set(unknown), status=states.DELIVERED, received_at__isnull=True
    )
    received += delivered.update(received_at=now)
    return _Done(received, received)
