"""F2–F4, F9, F10 and the answer to "when may it speak again", as pure rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.test import SimpleTestCase
from hypothesis import given, settings
from hypothesis import strategies as st

from coaching.core.frequency import (
    SAFETY,
    STAY_QUIET,
    WELCOME,
    Limits,
    Pauses,
    Spent,
    answered,
    iso_week,
    next_possible,
    paused,
    reasons,
    spend,
)
from coaching.core.local_time import QuietWindow

BERLIN = ZoneInfo("Europe/Berlin")
AUCKLAND, LOS_ANGELES = ZoneInfo("Pacific/Auckland"), ZoneInfo("America/Los_Angeles")
NOW = datetime(2026, 5, 6, 11, 0, tzinfo=UTC)  # a Wednesday, 13:00 in Berlin
LIMITS = Limits(max_per_day=2, max_per_week=7, min_gap_min=240, agreed_at=NOW - timedelta(days=30))
NIGHT = (QuietWindow(frozenset(), time(21), time(8)),)


def sent(*instants: datetime, zone: ZoneInfo = BERLIN, unanswered: int | None = None) -> Spent:
    spent = Spent()
    for at in instants:
        spent = spend(spent, at, zone)
    return spent if unanswered is None else replace(spent, unanswered=unanswered)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


class F2CivilDayTests(SimpleTestCase):
    def test_it_counts_by_the_athletes_day(self) -> None:
        spent = sent(NOW, NOW + hours(5), unanswered=0)
        self.assertEqual(reasons(LIMITS, spent, NOW + hours(9.5), BERLIN), ("day_cap",))  # 22:30
        self.assertEqual(reasons(LIMITS, spent, NOW + hours(11.5), BERLIN), ())  # half past midnight

    def test_it_counts_by_the_iso_week(self) -> None:
        sunday, monday = datetime(2027, 1, 3, 12, tzinfo=UTC), datetime(2027, 1, 4, 12, tzinfo=UTC)
        self.assertEqual([iso_week(sunday.date()), iso_week(monday.date())], ["2026-W53", "2027-W01"])
        spent = replace(sent(sunday - hours(24), unanswered=0), week_count=7)
        self.assertEqual(reasons(LIMITS, spent, sunday, BERLIN), ("week_cap",))
        self.assertEqual(reasons(LIMITS, spent, monday, BERLIN), ())

    def test_travel_to_the_west_does_not_fill_the_day_again(self) -> None:
        first = datetime(2026, 5, 5, 22, 0, tzinfo=UTC)  # 10:00 on the 6th in Auckland
        spent = sent(first, first + hours(5), zone=AUCKLAND, unanswered=0)
        landed = first + hours(14)  # still the 6th at home, 05:00 on the 6th in Los Angeles
        self.assertIn("day_cap", reasons(LIMITS, spent, landed, LOS_ANGELES))
        in_the_air = first + hours(8.5)  # 23:30 on the 5th in Los Angeles
        self.assertIn("day_cap", reasons(LIMITS, replace(spent, last_sent_at=first), in_the_air, LOS_ANGELES))

    def test_it_fills_again_twenty_hours_after_the_day_went_back(self) -> None:
        last = datetime(2026, 5, 6, 14, 45, tzinfo=UTC)  # the 7th in Kiritimati
        spent = sent(last - hours(4.25), last, zone=ZoneInfo("Pacific/Kiritimati"), unanswered=0)
        midway = ZoneInfo("Pacific/Midway")  # 25 hours behind
        self.assertEqual(reasons(LIMITS, spent, last + hours(19.9), midway), ("day_cap",))
        self.assertEqual(reasons(LIMITS, spent, last + hours(20), midway), ())

    def test_it_never_counts_less_for_having_flown_back(self) -> None:
        first = datetime(2026, 5, 6, 10, 30, tzinfo=UTC)
        spent = sent(first, zone=ZoneInfo("Pacific/Kiritimati"))
        spent = spend(spent, first + hours(5), ZoneInfo("Pacific/Midway"))
        self.assertEqual((spent.day, spent.day_count), (date(2026, 5, 7), 2))


class F4SilenceTests(SimpleTestCase):
    def test_the_gap_doubles_after_two(self) -> None:
        for unanswered, expected in ((0, ()), (1, ()), (2, ("backing_off",)), (3, ("backing_off",))):
            spent = sent(NOW, unanswered=unanswered)
            self.assertEqual(reasons(LIMITS, spent, NOW + hours(5), BERLIN), expected, unanswered)
            self.assertEqual(reasons(LIMITS, spent, NOW + hours(8), BERLIN), (), unanswered)

    def test_after_four_there_are_two_a_week_at_most(self) -> None:
        for unanswered, expected in ((3, ()), (4, ("backing_off",)), (6, ("backing_off",))):
            spent = replace(sent(NOW, unanswered=unanswered), week_count=2)
            self.assertEqual(reasons(LIMITS, spent, NOW + hours(26), BERLIN), expected, unanswered)

    def test_after_seven_there_is_one_question_and_then_silence(self) -> None:
        spent, later = sent(NOW, unanswered=7), NOW + timedelta(days=7)
        self.assertEqual(reasons(LIMITS, spent, later, BERLIN), ("silent",))
        self.assertEqual(reasons(LIMITS, spent, later, BERLIN, rule=STAY_QUIET), ())
        asked = spend(spent, later, BERLIN)
        for rule in (STAY_QUIET, "check_in"):
            self.assertEqual(reasons(LIMITS, asked, later + timedelta(days=90), BERLIN, rule=rule), ("silent",))
        self.assertIsNone(next_possible(LIMITS, asked, later, BERLIN))

    def test_an_answer_ends_it(self) -> None:
        spent = answered(sent(NOW, unanswered=8))
        self.assertEqual((spent.unanswered, spent.first_unanswered_at), (0, None))
        self.assertEqual(reasons(LIMITS, spent, NOW + timedelta(days=2), BERLIN), ())


class F9GapTests(SimpleTestCase):
    def test_every_rule_waits_for_every_other(self) -> None:
        spent = sent(NOW, unanswered=0)
        for rule in ("check_in", "milestone", WELCOME):
            self.assertEqual(reasons(LIMITS, spent, NOW + hours(3.9), BERLIN, rule=rule), ("min_gap",), rule)

    def test_safety_neither_waits_nor_counts(self) -> None:
        spent = replace(sent(NOW, unanswered=9), day_count=5, week_count=35)
        self.assertEqual(reasons(LIMITS, spent, NOW, BERLIN, rule=SAFETY), ())


class F10FirstDayTests(SimpleTestCase):
    def test_it_only_welcomes_on_the_first_day(self) -> None:
        limits = replace(LIMITS, agreed_at=NOW)
        for at, rule, expected in (
            (NOW + hours(1), WELCOME, ()),
            (NOW + hours(1), "milestone", ("first_day",)),
            (NOW + hours(23.9), "check_in", ("first_day",)),
            (NOW + hours(24), "check_in", ()),
        ):
            self.assertEqual(reasons(limits, Spent(), at, BERLIN, rule=rule), expected, (at, rule))


class NextPossibleTests(SimpleTestCase):
    def test_it_names_the_end_of_what_stands_in_the_way(self) -> None:
        capped = sent(NOW, NOW + hours(5), unanswered=0)
        pauses = Pauses(windows=NIGHT)
        for name, spent, given_pauses, expected in (
            ("nothing", Spent(), pauses, NOW),
            ("the gap", sent(NOW, unanswered=0), pauses, NOW + hours(4)),
            ("the gap into the night", sent(NOW + hours(5), unanswered=0), pauses, datetime(2026, 5, 7, 6, tzinfo=UTC)),
            ("the day, then the night", capped, pauses, datetime(2026, 5, 7, 6, tzinfo=UTC)),
            ("holiday", Spent(), replace(pauses, holiday_from=date(2026, 5, 1), holiday_to=date(2026, 5, 9)),
             datetime(2026, 5, 10, 6, tzinfo=UTC)),
            ("do not disturb", Spent(), replace(pauses, quiet_until=NOW + hours(30)), NOW + hours(30)),
        ):  # fmt: skip
            with self.subTest(name):
                now = max(NOW, spent.last_sent_at or NOW)
                self.assertEqual(next_possible(LIMITS, spent, now, BERLIN, given_pauses), expected)

    def test_it_is_never_where_the_athlete_allows_nothing(self) -> None:
        self.assertIsNone(next_possible(replace(LIMITS, max_per_day=0), Spent(), NOW, BERLIN))

    def test_it_keeps_the_night_of_the_zone_left_behind(self) -> None:
        landed = datetime(2026, 5, 6, 12, 0, tzinfo=UTC)  # midnight in Auckland, 05:00 in Los Angeles
        pauses = Pauses(windows=NIGHT, zone_before=AUCKLAND, zone_changed_at=landed)
        noon = datetime(2026, 5, 6, 19, 30, tzinfo=UTC)  # 12:30 in Los Angeles, 07:30 in Auckland
        self.assertEqual(paused(pauses, noon, LOS_ANGELES), ("quiet_hours",))
        self.assertEqual(next_possible(LIMITS, Spent(), noon, LOS_ANGELES, pauses), noon + hours(0.5))

    @settings(max_examples=60, deadline=None)
    @given(
        offsets=st.lists(st.integers(0, 72 * 60), max_size=5),
        unanswered=st.integers(0, 6),
        zone=st.sampled_from(["Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu"]),
    )
    def test_what_it_names_is_free_and_the_minute_before_is_not(
        self, offsets: list[int], unanswered: int, zone: str
    ) -> None:
        spent = sent(*(NOW + timedelta(minutes=each) for each in sorted(offsets)), unanswered=unanswered)
        here, pauses = ZoneInfo(zone), Pauses(windows=NIGHT)
        start = NOW + timedelta(minutes=max(offsets, default=0))
        at = next_possible(LIMITS, spent, start, here, pauses)
        assert at is not None
        self.assertEqual(reasons(LIMITS, spent, at, here) + paused(pauses, at, here), ())
        if at > start:
            before = at - timedelta(minutes=1)
            self.assertNotEqual(reasons(LIMITS, spent, before, here) + paused(pauses, before, here), ())
