"""T1–T4: wall-clock times against an oracle that only counts minutes in UTC and reads the clock on the wall."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.test import SimpleTestCase

from coaching.core.local_time import QuietWindow, day_starts_at, fire, guarding_zones, is_quiet, next_allowed

MINUTE = timedelta(minutes=1)
EVERY_DAY: frozenset[int] = frozenset()


def window(starts: str, ends: str, days: str = "") -> QuietWindow:
    return QuietWindow(frozenset(map(int, days)), time.fromisoformat(starts), time.fromisoformat(ends))


# Two days or more around something that happens to a clock.
CLASSES = {
    "spring gap, New York": ("America/New_York", date(2026, 3, 8)),
    "spring gap, London": ("Europe/London", date(2026, 3, 29)),
    "spring gap at midnight, Havana": ("America/Havana", date(2026, 3, 8)),
    "spring gap at midnight, São Paulo": ("America/Sao_Paulo", date(2018, 11, 4)),
    "spring gap at midnight, Cairo": ("Africa/Cairo", date(2026, 4, 24)),
    "spring gap over midnight, Nuuk": ("America/Nuuk", date(2024, 3, 30)),
    "overlap, New York": ("America/New_York", date(2026, 11, 1)),
    "overlap, London": ("Europe/London", date(2026, 10, 25)),
    "overlap at midnight, São Paulo": ("America/Sao_Paulo", date(2018, 2, 17)),
    "overlap at midnight, Cairo": ("Africa/Cairo", date(2026, 10, 29)),
    "half an hour, Lord Howe, spring": ("Australia/Lord_Howe", date(2026, 10, 4)),
    "half an hour, Lord Howe, autumn": ("Australia/Lord_Howe", date(2026, 4, 5)),
    "three quarters, Chatham": ("Pacific/Chatham", date(2026, 9, 27)),
    "India": ("Asia/Kolkata", date(2026, 3, 29)),
    "Nepal": ("Asia/Kathmandu", date(2026, 3, 29)),
    "missing day, Apia": ("Pacific/Apia", date(2011, 12, 30)),
    "farthest east, Kiritimati": ("Pacific/Kiritimati", date(2026, 12, 31)),
    "farthest west": ("Etc/GMT+12", date(2026, 12, 31)),
    "Ramadan begins, Casablanca": ("Africa/Casablanca", date(2026, 2, 15)),
    "Ramadan ends, Casablanca": ("Africa/Casablanca", date(2026, 3, 22)),
    "leap day": ("Europe/Berlin", date(2028, 2, 29)),
}
WINDOWS: dict[str, tuple[QuietWindow, ...]] = {
    "night": (window("22:00", "07:00"),),
    "around midnight": (window("23:30", "00:30"),),
    "inside the changes": (window("01:15", "02:45"),),
    "first half of an hour": (window("01:00", "01:30"),),
    "by day": (window("21:00", "08:00", "5"), window("13:00", "14:00", "06")),
    "no length": (window("02:00", "02:00"),),
    "two that meet": (window("20:00", "23:00"), window("23:00", "02:30")),
    "always": (window("00:00", "12:00"), window("12:00", "00:00")),
}


@dataclass(frozen=True)
class Oracle:
    """Five days of minutes, each with what the wall says."""

    zone: ZoneInfo
    on: date

    @cached_property
    def minutes(self) -> list[tuple[datetime, datetime]]:
        first = datetime.combine(self.on, time(0), UTC) - timedelta(days=2)
        instants = [first + MINUTE * step for step in range(5 * 1440)]
        return [(each, each.astimezone(self.zone).replace(tzinfo=None)) for each in instants]

    def quiet(self, wall: datetime, windows: Sequence[QuietWindow]) -> bool:
        return any(self.lies_in(wall, each) for each in windows)

    @staticmethod
    def lies_in(wall: datetime, each: QuietWindow) -> bool:
        for start_day in (wall.date(), wall.date() - timedelta(days=1)):
            starts = datetime.combine(start_day, each.starts)
            ends = datetime.combine(start_day + timedelta(days=each.ends < each.starts), each.ends)
            if (not each.days or start_day.weekday() in each.days) and starts <= wall < ends:
                return True
        return False

    def next_free(self, windows: Sequence[QuietWindow]) -> dict[datetime, datetime | None]:
        """For each minute the first one from it on that is not quiet, by walking back from the end."""
        free: datetime | None = None
        found: dict[datetime, datetime | None] = {}
        for instant, wall in reversed(self.minutes[1400:5200]):
            free = free if self.quiet(wall, windows) else instant
            found[instant] = free
        return found

    def fired(self, on: date, at: time) -> datetime | None:
        wanted = datetime.combine(on, at)
        if not any(wall.date() == on for _instant, wall in self.minutes):
            return None
        return next(instant for instant, wall in self.minutes if wall >= wanted)


def oracles() -> Iterator[tuple[str, Oracle]]:
    for name, (zone, on) in CLASSES.items():
        yield name, Oracle(ZoneInfo(zone), on)


class T2OracleTests(SimpleTestCase):
    """T2, and with it T3 (midnight, no length, odd offsets) and T4 (gap and overlap)."""

    def test_it_is_quiet_when_the_wall_says_so(self) -> None:
        for name, oracle in oracles():
            for kind, windows in WINDOWS.items():
                wrong = [
                    instant
                    for instant, wall in oracle.minutes[1000:4600:13]
                    if is_quiet(instant, windows, oracle.zone) != oracle.quiet(wall, windows)
                ]
                self.assertEqual(wrong, [], (name, kind))

    def test_it_finds_the_first_minute_that_is_not_quiet(self) -> None:
        count = 0
        for place, (name, oracle) in enumerate(oracles()):
            for kind, windows in list(WINDOWS.items())[place % 2 :: 2]:  # each kind in every second class: it is slow
                expected = oracle.next_free(windows)
                for instant, _wall in oracle.minutes[1440:4400:31]:
                    self.assertEqual(
                        next_allowed(instant, windows, oracle.zone), expected[instant], (name, kind, instant)
                    )
                    count += 1
        self.assertGreater(count, 5000)

    def test_it_fires_at_the_time_on_the_wall(self) -> None:
        times = [time(hour, minute) for hour in (0, 1, 2, 3, 7, 12, 22, 23) for minute in (0, 1, 15, 30, 45, 59)]
        for name, oracle in oracles():
            for shift in (-1, 0, 1):
                on = oracle.on + timedelta(days=shift)
                for at in times:
                    self.assertEqual(fire(on, at, oracle.zone), oracle.fired(on, at), (name, on, at))


class T3EdgeTests(SimpleTestCase):
    def test_it_rounds_seconds_up(self) -> None:
        at = datetime(2026, 5, 1, 12, 0, 1, tzinfo=UTC)
        self.assertEqual(next_allowed(at, (), ZoneInfo("UTC")), datetime(2026, 5, 1, 12, 1, tzinfo=UTC))

    def test_it_waits_for_ever_where_every_minute_is_quiet(self) -> None:
        self.assertIsNone(next_allowed(datetime(2026, 5, 1, tzinfo=UTC), WINDOWS["always"], ZoneInfo("Asia/Tokyo")))

    def test_it_lets_a_window_belong_to_the_day_on_which_it_starts(self) -> None:
        friday_night = (window("22:00", "06:00", "4"),)
        self.assertTrue(is_quiet(datetime(2026, 5, 2, 5, tzinfo=UTC), friday_night, ZoneInfo("UTC")))
        self.assertFalse(is_quiet(datetime(2026, 5, 1, 5, tzinfo=UTC), friday_night, ZoneInfo("UTC")))


class T4ClockChangeTests(SimpleTestCase):
    def test_it_fires_after_the_gap_and_at_the_first_of_two(self) -> None:
        new_york = ZoneInfo("America/New_York")
        for on, expected in (
            (date(2026, 3, 8), datetime(2026, 3, 8, 7, 0, tzinfo=UTC)),
            (date(2026, 11, 1), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)),
        ):
            at = time(2, 30) if on.month == 3 else time(1, 30)
            expected = expected if on.month == 3 else datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
            self.assertEqual(fire(on, at, new_york), expected)

    def test_it_has_no_instant_for_a_day_that_never_was(self) -> None:
        apia = ZoneInfo("Pacific/Apia")
        self.assertIsNone(fire(date(2011, 12, 30), time(12), apia))
        self.assertEqual(fire(date(2011, 12, 31), time(12), apia), datetime(2011, 12, 30, 22, tzinfo=UTC))
        self.assertEqual(day_starts_at(date(2011, 12, 30), apia), day_starts_at(date(2011, 12, 31), apia))


class T5GuardTests(SimpleTestCase):
    def test_it_keeps_both_nights_for_a_day_after_a_long_jump(self) -> None:
        here, before = ZoneInfo("America/Los_Angeles"), ZoneInfo("Pacific/Auckland")
        landed = datetime(2026, 5, 1, 12, tzinfo=UTC)
        self.assertEqual(guarding_zones(here, before, landed, landed + timedelta(hours=23)), (here, before))
        self.assertEqual(guarding_zones(here, before, landed, landed + timedelta(hours=24)), (here,))
        near = ZoneInfo("America/Denver")
        self.assertEqual(guarding_zones(here, near, landed, landed + timedelta(hours=1)), (here,))
