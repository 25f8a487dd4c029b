"""Habits over the API: kept once, changed, ended, and ticked off once a day, also days later."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.test import TestCase
from django.utils import timezone

from coaching.models import Habit, HabitDone
from events.models import JournalEntry
from tests.base import Cast

URL = "/api/v2/coaching/habits"


class HabitTests(Cast, TestCase):
    def add(self, **changes: Any) -> Any:
        body = {"id": str(uuid4()), "title": "Stretching", "days": [0, 2, 4], "at": "20:30", **changes}
        return self.client_for(self.ana).post(URL, body)

    def done(self, habit: str, on: date, client_id: str | None = None) -> Any:
        body = {"on": on.isoformat(), "client_id": client_id or str(uuid4())}
        return self.client_for(self.ana).post(f"{URL}/{habit}/done", body)

    @property
    def today(self) -> date:
        return self.ana.profile.local_date(timezone.now())

    def test_it_keeps_a_habit_once(self) -> None:
        body_id = str(uuid4())
        answers = [self.add(id=body_id), self.add(id=body_id)]
        self.assertEqual([each.status_code for each in answers], [201, 200])
        told = answers[1].json()["data"]
        self.assertEqual(
            (told["id"], told["days"], told["at"], told["is_done_today"]), (body_id, [0, 2, 4], "20:30", False)
        )
        self.assertEqual(self.add(id=body_id, title="Walking").status_code, 409)
        self.assertEqual(Habit.objects.count(), 1)

    def test_it_refuses_what_is_no_habit(self) -> None:
        unfit: list[dict[str, Any]] = [
            {"title": ""}, {"title": "x" * 81}, {"days": []}, {"days": [7]}, {"at": "25:00"},
        ]  # fmt: skip
        for changes in unfit:
            with self.subTest(changes):
                self.assertEqual(self.add(**changes).status_code, 400)

    def test_it_changes_and_ends(self) -> None:
        habit = self.add().json()["data"]["id"]
        client = self.client_for(self.ana)
        told = client.patch(f"{URL}/{habit}", {"at": "21:00", "days": [6, 0]}).json()["data"]
        self.assertEqual((told["at"], told["days"], told["title"]), ("21:00", [0, 6], "Stretching"))
        self.done(habit, self.today)
        self.assertEqual(client.delete(f"{URL}/{habit}").status_code, 204)
        self.assertEqual(client.get(URL).json()["data"], [])
        self.assertEqual(client.patch(f"{URL}/{habit}", {"at": "21:00"}).status_code, 404)
        self.assertEqual(HabitDone.objects.count(), 1)

    def test_a_day_is_ticked_once_whatever_is_sent_twice(self) -> None:
        habit, client_id = self.add().json()["data"]["id"], str(uuid4())
        answers = [self.done(habit, self.today, each) for each in (client_id, client_id, None)]
        self.assertEqual([each.status_code for each in answers], [201, 200, 200])
        self.assertEqual(answers[2].json()["data"]["status"], "duplicate")
        kinds = JournalEntry.objects.for_athlete(self.ana.pk).values_list("kind", flat=True)
        self.assertEqual(list(kinds).count("coaching.habit_done"), 1)
        self.assertTrue(self.client_for(self.ana).get(URL).json()["data"][0]["is_done_today"])

    def test_a_tick_that_was_offline_counts_for_its_day(self) -> None:
        habit = self.add().json()["data"]["id"]
        Habit.objects.update(created_at=timezone.now() - timedelta(days=60))
        self.assertEqual(self.done(habit, self.today - timedelta(days=3)).status_code, 201)
        for on in (self.today + timedelta(days=1), self.today - timedelta(days=32)):
            answer = self.done(habit, on)
            self.assertEqual((answer.status_code, answer.json()["code"]), (422, "day_unfit"))

    def test_one_id_stands_for_one_tick(self) -> None:
        one, two = (self.add().json()["data"]["id"] for _ in range(2))
        client_id = str(uuid4())
        self.done(one, self.today, client_id)
        self.assertEqual(self.done(two, self.today, client_id).status_code, 409)

    def test_twenty_are_enough(self) -> None:
        for _each in range(20):
            self.add()
        self.assertEqual(self.add().json()["code"], "too_many_habits")
