"""After an outage: what was missed is not said all at once.

Of an athlete's causes only the newest that is still true may speak; the others are written down as missed. Prompts are
spread over half an hour, each athlete at a place of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

GAP = timedelta(minutes=10)  # ticks come every minute: a longer silence is an outage
ON_TIME = timedelta(minutes=3)  # what came due so shortly before the return is not late
SPREAD = timedelta(minutes=30)
SPREAD_S = int(SPREAD.total_seconds())


@dataclass(frozen=True, slots=True)
class Outage:
    """`begins_at`: the last sign of life before it; `ends_at`: when ticks came back."""

    begins_at: datetime
    ends_at: datetime

    def missed(self, due_at: datetime) -> bool:
        """Whether something that was due then was missed because of it."""
        return self.begins_at < due_at <= self.ends_at - ON_TIME

    def is_over(self, now: datetime) -> bool:
        """Whether all that was missed has been seen to by now."""
        return now >= self.ends_at + SPREAD

    def place_of(self, athlete_id: UUID, now: datetime) -> datetime:
        """From when on a missed prompt of this athlete may be sent."""
        offset = timedelta(seconds=athlete_id.int % SPREAD_S)
        return max(now, self.ends_at + offset)


def outage_since(last_at: datetime | None, now: datetime, known: Outage | None) -> Outage | None:
    """The outage to see to: a new one where ticks were silent for long, else the one that is still being seen to. One
    that comes before the last was seen to begins where that one began."""
    still = known if known is not None and not known.is_over(now) else None
    if last_at is None or now - last_at <= GAP:
        return still
    return Outage(still.begins_at if still else last_at, now)
