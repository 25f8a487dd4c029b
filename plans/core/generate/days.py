"""Which days of a week are trained, and how hard. Hard days are spread as evenly as the athlete's week allows; easy
ones (walking, mobility) fill what was asked for. Pure combinatorics over seven days, so every layout is tried.

A day is a number from 0, the first day of the plan's week, whatever weekday that is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

WEEK_DAYS = 7
NO_DAYS: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Layout:
    """The hard and the easy days of a week, each in order."""

    hard: tuple[int, ...]
    easy: tuple[int, ...]

    @property
    def days(self) -> int:
        return len(self.hard) + len(self.easy)


@lru_cache(maxsize=4096)
def layout(
    for_hard: frozenset[int],
    for_easy: frozenset[int],
    hard: int,
    easy: int,
    *,
    max_run: int,
    around: frozenset[int] | None = None,
    preferred: frozenset[int] = NO_DAYS,
) -> Layout | None:
    """The best week of so many hard and easy days; None when no such week keeps to `max_run` hard days in a row.

    around: hard days of the weeks before (-7 to -1) and after (7 to 13); None: every week is like this one.
    """
    fitting = (
        days for days in combinations(sorted(for_hard), hard) if longest_run(days, _around(days, around)) <= max_run
    )
    chosen = min(fitting, key=lambda days: (_crowding(days), -len(preferred & set(days)), days), default=None)
    if chosen is None:
        return None
    rest = sorted(for_easy - set(chosen))
    if len(rest) < easy:
        return None
    fill = min(
        combinations(rest, easy),
        key=lambda days: (_crowding((*chosen, *days)), -len(preferred & set(days)), days),
    )
    return Layout(chosen, fill)


def _around(days: Iterable[int], around: frozenset[int] | None) -> Iterable[int]:
    if around is not None:
        return around
    return [day + shift for day in days for shift in (-WEEK_DAYS, WEEK_DAYS)]


def longest_run(days: Collection[int], around: Iterable[int] = ()) -> int:
    """Most days in a row that one of these days is part of, together with the days around them."""
    trained, longest = {*days, *around}, 0
    for day in days:
        first = last = day
        while first - 1 in trained:
            first -= 1
        while last + 1 in trained:
            last += 1
        longest = max(longest, last - first + 1)
    return longest


def _crowding(days: Iterable[int]) -> int:
    """Sum of the squared gaps between neighbours round the week: least when evenly spread."""
    placed = sorted(days)
    following = [*placed[1:], *(day + WEEK_DAYS for day in placed[:1])]
    return sum((later - earlier) ** 2 for earlier, later in zip(placed, following, strict=True))
