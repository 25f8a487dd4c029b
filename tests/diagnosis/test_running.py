"""A diagnosis from the request to its end: what is kept, what is told, and who may write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

from django.db.models import F
from django.test import TestCase, TransactionTestCase, override_settings
from django.utils import timezone

from diagnosis.core.refusals import DiagnosisOver, DiagnosisRunning, NoQuestion, NothingToRetry
from diagnosis.core.stages import Stage
from diagnosis.models import Execution, Report, StageRow
from diagnosis.services import clarifying, executions, routines, running
from tests.base import Cast, at_once
from tests.diagnosis.stage import told, trained

ENDS = ("complete", "error")


@override_settings(LLM_MODE="OFF")
class RunningTests(Cast, TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        trained(cls.ana, timezone.now())

    def begun(self, **wishes: Any) -> Execution:
        return executions.request(athlete=self.ana, now=timezone.now(), **wishes)

    def test_it_ends_with_a_report_by_rules_alone(self) -> None:
        execution = self.begun()
        running.run(execution.pk)
        execution.refresh_from_db()
        self.assertEqual((execution.status, execution.progress, execution.error_type), ("completed", 100, ""))
        report = Report.objects.get(execution=execution).data
        self.assertEqual([each["who"] for each in report["authors"]], ["rules"])
        self.assertEqual(len(report["summary"]), 3)
        self.assertEqual([row.name for row in execution.stages.order_by("pk")], [stage.value for stage in Stage])

    def test_it_tells_each_stage_forwards_and_one_end(self) -> None:
        execution = self.begun()
        running.run(execution.pk)
        messages = told(execution)
        self.assertEqual(
            [set(each) for each in messages],
            [{"type", "execution_id", "timestamp", "event", "data"}] * len(messages),
        )
        percents = [each["data"]["progress"] for each in messages]
        self.assertEqual(percents, sorted(percents))
        stages = [each["data"].get("stage") for each in messages if each["event"] == "progress"]
        self.assertEqual(list(dict.fromkeys(stages)), [stage.value for stage in Stage])
        self.assertEqual([each["event"] for each in messages if each["event"] in ENDS], ["complete"])
        self.assertIn("report", messages[-1]["data"])

    def test_it_says_kindly_that_there_is_too_little(self) -> None:
        execution = executions.request(athlete=self.ben, now=timezone.now())
        running.run(execution.pk)
        execution.refresh_from_db()
        self.assertEqual((execution.status, execution.error_type), ("failed", "NOT_ENOUGH_DATA"))
        end = told(execution)[-1]
        self.assertEqual(end["event"], "error")
        self.assertEqual(set(end["data"]), {"error", "error_type", "error_details"})
        self.assertFalse(Report.objects.filter(execution=execution).exists())

    def test_one_runs_at_a_time(self) -> None:
        execution = self.begun()
        with self.assertRaises(DiagnosisRunning) as refusal:
            self.begun()
        self.assertEqual(refusal.exception.facts, {"execution_id": str(execution.pk)})
        running.run(execution.pk)
        self.begun()

    def test_a_cancel_in_any_stage_is_the_end(self) -> None:
        for stage in Stage:
            with self.subTest(stage=stage):
                execution = self.begun()
                self.run_and_at(execution, stage, lambda one: executions.cancel(one.pk, self.ana.pk, timezone.now()))
                execution.refresh_from_db()
                self.assertEqual((execution.status, execution.error_type), ("cancelled", "CANCELLED"))
                self.assertFalse(Report.objects.filter(execution=execution).exists())
                self.assertEqual([each["event"] for each in told(execution) if each["event"] in ENDS], ["error"])
                with self.assertRaises(DiagnosisOver):
                    executions.cancel(execution.pk, self.ana.pk, timezone.now())

    def run_and_at(self, execution: Execution, stage: Stage, act: Callable[[Execution], object]) -> None:
        """Run it, and when this stage begins have something done from elsewhere."""
        say = running.Run.say

        def said(self: running.Run, at: Stage, *args: Any, **facts: Any) -> None:
            say(self, at, *args, **facts)
            if at is stage:
                act(self.execution)

        with mock.patch.object(running.Run, "say", said):
            running.run(execution.pk)

    def test_nothing_of_an_owner_that_was_replaced_is_written(self) -> None:
        execution = self.begun()

        def overtaken(one: Execution) -> None:
            Execution.objects.filter(pk=one.pk).update(attempts=F("attempts") + 1)

        self.run_and_at(execution, Stage.MERGING, overtaken)
        execution.refresh_from_db()
        self.assertEqual((execution.status, execution.progress < 100), ("processing", True))
        self.assertFalse(StageRow.objects.filter(execution=execution, name="merging").exists())

    def test_a_successor_goes_on_after_the_last_finished_stage(self) -> None:
        execution = self.begun()
        with mock.patch.object(running, "merging", None), self.assertRaises(AttributeError):
            running.run(execution.pk)
        execution.refresh_from_db()
        self.assertEqual((execution.status, execution.error_type), ("failed", "INTERNAL_ERROR"))
        self.assertEqual(execution.error_cause, "AttributeError")
        done = dict(StageRow.objects.filter(execution=execution).values_list("name", "finished_at"))
        self.assertEqual(set(done), {"collecting", "analysing", "ai_fetching"})
        executions.retry(execution.pk, self.ana.pk, timezone.now())
        running.run(execution.pk)
        execution.refresh_from_db()
        self.assertEqual(execution.status, "completed")
        again = dict(StageRow.objects.filter(execution=execution).values_list("name", "finished_at"))
        self.assertEqual({name: again[name] for name in done}, done)

    def test_only_what_failed_can_be_tried_again(self) -> None:
        execution = self.begun()
        with self.assertRaises(NothingToRetry):
            executions.retry(execution.pk, self.ana.pk, timezone.now())
        running.run(execution.pk)
        with self.assertRaises(NothingToRetry):
            executions.retry(execution.pk, self.ana.pk, timezone.now())

    def test_one_that_kills_every_worker_is_given_up(self) -> None:
        execution = self.begun()
        lost = {"status": "processing", "attempts": executions.ATTEMPTS_MAX}
        Execution.objects.filter(pk=execution.pk).update(**lost, lease_until=timezone.now() - timedelta(hours=1))
        self.assertEqual(executions.waiting(), [])
        self.assertEqual((executions.give_up(timezone.now()), executions.give_up(timezone.now())), (1, 0))
        self.assertEqual([each["event"] for each in told(execution) if each["event"] in ENDS], ["error"])


@override_settings(LLM_MODE="OFF")
class QuestionTests(Cast, TestCase):
    """The one question: asked only where somebody may be asked, and held by nobody meanwhile."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        trained(cls.ana, timezone.now())

    def asked(self) -> Execution:
        execution = executions.request(athlete=self.ana, now=timezone.now(), may_ask=True)
        with mock.patch.object(clarifying, "question", return_value=("why_missed", {"done": 2, "due": 9})):
            running.run(execution.pk)
        return execution

    def test_it_waits_without_a_worker_and_goes_on_with_the_answer(self) -> None:
        execution = self.asked()
        self.assertEqual(executions.waiting(), [])
        running.run(execution.pk)  # a worker that comes too early finds nothing to do
        self.assertIn("question", told(execution)[-1]["data"])
        executions.answer(execution.pk, self.ana.pk, "ill", timezone.now())
        executions.answer(execution.pk, self.ana.pk, "ill", timezone.now())
        running.run(execution.pk)
        report = Report.objects.get(execution=execution).data
        self.assertEqual(report["clarification"], {"code": "why_missed", "answer": "ill"})

    def test_it_goes_on_by_itself_when_nobody_answers(self) -> None:
        execution = self.asked()
        Execution.objects.filter(pk=execution.pk).update(waits_until=timezone.now() - timedelta(seconds=1))
        self.assertEqual(executions.waiting(), [execution.pk])
        running.run(execution.pk)
        report = Report.objects.get(execution=execution).data
        self.assertEqual(report["clarification"]["answer"], "skip")
        with self.assertRaises(NoQuestion):
            executions.answer(execution.pk, self.ana.pk, "ill", timezone.now())

    def test_it_takes_no_answer_that_was_not_offered(self) -> None:
        execution = self.asked()
        for choice in ("", "because", "ILL"):
            with self.assertRaises(NoQuestion):
                executions.answer(execution.pk, self.ana.pk, choice, timezone.now())


class RoutineTests(Cast, TestCase):
    def test_it_begins_once_at_night_and_plans_the_next(self) -> None:
        now = datetime(2026, 3, 2, 12, 0, tzinfo=timezone.get_default_timezone())
        routine = routines.set_routine(athlete=self.ana, every_days=7, now=now)
        assert routine is not None
        self.assertEqual(routine.next_at.astimezone(self.ana.profile.zone).strftime("%m-%d %H:%M"), "03-03 03:00")
        self.assertEqual(routines.begin_due(now), [])
        night = routine.next_at + timedelta(minutes=1)
        self.assertEqual(len(routines.begin_due(night)), 1)
        self.assertEqual(routines.begin_due(night), [])
        routines.set_routine(athlete=self.ana, every_days=None, now=night)
        self.assertEqual(routines.begin_due(night + timedelta(days=30)), [])


@override_settings(LLM_MODE="OFF")
class RaceTests(Cast, TransactionTestCase):
    def setUp(self) -> None:
        self.raise_curtain()

    def test_of_many_requests_at_once_one_is_taken(self) -> None:
        def ask() -> str:
            try:
                executions.request(athlete=self.ana, now=timezone.now())
            except DiagnosisRunning:
                return "running"
            return "queued"

        self.assertEqual(sorted(at_once(6, ask)), ["queued"] + ["running"] * 5)

    def test_of_two_workers_one_does_it(self) -> None:
        trained(self.ana, timezone.now())
        execution = executions.request(athlete=self.ana, now=timezone.now())
        self.assertEqual(sorted(at_once(2, lambda: running.run(execution.pk))), [False, True])
        self.assertEqual(StageRow.objects.filter(execution=execution).count(), len(Stage))
        self.assertEqual([each["event"] for each in told(execution) if each["event"] in ENDS], ["complete"])
