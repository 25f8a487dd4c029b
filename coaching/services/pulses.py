"""Whose turn it is: a job of the clock runs once for each beat, in one process, however many clocks and workers there
are. A turn is a lease; whoever freezes loses it, and whoever comes next takes over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from coaching.core.outages import Outage, outage_since
from coaching.models import Pulse

LEASE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Turn:
    """A run of a job that is under way, and the outage that it has still to see to."""

    name: str
    started_at: datetime
    outage: Outage | None


@transaction.atomic
def begin(name: str, now: datetime, every: timedelta) -> Turn | None:
    """Take the turn. None: somebody is at it, or a run has begun within `every`, so that two clocks make one beat.

    A clock that was set back by more than the lease does not stop the job.
    """
    Pulse.objects.bulk_create([Pulse(name=name)], ignore_conflicts=True)
    pulse = Pulse.objects.select_for_update().get(pk=name)
    is_held = pulse.lease_until is not None and now < pulse.lease_until <= now + LEASE
    is_early = pulse.started_at is not None and timedelta() <= now - pulse.started_at < every
    if is_held or is_early:
        return None
    outage = outage_since(pulse.finished_at, now, _outage(pulse))
    if outage is not None:
        pulse.outage_from, pulse.outage_to = outage.begins_at, outage.ends_at
    pulse.started_at, pulse.lease_until = now, now + LEASE
    pulse.save()
    return Turn(name, now, outage)


def current(name: str, now: datetime) -> Turn | None:
    """The turn that somebody has now, for who helps them."""
    pulse = Pulse.objects.filter(pk=name, lease_until__gt=now, started_at__lte=now).first()
    if pulse is None or pulse.started_at is None:
        return None
    return Turn(name, pulse.started_at, outage_since(None, now, _outage(pulse)))


def _outage(pulse: Pulse) -> Outage | None:
    return Outage(pulse.outage_from, pulse.outage_to) if pulse.outage_from and pulse.outage_to else None


def renew(turn: Turn, now: datetime) -> bool:
    """Hold on to a turn that takes long; whether it is still ours."""
    return bool(Pulse.objects.filter(pk=turn.name, started_at=turn.started_at).update(lease_until=now + LEASE))


def finish(turn: Turn, now: datetime, facts: dict[str, Any]) -> None:
    """Give the turn back, with what was counted. One that was lost meanwhile belongs to somebody else."""
    mine = Pulse.objects.filter(pk=turn.name, started_at=turn.started_at)
    mine.update(finished_at=now, lease_until=None, facts=facts)
