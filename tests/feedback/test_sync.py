"""POST /api/v1/plans/feedback/sync: what a phone kept while it had no network."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection
from django.test import TestCase, TransactionTestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from adaptation import services as adaptation
from events import registry
from events.models import JournalEntry
from feedback.models import PerformanceMetrics, RPEFeedback
from plans.models import Plan, PlannedItem, PlannedSession, SessionChange
from tests.base import Cast, at_once, person
from tests.feedback.base import BASE, WIDE, metrics, planned, rating
from tests.plans.base import kinds_of, plan_for

SYNC = f"{BASE}/sync"


def rpe_item(session: PlannedSession, **changes: Any) -> dict[str, Any]:
    return {"kind": "rpe", **rating(session, **changes)}


def metrics_item(session: PlannedSession, **changes: Any) -> dict[str, Any]:
    return {"kind": "performance", **metrics(session, **changes)}


def moved_item(session: PlannedSession, **changes: Any) -> dict[str, Any]:
    seen = {"on": session.on.isoformat(), "at": session.at or None, "status": session.status}
    return {
        "kind": "session_change", "id": str(uuid4()), "session_id": str(session.pk), "base": seen,
        "status": "skipped", **changes,
    }  # fmt: skip


class Stage(Cast):
    session: PlannedSession  # of a plan that is over: what was trained was trained
    later: PlannedSession  # of the plan that is on
    bens: PlannedSession

    @classmethod
    def raise_curtain(cls) -> None:
        super().raise_curtain()
        cls.session, cls.bens = planned(cls.ana, status=Plan.Status.ARCHIVED), planned(cls.ben)
        plan = plan_for(cls.ana, now=timezone.now())
        cls.later = PlannedSession.objects.filter(plan=plan, week=2).order_by("on")[0]

    def send(self, items: Any, user: User | None = None, **more: Any) -> Any:
        return self.client_for(user or self.ana).post(SYNC, {"items": items, **more})

    def answers(self, items: Any, user: User | None = None) -> list[dict[str, Any]]:
        answer = self.send(items, user)
        assert answer.status_code == 200, answer.content
        rows: list[dict[str, Any]] = answer.json()["data"]["answers"]
        return rows

    def statuses(self, items: Any, user: User | None = None) -> list[str]:
        return [row["status"] for row in self.answers(items, user)]


@override_settings(RATE_LIMITS=WIDE)
class SyncTests(Stage, TestCase):
    def test_it_stores_each_kind_of_row_in_order(self) -> None:
        items = [rpe_item(self.session), metrics_item(self.session)]
        self.assertEqual(self.statuses(items), ["created", "created"])
        self.assertEqual((RPEFeedback.objects.count(), PerformanceMetrics.objects.count()), (1, 1))
        kinds = kinds_of(self.ana)[1:]  # after the plan
        self.assertEqual(kinds, ["feedback.rpe_recorded", "feedback.performance_recorded"])

    def test_it_stores_each_row_once_over_fifty_replays(self) -> None:
        items = [rpe_item(self.session), rpe_item(self.session, exercise_id="barbell-bench-press"),
                 metrics_item(self.session)]  # fmt: skip
        self.assertEqual(self.statuses(items), ["created"] * 3)
        for _ in range(49):
            self.assertEqual(self.statuses(items), ["duplicate"] * 3)
        self.assertEqual((RPEFeedback.objects.count(), PerformanceMetrics.objects.count()), (2, 1))
        self.assertEqual(len(kinds_of(self.ana)), 4)

    def test_it_keeps_the_good_rows_beside_bad_ones(self) -> None:
        bad = {
            "wrong scale": rpe_item(self.session, rpe=8.3),
            "no such kind": {**rpe_item(self.session), "kind": "sleep"},
            "kind of a wrong type": {**rpe_item(self.session), "kind": ["rpe"]},
            "not an object": "rpe",
            "of a stranger": rpe_item(self.bens),
            "of nobody": rpe_item(self.session, session_id=str(uuid4())),
            "unknown exercise": rpe_item(self.session, exercise_id="no-such-thing"),
            "clock far ahead": rpe_item(self.session, timestamp=(timezone.now() + timedelta(days=2)).isoformat()),
            "both moved and left out": moved_item(self.later, on="2030-01-01"),
        }
        answers = self.answers([*bad.values(), rpe_item(self.session)])
        for name, answer in zip(bad, answers, strict=False):
            with self.subTest(name):
                self.assertEqual(answer["status"], "rejected", answer)
                self.assertTrue(answer["reason"])
        self.assertEqual(answers[-1]["status"], "created")
        self.assertEqual(RPEFeedback.objects.count(), 1)

    def test_a_refused_row_leaves_no_trace_and_the_one_after_it_stands(self) -> None:
        known = rpe_item(self.session)
        self.statuses([known])
        entries = JournalEntry.objects.count()
        other_body = {**known, "rpe": 9}
        self.assertEqual(self.statuses([other_body, rpe_item(self.session)]), ["rejected", "created"])
        self.assertEqual(JournalEntry.objects.count(), entries + 1)

    def test_it_refuses_what_is_no_batch(self) -> None:
        bodies: dict[str, Any] = {"empty": [], "too long": ["x"] * 201, "an object": {}, "nothing": None}
        for name, items in bodies.items():
            with self.subTest(name):
                self.assertEqual(self.send(items).status_code, 400)

    def test_it_takes_nothing_of_one_athlete_for_another(self) -> None:
        answer = self.send([rpe_item(self.session)], self.ben, athlete=str(self.ana.pk))
        self.assertEqual((answer.status_code, answer.json()["code"]), (409, "another_athlete"))
        self.assertEqual(self.statuses([rpe_item(self.session)], self.ben), ["rejected"])
        self.assertEqual(self.client_for(None).post(SYNC, {"items": [rpe_item(self.session)]}).status_code, 401)
        self.assertEqual(RPEFeedback.objects.count(), 0)

    def test_it_counts_once_against_the_limit(self) -> None:
        eve = person("eve@example.org")
        session = planned(eve)
        with override_settings(RATE_LIMITS={**settings.RATE_LIMITS, "feedback": (2, 60)}):
            codes = [self.send([rpe_item(session) for _ in range(5)], eve).status_code for _ in range(3)]
        self.assertEqual(codes, [200, 200, 429])

    def test_it_says_when_the_plan_has_changed_since(self) -> None:
        item = PlannedItem.objects.get(session=self.session, exercise="back-squat")
        seen = {"id": str(item.pk), "sets": 3, "reps_min": 8, "reps_max": 10, "load_kg": 60.0}
        as_seen, otherwise, gone = self.answers(
            [
                rpe_item(self.session, seen=seen),
                rpe_item(self.session, seen={**seen, "load_kg": 80}),
                rpe_item(self.session, seen={**seen, "id": str(uuid4())}),
            ]
        )
        self.assertNotIn("note", as_seen)
        self.assertIn("60 kg", otherwise["note"])
        self.assertIn("no longer asks", gone["note"])
        PlannedItem.objects.filter(pk=item.pk).update(exercise="front-squat")
        (swapped,) = self.answers([rpe_item(self.session, seen=seen)])
        self.assertEqual(swapped["status"], "created")
        self.assertIn("Front Squat", swapped["note"])

    def test_it_says_so_in_one_language_whatever_the_profile_has(self) -> None:
        item = PlannedItem.objects.get(session=self.session, exercise="back-squat")
        PlannedItem.objects.filter(pk=item.pk).update(exercise="front-squat")
        body = {"items": [rpe_item(self.session, seen={"id": str(item.pk)})]}
        answer = self.client_for(self.ana).post(SYNC, body, headers={"Accept-Language": "zh-hans"})
        self.assertNotIn("Front Squat", answer.json()["data"]["answers"][0]["note"])

    def test_it_leaves_out_a_session_once(self) -> None:
        item = moved_item(self.later, reason="travelling")
        self.assertEqual([self.statuses([item]), self.statuses([item])], [["created"], ["duplicate"]])
        self.later.refresh_from_db()
        self.assertEqual((self.later.status, self.later.skip_reason), ("skipped", "travelling"))
        self.assertEqual(SessionChange.objects.count(), 1)

    def test_it_answers_a_conflict_with_both_values(self) -> None:
        item = moved_item(self.later)
        item["on"] = (self.later.on + timedelta(days=1)).isoformat()
        item["base"]["on"] = (self.later.on - timedelta(days=1)).isoformat()
        del item["status"]
        for _ in range(2):
            (answer,) = self.answers([item])
            self.assertEqual(answer["status"], "conflict")
            self.assertEqual(answer["conflicts"][0]["standing"], self.later.on.isoformat())
            self.assertIn("is now", answer["reason"])

    def test_it_asks_few_queries_a_row(self) -> None:
        def cost(size: int) -> int:
            with CaptureQueriesContext(connection) as asked:
                self.send([rpe_item(self.session) for _ in range(size)])
            return len(asked)

        self.send([rpe_item(self.session)])
        self.assertLessEqual((cost(60) - cost(10)) / 50, 12)


@override_settings(RATE_LIMITS=WIDE)
class ReactionTests(Stage, TestCase):
    def test_whoever_follows_the_journal_is_called_once(self) -> None:
        called: list[UUID] = []
        registry.register("counting", {"feedback.rpe_recorded"}, start=called.append, run=called.append)
        self.addCleanup(registry._reactions.pop, "counting")
        with self.captureOnCommitCallbacks(execute=True):
            self.assertEqual(self.statuses([rpe_item(self.session) for _ in range(20)]), ["created"] * 20)
        self.assertEqual(called, [self.ana.pk])

    def test_the_plan_is_looked_at_once_for_all_rows(self) -> None:
        items = [rpe_item(self.session), rpe_item(self.session, exercise_id="barbell-bench-press"),
                 metrics_item(self.session)]  # fmt: skip
        self.statuses(items)
        self.assertEqual([adaptation.react(self.ana.pk), adaptation.react(self.ana.pk)], [3, 0])  # entries
        told = JournalEntry.objects.for_athlete(self.ana.pk).filter(kind="adaptation.estimate_updated")
        self.assertEqual(told.count(), 1)


@override_settings(RATE_LIMITS=WIDE)
class SyncRaceTests(Stage, TransactionTestCase):
    def test_it_stores_each_row_once_when_a_batch_arrives_twice_at_the_same_moment(self) -> None:
        self.raise_curtain()
        items = [*(rpe_item(self.session) for _ in range(10)), metrics_item(self.session), moved_item(self.later)]
        told = [status for answer in at_once(3, lambda: self.statuses(items)) for status in answer]
        self.assertEqual((told.count("created"), RPEFeedback.objects.count()), (12, 10))
        seqs = list(JournalEntry.objects.for_athlete(self.ana.pk).order_by("seq").values_list("seq", flat=True))
        self.assertEqual(seqs, list(range(1, len(seqs) + 1)))

    def test_batches_about_the_same_sessions_in_another_order_do_not_wait_for_each_other_forever(self) -> None:
        self.raise_curtain()
        there, back = (self.session, self.later), (self.later, self.session)
        batches = [[rpe_item(each) for each in order] for order in (there, back, there, back)]
        answers = at_once(4, lambda: self.statuses(batches.pop()))
        self.assertEqual(answers, [["created"] * 2] * 4)
