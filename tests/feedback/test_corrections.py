"""PATCH and DELETE of ratings and of performance metrics: corrections are kept, not overwritten."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from threading import Barrier, BrokenBarrierError
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test import TestCase, TransactionTestCase, override_settings
from django.utils import timezone

from accounts.models import User
from events.models import JournalEntry
from feedback import kinds, services
from feedback.models import Correction, PerformanceMetrics, RPEFeedback
from plans import services as plans
from plans.core.edits import SetNote
from plans.core.spec import Reason
from tests.base import Cast, at_once
from tests.feedback.base import PERFORMANCE, RPE, WIDE, metrics, planned, rating
from tests.plans.base import plan_for


@override_settings(RATE_LIMITS=WIDE)
class CorrectionTests(Cast, TestCase):
    def setUp(self) -> None:
        self.session = planned(self.ana)
        self.body = rating(self.session, pain={"region": "knee", "severity": 4})
        self.client_for(self.ana).post(RPE, self.body, format="json")
        self.url = f"{RPE}/{self.body['id']}"

    def patch(self, user: User | None, change: Any) -> Any:
        return self.client_for(user).patch(self.url, change, format="json")

    def delete(self, user: User | None) -> Any:
        return self.client_for(user).delete(self.url)

    def kinds(self) -> list[str]:
        return list(JournalEntry.objects.order_by("seq").values_list("kind", flat=True))

    def test_it_changes_what_is_said_and_keeps_what_was_said(self) -> None:
        answer = self.patch(self.ana, {"rpe": 9, "completionRate": 80, "pain": None})
        self.assertEqual(answer.status_code, 200)
        data = answer.json()["data"]
        self.assertEqual(
            (data["rpe"], data["completion_rate"], data["pain"], data["id"]), (9, 80, None, self.body["id"])
        )
        self.assertIsNotNone(data["corrected_at"])
        self.assertEqual(
            Correction.objects.get().before,
            {"rpe": 8.5, "completion_rate": 100, "pain_region": "knee", "pain_severity": 4},
        )
        self.assertEqual(self.kinds(), [kinds.RPE_RECORDED, kinds.RPE_CORRECTED])
        self.assertEqual(JournalEntry.objects.get(seq=2).payload["exercise"], "back-squat")

    def test_it_changes_sets_notes_and_time(self) -> None:
        earlier = timezone.now() - timedelta(days=1)
        self.patch(self.ana, {"sets": [{"reps": 5, "load_kg": 70}], "notes": "x", "timestamp": earlier.isoformat()})
        row = RPEFeedback.objects.get()
        self.assertEqual((row.sets, row.notes, row.performed_at), ([{"reps": 5, "load_kg": 70.0}], "x", earlier))
        self.assertEqual(row.performed_on, self.ana.profile.local_date(earlier))

    def test_it_does_nothing_when_nothing_is_new(self) -> None:
        for change in ({}, {"rpe": 8.5}, {"pain": {"region": "knee", "severity": 4}}):
            with self.subTest(change):
                self.assertEqual(self.patch(self.ana, change).status_code, 200)
        self.assertFalse(Correction.objects.exists())
        self.assertEqual(self.kinds(), [kinds.RPE_RECORDED])

    def test_it_names_what_is_wrong_and_what_cannot_be_changed(self) -> None:
        for change, field in (
            ({"rpe": 7.3}, "rpe"), ({"rpe": None}, "rpe"), ({"completion_rate": 101}, "completion_rate"),
            ({"notes": None}, "notes"), ({"sets": "x"}, "sets"), ({"session_id": str(uuid4())}, "session_id"),
            ({"exercise_id": "front-squat"}, "exercise_id"),
        ):  # fmt: skip
            with self.subTest(change):
                answer = self.patch(self.ana, change)
                self.assertEqual((answer.status_code, list(answer.json()["details"])), (400, [field]))
        ahead = self.patch(self.ana, {"timestamp": (timezone.now() + timedelta(days=2)).isoformat()})
        self.assertEqual(ahead.json()["code"], "timestamp_implausible")
        self.assertEqual(self.patch(self.ana, [1]).status_code, 400)
        self.assertFalse(Correction.objects.exists())

    def test_it_is_not_there_for_anyone_else(self) -> None:
        for user in (self.ben, self.cleo, self.dan, self.ola):
            with self.subTest(user=user):
                self.assertEqual(self.patch(user, {"rpe": 1}).status_code, 404)
                self.assertEqual(self.delete(user).status_code, 404)
        self.assertEqual((self.patch(None, {"rpe": 1}).status_code, self.delete(None).status_code), (401, 401))
        self.assertEqual(RPEFeedback.objects.get().rpe, Decimal("8.5"))

    def test_it_still_knows_the_first_body_after_a_correction(self) -> None:
        self.patch(self.ana, {"rpe": 9})
        again = self.client_for(self.ana).post(RPE, self.body, format="json")
        self.assertEqual((again.status_code, again.json()["data"]["status"]), (200, "duplicate"))
        self.assertEqual(RPEFeedback.objects.get().rpe, Decimal(9))

    def test_it_deletes_without_losing_the_row(self) -> None:
        self.assertEqual(self.delete(self.ana).status_code, 204)
        self.assertEqual(self.kinds(), [kinds.RPE_RECORDED, kinds.RPE_DELETED])
        self.assertFalse(RPEFeedback.objects.standing().exists())
        self.assertTrue(RPEFeedback.objects.exists())

    def test_it_is_gone_after_that(self) -> None:
        self.delete(self.ana)
        self.assertEqual(self.delete(self.ana).status_code, 404)
        self.assertEqual(self.patch(self.ana, {"rpe": 9}).status_code, 404)
        again = self.client_for(self.ana).post(RPE, self.body, format="json")
        self.assertEqual(again.json()["data"]["status"], "duplicate")
        self.assertFalse(RPEFeedback.objects.standing().exists())
        self.assertEqual(len(self.kinds()), 2)

    def test_it_deletes_once_when_two_tabs_do_it(self) -> None:
        row = RPEFeedback.objects.get()
        for _ in range(2):
            services.remove(row, timezone.now())
        self.assertEqual(self.kinds(), [kinds.RPE_RECORDED, kinds.RPE_DELETED])

    def test_it_lets_a_deletion_win_over_a_correction_of_the_same_moment(self) -> None:
        row = RPEFeedback.objects.get()
        services.remove(row, timezone.now())
        services.correct(row, {"rpe": Decimal(9)}, timezone.now())
        self.assertFalse(Correction.objects.exists())

    def test_it_opens_the_session_again_when_the_last_word_on_it_is_taken_back(self) -> None:
        second = rating(self.session, exercise_id="barbell-bench-press")
        self.client_for(self.ana).post(RPE, second, format="json")
        for url, status in ((self.url, "done"), (f"{RPE}/{second['id']}", "planned")):
            self.client_for(self.ana).delete(url)
            self.session.refresh_from_db()
            self.assertEqual(self.session.status, status)


@override_settings(RATE_LIMITS=WIDE)
class PerformanceCorrectionTests(Cast, TestCase):
    def setUp(self) -> None:
        self.body = metrics(planned(self.ana))
        self.client_for(self.ana).post(PERFORMANCE, self.body, format="json")
        self.url = f"{PERFORMANCE}/{self.body['id']}"

    def test_it_changes_what_is_said_and_keeps_what_was_said(self) -> None:
        answer = self.client_for(self.ana).patch(self.url, {"sleep_quality": 3, "session_rpe": 8}, format="json")
        self.assertEqual(answer.json()["data"]["sleep_quality"], 3)
        self.assertEqual(Correction.objects.get().before, {"sleep_quality": 7, "session_rpe": None})
        self.assertEqual(JournalEntry.objects.get(seq=2).kind, kinds.PERFORMANCE_CORRECTED)

    def test_it_moves_it_to_another_day(self) -> None:
        earlier = timezone.now() - timedelta(days=2)
        self.client_for(self.ana).patch(self.url, {"timestamp": earlier.isoformat()}, format="json")
        row = PerformanceMetrics.objects.get()
        self.assertEqual((row.performed_at, row.performed_on), (earlier, self.ana.profile.local_date(earlier)))
        self.assertEqual(set(Correction.objects.get().before), {"performed_at", "performed_on"})

    def test_it_deletes_without_losing_the_row(self) -> None:
        self.assertEqual(self.client_for(self.ana).delete(self.url).status_code, 204)
        self.assertEqual(self.client_for(self.ana).delete(self.url).status_code, 404)
        self.assertIsNotNone(PerformanceMetrics.objects.get().deleted_at)
        self.assertEqual(JournalEntry.objects.get(seq=2).kind, kinds.PERFORMANCE_DELETED)

    def test_it_refuses_bad_values_and_strangers(self) -> None:
        for change, field in (({"sleep_quality": 11}, "sleep_quality"), ({"session_id": str(uuid4())}, "session_id")):
            answer = self.client_for(self.ana).patch(self.url, change, format="json")
            self.assertEqual((answer.status_code, list(answer.json()["details"])), (400, [field]))
        for user in (self.ben, self.cleo, self.ola):
            self.assertEqual(
                self.client_for(user).patch(self.url, {"sleep_quality": 1}, format="json").status_code, 404
            )
            self.assertEqual(self.client_for(user).delete(self.url).status_code, 404)
        self.assertEqual(self.client_for(None).delete(self.url).status_code, 401)


@override_settings(RATE_LIMITS=WIDE)
class CorrectionRaceTests(Cast, TransactionTestCase):
    def test_it_loses_no_former_state_when_two_corrections_come_at_the_same_moment(self) -> None:
        self.raise_curtain()
        body = rating(planned(self.ana))
        self.client_for(self.ana).post(RPE, body, format="json")
        wanted = [9, 7]
        answers = at_once(
            2, lambda: self.client_for(self.ana).patch(f"{RPE}/{body['id']}", {"rpe": wanted.pop()}, format="json")
        )
        self.assertEqual([answer.status_code for answer in answers], [200, 200])
        last = float(RPEFeedback.objects.get().rpe or 0)
        former = [row.before["rpe"] for row in Correction.objects.order_by("id")]
        self.assertEqual(sorted([last, *former]), [7, 8.5, 9])

    def test_it_opens_the_session_again_when_the_last_two_words_are_taken_back_at_the_same_moment(self) -> None:
        self.raise_curtain()
        session = planned(self.ana)
        bodies = [rating(session), rating(session, exercise_id="barbell-bench-press")]
        for body in bodies:
            self.client_for(self.ana).post(RPE, body, format="json")
        session.refresh_from_db()
        self.assertEqual(session.status, "done")
        urls = [f"{RPE}/{body['id']}" for body in bodies]
        together = Barrier(2)

        def at_the_seam(execute: Any, sql: str, *rest: Any) -> Any:
            """Both have deleted their row before either looks for the other's."""
            done = execute(sql, *rest)
            if sql.startswith("UPDATE") and "deleted_at" in sql:
                with suppress(BrokenBarrierError):
                    together.wait(timeout=0.3)
            return done

        def delete() -> int:
            with connection.execute_wrapper(at_the_seam):
                return self.client_for(self.ana).delete(urls.pop()).status_code

        self.assertEqual(at_once(2, delete), [204, 204])
        session.refresh_from_db()
        self.assertEqual(session.status, "planned")

    def test_it_opens_a_session_as_a_revision_of_the_same_moment_states_it(self) -> None:
        self.raise_curtain()
        plan = plan_for(self.ana, now=timezone.now())
        session = plan.sessions.all()[0]
        item = session.items.all()[0]
        note = SetNote(str(item.pk), "Brace.")
        plans.revise(plan.pk, [note], author="athlete", reason=Reason("test"), now=timezone.now())
        body = metrics(session)
        self.client_for(self.ana).post(PERFORMANCE, body, format="json")
        together = Barrier(2)

        def at_the_seam(execute: Any, sql: str, *rest: Any) -> Any:
            """The plan was read to open the session again; now it goes back to its first revision."""
            done = execute(sql, *rest)
            if sql.startswith("SELECT") and '"spec"' in sql:
                for _turn in range(2):
                    with suppress(BrokenBarrierError):
                        together.wait(timeout=0.3)
            return done

        def delete() -> None:
            with connection.execute_wrapper(at_the_seam):
                self.client_for(self.ana).delete(f"{PERFORMANCE}/{body['id']}")

        def restore() -> None:
            together.wait(timeout=5)
            plans.restore(plan.pk, 1, author="athlete", now=timezone.now())
            with suppress(BrokenBarrierError):
                together.wait(timeout=0.3)

        calls = iter([delete, restore])
        self.assertEqual(at_once(2, lambda: next(calls)()), [None, None])
        plan.refresh_from_db()
        item.refresh_from_db()
        stated = plans.spec_of(plan).find_item(str(item.pk))
        self.assertEqual((plan.revision, item.notes), (3, stated[1].notes if stated else None))
