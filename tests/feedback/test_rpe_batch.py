"""POST /api/v1/plans/feedback/rpe, a batch: what a phone sends after hours offline."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.test import TestCase, TransactionTestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.models import JournalEntry
from feedback.models import RPEFeedback
from plans.models import PlannedSession
from tests.base import Cast, at_once, person
from tests.feedback.base import RPE, WIDE, planned, rating


@override_settings(RATE_LIMITS=WIDE)
class BatchTests(Cast, TestCase):
    session: PlannedSession
    other: PlannedSession

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.session = planned(cls.ana)
        cls.other = planned(cls.ben)

    def post(self, rows: Any) -> Any:
        return self.client_for(self.ana).post(RPE, rows, format="json")

    def test_it_answers_every_row_in_order_and_keeps_the_good_ones(self) -> None:
        good, known = rating(self.session), rating(self.session, exercise_id="barbell-bench-press")
        self.post(known)
        ahead = (timezone.now() + timedelta(days=2)).isoformat()
        rows: list[Any] = [
            good,
            rating(self.session, rpe=7.3),
            known,
            {**known, "rpe": 9},
            rating(self.other),
            rating(self.session, session_id=str(uuid4())),
            rating(self.session, exercise_id="moon-walk"),
            rating(self.session, timestamp=ahead),
            "not a row",
            None,
            good,
            {},
        ]
        answer = self.post(rows)
        self.assertEqual(answer.status_code, 200)
        data = answer.json()["data"]
        self.assertEqual(
            [(row["status"], row.get("code")) for row in data],
            [
                ("created", None),
                ("rejected", "invalid"),
                ("duplicate", None),
                ("rejected", "idempotency_conflict"),
                ("rejected", "not_found"),
                ("rejected", "not_found"),
                ("rejected", "unknown_exercise"),
                ("rejected", "timestamp_implausible"),
                ("rejected", "invalid"),
                ("rejected", "invalid"),
                ("duplicate", None),
                ("rejected", "invalid"),
            ],
        )
        self.assertEqual([row["id"] for row in data[:2]], [rows[0]["id"], rows[1]["id"]])
        self.assertEqual(list(data[1]["details"]), ["rpe"])
        self.assertEqual(data[4] | {"id": None}, data[5] | {"id": None})  # a stranger's session is like none at all
        self.assertTrue(all(row["reason"] for row in data if row["status"] == "rejected"))
        self.assertEqual(RPEFeedback.objects.count(), 2)
        self.assertEqual(JournalEntry.objects.for_athlete(self.ana.pk).count(), 2)

    def test_it_words_a_row_as_it_would_word_it_alone(self) -> None:
        body = rating(self.session, exercise_id="moon-walk")
        alone, row = self.post(body).json(), self.post([body]).json()["data"][0]
        self.assertEqual(
            (row["code"], row["reason"], row["details"]), (alone["code"], alone["error"], alone["details"])
        )

    def test_it_takes_two_hundred_rows_and_not_one_more(self) -> None:
        rows = [rating(self.session, sets=None) for _ in range(201)]
        self.assertEqual(self.post(rows).status_code, 400)
        self.assertEqual(self.post([]).status_code, 400)
        self.assertFalse(RPEFeedback.objects.exists())
        self.assertEqual({row["status"] for row in self.post(rows[:200]).json()["data"]}, {"created"})
        self.assertEqual(RPEFeedback.objects.count(), 200)

    def test_it_changes_nothing_when_the_batch_is_sent_again(self) -> None:
        rows = [rating(self.session) for _ in range(3)]
        self.post(rows)
        self.assertEqual([row["status"] for row in self.post(rows).json()["data"]], ["duplicate"] * 3)
        self.assertEqual((RPEFeedback.objects.count(), JournalEntry.objects.count()), (3, 3))

    def test_it_counts_once_against_the_limit(self) -> None:
        eve = person("eve@example.org")  # nobody has counted her yet
        session = planned(eve)
        with override_settings(RATE_LIMITS={**settings.RATE_LIMITS, "feedback": (2, 60)}):
            answers = [
                self.client_for(eve).post(RPE, [rating(session) for _ in range(5)], format="json").status_code
                for _ in range(3)
            ]
        self.assertEqual(answers, [200, 200, 429])
        self.assertEqual(RPEFeedback.objects.count(), 10)

    def test_it_asks_few_queries_a_row(self) -> None:
        self.post(rating(self.session))
        costs = []
        for size in (10, 60):
            with CaptureQueriesContext(connection) as captured:
                self.post([rating(self.session) for _ in range(size)])
            costs.append(len(captured))
        self.assertLessEqual((costs[1] - costs[0]) / 50, 8)


@override_settings(RATE_LIMITS=WIDE)
class BatchRaceTests(Cast, TransactionTestCase):
    def test_it_stores_each_row_once_when_a_batch_arrives_twice_at_the_same_moment(self) -> None:
        self.raise_curtain()
        session = planned(self.ana)
        rows = [rating(session) for _ in range(10)]
        answers = at_once(4, lambda: self.client_for(self.ana).post(RPE, rows, format="json"))
        told = [row["status"] for answer in answers for row in answer.json()["data"]]
        self.assertEqual(sorted(told), ["created"] * 10 + ["duplicate"] * 30)
        self.assertEqual(RPEFeedback.objects.count(), 10)
        self.assertEqual(list(JournalEntry.objects.order_by("seq").values_list("seq", flat=True)), list(range(1, 11)))
