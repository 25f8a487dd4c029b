"""How many calls all processes together have under way at a provider: counted in the audit, whose running rows are
leases. A row that outlives its deadline is a dead process's and counts no more."""

from __future__ import annotations

from datetime import datetime, timedelta

from llm.core.faults import CallFailed, Fault
from llm.core.jobs import Lane, places_of
from llm.core.providers import Provider
from llm.models import ModelCall

LEASE_SLACK = timedelta(seconds=60)  # after its deadline; until then whoever made the call may still close its row
DEAD_AFTER = timedelta(seconds=5)  # after its deadline; no call of a living process takes longer
LOOK_S = {Lane.INTERACTIVE: (0.02, 0.06), Lane.BATCH: (0.1, 0.3)}  # who looks more often gets the place that is free


def lease_until(now: datetime, deadline_s: float) -> datetime:
    return now + timedelta(seconds=deadline_s) + LEASE_SLACK


def has_room(provider: Provider, lane: Lane, now: datetime) -> bool:
    """Whether one more call fits. Exact only in a transaction that holds the lock of a budget; else a hint."""
    alive = ModelCall.objects.running().filter(provider=provider.name, lease_until__gt=now + LEASE_SLACK - DEAD_AFTER)
    return bool(alive.count() < places_of(lane, provider.places))


def take_place(provider: Provider, lane: Lane, now: datetime) -> None:
    """CallFailed(BUSY) where no place is free. Inside the transaction that opens the call, after its money was taken:
    the budget of all calls is one row, and its lock lets only one process count at a time."""
    if not has_room(provider, lane, now):
        raise CallFailed(Fault.BUSY, "all_places_taken")
