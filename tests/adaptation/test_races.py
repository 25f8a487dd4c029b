"""Two at the same moment: one of them wins, nothing is done twice, nobody waits in a circle."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase

from adaptation import services as adaptation
from adaptation.models import AdaptationSuggestion, EstimatePoint, LiftEstimate
from events import services as events
from events.models import DueReaction, JournalEntry
from feedback.models import RPEFeedback
from plans import services as plans
from plans.core.edits import SetNote
from plans.core.spec import Reason
from plans.models import Plan, PlannedSession, PlanRevision
from tests.adaptation.stage import API, BENCH, Training, at, bench_plan, evening, sets_of
from tests.base import at_once

PATIENCE_S = 20  # only turns a hang into a failure


class Races(Training, TransactionTestCase):
    plan: Plan
    session: PlannedSession
    moment: datetime

    def open(self, **asked: Any) -> None:
        self.raise_curtain()
        self.plan = bench_plan(self.ana, **asked)
        self.session, *_ = self.sessions(self.plan)
        self.moment = evening(self.session.on)

    def rate_first(self) -> None:
        self.rate(self.ana, self.session, sets=sets_of((8, 8, 8), 100.0, 8))

    def propose(self) -> AdaptationSuggestion:
        self.rate_first()
        with at(self.moment):
            adaptation.react(self.ana.pk, self.moment)
        return AdaptationSuggestion.objects.get()

    def assert_gapless(self) -> None:
        seqs = list(JournalEntry.objects.filter(athlete=self.ana).order_by("seq").values_list("seq", flat=True))
        self.assertEqual(seqs, list(range(1, len(seqs) + 1)))

    def test_it_proposes_once_when_two_workers_react_at_the_same_moment(self) -> None:
        self.open()
        self.rate_first()
        with at(self.moment):
            answers = at_once(2, lambda: adaptation.react(self.ana.pk, self.moment))
        self.assertEqual(sorted(answers), [0, 1])
        self.assertEqual(AdaptationSuggestion.objects.count(), 1)
        self.assertEqual((LiftEstimate.objects.count(), EstimatePoint.objects.count()), (1, 1))
        self.assertFalse(DueReaction.objects.filter(reaction=adaptation.NAME).exists())
        self.assert_gapless()

    def test_it_makes_one_revision_of_two_yeses_at_the_same_moment(self) -> None:
        self.open()
        suggestion = self.propose()
        url = f"{API}/plans/{self.plan.pk}/adaptations/apply"

        def say_yes() -> tuple[int, int]:
            answer = self.client_for(self.ana).post(url, {"ids": [str(suggestion.pk)]}, format="json")
            return answer.status_code, answer.json()["data"]["revision"]

        with at(self.moment):
            answers = at_once(2, say_yes)
        self.assertEqual(answers, [(200, 2), (200, 2)])
        self.assertEqual(PlanRevision.objects.filter(plan=self.plan).count(), 2)
        self.assert_gapless()

    def test_it_applies_or_refuses_but_never_loses_a_change_made_at_the_same_moment(self) -> None:
        self.open()
        suggestion = self.propose()
        item = self.item(self.sessions(self.plan)[2])
        kinds = iter(["apply", "revise"])

        def change() -> Any:
            if next(kinds) == "apply":
                return adaptation.apply(
                    plan_id=self.plan.pk, ids=[suggestion.pk], actor_id=self.ana.pk, as_coach=False, now=self.moment
                )
            return plans.revise(
                self.plan.pk,
                [SetNote(str(item.pk), "Pause")],
                author="athlete",
                reason=Reason("noted"),
                now=self.moment,
            )

        answers = at_once(2, change)
        self.assertEqual([each for each in answers if isinstance(each, Exception)], [])
        item.refresh_from_db()
        self.assertEqual((item.notes, item.load_kg), ("Pause", 102.5))
        self.assertEqual(PlanRevision.objects.filter(plan=self.plan).count(), 3)
        self.assert_gapless()

    def test_it_says_yes_or_no_but_not_both(self) -> None:
        self.open()
        suggestion = self.propose()
        url = f"{API}/plans/{self.plan.pk}/adaptations"
        words = iter(["apply", "dismiss"])

        def answer() -> tuple[int, str]:
            word = next(words)
            reply = self.client_for(self.ana).post(f"{url}/{word}", {"ids": [str(suggestion.pk)]}, format="json")
            return reply.status_code, reply.json().get("code", "")

        with at(self.moment):
            answers = at_once(2, answer)
        suggestion.refresh_from_db()
        if suggestion.status == "applied":
            self.assertEqual([status for status, _ in answers], [200, 200])
        else:
            self.assertIn((409, "stale_suggestion"), answers)
        revisions = PlanRevision.objects.filter(plan=self.plan).count()
        self.assertEqual(revisions, 2 if suggestion.status == "applied" else 1)

    def test_it_takes_ratings_while_the_engine_is_at_work(self) -> None:
        self.open()
        self.rate_first()
        second = self.sessions(self.plan)[1]

        def rate_second() -> str:
            return self.send(self.ana, second, sets=sets_of((8, 8, 8), 100.0, 8))

        jobs = iter([lambda: adaptation.react(self.ana.pk, self.moment), rate_second])
        with at(evening(second.on)):
            answers = at_once(2, lambda: next(jobs)())
            self.assertEqual([each for each in answers if isinstance(each, Exception)], [])
            adaptation.react(self.ana.pk, evening(second.on))
        self.assertEqual(EstimatePoint.objects.count(), 2)
        self.assertFalse(DueReaction.objects.filter(reaction=adaptation.NAME).exists())
        self.assert_gapless()


@pytest.mark.postgres
class LockOrder(Training, TransactionTestCase):
    """A reaction that is half way, and somebody who appends meanwhile: each waits for the other, or nobody does."""

    def test_it_lets_a_rating_in_between_reading_and_answering(self) -> None:
        self.raise_curtain()
        plan = bench_plan(self.ana)
        first, second, *_ = self.sessions(plan)
        self.rate(self.ana, first, sets=sets_of((8, 8, 8), 100.0, 8))
        reading, problems = threading.Event(), []

        def rate_second() -> None:
            reading.wait(PATIENCE_S)
            try:
                self.send(self.ana, second, sets=sets_of((8, 8, 8), 100.0, 8))
            except Exception as problem:  # noqa: BLE001  looked at below
                problems.append(problem)
            finally:
                connection.close()

        def half_way(entries: list[JournalEntry]) -> None:
            reading.set()
            self.wait_for_the_other(second)
            events.append(self.ana.pk, "adaptation.estimate_updated", {"lifts": []})

        other = threading.Thread(target=rate_second)
        with at(evening(second.on)):
            other.start()
            events.consume(adaptation.NAME, self.ana.pk, half_way)
            other.join(PATIENCE_S)
        self.assertEqual(problems, [])
        self.assertEqual(RPEFeedback.objects.filter(exercise=BENCH).count(), 2)

    def wait_for_the_other(self, second: PlannedSession) -> None:
        """Until the rating is stored, or waits for a lock of ours."""
        pause, spent = threading.Event(), 0.0
        while spent < PATIENCE_S:
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                is_waiting = cursor.fetchone()[0] > 0
            if is_waiting or RPEFeedback.objects.filter(session=second).exists():
                return
            pause.wait(0.02)
            spent += 0.02
        raise AssertionError("the rating was neither stored nor waiting")
