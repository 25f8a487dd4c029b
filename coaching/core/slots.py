"""Decision slots: a day has a few local windows, and an athlete has at most one decision point in each.

A slot is named by the civil day and the index of the window: the first window of a day begins slot 0 and the last one
runs until the next day's first. Wall time decides, so a slot keeps its name through travel and changes of the clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from coaching.core.local_time import fire

DEFAULT_WINDOWS = (time(12, 30), time(18, 30))
DAY = timedelta(days=1)
SEARCH_DAYS = 3  # a zone may skip a day
KEPT = 4096  # a tick asks the same of thousands: its own instant, a few windows, some hundred zones


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    on: date
    index: int

    def __str__(self) -> str:
        return f"{self.on}/{self.index}"


def slot_of(at: datetime, windows: Sequence[time], zone: ZoneInfo) -> Slot:
    """The slot that an instant falls into. `windows` are the local starts, in order, at least one."""
    return _slot_of(at.astimezone(UTC), tuple(windows), zone)


def next_start(at: datetime, windows: Sequence[time], zone: ZoneInfo) -> datetime:
    """When the slot after this instant's begins (UTC)."""
    return _next_start(at.astimezone(UTC), tuple(windows), zone)


# Kept by instants in UTC: of an hour that a clock shows twice, both passes are equal to Python.
@lru_cache(KEPT)
def _slot_of(at: datetime, windows: tuple[time, ...], zone: ZoneInfo) -> Slot:
    local = at.astimezone(zone)
    started = time(local.hour, local.minute, local.second)
    if local.fold:  # the hour comes a second time: what began in its first pass goes on
        index = sum(1 for start in windows if _has_begun(local.date(), start, zone, at)) - 1
    else:
        index = sum(1 for start in windows if start <= started) - 1
    return Slot(local.date(), index) if index >= 0 else _last_before(local.date(), windows, zone)


@lru_cache(KEPT)
def _next_start(at: datetime, windows: tuple[time, ...], zone: ZoneInfo) -> datetime:
    today = at.astimezone(zone).date()
    for days in range(SEARCH_DAYS):
        starts = (fire(today + days * DAY, start, zone) for start in windows)
        later = [start for start in starts if start is not None and start > at]
        if later:
            return min(later)
    return at + DAY


def _last_before(on: date, windows: tuple[time, ...], zone: ZoneInfo) -> Slot:
    """The last slot of the day before, of one that the zone had."""
    days = (on - back * DAY for back in range(1, SEARCH_DAYS))
    before = next((day for day in days if fire(day, windows[-1], zone) is not None), on - DAY)
    return Slot(before, len(windows) - 1)


def _has_begun(on: date, start: time, zone: ZoneInfo, at: datetime) -> bool:
    began_at = fire(on, start, zone)
    return began_at is not None and began_at <= at
