"""A worker that dies in the middle of a refinement: whoever comes next goes on, and no answer is paid for twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.utils import timezone

from events.models import JournalEntry
from llm import services as llm
from llm.models import KeptReply
from plans import services as plans
from plans.models import Plan, Refinement
from tests.base import Cast
from tests.faults.killing import killed_before
from tests.llm import server
from tests.plans.base import NOW, kinds_of
from tests.plans.refining import WHY_ZH, answer, board_of, easier, modelled, run

STEPS_MAX = 80
STARTED, FINISHED = "plans.refinement_started", "plans.refinement_finished"


@pytest.mark.faults
@pytest.mark.long
class KilledTests(Cast, TransactionTestCase):
    def test_whenever_it_dies_it_is_finished_once_by_the_next(self) -> None:
        self.raise_curtain()
        asked_after_the_answer = set()
        with modelled(self.bao, weeks=1, days_per_week=2) as (provider, plan, job):
            provider.scripts["m0"] = server.says(answer(easier(board_of(plan), why=WHY_ZH)))
            for step in range(1, STEPS_MAX, 3):  # neighbours mostly belong to one transaction
                self.rewind(plan, job)
                provider.asked.clear()
                if not killed_before(step, lambda: plans.run_refinement(job.pk, NOW)):
                    break
                job.refresh_from_db()
                had_answer = job.reply is not None
                paid = len(provider.asked)
                self.orphan(job)
                plans.run_refinement(job.pk, NOW)
                with self.subTest(step):
                    self.judge(plan, job)
                    if had_answer:
                        asked_after_the_answer.add(len(provider.asked) - paid)
            else:
                self.fail("it was killed at every step: there are more of them")
        self.assertEqual(asked_after_the_answer, {0})

    def rewind(self, plan: Plan, job: Refinement) -> None:
        plans.restore(plan.pk, 1, author="athlete", now=NOW)
        KeptReply.objects.all().delete()
        JournalEntry.objects.for_athlete(plan.athlete_id).filter(kind__in=[STARTED, FINISHED]).update(kind="old")
        Refinement.objects.filter(pk=job.pk).update(
            state="queued", attempts=0, lease_until=None, reply=None, told=[], edits=[], diff=[], offer="none",
            reason="", applied_revision=None, base_revision=1,
        )  # fmt: skip

    def orphan(self, job: Refinement) -> None:
        """Let its lease run out, and the gateway notice the dead call."""
        past = timezone.now() - timedelta(minutes=5)
        Refinement.objects.filter(pk=job.pk, state="running").update(lease_until=past)
        llm.sweep(timezone.now() + timedelta(minutes=10))

    def judge(self, plan: Plan, job: Refinement) -> None:
        job.refresh_from_db()
        plan.refresh_from_db()
        newest = plan.revisions.get(number=plan.revision)
        self.assertEqual((job.state, job.offer, plan.refinement), ("done", "applied", "done"))
        self.assertEqual((newest.author, job.applied_revision), ("model", plan.revision))
        self.assertEqual(kinds_of(self.bao).count(FINISHED), 1)


class LeaseTests(Cast, TransactionTestCase):
    def test_it_is_done_by_one_and_given_up_after_three(self) -> None:
        self.raise_curtain()
        with modelled(self.ben) as (provider, plan, job):
            self.assertEqual(plans.waiting_refinements(), [job.pk])
            long_ago = timezone.now() - timedelta(minutes=5)
            Refinement.objects.filter(pk=job.pk).update(
                state="running", attempts=1, lease_until=timezone.now() + timedelta(minutes=1)
            )
            run(provider, job, server.says(answer()))
            self.assertEqual((provider.asked, plans.waiting_refinements()), ([], []))
            Refinement.objects.filter(pk=job.pk).update(attempts=3, lease_until=long_ago)
            self.assertEqual((plans.waiting_refinements(), plans.give_up_refinements()), ([], 1))
        job.refresh_from_db()
        plan.refresh_from_db()
        self.assertEqual((job.state, job.reason, plan.refinement), ("failed", "gave_up", "failed"))

    def test_whoever_lost_the_lease_writes_nothing(self) -> None:
        self.raise_curtain()
        with modelled(self.ben) as (provider, plan, job):
            good = server.says(answer(easier(board_of(plan))))

            def overtaken(to: server.Exchange) -> None:
                Refinement.objects.filter(pk=job.pk).update(attempts=2)
                connection.close()  # the thread of the server has one of its own
                good(to)

            run(provider, job, overtaken)
        self.assertEqual((job.state, job.reply, job.told), ("running", None, []))
        self.assertEqual(kinds_of(self.ben)[-1], STARTED)
