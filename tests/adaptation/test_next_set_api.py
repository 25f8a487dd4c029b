"""POST plans/sessions/{id}/next-set."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from accounts.models import CoachAssignment, User
from events.models import JournalEntry
from plans.models import Plan, PlannedSession
from tests.adaptation.stage import API, Training, at, bench_plan, evening, sets_of


class NextSetTests(Training, TestCase):
    session: PlannedSession
    item_id: str
    plan: Plan

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.plan = bench_plan(cls.ana)
        first, cls.session, *_ = cls.sessions(cls.plan)
        cls.train(cls.ana, first, sets=sets_of((8, 8, 8), 100.0, 8))
        cls.item_id = str(cls.item(cls.session).pk)

    def ask(self, person: User | None, sets_done: Any, session_id: Any = None, **body: Any) -> Any:
        url = f"{API}/plans/sessions/{session_id or self.session.pk}/next-set"
        with at(evening(self.session.on)):
            return self.client_for(person).post(
                url, {"item": self.item_id, "sets_done": sets_done, **body}, format="json"
            )

    def advice(self, *sets_done: dict[str, Any]) -> dict[str, Any]:
        answer = self.ask(self.ana, list(sets_done))
        self.assertEqual(answer.status_code, 200, answer.content)
        told: dict[str, Any] = answer.json()["data"]
        return told

    def test_it_answers_as_the_contract_says(self) -> None:
        told = self.advice({"reps": 8, "load_kg": 100, "rpe": 8})
        self.assertLessEqual({"load_kg", "reps", "target_rpe", "stop", "why"}, set(told))
        self.assertEqual((told["reps"], told["target_rpe"], told["stop"]), (8, 8.0, False))
        self.assertIn(f"{told['load_kg']:g} kg", told["why"])

    def test_it_goes_down_after_a_hard_set_and_up_after_an_easy_one(self) -> None:
        hard = self.advice({"reps": 8, "load_kg": 100, "rpe": 10})
        easy = self.advice({"reps": 8, "load_kg": 100, "rpe": 6})
        self.assertLess(hard["load_kg"], 100)
        self.assertTrue(100 < easy["load_kg"] <= 110)

    def test_it_stops_after_two_failed_sets(self) -> None:
        failed = {"reps": 4, "load_kg": 100, "failed": True}
        told = self.advice(failed, failed)
        self.assertEqual((told["stop"], told["code"], told["load_kg"]), (True, "failed_twice", None))

    def test_it_takes_camel_case_and_starts_without_sets(self) -> None:
        with at(evening(self.session.on)):
            url = f"{API}/plans/sessions/{self.session.pk}/next-set"
            answer = self.client_for(self.ana).post(url, {"item": self.item_id, "setsDone": []}, format="json")
        self.assertEqual(answer.status_code, 200, answer.content)

    def test_it_holds_for_pain(self) -> None:
        self.rate(
            self.ana,
            self.session,
            exercise_id="dumbbell-bench-press",
            sets=sets_of((8,), 20.0, 7),
            pain={"region": "shoulder", "severity": 5},
            moment=evening(self.session.on) - timedelta(minutes=5),
        )
        self.assertLessEqual(self.advice({"reps": 8, "load_kg": 100, "rpe": 5})["load_kg"], 100)

    def test_it_stores_nothing(self) -> None:
        before = JournalEntry.objects.count()
        with CaptureQueriesContext(connection) as queries:
            self.advice({"reps": 8, "load_kg": 100, "rpe": 8})
        self.assertEqual(JournalEntry.objects.count(), before)
        self.assertFalse([each for each in queries if not each["sql"].startswith("SELECT")])
        self.assertLessEqual(len(queries), 8)

    def test_it_refuses_bad_input(self) -> None:
        good = {"reps": 8, "load_kg": 100, "rpe": 8}
        table: list[tuple[Any, list[str]]] = [
            (None, ["sets_done"]),
            ("8", ["sets_done"]),
            ([good] * 51, ["sets_done"]),
            ([None], ["sets_done.0"]),
            ([{**good, "reps": -1}], ["sets_done.0.reps"]),
            ([{**good, "reps": 501}], ["sets_done.0.reps"]),
            ([{**good, "reps": 8.5}], ["sets_done.0.reps"]),
            ([{**good, "reps": "8"}], ["sets_done.0.reps"]),
            ([{**good, "reps": True}], ["sets_done.0.reps"]),
            ([{**good, "load_kg": 1500.5}], ["sets_done.0.load_kg"]),
            ([{**good, "load_kg": "100"}], ["sets_done.0.load_kg"]),
            ([{**good, "load_kg": None}], ["sets_done.0.load_kg"]),
            ([{**good, "rpe": 0.5}], ["sets_done.0.rpe"]),
            ([{**good, "rpe": 10.5}], ["sets_done.0.rpe"]),
            ([{**good, "rpe": 7.25}], ["sets_done.0.rpe"]),
            ([{**good, "failed": "maybe"}], ["sets_done.0.failed"]),
            ([{"load_kg": 100}], ["sets_done.0.reps"]),
        ]
        for sets_done, fields in table:
            with self.subTest(sets_done=str(sets_done)[:60]):
                answer = self.ask(self.ana, sets_done)
                details = answer.json()["details"] or {}
                self.assertEqual((answer.status_code, sorted(details)), (400, fields))

    def test_it_refuses_numbers_that_are_none(self) -> None:
        with at(evening(self.session.on)):
            body = f'{{"item": "{self.item_id}", "sets_done": [{{"reps": 8, "load_kg": NaN, "rpe": 8}}]}}'
            url = f"{API}/plans/sessions/{self.session.pk}/next-set"
            answer = self.client_for(self.ana).generic("POST", url, body, content_type="application/json")
        self.assertEqual(answer.status_code, 400)

    def test_it_hides_sessions_and_items_of_others(self) -> None:
        theirs = self.sessions(bench_plan(self.ben))[0]
        nothing = self.ask(self.ana, [], uuid.uuid4()).json()["error"]
        self.assertEqual(self.ask(self.ana, [], item=str(self.item(theirs).pk)).json()["error"], nothing)
        self.assertEqual(self.ask(self.ana, [], item=str(uuid.uuid4())).status_code, 404)
        for person, status in ((self.ben, 404), (self.dan, 404), (None, 401), (self.cleo, 200)):
            with self.subTest(person=person):
                self.assertEqual(self.ask(person, []).status_code, status)
        CoachAssignment.objects.all().delete()
        self.assertEqual(self.ask(self.cleo, []).status_code, 404)
