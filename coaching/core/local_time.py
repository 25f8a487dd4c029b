"""Wall-clock times of an athlete as instants, and back: quiet hours, the next moment outside them, when a slot falls.

The zone's own data decide about every change of the clock, so nothing here knows whole hours, dates of a change or
elapsed time. A window limited to some days belongs to the day on which it starts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
DAY_MIN = 24 * 60
SEARCH_SPAN = timedelta(days=9)  # windows repeat weekly: who is quiet for longer is quiet for ever
LONG_JUMP = timedelta(hours=2)
JUMP_GUARD = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class QuietWindow:
    """From `starts` up to, but without, `ends`; over midnight where it ends earlier; never where both are equal.

    `days` are the weekdays on which it starts, 0 = Monday; none means every day.
    """

    days: frozenset[int]
    starts: time
    ends: time

    def holds(self, weekday: int, minute: int) -> bool:
        """Whether it is quiet on this weekday at this minute of the day (0–1439)."""
        first, last = _minute(self.starts), _minute(self.ends)
        if first <= last:
            return first <= minute < last and self._starts_on(weekday)
        if minute >= first:
            return self._starts_on(weekday)
        return minute < last and self._starts_on((weekday - 1) % 7)

    def left_min(self, minute: int) -> int:
        """Minutes on the clock from `minute`, at which it holds, to its end."""
        return (_minute(self.ends) - minute) % DAY_MIN

    def _starts_on(self, weekday: int) -> bool:
        return not self.days or weekday in self.days


def is_quiet(at: datetime, windows: Sequence[QuietWindow], zone: ZoneInfo) -> bool:
    """Whether the minute on the athlete's clock lies in one of the windows. `at` is aware."""
    return bool(_holding(at, windows, zone))


def next_allowed(at: datetime, windows: Sequence[QuietWindow], zone: ZoneInfo) -> datetime | None:
    """The first whole minute (UTC) not before `at` that is not quiet; None where the windows leave none."""
    moment = whole_minute(at)
    limit = moment + SEARCH_SPAN
    while holding := _holding(moment, windows, zone):
        moment = _onwards(moment, holding, zone)
        if moment > limit:
            return None
    return moment


def fire(on: date, at: time, zone: ZoneInfo) -> datetime | None:
    """The instant (UTC) of a time on the wall on a civil day.

    A time that the clock skips is its first valid minute after the gap; one that comes twice is the first of the two;
    a day that the zone skips (Apia, 30 December 2011) has no instant: None.
    """
    wall = datetime.combine(on, at.replace(tzinfo=None))
    instant = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall:
        return instant
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)  # in a gap the folds lie on either side of the change
    change = _change_between(before, instant, zone)
    last_day = (change - timedelta(seconds=1)).astimezone(zone).date()
    if last_day < on < change.astimezone(zone).date():
        return None
    return whole_minute(change)


def guarding_zones(
    zone: ZoneInfo, before: ZoneInfo | None, changed_at: datetime | None, at: datetime
) -> tuple[ZoneInfo, ...]:
    """Whose nights hold at `at`: the athlete's zone, and for a day after a long jump the one they came from."""
    if before is None or changed_at is None or not changed_at <= at < changed_at + JUMP_GUARD:
        return (zone,)
    return (zone, before) if is_long_jump(before, zone, changed_at) else (zone,)


def is_long_jump(before: ZoneInfo, after: ZoneInfo, at: datetime) -> bool:
    """Whether two zones differ by more than two hours at an instant."""
    return abs(_offset(at, after) - _offset(at, before)) > LONG_JUMP


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """The athlete's civil day."""
    return _local_day(at.astimezone(UTC), zone)


# A tick asks it of each athlete again and again. Kept by instants in UTC: of an hour that a clock shows twice, both
# passes are equal to Python.
@lru_cache(32_768)
def _local_day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def day_starts_at(on: date, zone: ZoneInfo) -> datetime:
    """The first instant (UTC) of a civil day, or of the next one that exists."""
    starts_at = fire(on, time(0), zone)
    return starts_at if starts_at is not None else day_starts_at(on + timedelta(days=1), zone)


def whole_minute(at: datetime) -> datetime:
    """`at` in UTC, rounded up to a whole minute."""
    at = at.astimezone(UTC)
    floor = at.replace(second=0, microsecond=0)
    return floor if floor == at else floor + MINUTE


def _holding(at: datetime, windows: Sequence[QuietWindow], zone: ZoneInfo) -> list[int]:
    """Minutes on the clock that each window which holds at `at` has still to run."""
    local = at.astimezone(zone)
    weekday, minute = local.weekday(), local.hour * 60 + local.minute
    return [window.left_min(minute) for window in windows if window.holds(weekday, minute)]


def _onwards(moment: datetime, holding: Sequence[int], zone: ZoneInfo) -> datetime:
    """To the end of the longest window that holds; a minute at a time where the clock changes on the way."""
    end = moment + max(holding) * MINUTE
    return end if _offset(end, zone) == _offset(moment, zone) else moment + MINUTE


def _change_between(early: datetime, late: datetime, zone: ZoneInfo) -> datetime:
    """The first second at which the offset is that of `late`; `early` has another one."""
    low, high, after = 0, int((late - early).total_seconds()), _offset(late, zone)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(early + timedelta(seconds=middle), zone) == after:
            high = middle
        else:
            low = middle
    return early + timedelta(seconds=high)


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _minute(wall: time) -> int:
    return wall.hour * 60 + wall.minute
