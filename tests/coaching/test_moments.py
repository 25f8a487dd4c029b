"""Moments as rows: planned when a cause is written, once for each occurrence, and compared with a full scan."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from unittest import mock
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import connection, transaction
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from accounts.models import AthleteProfile
from coaching import tasks
from coaching.core.local_time import fire
from coaching.models import CheckIn, DueMoment, Habit, PromptPreferences
from coaching.services import habits, moments
from coaching.services.life import life_of
from events import services as events
from events.models import DueReaction
from feedback.models import PerformanceMetrics
from plans import kinds as plan_kinds
from plans import services as plans
from plans.models import Plan, PlannedSession
from tests.adaptation.stage import Training, at, bench_plan, evening
from tests.coaching.ticking import agreed

MONDAY_NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)  # noon in Berlin, on the day of the first session
DAY = timedelta(days=1)


class PlannedMomentsCase(Training, TestCase):
    """Ana trains once a week, on Mondays, and has agreed to be spoken to."""

    plan: Plan

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.plan = bench_plan(cls.ana)
        enabled_at = MONDAY_NOON - 2 * DAY
        PromptPreferences.objects.create(athlete=cls.ana, enabled=True, enabled_at=enabled_at)

    def keys(self, *, done: bool = False) -> set[str]:
        rows = DueMoment.objects.filter(athlete=self.ana, done_at__isnull=not done)
        return set(rows.values_list("occurrence", flat=True))

    def missed(self) -> DueMoment:
        return DueMoment.objects.get(athlete=self.ana, rule="missed_session", occurrence=self.first_key)

    @property
    def first(self) -> PlannedSession:
        return self.sessions(self.plan)[0]

    @property
    def first_key(self) -> str:
        return f"missed:session:{self.first.pk}"

    def walk(self) -> list[tuple[str, int]]:
        """Everything that lies ahead, as civil day and hour of the athlete's wall."""
        self.ana.profile.refresh_from_db()
        zone = self.ana.profile.zone
        rows = DueMoment.objects.filter(athlete=self.ana, rule="check_in", done_at=None).order_by("due_at")
        return [(str(row.due_at.astimezone(zone).date()), row.due_at.astimezone(zone).hour) for row in rows]


class ReplanTest(PlannedMomentsCase):
    def test_it_plans_what_is_wanted_in_a_fixed_number_of_queries(self) -> None:
        with self.assertNumQueries(13):
            life_of(self.ana.pk, MONDAY_NOON)
        moments.replan(self.ana.pk, MONDAY_NOON)
        self.assertIn(self.first_key, self.keys())
        self.assertEqual(len([key for key in self.keys() if key.startswith("checkin:")]), 8)

    def test_it_waits_before_the_next_try_after_a_fault_of_ours(self) -> None:
        with transaction.atomic():
            events.append(self.ana.pk, plan_kinds.PLAN_REVISED, {})
        AthleteProfile.objects.filter(user=self.ana).update(timezone="Atlantis/Capital")
        with self.assertRaises(ZoneInfoNotFoundError):
            tasks.plan_moments(str(self.ana.pk))
        self.assertEqual(DueReaction.objects.get(athlete=self.ana, reaction=moments.NAME).failures, 1)

    def test_it_r2_plans_an_occurrence_once_however_often_it_looks(self) -> None:
        moments.replan(self.ana.pk, MONDAY_NOON)
        before = list(DueMoment.objects.order_by("pk").values())
        for _ in range(20):
            moments.replan(self.ana.pk, MONDAY_NOON)
        self.assertEqual(list(DueMoment.objects.order_by("pk").values()), before)

    def test_it_r2_never_opens_a_done_moment_again(self) -> None:
        moments.replan(self.ana.pk, MONDAY_NOON)
        DueMoment.objects.update(done_at=MONDAY_NOON, outcome="decided")
        moments.replan(self.ana.pk, MONDAY_NOON)
        self.assertEqual(self.keys(), set())

    def test_it_forgets_what_was_only_planned_and_closes_what_was_due(self) -> None:
        moments.replan(self.ana.pk, MONDAY_NOON)
        plans.skip_session(self.first, reason="", now=MONDAY_NOON)
        moments.replan(self.ana.pk, MONDAY_NOON)
        self.assertFalse(DueMoment.objects.filter(occurrence=self.first_key).exists())
        plans.unskip_session(self.first, now=MONDAY_NOON)
        moments.replan(self.ana.pk, MONDAY_NOON)
        tuesday = MONDAY_NOON + DAY
        plans.skip_session(self.first, reason="", now=tuesday)
        moments.replan(self.ana.pk, tuesday)
        self.assertEqual((self.missed().done_at, self.missed().outcome), (tuesday, "resolved"))

    def test_it_follows_a_session_that_is_moved(self) -> None:
        moments.replan(self.ana.pk, MONDAY_NOON)
        self.assertEqual(self.missed().due_at, fire(date(2026, 3, 3), time(9), self.ana.profile.zone))
        plans.move_session(self.first, on=date(2026, 3, 4), at="18:00", author="athlete", now=MONDAY_NOON)
        moments.replan(self.ana.pk, MONDAY_NOON)
        ends = timedelta(minutes=self.first.estimated_min + 60)
        self.assertEqual(self.missed().due_at, datetime(2026, 3, 4, 17, tzinfo=UTC) + ends)

    def test_it_leaves_what_ran_out_to_the_tick(self) -> None:
        moments.replan(self.ana.pk, MONDAY_NOON)
        moments.replan(self.ana.pk, MONDAY_NOON + 3 * DAY)
        self.assertIsNone(self.missed().done_at)

    def test_it_has_no_moments_for_whoever_turns_prompts_off(self) -> None:
        moments.replan(self.ana.pk, MONDAY_NOON)
        PromptPreferences.objects.update(enabled=False)
        moments.replan(self.ana.pk, MONDAY_NOON)
        self.assertEqual(self.keys(), set())

    def test_it_x4_plans_anew_when_a_cause_is_written(self) -> None:
        with at(MONDAY_NOON):
            moments.replan(self.ana.pk, MONDAY_NOON)
            habit, _is_new = habits.add(athlete=self.ana, title="Walk", days=[0], at=time(20), now=MONDAY_NOON)
        self.rate(self.ana, self.first, moment=evening(self.first.on))
        moments.react(self.ana.pk, evening(self.first.on))
        self.assertNotIn(self.first_key, self.keys())
        self.assertIn(f"habit:{habit.pk}:2026-03-02", self.keys())
        self.assertIn("milestone:sessions:1", self.keys())


class StillTrueTest(PlannedMomentsCase):
    def test_it_r3_has_no_reason_left_once_the_session_is_logged(self) -> None:
        tuesday = datetime(2026, 3, 3, 9, tzinfo=UTC)
        facts = moments.still_true(self.ana.pk, "missed_session", self.first_key, tuesday)
        self.assertEqual(facts["session"] if facts else None, str(self.first.pk))
        self.rate(self.ana, self.first, moment=tuesday)
        self.assertIsNone(moments.still_true(self.ana.pk, "missed_session", self.first_key, tuesday))

    def test_it_d7_knows_no_short_night_where_hours_were_not_told(self) -> None:
        for on in (date(2026, 3, 1), date(2026, 3, 2)):
            PerformanceMetrics.objects.create(
                athlete=self.ana, session=self.first, total_volume=0, average_rpe=7, completion_rate=100,
                recovery_time=24, sleep_quality=1, stress_level=5, sleep_hours=None,
                performed_at=evening(on), performed_on=on,
            )  # fmt: skip
        self.assertIsNone(moments.still_true(self.ana.pk, "poor_sleep", "sleep:2026-03-01", evening(date(2026, 3, 2))))
        PerformanceMetrics.objects.update(sleep_hours=5.0)
        facts = moments.still_true(self.ana.pk, "poor_sleep", "sleep:2026-03-01", evening(date(2026, 3, 2)))
        self.assertEqual(facts["nights"] if facts else None, 2)


class ReconcileTest(PlannedMomentsCase):
    def test_it_x4_finds_no_drift_while_every_cause_is_followed(self) -> None:
        now = MONDAY_NOON
        moments.replan(self.ana.pk, now)
        self.rate(self.ana, self.first, moment=evening(self.first.on))
        moments.react(self.ana.pk, evening(self.first.on))
        for day in range(1, 20):
            with self.subTest(day=day):
                self.assertEqual(moments.reconcile(now + day * DAY), 0)

    def test_it_x4_finds_and_repairs_what_was_lost(self) -> None:
        moments.replan(self.ana.pk, MONDAY_NOON)
        DueMoment.objects.filter(occurrence=self.first_key).delete()
        DueMoment.objects.filter(occurrence="checkin:2026-03-04").update(due_at=MONDAY_NOON)
        DueMoment.objects.create(
            athlete=self.ana, rule="habit", occurrence="habit:gone", due_at=MONDAY_NOON, expires_at=MONDAY_NOON + DAY
        )
        self.assertEqual(moments.reconcile(MONDAY_NOON), 3)
        self.assertEqual(moments.reconcile(MONDAY_NOON), 0)

    def neighbours(self, count: int, prefix: str) -> None:
        """More athletes, each with a habit and a night to tell of, a world apart: two civil days at once."""
        users = agreed(count, prefix, enabled_at=MONDAY_NOON - 2 * DAY)
        AthleteProfile.objects.filter(user__in=users[::2]).update(timezone="Pacific/Kiritimati")
        Habit.objects.bulk_create(
            Habit(athlete=user, title="Walk", days=[0, 3], at=time(20), created_at=MONDAY_NOON - DAY) for user in users
        )
        CheckIn.objects.bulk_create(
            CheckIn(athlete=user, on=MONDAY_NOON.date(), slept_short=True, told_at=MONDAY_NOON) for user in users
        )

    def test_it_asks_as_often_for_many_as_for_few(self) -> None:
        self.neighbours(2, "few")
        with CaptureQueriesContext(connection) as few:
            self.assertGreater(moments.reconcile(MONDAY_NOON), 0)
        self.neighbours(40, "many")
        with CaptureQueriesContext(connection) as many:
            moments.reconcile(MONDAY_NOON)
        self.assertEqual(len(few), len(many))
        with CaptureQueriesContext(connection) as again:
            self.assertEqual(moments.reconcile(MONDAY_NOON), 0)
        self.assertLess(len(again), len(many) + 1)

    def test_it_plans_in_the_night_what_it_plans_for_each_alone(self) -> None:
        self.neighbours(4, "n")
        self.rate(self.ana, self.first, moment=evening(self.first.on))
        tuesday = evening(self.first.on) + DAY
        moments.reconcile(tuesday)
        columns = ("athlete", "rule", "occurrence", "due_at", "expires_at", "facts")
        together = list(DueMoment.objects.order_by("athlete", "rule", "occurrence").values(*columns))
        DueMoment.objects.all().delete()
        for athlete_id in PromptPreferences.objects.values_list("pk", flat=True):
            moments.replan(athlete_id, tuesday)
        alone = list(DueMoment.objects.order_by("athlete", "rule", "occurrence").values(*columns))
        self.assertEqual(together, alone)
        self.assertIn("milestone:sessions:1", {row["occurrence"] for row in alone})

    def test_it_counts_nothing_that_was_spoken_of_as_lost(self) -> None:
        moments.replan(self.ana.pk, MONDAY_NOON)
        DueMoment.objects.filter(occurrence="checkin:2026-03-03").update(done_at=MONDAY_NOON, outcome="decided")
        self.assertEqual(moments.reconcile(MONDAY_NOON), 0)
        done = DueMoment.objects.get(occurrence="checkin:2026-03-03")
        self.assertEqual((done.done_at, done.outcome), (MONDAY_NOON, "decided"))

    def test_it_looks_at_each_athlete_in_their_own_night(self) -> None:
        zones = {hour: moments.zones_at_night(MONDAY_NOON + timedelta(hours=hour)) for hour in range(24)}
        nights = {zone: [hour for hour, found in zones.items() if zone in found] for zone in ("Europe/Berlin", "UTC")}
        self.assertEqual(nights, {"Europe/Berlin": [15], "UTC": [16]})


class ZonesTest(PlannedMomentsCase):
    def test_it_t5_keeps_day_and_hour_over_a_flight_and_doubles_nothing(self) -> None:
        moments.replan(self.ana.pk, MONDAY_NOON)
        berlin = self.walk()
        AthleteProfile.objects.filter(pk=self.ana.pk).update(timezone="Pacific/Auckland")
        moments.replan(self.ana.pk, MONDAY_NOON)
        days = [day for day, _hour in self.walk()]
        self.assertEqual({hour for _day, hour in self.walk()}, {12})
        self.assertEqual(len(set(days)), len(days))
        self.assertLessEqual({day for day, _hour in berlin[1:]}, set(days))

    def test_it_t7_follows_new_data_of_a_zone(self) -> None:
        """The night's look reads zone data anew; here Berlin's are swapped for those of a country an hour on."""
        moments.replan(self.ana.pk, MONDAY_NOON)
        self.assertEqual(moments.reconcile(MONDAY_NOON), 0)
        swapped = property(lambda profile: ZoneInfo("Europe/Helsinki"))
        with mock.patch.object(AthleteProfile, "zone", swapped):
            self.assertGreater(moments.reconcile(MONDAY_NOON), 0)
            due = DueMoment.objects.get(occurrence="checkin:2026-03-04").due_at
        self.assertEqual(due, datetime(2026, 3, 4, 10, 30, tzinfo=UTC))
