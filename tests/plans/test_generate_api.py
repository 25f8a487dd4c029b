"""POST /api/v1/plans/enhanced/generate"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import TestCase, TransactionTestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AthleteProfile, User
from events.models import JournalEntry
from plans import kinds
from plans.core.rules.base import Case
from plans.core.rules.judge import hard, judge
from plans.models import Plan, PlannedItem, PlannedSession, PlanRevision
from plans.registry import Known
from plans.services import catalogue_for, spec_of
from plans.services.intents import intent_of
from tests.base import Cast, at_once
from tests.plans.base import WIDE, kinds_of, own, plan_for, wishes

URL = "/api/v1/plans/enhanced/generate"


def lift(**changes: Any) -> dict[str, Any]:
    return {"exercise": "back-squat", "load_kg": 100, "reps": 5, **changes}


class Api(Cast):
    def post(self, user: User | None, body: Any, **headers: str) -> Any:
        return self.client_for(user).post(URL, body, format="json", headers=headers)


@override_settings(RATE_LIMITS=WIDE)
class GenerateTests(Api, TestCase):
    def test_it_answers_at_once_with_a_plan(self) -> None:
        answer = self.post(self.ana, wishes())
        self.assertEqual(answer.status_code, 200)
        plan = answer.json()["data"]["plan"]
        self.assertEqual(
            (plan["goal"], plan["status"], plan["revision"], plan["refinement"], len(plan["weeks"])),
            ("strength", "active", 1, {"status": "none"}, 4),
        )
        self.assertTrue(all(len(week["sessions"]) == 3 for week in plan["weeks"]))
        self.assertTrue(all(session["items"] for week in plan["weeks"] for session in week["sessions"]))
        self.assertTrue(plan["rationale"])

    def test_it_stores_a_plan_that_breaks_no_hard_rule(self) -> None:
        self.post(self.ana, wishes())
        plan = Plan.objects.get()
        intent = intent_of(plan.intent, self.ana.profile, Known(), plan.start_on)
        findings = judge(Case(spec_of(plan), intent, catalogue_for(self.ana.pk)))
        self.assertEqual(hard(findings), ())

    def test_it_rebuilds_every_session_and_item_of_the_spec_as_rows(self) -> None:
        self.post(self.ana, wishes())
        spec = spec_of(Plan.objects.get())
        self.assertEqual(
            {str(pk) for pk in PlannedSession.objects.values_list("pk", flat=True)},
            {session.id for session in spec.sessions()},
        )
        self.assertEqual(
            {str(pk) for pk in PlannedItem.objects.values_list("pk", flat=True)}, {item.id for item in spec.items()}
        )

    def test_it_archives_the_former_plan_and_journals_both(self) -> None:
        former = self.post(self.ana, wishes()).json()["data"]["plan"]["id"]
        self.post(self.ana, wishes(primary_goal="muscle_gain"))
        self.assertEqual(Plan.objects.get(pk=former).status, "archived")
        self.assertEqual(Plan.objects.active().get().goal, "muscle_gain")
        self.assertEqual(kinds_of(self.ana), [kinds.PLAN_GENERATED, kinds.PLAN_ARCHIVED, kinds.PLAN_GENERATED])

    def test_it_counts_a_former_plan_as_completed_when_its_last_day_is_over(self) -> None:
        former = plan_for(self.ana, now=timezone.now() - timedelta(days=60))
        self.post(self.ana, wishes())
        former.refresh_from_db()
        self.assertEqual(former.status, "completed")

    def test_it_leaves_other_athletes_plans_alone(self) -> None:
        self.post(self.ben, wishes())
        self.post(self.ana, wishes())
        self.assertEqual(Plan.objects.for_athlete(self.ben.pk).get().status, "active")

    def test_it_takes_camel_case_and_passes_over_what_it_does_not_know(self) -> None:
        body = {
            "primaryGoal": "endurance", "experienceLevel": "beginner", "timeAvailability": 3, "equipment": ["none"],
            "daysPerWeek": 3, "favouriteColour": "green",
        }  # fmt: skip
        self.assertEqual(self.post(self.ana, body).json()["data"]["plan"]["days_per_week"], 3)

    def test_it_takes_weekdays_by_name_or_number_and_puts_times_on_sessions(self) -> None:
        body = wishes(available_days=["monday", "Wed", 4], training_times={"monday": "18:30", "2": "07:00"})
        weeks = self.post(self.ana, body).json()["data"]["plan"]["weeks"]
        session_times = {session["on"]: session["at"] for week in weeks for session in week["sessions"]}
        for session in PlannedSession.objects.all():
            with self.subTest(on=session.on):
                wanted = {0: "18:30", 2: "07:00", 4: None}[session.on.weekday()]
                self.assertEqual(session_times[session.on.isoformat()], wanted)

    def test_it_plans_nothing_on_a_blocked_day(self) -> None:
        first = timezone.now().date() + timedelta(days=3)
        blocked = [first.isoformat(), "sunday"]
        self.assertEqual(self.post(self.ana, wishes(blocked_days=blocked)).status_code, 200)
        self.assertFalse([each for each in PlannedSession.objects.all() if each.on == first or each.on.weekday() == 6])

    def test_it_writes_a_plan_for_an_account_without_a_profile(self) -> None:
        AthleteProfile.objects.filter(user=self.ola).delete()
        self.assertEqual(self.post(User.objects.get(pk=self.ola.pk), wishes()).status_code, 200)

    def test_it_knows_the_other_names_of_equipment(self) -> None:
        self.post(self.ana, wishes(equipment=["Dumbbells", "pull-up bar", "crystal ball"]))
        self.assertEqual(Plan.objects.get().intent["equipment"], ["dumbbell", "pullup_bar"])

    def test_it_heeds_a_sore_knee_that_only_the_profile_knows_of(self) -> None:
        self.post(self.bao, wishes())
        catalogue = catalogue_for(self.bao.pk)
        flags = {flag for item in PlannedItem.objects.all() for flag in catalogue[item.exercise_id].flags}
        self.assertNotIn("deep_knee", flags)

    def test_it_words_the_plan_in_the_language_of_the_request(self) -> None:
        answer = self.post(self.bao, wishes(), **{"Accept-Language": "zh-hans"})
        items = [
            item
            for week in answer.json()["data"]["plan"]["weeks"]
            for each in week["sessions"]
            for item in each["items"]
        ]
        self.assertTrue(all(item["exercise"]["name"] != item["exercise"]["slug"] for item in items))
        self.assertTrue(any("\u4e00" <= letter <= "\u9fff" for item in items for letter in item["exercise"]["name"]))

    def test_it_asks_the_database_the_same_few_times_however_long_the_plan(self) -> None:
        plan_for(self.ana, weeks=1)
        for weeks in (1, 8):
            with self.subTest(weeks=weeks), CaptureQueriesContext(connection) as asked:
                plan_for(self.ana, weeks=weeks)
            # SQLite takes long inserts in pieces; every other query is asked once.
            self.assertEqual(len({query["sql"][:60] for query in own(asked)}), 7)
            self.assertEqual(len([query for query in own(asked) if "plans_planneditem" not in query["sql"]]), 6)


@override_settings(RATE_LIMITS=WIDE)
class BadInputTests(Api, TestCase):
    TABLE: tuple[tuple[str, dict[str, Any], str], ...] = (
        ("no goal", {"primary_goal": None}, "primary_goal"),
        ("an unknown goal", {"primary_goal": "world_peace"}, "primary_goal"),
        ("a goal of the wrong type", {"primary_goal": ["strength"]}, "primary_goal"),
        ("no level", {"experience_level": None}, "experience_level"),
        ("an unknown level", {"experience_level": "expert"}, "experience_level"),
        ("no hours", {"time_availability": None}, "time_availability"),
        ("too few hours", {"time_availability": 0.99}, "time_availability"),
        ("too many hours", {"time_availability": 20.01}, "time_availability"),
        ("hours as text", {"time_availability": "4"}, "time_availability"),
        ("hours as a truth value", {"time_availability": True}, "time_availability"),
        ("no equipment", {"equipment": None}, "equipment"),
        ("an empty list of equipment", {"equipment": []}, "equipment"),
        ("only unknown equipment", {"equipment": ["crystal ball"]}, "equipment"),
        ("equipment that is no list", {"equipment": "barbell"}, "equipment"),
        ("equipment that is no text", {"equipment": [{"a": 1}]}, "equipment.0"),
        ("no day", {"days_per_week": 0}, "days_per_week"),
        ("eight days", {"days_per_week": 8}, "days_per_week"),
        ("half a day", {"days_per_week": 2.5}, "days_per_week"),
        ("no week", {"weeks": 0}, "weeks"),
        ("too many weeks", {"weeks": 17}, "weeks"),
        ("a start that is no date", {"start_on": "soon"}, "start_on"),
        ("a start in the past", {"start_on": "2020-01-01"}, "start_on"),
        ("a start in the far future", {"start_on": "2099-01-01"}, "start_on"),
        ("an event before the start", {"event_on": "2020-01-01"}, "event_on"),
        ("an unknown focus", {"focus": ["elbow grease"]}, "focus"),
        ("an unknown region", {"limitations": [{"region": "soul", "severity": 3}]}, "limitations.0.region"),
        ("an impossible severity", {"limitations": [{"region": "knee", "severity": 11}]}, "limitations.0.severity"),
        ("a limitation without severity", {"limitations": [{"region": "knee"}]}, "limitations.0.severity"),
        ("limitations that are no list", {"limitations": {"region": "knee"}}, "limitations"),
        ("a lift nobody knows", {"known_lifts": [{"exercise": "x", "load_kg": 1, "reps": 1}]}, "known_lifts"),
        ("a lift with a negative load", {"known_lifts": [lift(load_kg=-1)]}, "known_lifts.0.load_kg"),
        ("a lift without reps", {"known_lifts": [lift(reps=None)]}, "known_lifts.0.reps"),
        ("a rating between the halves", {"known_lifts": [lift(rpe=7.3)]}, "known_lifts.0.rpe"),
        ("a rating beyond ten", {"known_lifts": [lift(rpe=10.5)]}, "known_lifts.0.rpe"),
        ("sessions of no length", {"session_minutes_max": 9}, "session_minutes_max"),
        ("an eighth weekday", {"available_days": ["someday"]}, "available_days.0"),
        ("a weekday as a truth value", {"available_days": [True]}, "available_days.0"),
        ("a blocked day that is no day", {"blocked_days": ["2030-02-30"]}, "blocked_days.0"),
        ("a time that no clock shows", {"training_times": {"monday": "24:00"}}, "training_times.monday"),
        ("a time on no weekday", {"training_times": {"someday": "18:00"}}, "training_times"),
        ("an unknown exclusion", {"excluded_exercises": ["x"]}, "excluded_exercises"),
        ("a sport with too long a name", {"sport": "x" * 41}, "sport"),
    )  # fmt: skip

    def test_it_names_the_field_and_writes_nothing(self) -> None:
        client = self.client_for(self.ana)
        for label, changes, field in self.TABLE:
            with self.subTest(label):
                answer = client.post(URL, wishes(**changes), format="json")
                self.assertEqual((answer.status_code, answer.json()["code"]), (400, "invalid"))
                self.assertEqual(list(answer.json()["details"]), [field])
        self.assertFalse(Plan.objects.exists() or JournalEntry.objects.exists())

    def test_it_refuses_null_where_a_value_belongs(self) -> None:
        client = self.client_for(self.ana)
        for field in ("primary_goal", "time_availability", "equipment", "weeks", "start_on", "limitations"):
            with self.subTest(field):
                answer = client.post(URL, {**wishes(), field: None}, format="json")
                self.assertEqual((answer.status_code, list(answer.json()["details"])), (400, [field]))

    def test_it_takes_both_ends_of_each_range(self) -> None:
        client = self.client_for(self.ana)
        for changes in (
            {"time_availability": 20}, {"days_per_week": 1, "time_availability": 1}, {"weeks": 1}, {"weeks": 16},
        ):  # fmt: skip
            with self.subTest(changes):
                self.assertEqual(client.post(URL, wishes(**changes), format="json").status_code, 200)

    def test_it_refuses_bodies_that_are_no_object(self) -> None:
        client = self.client_for(self.ana)
        for body, content_type, status in (
            ("[]", "application/json", 400),
            ("{", "application/json", 400),
            ('{"time_availability": NaN}', "application/json", 400),
            ('"text"', "application/json", 400),
            ("a=1", "application/x-www-form-urlencoded", 415),
        ):
            with self.subTest(body):
                self.assertEqual(client.post(URL, body, content_type=content_type).status_code, status)

    def test_it_says_kindly_that_a_professional_comes_first(self) -> None:
        AthleteProfile.objects.filter(user=self.ana).update(health={"screening_yes": ["chest_pain"]})
        answer = self.post(User.objects.get(pk=self.ana.pk), wishes())
        self.assertEqual((answer.status_code, answer.json()["code"]), (422, "needs_clearance"))
        self.assertFalse(Plan.objects.exists())

    def test_it_says_what_to_change_where_no_plan_fits(self) -> None:
        answer = self.post(self.ana, wishes(available_days=["monday"], days_per_week=5))
        self.assertEqual((answer.status_code, answer.json()["code"]), (422, "intent_infeasible"))
        self.assertIn("change", answer.json()["details"])
        self.assertNotIn("%(", answer.json()["error"])

    def test_it_keeps_the_active_plan_when_a_new_one_is_refused(self) -> None:
        former = plan_for(self.ana)
        self.post(self.ana, wishes(available_days=["monday"], days_per_week=5))
        self.assertEqual(Plan.objects.active().get(), former)

    def test_the_table_itself_allows_one_active_plan_only(self) -> None:
        plan = plan_for(self.ana)
        with self.assertRaises(IntegrityError), transaction.atomic():
            Plan.objects.create(
                athlete=self.ana, goal="strength", intent={}, start_on=plan.start_on, ends_on=plan.ends_on
            )


class StrangerTests(Api, TestCase):
    def test_it_asks_for_a_login(self) -> None:
        answer = self.post(None, wishes())
        self.assertEqual((answer.status_code, answer.json()["code"]), (401, "not_authenticated"))

    @override_settings(RATE_LIMITS=WIDE)
    def test_it_writes_for_whoever_is_logged_in_whatever_the_body_says(self) -> None:
        self.post(self.ben, {**wishes(), "athlete": str(self.ana.pk)})
        self.assertEqual(Plan.objects.get().athlete, self.ben)


class RepeatTests(Api, TestCase):
    @override_settings(RATE_LIMITS=WIDE)
    def test_it_gives_the_same_answer_again_for_the_same_key(self) -> None:
        key = str(uuid4())
        first = self.post(self.ana, wishes(), **{"Idempotency-Key": key})
        second = self.post(self.ana, wishes(), **{"Idempotency-Key": key})
        self.assertEqual(json.loads(first.content), json.loads(second.content))
        self.assertEqual((Plan.objects.count(), JournalEntry.objects.count()), (1, 1))

    @override_settings(RATE_LIMITS=WIDE)
    def test_it_refuses_another_body_under_the_same_key(self) -> None:
        key = str(uuid4())
        self.post(self.ana, wishes(), **{"Idempotency-Key": key})
        answer = self.post(self.ana, wishes(weeks=5), **{"Idempotency-Key": key})
        self.assertEqual((answer.status_code, answer.json()["code"]), (409, "idempotency_conflict"))
        self.assertEqual(Plan.objects.count(), 1)

    @override_settings(REDIS_URL="", RATE_LIMITS={**settings.RATE_LIMITS, "generate": (3, 300)})
    def test_it_writes_three_plans_in_five_minutes_and_not_a_fourth(self) -> None:
        answers = [self.post(self.ana, wishes(weeks=1)) for _time in range(4)]
        self.assertEqual([answer.status_code for answer in answers], [200, 200, 200, 429])
        self.assertIn("Retry-After", answers[-1].headers)
        self.assertEqual(Plan.objects.count(), 3)


@override_settings(RATE_LIMITS=WIDE)
class RaceTests(Api, TransactionTestCase):
    def test_two_plans_at_once_leave_one_active(self) -> None:
        self.raise_curtain()
        answers = at_once(3, lambda: self.post(self.ana, wishes()))
        self.assertEqual([answer.status_code for answer in answers], [200, 200, 200])
        self.assertEqual(sorted(Plan.objects.values_list("status", flat=True)), ["active", "archived", "archived"])
        self.assertEqual(list(JournalEntry.objects.order_by("seq").values_list("seq", flat=True)), [1, 2, 3, 4, 5])
        self.assertEqual(PlanRevision.objects.count(), 3)
