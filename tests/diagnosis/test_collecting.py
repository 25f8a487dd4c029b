"""From rows to the case: all of the athlete's own, nobody else's, in a fixed number of queries."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from adaptation import services as adaptation
from diagnosis.core.facts import Case
from diagnosis.services import analysing, reporting
from diagnosis.services.collecting import collect
from feedback import services as feedback
from plans.models import Plan
from tests.adaptation.stage import MONDAY, Training, bench_plan, evening, sets_of

MOST_QUERIES = 16
WEEKS = 4


class CollectingTests(Training, TestCase):
    plan: Plan
    bens: Plan

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.plan = bench_plan(cls.ana, weeks=WEEKS + 2)
        cls.bens = bench_plan(cls.ben, weeks=WEEKS)

    def live(self, weeks: int) -> None:
        """A session a week, rated and reported, without HTTP."""
        for session in self.sessions(self.plan)[:weeks]:
            moment = evening(session.on)
            feedback.record(
                athlete=self.ana, session=session, exercise="barbell-bench-press", rpe=Decimal(8), now=moment,
                completion_rate=Decimal(100), timestamp=moment, sets=sets_of((8, 8, 8), 100.0, 8),
            )  # fmt: skip
            feedback.record_performance(
                athlete=self.ana, session=session, now=moment, timestamp=moment, total_volume=2400,
                average_rpe=Decimal(8), completion_rate=Decimal(100), recovery_time=48, sleep_quality=7,
                stress_level=4, sleep_hours=7.5, duration_min=50, session_rpe=Decimal(7),
            )  # fmt: skip
            adaptation.react(self.ana.pk, moment)

    def case(self, day: date = MONDAY + timedelta(weeks=WEEKS), **options: object) -> Case:
        return collect(self.ana.pk, 28, evening(day), **options)  # type: ignore[arg-type]

    def test_it_brings_what_was_planned_done_and_told_with_its_rows(self) -> None:
        self.live(WEEKS)
        case = self.case()
        done = [each for each in case.sessions if each.status == "done"]
        self.assertEqual(len(done), WEEKS)
        self.assertEqual([len(case.work), len(case.reports), len(case.lifts)], [WEEKS, WEEKS, 1])
        lift = case.lifts[0]
        self.assertEqual([point.rating for point in lift.points], [each.rating for each in case.work])
        self.assertEqual(case.reports[0].session_rpe, 7.0)
        self.assertEqual(case.names["barbell-bench-press"]["en"], "Barbell Bench Press")

    def test_it_knows_what_the_plan_still_asks_for(self) -> None:
        plan = self.case(MONDAY + timedelta(days=1)).plan
        assert plan is not None
        self.assertEqual({asked.week for asked in plan.coming}, set(range(2, WEEKS + 3)))
        self.assertEqual(plan.next_week, (2, MONDAY + timedelta(weeks=1)))

    def test_it_takes_no_more_queries_for_a_longer_history(self) -> None:
        self.live(1)
        with CaptureQueriesContext(connection) as few:
            self.case()
        self.live(WEEKS)
        with CaptureQueriesContext(connection) as many:
            case = self.case()
        self.assertEqual(len(few), len(many))
        self.assertLessEqual(len(many), MOST_QUERIES)
        with self.assertNumQueries(0):
            reporting.build(case, analysing.analyse(case))

    def test_it_reads_nobody_elses_rows(self) -> None:
        self.live(WEEKS)
        theirs = collect(self.ben.pk, 28, evening(MONDAY + timedelta(weeks=WEEKS)))
        self.assertEqual((theirs.work, theirs.reports, theirs.lifts), ((), (), ()))
        self.assertIsNone(self.case(plan_id=uuid4()).plan)
        self.assertIsNone(self.case(plan_id=self.bens.pk).plan)

    def test_it_keeps_the_window_within_its_bounds(self) -> None:
        now = evening(MONDAY)
        self.assertEqual(collect(self.ana.pk, 1, now).window_days, 14)
        self.assertEqual(collect(self.ana.pk, 9999, now).window_days, 180)

    def test_it_is_silent_about_somebody_who_has_just_begun(self) -> None:
        nobody = collect(self.dan.pk, 84, evening(MONDAY))
        self.assertEqual(analysing.analyse(nobody), ())
        self.assertEqual(reporting.build(nobody, ())["charts"], [])
