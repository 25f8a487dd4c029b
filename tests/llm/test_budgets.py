"""What may be spent holds, however many ask at once and whatever a provider says it counted."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from typing import Any

from django.test import TestCase, TransactionTestCase, override_settings
from django.utils import timezone

from accounts.core.ids import uuid7
from llm import registry
from llm import services as llm
from llm.core.faults import CallFailed, Fault
from llm.core.questions import Answer, NoAnswer
from llm.core.spending import Spent
from llm.models import Budget, ModelCall
from llm.services import budgets, calls
from llm.services.fitting import draft_of
from tests.base import Cast, at_once
from tests.llm import server
from tests.llm.base import QUICK, asked, question, scripted

PLAIN = "Your week went well."


def fault_of(answer: Answer[Any] | NoAnswer) -> str:
    return str(answer.fault) if isinstance(answer, NoAnswer) else "answered"


class BudgetTests(Cast, TestCase):
    def test_it_counts_what_a_call_came_to(self) -> None:
        with scripted(server.says(PLAIN)):
            llm.ask(question(athlete_id=self.ana.pk))
        row = ModelCall.objects.get()
        self.assertEqual((row.tokens_in, row.tokens_out, row.is_estimated), (100, 20, False))
        spent = {budget.scope: (budget.calls, budget.tokens) for budget in Budget.objects.all()}
        self.assertEqual(spent, dict.fromkeys(("all_day", "all_month", "athlete_day", "job_day"), (1, 120)))

    def test_it_charges_the_estimate_where_nothing_was_counted(self) -> None:
        with scripted(server.says(PLAIN, usage=False)):
            llm.ask(question())
        row = ModelCall.objects.get()
        self.assertEqual((row.tokens_in + row.tokens_out, row.is_estimated), (row.tokens_reserved, True))
        self.assertEqual(Budget.objects.get(scope="all_day").tokens, row.tokens_reserved)

    def test_it_gives_back_what_a_refused_call_did_not_cost(self) -> None:
        with scripted(server.refuses(401)):
            llm.ask(question())
        self.assertEqual(Budget.objects.get(scope="all_day").tokens, 0)

    def test_it_does_not_believe_a_provider_that_counts_millions(self) -> None:
        lie = {"prompt_tokens": 90_000_000, "completion_tokens": 1, "total_tokens": 90_000_001}
        body = {"choices": [{"message": {"content": PLAIN}, "finish_reason": "stop"}], "usage": lie}
        with scripted(server.says_bytes(json.dumps(body).encode(), "application/json")):
            self.assertEqual(fault_of(llm.ask(question())), "answered")
        self.assertTrue(ModelCall.objects.get().is_estimated)

    def test_it_answers_with_the_rules_when_the_money_is_spent(self) -> None:
        for scope, field in (("athlete_day", "calls"), ("athlete_day", "tokens"), ("job_day", "calls")):
            with (
                self.subTest(scope, field=field),
                scripted(server.says(PLAIN), server.says(PLAIN)) as told,
                override_settings(LLM_CEILINGS={scope: {field: 0}}),
            ):
                answer = llm.ask(question(athlete_id=self.ana.pk))
                assert isinstance(answer, NoAnswer)
                self.assertEqual((answer.fault, answer.code, told.asked), (Fault.BUDGET, "AI_QUOTA", []))

    def test_it_still_asks_a_free_model_when_only_money_is_missing(self) -> None:
        with scripted(server.says(PLAIN)), override_settings(LLM_CEILINGS={"all_day": {"micro_usd": 0}}):
            self.assertEqual(fault_of(llm.ask(question())), "answered")

    def test_a_call_takes_few_queries(self) -> None:
        with scripted(server.says(PLAIN)):
            llm.ask(question(athlete_id=self.ana.pk))
            with self.assertNumQueries(12):
                llm.ask(question(athlete_id=self.ana.pk))

    def test_one_athlete_cannot_spend_anothers_budget(self) -> None:
        with scripted(server.says(PLAIN)), override_settings(LLM_CEILINGS={"athlete_day": {"calls": 1}}):
            told = [fault_of(llm.ask(question(athlete_id=who.pk))) for who in (self.ana, self.ana, self.ben)]
        self.assertEqual(told, ["answered", "budget", "answered"])

    def test_it_warns_once_when_most_of_the_money_is_gone(self) -> None:
        now = timezone.now()
        with override_settings(LLM_CEILINGS={"all_day": {"micro_usd": 100}}), self.assertLogs("llm") as logs:
            for micro_usd in (70, 15, 10):
                budgets.reserve(now, "chat", None, Spent(micro_usd=micro_usd))
            with self.assertRaises(CallFailed):
                budgets.reserve(now, "chat", None, Spent(micro_usd=10))
        self.assertEqual(len(logs.output), 1)


class RaceTests(TransactionTestCase):
    def test_exactly_as_many_pass_as_there_is_room_for(self) -> None:
        with (
            scripted(server.says(PLAIN)) as told,
            asked(told, "m0", PLACES=50),
            override_settings(LLM_CEILINGS={"job_day": {"calls": 10}}),
        ):
            answers = Counter(map(fault_of, at_once(50, lambda: llm.ask(question()))))
        self.assertEqual(answers, {"answered": 10, "budget": 40})
        self.assertEqual(len(told.asked), 10)
        self.assertEqual(ModelCall.objects.filter(outcome="answered").count(), 10)
        self.assertEqual(Budget.objects.get(scope="job_day").calls, 10)

    def test_nobody_is_asked_for_an_athlete_who_was_erased_meanwhile(self) -> None:
        with scripted(server.says(PLAIN)) as told:
            self.assertEqual(fault_of(llm.ask(question(athlete_id=uuid7()))), "cancelled")
        self.assertEqual((told.asked, Budget.objects.count()), ([], 0))


class SweepTests(Cast, TestCase):
    def killed(self) -> calls.OpenCall:
        """A call whose process died after the money was taken and before anything came back."""
        told = question(athlete_id=self.ana.pk)
        with scripted(server.says(PLAIN)):
            self.provider = registry.order()[0]
            attempt = calls.Attempt(1, ModelCall.Reason.FIRST, uuid7())
            return calls.open_call(told, draft_of(told), self.provider, attempt, timezone.now(), QUICK.total_s)

    def test_it_closes_a_call_whose_process_died_and_leaves_it_charged(self) -> None:
        call = self.killed()
        self.assertEqual(llm.sweep(timezone.now()), 0)
        later = timezone.now() + timedelta(minutes=10)
        self.assertEqual([llm.sweep(later), llm.sweep(later)], [1, 0])
        row = ModelCall.objects.get()
        self.assertEqual((row.outcome, row.ended_at), ("lost", later))
        self.assertEqual(Budget.objects.get(scope="athlete_day").tokens, call.reserved.tokens)

    def test_a_call_that_was_swept_is_not_settled_a_second_time(self) -> None:
        call = self.killed()
        later = timezone.now() + timedelta(minutes=10)
        llm.sweep(later)
        calls.close_call(call, self.provider, later, failure=CallFailed(Fault.AUTH, "late"))
        self.assertEqual(ModelCall.objects.get().outcome, "lost")
        self.assertEqual(Budget.objects.get(scope="athlete_day").tokens, call.reserved.tokens)

    def test_it_forgets_what_is_old(self) -> None:
        with scripted(server.says(PLAIN)):
            llm.ask(question())
            llm.sweep(timezone.now() + timedelta(days=89))
            self.assertEqual(ModelCall.objects.count(), 1)
            llm.sweep(timezone.now() + timedelta(days=91))
            self.assertEqual(ModelCall.objects.count(), 0)

    def test_the_audit_outlives_the_athlete_without_the_name(self) -> None:
        with scripted(server.says(PLAIN)):
            llm.ask(question(athlete_id=self.ana.pk))
        self.ana.delete()
        self.assertIsNone(ModelCall.objects.get().athlete_id)
        self.assertFalse(Budget.objects.filter(scope="athlete_day").exists())
