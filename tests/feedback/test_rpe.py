"""POST /api/v1/plans/feedback/rpe, one rating."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.test import TestCase, TransactionTestCase, override_settings
from django.utils import timezone

from accounts.models import User
from events import registry
from events.models import JournalEntry
from feedback import kinds, services
from feedback.api.ratings import own_sessions
from feedback.models import RPEFeedback
from plans.models import Exercise, Plan, PlannedSession
from tests.base import Cast, at_once
from tests.feedback.base import RPE, WIDE, planned, rating

WRONG: dict[str, list[Any]] = {
    "rpe": [0, 10.5, 7.3, -1, "8", "", True, [8], {}, 10**400],
    "completion_rate": [-1, 101, "90", False, []],
    "notes": ["x" * 2001, 5, [], {"a": 1}, [[[[[[[[]]]]]]]]],
    "session_id": ["", "x", 5, [], "0195565e-5f0a-7c3e-9a40-0d9b3a1c2f100"],
    "id": ["", "x", 5, {}],
    "exercise_id": ["", 5, [], "x" * 81],
    "timestamp": ["", "yesterday", 5, "2026-03-02", "2026-03-02T10:00:00", "0001-01-01T00:00:00+14:00"],
    "sets": ["x", {"reps": 5}, 5, [{"reps": 5}] * 51],
    "pain": ["knee", [], 5],
}


@override_settings(RATE_LIMITS=WIDE)
class RateTests(Cast, TestCase):
    session: PlannedSession
    other: PlannedSession

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.session = planned(cls.ana)
        cls.other = planned(cls.ben)

    def post(self, user: User | None, body: Any, **headers: str) -> Any:
        return self.client_for(user).post(RPE, body, format="json", headers=headers)

    def kinds(self, user: User) -> list[str]:
        return list(JournalEntry.objects.for_athlete(user.pk).order_by("seq").values_list("kind", flat=True))

    # --- Stored -------------------------------------------------------------------------------------------------------
    def test_it_stores_what_was_said(self) -> None:
        body = rating(self.session, notes="深蹲 💪 مرحبا", pain={"region": "knee", "severity": 2}, rpe=9)
        answer = self.post(self.ana, body)
        self.assertEqual(answer.status_code, 201)
        self.assertEqual(answer.json()["data"], {"id": body["id"], "status": "created"})
        row = RPEFeedback.objects.get()
        self.assertEqual((row.athlete, row.session, row.exercise_id), (self.ana, self.session, "back-squat"))
        self.assertEqual((row.rpe, row.completion_rate), (Decimal(9), Decimal(100)))
        self.assertEqual((row.pain_region, row.pain_severity, row.notes), ("knee", 2, "深蹲 💪 مرحبا"))
        self.assertEqual(row.sets, [{"reps": 8, "load_kg": 60.0, "rpe": 8.0}, {"reps": 8, "load_kg": 60.0, "rpe": 8.5}])

    def test_it_journals_the_rating_and_nothing_else(self) -> None:
        self.post(self.ana, rating(self.session))
        entry = JournalEntry.objects.get(athlete=self.ana)
        row = RPEFeedback.objects.get()
        self.assertEqual(entry.kind, kinds.RPE_RECORDED)
        self.assertEqual(entry.payload, {
            "feedback": str(row.pk), "id": str(row.client_id), "session": str(self.session.pk),
            "exercise": "back-squat", "performed_on": row.performed_on.isoformat(),
        })  # fmt: skip

    def test_it_takes_camel_case(self) -> None:
        body = {
            "sessionId": str(self.session.pk), "exerciseId": "back-squat", "rpe": 7.5, "completionRate": 80,
            "sets": [{"reps": 5, "loadKg": 100, "warmUp": True}],
        }  # fmt: skip
        self.assertEqual(self.post(self.ana, body).status_code, 201)
        self.assertEqual(RPEFeedback.objects.get().sets, [{"reps": 5, "load_kg": 100.0, "warm_up": True}])

    def test_it_takes_both_ends_of_every_bound(self) -> None:
        changes: tuple[dict[str, Any], ...] = (
            {"rpe": 1}, {"rpe": 10}, {"completion_rate": 0}, {"completion_rate": 100}, {"completion_rate": 66.66666},
            {"notes": "x" * 2000}, {"notes": ""}, {"sets": []}, {"sets": [{"reps": 1, "load_kg": 5}] * 50},
            {"sets": [{"reps": 0, "load_kg": -300, "failed": True}, {"reps": 500, "load_kg": 1500}]},
            {"sets": [{"reps": 12, "load_kg": None, "rpe": None}]}, {"sets": [{"duration_s": 60}]},
            {"sets": [{"distance_m": 5000}]}, {"pain": {"region": "hip", "severity": 0}}, {"id": None},
        )  # fmt: skip
        for change in changes:
            with self.subTest(change):
                self.assertEqual(self.post(self.ana, rating(self.session, **change)).status_code, 201)

    def test_it_keeps_what_was_asked_and_lets_it_stand_in_for_sets(self) -> None:
        self.post(self.ana, rating(self.session, sets=None, completion_rate=50))
        row = RPEFeedback.objects.get()
        self.assertEqual((row.asked["sets"], row.asked["load_kg"], row.asked["target_rpe"]), (3, 60, 8))
        work = row.rated_work()
        self.assertTrue(work.is_assumed)
        self.assertEqual([(each.reps, each.load_kg, each.rpe) for each in work.sets], [(9, 60, None), (5, 60, 8.5)])

    def test_it_takes_another_exercise_than_planned(self) -> None:
        self.assertEqual(self.post(self.ana, rating(self.session, exercise_id="front-squat")).status_code, 201)
        self.assertEqual(RPEFeedback.objects.get().asked, {})

    def test_it_takes_work_of_a_plan_that_was_archived_meanwhile(self) -> None:
        Plan.objects.filter(athlete=self.ana).update(status=Plan.Status.ARCHIVED)
        self.assertEqual(self.post(self.ana, rating(self.session)).status_code, 201)

    def test_it_writes_down_the_athletes_own_day(self) -> None:
        evening = timezone.now().replace(hour=22, minute=30) - timedelta(days=3)
        self.post(self.ana, rating(self.session, timestamp=evening.isoformat()))
        row = RPEFeedback.objects.get()
        self.assertEqual(row.performed_at, evening)
        self.assertEqual(row.performed_on, self.ana.profile.local_date(evening))

    def test_it_takes_a_clock_that_is_half_an_hour_ahead_as_now(self) -> None:
        self.post(self.ana, rating(self.session, timestamp=(timezone.now() + timedelta(minutes=30)).isoformat()))
        self.assertLessEqual(RPEFeedback.objects.get().performed_at, timezone.now())

    # --- The session --------------------------------------------------------------------------------------------------
    def test_it_calls_the_session_done_when_everything_is_rated(self) -> None:
        for exercise, status in (
            ("back-squat", "planned"),
            ("front-squat", "planned"),
            ("barbell-bench-press", "done"),
        ):
            self.post(self.ana, rating(self.session, exercise_id=exercise))
            self.session.refresh_from_db()
            self.assertEqual(self.session.status, status)

    # --- Bad input ----------------------------------------------------------------------------------------------------
    def test_it_names_the_field_that_is_wrong(self) -> None:
        for field, value in ((field, value) for field, values in WRONG.items() for value in values):
            with self.subTest(field=field, value=str(value)[:40]):
                answer = self.post(self.ana, {**rating(self.session), field: value})
                self.assertEqual((answer.status_code, answer.json()["code"]), (400, "invalid"))
                self.assertEqual({name.split(".")[0] for name in answer.json()["details"]}, {field})
        self.assertFalse(RPEFeedback.objects.exists() or JournalEntry.objects.exists())

    def test_it_names_the_part_of_a_set_that_is_wrong(self) -> None:
        for change, field in (
            ({"reps": -1}, "reps"), ({"reps": 501}, "reps"), ({"reps": 5.5}, "reps"), ({"reps": "5"}, "reps"),
            ({"reps": True}, "reps"), ({"reps": None}, "reps"), ({"load_kg": 1501}, "load_kg"),
            ({"load_kg": -301}, "load_kg"), ({"load_kg": "60"}, "load_kg"), ({"rpe": 7.3}, "rpe"), ({"rpe": 0}, "rpe"),
            ({"failed": "yes"}, "failed"), ({"failed": 1}, "failed"), ({"warm_up": None}, "warm_up"),
            ({"duration_s": 0}, "duration_s"), ({"distance_m": 500_001}, "distance_m"),
        ):  # fmt: skip
            with self.subTest(change):
                answer = self.post(self.ana, rating(self.session, sets=[{"reps": 5, "load_kg": 60, **change}]))
                self.assertEqual((answer.status_code, list(answer.json()["details"])), (400, [f"sets.0.{field}"]))
        answer = self.post(self.ana, rating(self.session, sets=[{"load_kg": 60}]))
        self.assertEqual(list(answer.json()["details"]), ["sets.0.reps"])

    def test_it_names_the_part_of_the_pain_that_is_wrong(self) -> None:
        for pain, field in (
            ({"region": "soul", "severity": 5}, "region"),
            ({"region": "knee", "severity": 11}, "severity"),
            ({"region": "knee", "severity": -1}, "severity"),
            ({"region": "knee"}, "severity"),
        ):
            with self.subTest(pain):
                answer = self.post(self.ana, rating(self.session, pain=pain))
                self.assertEqual((answer.status_code, list(answer.json()["details"])), (400, [f"pain.{field}"]))

    def test_it_asks_for_what_is_missing_and_takes_no_null_for_it(self) -> None:
        for field in ("session_id", "exercise_id", "rpe", "completion_rate"):
            for body in (rating(self.session, **{field: None}), {**rating(self.session), field: None}):
                with self.subTest(field):
                    answer = self.post(self.ana, body)
                    self.assertEqual((answer.status_code, list(answer.json()["details"])), (400, [field]))

    def test_it_refuses_what_is_no_rating_at_all(self) -> None:
        for text, kind, status in (
            ("{", "application/json", 400), ('"x"', "application/json", 400), ("5", "application/json", 400),
            ("null", "application/json", 400), ('{"rpe": NaN}', "application/json", 400),
            ('{"rpe": Infinity}', "application/json", 400), ('{"rpe": 1e999}', "application/json", 400),
            ("[" * 5000 + "]" * 5000, "application/json", 400), ("\xff", "application/json", 400),
            ("rpe=8", "application/x-www-form-urlencoded", 415), ("<rpe/>", "application/xml", 415),
        ):  # fmt: skip
            with self.subTest(text[:20]):
                answer = self.client_for(self.ana).post(RPE, text.encode("latin-1"), content_type=kind)
                self.assertEqual(answer.status_code, status)
                self.assertFalse(answer.json()["success"])

    def test_it_refuses_a_megabyte_of_notes(self) -> None:
        self.assertIn(self.post(self.ana, rating(self.session, notes="x" * 1_000_000)).status_code, (400, 413))

    def test_it_refuses_an_exercise_that_nobody_knows(self) -> None:
        answer = self.post(self.ana, rating(self.session, exercise_id="moon-walk"))
        self.assertEqual((answer.status_code, answer.json()["code"]), (422, "unknown_exercise"))
        self.assertEqual(answer.json()["details"], {"exercise": "moon-walk"})

    def test_it_refuses_a_clock_that_is_days_off_and_says_why(self) -> None:
        for shift in (timedelta(days=2), -timedelta(days=400)):
            with self.subTest(shift):
                answer = self.post(self.ana, rating(self.session, timestamp=(timezone.now() + shift).isoformat()))
                self.assertEqual((answer.status_code, answer.json()["code"]), (422, "timestamp_implausible"))
                self.assertEqual(set(answer.json()["details"]), {"timestamp", "earliest", "latest"})
        self.assertFalse(RPEFeedback.objects.exists())

    def test_it_fails_loudly_where_the_table_refuses_what_the_service_was_given(self) -> None:
        with self.assertRaises(IntegrityError), transaction.atomic():
            services.record(
                athlete=self.ana, session=self.session, exercise="back-squat", rpe=Decimal("7.3"),
                completion_rate=Decimal(100), now=timezone.now(),
            )  # fmt: skip
        self.assertFalse(JournalEntry.objects.exists())

    # --- Strangers ----------------------------------------------------------------------------------------------------
    def test_it_asks_who_is_there(self) -> None:
        self.assertEqual(self.post(None, rating(self.session)).status_code, 401)

    def test_it_shows_nobody_elses_session(self) -> None:
        for user, session in ((self.ben, self.session), (self.ana, self.other), (self.cleo, self.session),
                              (self.dan, self.session), (self.ola, self.session)):  # fmt: skip
            with self.subTest(user=user):
                hidden = self.post(user, rating(session)).json()
                nothing = self.post(user, rating(session, session_id=str(uuid4()))).json()
                for answer in (hidden, nothing):
                    self.assertEqual((answer["code"], answer["error"]), ("not_found", nothing["error"]))
        self.assertFalse(RPEFeedback.objects.exists() or JournalEntry.objects.exists())

    def test_it_knows_no_private_exercise_of_someone_else(self) -> None:
        Exercise.objects.create(slug="bens-own", owner=self.ben, name_en="Ben's", pattern="unknown")
        self.assertEqual(self.post(self.ana, rating(self.session, exercise_id="bens-own")).status_code, 422)
        self.assertEqual(self.post(self.ben, rating(self.other, exercise_id="bens-own")).status_code, 201)

    def test_it_lets_two_athletes_use_the_same_id(self) -> None:
        first = rating(self.session)
        self.assertEqual(self.post(self.ana, first).status_code, 201)
        self.assertEqual(self.post(self.ben, rating(self.other, id=first["id"])).status_code, 201)

    # --- Repeats ------------------------------------------------------------------------------------------------------
    def test_it_stores_a_resent_rating_once(self) -> None:
        body = rating(self.session)
        self.post(self.ana, body)
        again = self.post(self.ana, {**body, "rpe": 8.50, "completion_rate": 100.0})
        self.assertEqual((again.status_code, again.json()["data"]["status"]), (200, "duplicate"))
        self.assertEqual(RPEFeedback.objects.count(), 1)
        self.assertEqual(self.kinds(self.ana), [kinds.RPE_RECORDED])

    def test_it_refuses_another_body_under_the_same_id(self) -> None:
        body = rating(self.session)
        self.post(self.ana, body)
        changes: list[dict[str, Any]] = [
            {"rpe": 9}, {"exercise_id": "front-squat"}, {"sets": []}, {"notes": "x"},
            {"pain": {"region": "knee", "severity": 1}}, {"timestamp": timezone.now().isoformat()},
        ]  # fmt: skip
        for change in changes:
            with self.subTest(change):
                answer = self.post(self.ana, {**body, **change})
                self.assertEqual((answer.status_code, answer.json()["code"]), (409, "idempotency_conflict"))
        self.assertEqual(RPEFeedback.objects.get().rpe, Decimal("8.5"))

    def test_it_honours_an_idempotency_key(self) -> None:
        body = rating(self.session, id=None)
        key = {"idempotency-key": str(uuid4())}
        first, again = (self.post(self.ana, body, **key) for _ in range(2))
        self.assertEqual((first.status_code, again.status_code), (201, 201))
        self.assertEqual(first.json()["data"], again.json()["data"])
        self.assertEqual(self.post(self.ana, {**body, "rpe": 9}, **key).status_code, 409)
        self.assertEqual(RPEFeedback.objects.count(), 1)

    # --- Cost ---------------------------------------------------------------------------------------------------------
    def test_it_costs_few_queries_however_long_the_history(self) -> None:
        """Two for the session and its items, two for the transaction, the row, one to hold the session and one to see
        whether it is complete, two for the journal, one to note what reactions have to read."""
        self.post(self.ana, rating(self.session))
        reactions = 1 if registry.reactions_to(kinds.RPE_RECORDED) else 0
        with self.assertNumQueries(9 + reactions):
            services.record(
                athlete=self.ana, session=own_sessions(self.ana).get(), exercise="back-squat", rpe=Decimal(8),
                completion_rate=Decimal(100), now=timezone.now(),
            )  # fmt: skip


@override_settings(RATE_LIMITS=WIDE)
class RateRaceTests(Cast, TransactionTestCase):
    def test_it_stores_one_row_when_twenty_phones_send_it_at_the_same_moment(self) -> None:
        self.raise_curtain()
        body = rating(planned(self.ana))
        answers = at_once(20, lambda: self.client_for(self.ana).post(RPE, body, format="json"))
        self.assertEqual(sorted(answer.status_code for answer in answers), [200] * 19 + [201])
        self.assertEqual(RPEFeedback.objects.count(), 1)
        self.assertEqual(JournalEntry.objects.get().seq, 1)

    def test_it_sees_the_session_complete_when_the_last_two_ratings_come_at_the_same_moment(self) -> None:
        self.raise_curtain()
        session = planned(self.ana)
        bodies = [rating(session), rating(session, exercise_id="barbell-bench-press")]
        answers = at_once(2, lambda: self.client_for(self.ana).post(RPE, bodies.pop(), format="json").status_code)
        self.assertEqual(answers, [201, 201])
        session.refresh_from_db()
        self.assertEqual(session.status, "done")
