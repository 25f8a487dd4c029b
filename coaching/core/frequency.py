"""How often Spotter may speak unasked: caps, gaps, stepping back when nobody answers, and when it may speak again.

Days and weeks are the athlete's civil days and ISO weeks at the moment of sending. Every rule and every channel
counts; a safety answer neither counts nor waits. Numbers without a source are our own choice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from coaching.core.local_time import (
    QuietWindow,
    day_starts_at,
    guarding_zones,
    is_quiet,
    local_day,
    next_allowed,
    whole_minute,
)

SAFETY, WELCOME, STAY_QUIET = "safety", "welcome", "stay_quiet"

FIRST_DAY = timedelta(hours=24)
REFILL_AFTER = timedelta(hours=20)  # travel to the west begins the day again, but not what was spent on it
WIDER_GAP_FROM, FEW_A_WEEK_FROM, SILENT_FROM = 2, 4, 7  # prompts in a row without an answer
GAP_FACTOR = 2
FEW_A_WEEK = 2


@dataclass(frozen=True, slots=True)
class Limits:
    """What the athlete lets Spotter do. `agreed_at`: when they said yes; the first day is counted from there."""

    max_per_day: int
    max_per_week: int
    min_gap_min: int
    agreed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Spent:
    """What was sent so far. `day` and `week` ("2026-W47") are the athlete's own, as they were at the last sending."""

    day: date | None = None
    day_count: int = 0
    week: str = ""
    week_count: int = 0
    last_sent_at: datetime | None = None
    unanswered: int = 0
    first_unanswered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pauses:
    """When the athlete wants quiet: nightly windows, do not disturb, holidays; and the zone they came from."""

    windows: tuple[QuietWindow, ...] = ()
    quiet_until: datetime | None = None
    holiday_from: date | None = None
    holiday_to: date | None = None  # the last day of it
    zone_before: ZoneInfo | None = None
    zone_changed_at: datetime | None = None

    def zones(self, zone: ZoneInfo, at: datetime) -> tuple[ZoneInfo, ...]:
        return guarding_zones(zone, self.zone_before, self.zone_changed_at, at)

    def is_holiday(self, on: date) -> bool:
        return (
            self.holiday_from is not None and self.holiday_to is not None and self.holiday_from <= on <= self.holiday_to
        )


def reasons(limits: Limits, spent: Spent, now: datetime, zone: ZoneInfo, *, rule: str = "") -> tuple[str, ...]:
    """Why nothing more may be sent now; empty where it may: first_day, day_cap, week_cap, min_gap, backing_off, silent.

    `rule` is the one that wants to speak: safety always may, the welcome also on the first day, and the question
    whether to stay quiet once after seven prompts without an answer.
    """
    return () if rule == SAFETY else tuple(dict.fromkeys(code for code, _ in _waits(limits, spent, now, zone, rule)))


def paused(pauses: Pauses, now: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    """Which of quiet_hours, do_not_disturb and holiday hold now."""
    found = {
        "quiet_hours": any(is_quiet(now, pauses.windows, each) for each in pauses.zones(zone, now)),
        "do_not_disturb": pauses.quiet_until is not None and now < pauses.quiet_until,
        "holiday": pauses.is_holiday(local_day(now, zone)),
    }
    return tuple(code for code, holds in found.items() if holds)


def spend(spent: Spent, now: datetime, zone: ZoneInfo) -> Spent:
    """What is spent after one more prompt, sent now."""
    today, week = local_day(now, zone), iso_week(local_day(now, zone))
    day_count, week_count = counted(spent, now, zone)
    is_back = _is_back(spent, now, zone)
    return Spent(
        day=spent.day if is_back else today,
        day_count=day_count + 1,
        week=max(spent.week, week) if is_back else week,
        week_count=week_count + 1,
        last_sent_at=now,
        unanswered=spent.unanswered + 1,
        first_unanswered_at=spent.first_unanswered_at or now,
    )


def answered(spent: Spent) -> Spent:
    """Any answer begins the count of unanswered prompts again."""
    return replace(spent, unanswered=0, first_unanswered_at=None)


def counted(spent: Spent, now: datetime, zone: ZoneInfo) -> tuple[int, int]:
    """How many prompts count for the athlete's day and for their week at `now`."""
    today = local_day(now, zone)
    if _is_back(spent, now, zone):
        return spent.day_count, spent.week_count if spent.week >= iso_week(today) else 0
    return (
        spent.day_count if spent.day == today else 0,
        spent.week_count if spent.week == iso_week(today) else 0,
    )


def next_possible(
    limits: Limits, spent: Spent, now: datetime, zone: ZoneInfo, pauses: Pauses | None = None, *, rule: str = ""
) -> datetime | None:
    """The first whole minute (UTC) from `now` on at which nothing stands in the way; None where only the athlete can
    open it again (a cap of zero, silence after seven unanswered, no minute outside the quiet hours)."""
    moment: datetime | None = whole_minute(now)
    if rule == SAFETY:
        return moment
    pauses = pauses or Pauses()
    while moment is not None:
        ends = [*_waits(limits, spent, moment, zone, rule), *_pause_ends(pauses, moment, zone)]
        if not ends:
            return moment
        moment = _latest(end for _, end in ends)
    return None


@lru_cache(1024)
def iso_week(on: date) -> str:
    """The ISO 8601 week of a day: 2026-W47. Weeks at the turn of a year belong to the year of their Thursday."""
    year, week, _ = on.isocalendar()
    return f"{year:04}-W{week:02}"


def gap(limits: Limits, unanswered: int) -> timedelta:
    """The time between two prompts: twice as long after two without an answer."""
    return timedelta(minutes=limits.min_gap_min) * (GAP_FACTOR if unanswered >= WIDER_GAP_FROM else 1)


def _waits(
    limits: Limits, spent: Spent, now: datetime, zone: ZoneInfo, rule: str
) -> Iterator[tuple[str, datetime | None]]:
    """Each reason against speaking now, with the instant at which it ends (None: not by itself)."""
    if limits.agreed_at is not None and rule != WELCOME and now < limits.agreed_at + FIRST_DAY:
        yield "first_day", limits.agreed_at + FIRST_DAY
    yield from _caps(limits, spent, now, zone)
    yield from _gaps(limits, spent, now)
    if spent.unanswered > SILENT_FROM or (spent.unanswered == SILENT_FROM and rule != STAY_QUIET):
        yield "silent", None


def _caps(limits: Limits, spent: Spent, now: datetime, zone: ZoneInfo) -> Iterator[tuple[str, datetime | None]]:
    day_count, week_count = counted(spent, now, zone)
    today = local_day(now, zone)
    tomorrow, monday = today + timedelta(days=1), today + timedelta(days=7 - today.weekday())
    refill_at = spent.last_sent_at + REFILL_AFTER if spent.last_sent_at and _is_back(spent, now, zone) else None
    if day_count >= limits.max_per_day:
        yield "day_cap", (refill_at or day_starts_at(tomorrow, zone)) if limits.max_per_day else None
    if week_count >= limits.max_per_week:
        yield "week_cap", (refill_at or day_starts_at(monday, zone)) if limits.max_per_week else None
    if spent.unanswered >= FEW_A_WEEK_FROM and week_count >= FEW_A_WEEK:
        yield "backing_off", refill_at or day_starts_at(monday, zone)


def _gaps(limits: Limits, spent: Spent, now: datetime) -> Iterator[tuple[str, datetime | None]]:
    if spent.last_sent_at is None:
        return
    if now < spent.last_sent_at + gap(limits, 0):
        yield "min_gap", spent.last_sent_at + gap(limits, 0)
    elif now < spent.last_sent_at + gap(limits, spent.unanswered):
        yield "backing_off", spent.last_sent_at + gap(limits, spent.unanswered)


def _is_back(spent: Spent, now: datetime, zone: ZoneInfo) -> bool:
    """Whether the athlete's calendar went back since the last prompt, and that prompt is still recent."""
    if spent.day is None or spent.last_sent_at is None:
        return False
    return local_day(now, zone) < spent.day and now < spent.last_sent_at + REFILL_AFTER


def _pause_ends(pauses: Pauses, now: datetime, zone: ZoneInfo) -> Iterator[tuple[str, datetime | None]]:
    for each in pauses.zones(zone, now):
        if is_quiet(now, pauses.windows, each):
            # One minute at most past the guard of the zone left behind: whose night it is then is asked again.
            yield "quiet_hours", next_allowed(now, pauses.windows, each)
    if pauses.quiet_until is not None and now < pauses.quiet_until:
        yield "do_not_disturb", pauses.quiet_until
    if pauses.holiday_to is not None and pauses.is_holiday(local_day(now, zone)):
        yield "holiday", day_starts_at(pauses.holiday_to + timedelta(days=1), zone)


def _latest(ends: Iterator[datetime | None] | Sequence[datetime | None]) -> datetime | None:
    latest = datetime.min.replace(tzinfo=UTC)
    for end in ends:
        if end is None:
            return None
        latest = max(latest, end)
    return whole_minute(latest)
