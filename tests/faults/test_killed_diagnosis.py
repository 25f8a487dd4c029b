"""SIGKILL between any two steps of a diagnosis, then the sweeper. Real processes and providers, both databases."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.db.models import F
from django.test import TransactionTestCase, override_settings
from django.utils import timezone

from diagnosis.core.stages import Stage
from diagnosis.models import Execution, ProviderAnswer, Report, StageRow
from diagnosis.services import executions, running
from events.models import JournalEntry
from llm import gateway
from llm.models import KeptReply, ModelCall
from tests.base import Cast
from tests.diagnosis.stage import told, trained
from tests.diagnosis.test_opinions import judging
from tests.faults.killing import killed_before
from tests.llm.base import scripted

MOST_STEPS = 100


@pytest.mark.faults
class KilledDiagnosisTests(Cast, TransactionTestCase):
    def setUp(self) -> None:
        self.raise_curtain()
        trained(self.ana, timezone.now())

    def begun(self) -> Execution:
        return executions.request(athlete=self.ana, now=timezone.now())

    def brought_to_its_end(self, execution: Execution) -> None:
        """After the leases have run out and the sweeper has looked, twice. Also the leases of calls that were under
        way: until then each holds a place at its provider, and a few dead ones leave none."""
        an_hour = timedelta(hours=1)
        Execution.objects.filter(pk=execution.pk).update(lease_until=F("lease_until") - an_hour)
        KeptReply.objects.filter(text="").update(lease_until=timezone.now() - an_hour)
        ModelCall.objects.running().update(lease_until=F("lease_until") - an_hour)
        for _turn in range(2):
            for execution_id in executions.waiting():
                running.run(execution_id)
        execution.refresh_from_db()

    def judged(self, execution: Execution) -> None:
        self.assertEqual((execution.status, execution.progress), ("completed", 100))
        self.assertEqual(StageRow.objects.filter(execution=execution).count(), len(Stage))
        self.assertEqual(len(Report.objects.get(execution=execution).data["summary"]), 3)
        messages = told(execution)
        self.assertEqual([each["event"] for each in messages].count("complete"), 1)
        percents = [each["data"]["progress"] for each in messages]
        self.assertEqual(percents, sorted(percents))

    @override_settings(LLM_MODE="OFF")
    def test_whatever_kills_its_worker_it_is_finished_once(self) -> None:
        stopped_in = set()
        for step in range(1, MOST_STEPS, 2):
            execution = self.begun()
            was_killed = killed_before(step, partial(running.run, execution.pk))
            stopped_in.add(Execution.objects.get(pk=execution.pk).stage)
            self.brought_to_its_end(execution)
            with self.subTest(step=step):
                self.judged(execution)
            if not was_killed:
                break
        self.assertLess(step, MOST_STEPS - 2)
        self.assertGreaterEqual(stopped_in, {stage.value for stage in Stage}, "the kills must hit every stage")
        entries = JournalEntry.objects.for_athlete(self.ana.pk).after(0)
        self.assertEqual([entry.seq for entry in entries], list(range(1, len(entries) + 1)))

    def test_what_a_provider_has_answered_is_asked_once(self) -> None:
        with scripted(judging(), judging()) as server:
            kills = 0
            for step in range(9, MOST_STEPS, 3):
                KeptReply.objects.all().delete()
                before, execution = len(server.asked), self.begun()
                was_killed = killed_before(step, partial(running.run, execution.pk))
                there = set(ProviderAnswer.objects.filter(execution=execution).values_list("provider", flat=True))
                kept = set(KeptReply.objects.exclude(text="").values_list("provider", flat=True))
                gateway.close()
                self.brought_to_its_end(execution)
                with self.subTest(step=step, there=there):
                    self.judged(execution)
                    self.assertEqual(ProviderAnswer.objects.filter(execution=execution, reply=None).count(), 0)
                    calls = Counter(each.json["model"].replace("m", "p") for each in server.asked[before:])
                    self.assertEqual({name: calls[name] for name in there | kept}, dict.fromkeys(there | kept, 1))
                    self.assertLessEqual(max(calls.values()), 2)  # one that was under way when its asker died
                    self.assertEqual(set(calls), {"p0", "p1"})
                kills += was_killed
                if not was_killed:
                    break
        self.assertGreater(kills, 3)
