"""What a rating says, as values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.test import SimpleTestCase

from feedback.core.ratings import Asked, in_halves, overall_rpe, performed_at, rated_sets
from feedback.core.refusals import TimestampImplausible
from science.effort import RatedSet

NOW = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
SQUAT = Asked(sets=3, reps_min=8, reps_max=10, target_rpe=8, load_kg=60, load_basis="known")


class RatedSetsTests(SimpleTestCase):
    def test_it_takes_the_sets_as_they_were_sent(self) -> None:
        work = rated_sets(
            [
                {"reps": 5, "load_kg": 40.0, "warm_up": True},
                {"reps": 5, "load_kg": 100.0, "rpe": 8.0},
                {"reps": 3, "load_kg": 100.0, "failed": True},
            ],
            9,
            100,
            SQUAT,
        )
        self.assertFalse(work.is_assumed)
        self.assertEqual(
            work.sets,
            (RatedSet(40, 5, warm_up=True), RatedSet(100, 5, 8.0), RatedSet(100, 3, failed=True)),
        )

    def test_it_gives_the_overall_rating_to_the_last_working_set_when_none_has_its_own(self) -> None:
        sets = [{"reps": 5, "load_kg": 100}, {"reps": 5, "load_kg": 100}, {"reps": 5, "load_kg": 60, "warm_up": True}]
        self.assertEqual([each.rpe for each in rated_sets(sets, 8.5, 100, None).sets], [None, 8.5, None])

    def test_it_reads_a_set_without_a_load_as_bodyweight(self) -> None:
        self.assertEqual(rated_sets([{"reps": 12}], 7, 100, None).sets, (RatedSet(0, 12, 7),))

    def test_it_leaves_timed_work_out(self) -> None:
        self.assertEqual(rated_sets([{"duration_s": 60}], 7, 100, None).sets, ())

    def test_it_lets_the_prescription_stand_in(self) -> None:
        # completed percent: reps of each set
        cases = {100: [9, 9, 9], 90: [9, 9, 6], 66.67: [9, 9], 50: [9, 5], 2: [1], 0: []}
        for completion_rate, reps in cases.items():
            with self.subTest(completion_rate):
                work = rated_sets([], 8, completion_rate, SQUAT)
                self.assertTrue(work.is_assumed)
                self.assertEqual([each.reps for each in work.sets], reps)
                self.assertEqual([each.rpe for each in work.sets[-1:]], [8] * bool(reps))
                self.assertFalse(any(each.rpe for each in work.sets[:-1]))

    def test_it_assumes_nothing_where_the_plan_says_too_little(self) -> None:
        cases = {
            "no plan": None,
            "load to be found": Asked(3, 5, 5, load_basis="find"),
            "timed": Asked(3, duration_s=60, load_basis="bodyweight"),
        }
        for name, asked in cases.items():
            with self.subTest(name):
                self.assertEqual(rated_sets([], 8, 100, asked).sets, ())

    def test_it_assumes_bodyweight_work_without_a_load(self) -> None:
        work = rated_sets([], 8, 100, Asked(2, 10, 10, load_basis="bodyweight"))
        self.assertEqual(work.sets, (RatedSet(0, 10), RatedSet(0, 10, 8)))


class OverallRPETests(SimpleTestCase):
    def test_it_is_the_mean_of_the_working_sets_in_halves(self) -> None:
        cases: list[tuple[list[dict[str, Any]], Decimal | None]] = [
            ([{"rpe": 8}, {"rpe": 9}], Decimal("8.5")),
            ([{"rpe": 8}, {"rpe": 8.5}], Decimal("8.5")),  # a quarter goes up
            ([{"rpe": 6, "warm_up": True}, {"rpe": 9}], Decimal(9)),
            ([{"rpe": 9, "failed": True}, {"rpe": 8}], Decimal(9)),  # failure is 10 whatever was typed
            ([{"failed": True}], Decimal(10)),
            ([{"reps": 5}, {"rpe": 7}], Decimal(7)),
            ([{"reps": 5}], None),
            ([{"rpe": 6, "warm_up": True}], None),
            ([], None),
        ]
        for sets, expected in cases:
            with self.subTest(sets):
                self.assertEqual(overall_rpe(sets), expected)

    def test_it_stays_on_the_scale(self) -> None:
        self.assertEqual([in_halves(value) for value in (0.2, 7.3, 10.4)], [Decimal(1), Decimal("7.5"), Decimal(10)])


class PerformedAtTests(SimpleTestCase):
    def test_it_is_now_when_nobody_says_when(self) -> None:
        self.assertEqual(performed_at(None, NOW), NOW)

    def test_it_forgives_a_clock_that_is_a_little_ahead(self) -> None:
        self.assertEqual(performed_at(NOW + timedelta(minutes=59), NOW), NOW)

    def test_it_keeps_a_time_of_the_last_year(self) -> None:
        told = NOW - timedelta(days=365)
        self.assertEqual(performed_at(told, NOW), told)

    def test_it_refuses_what_cannot_be(self) -> None:
        for shift in (timedelta(hours=1, seconds=1), timedelta(days=2), -timedelta(days=366)):
            with self.subTest(shift), self.assertRaises(TimestampImplausible) as caught:
                performed_at(NOW + shift, NOW)
            self.assertEqual(caught.exception.facts["latest"], "2026-03-02T18:00:00+00:00")

    def test_it_survives_the_ends_of_the_calendar(self) -> None:
        for told in (datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)):
            with self.subTest(told), self.assertRaises(TimestampImplausible):
                performed_at(told, NOW)
