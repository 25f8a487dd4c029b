"""When somebody usually trains, as their own log has it, and at what time Spotter should look instead: shortly before.

Plain counting over the days of eight weeks. All numbers are our own choice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from coaching.core.local_time import DAY_MIN, QuietWindow

BACK = timedelta(days=56)
DAYS_MIN = 8  # days of training: with fewer, three evenings in a row would be a habit
SHARE_MIN = 0.6  # of them, that begin within one band
BAND_MIN, GRID_MIN = 90, 30
WEEK_SHARE = 1 / 3  # a weekday counts that was trained on in a third of the weeks, and twice at least
AHEAD_MIN = 30  # so long before the first of them Spotter looks
NEAR_MIN = 60  # a time that lies so close before training is left where it is


@dataclass(frozen=True, slots=True)
class Usual:
    """`days`: weekdays (0 = Monday); sessions begin between `starts` and `ends`, local. `trained`: days counted."""

    days: tuple[int, ...]
    starts: time
    ends: time
    trained: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """Look at `at` instead of at `instead_of`: all `windows` as they would be ("HH:MM")."""

    usual: Usual
    at: time
    instead_of: time
    windows: tuple[str, ...]


def usual(starts: Sequence[datetime]) -> Usual | None:
    """The band of the day and the weekdays on which most sessions begin; None where there are too few or no band holds
    most of them. `starts`: the beginning of each day of training, on the athlete's clock."""
    if len(starts) < DAYS_MIN:
        return None
    within = max((_within(starts, low) for low in range(0, DAY_MIN, GRID_MIN)), key=len)
    if len(within) < SHARE_MIN * len(starts):
        return None
    weeks = len({start.isocalendar()[:2] for start in starts})
    counted = Counter(start.weekday() for start in within)
    days = tuple(day for day in sorted(counted) if counted[day] >= max(2, weeks * WEEK_SHARE))
    if not days:
        return None
    minutes = [_minute(start) for start in within]
    first = min(minutes) // GRID_MIN * GRID_MIN
    last = (max(minutes) // GRID_MIN + 1) * GRID_MIN
    return Usual(days, _time(first), _time(last % DAY_MIN), len(starts))


def propose(habit: Usual, windows: Sequence[str], quiet: Sequence[QuietWindow]) -> Proposal | None:
    """The nearest of the athlete's times moved to shortly before they train. None where one is there already, and where
    it would lie on the day before or in their quiet hours."""
    starts = _minute(habit.starts)
    at = starts - AHEAD_MIN
    told = [_minute(time.fromisoformat(each)) for each in windows]
    if at < 0 or any(starts - NEAR_MIN <= each <= starts for each in told):
        return None
    if any(window.holds(day, at) for window in quiet for day in habit.days):
        return None
    nearest = min(told, key=lambda each: (abs(each - at), each))
    moved = sorted({at, *(each for each in told if each != nearest)})
    return Proposal(habit, _time(at), _time(nearest), tuple(f"{_time(each):%H:%M}" for each in moved))


def _within(starts: Sequence[datetime], low: int) -> list[datetime]:
    return [start for start in starts if low <= _minute(start) < low + BAND_MIN]


def _minute(at: time | datetime) -> int:
    return at.hour * 60 + at.minute


def _time(minute: int) -> time:
    return time(minute // 60, minute % 60)
