"""One question: which provider is asked, what is sent and what is shown, and when it ends."""

from __future__ import annotations

import io
import json
import logging
import os
import threading
from dataclasses import replace
from typing import Any
from unittest import mock

import pytest
from django.test import TestCase, TransactionTestCase, override_settings
from django.utils import timezone
from prometheus_client import REGISTRY, generate_latest

from accounts.models import AthleteProfile, User
from llm import gateway, registry
from llm import services as llm
from llm.core.faults import Fault
from llm.core.jobs import Lane
from llm.core.questions import Answer, Delta, NoAnswer
from llm.models import ModelCall
from tests.base import Cast, at_once
from tests.llm import server
from tests.llm.base import EDIT, GOOD, GRACE_S, HASTY, KEPT, KEY, QUICK, asked, question, scripted
from tests.llm.own_time import OwnTime

PLAIN = "Your week went well."
OTHER = "Rest a little more."


def outcomes() -> list[tuple[str, str, str]]:
    rows = ModelCall.objects.order_by("started_at", "attempt")
    return [(row.provider, row.reason, row.outcome) for row in rows]


class OrderTests(TestCase):
    def test_it_answers_with_the_rules_where_nothing_is_configured(self) -> None:
        with override_settings(LLM_PROVIDERS=[]):
            answer = llm.ask(question())
            self.assertFalse(registry.is_on())
        self.assertEqual(answer, NoAnswer(Fault.UNCONFIGURED))
        self.assertEqual(ModelCall.objects.count(), 0)

    def test_it_asks_nobody_when_models_are_off(self) -> None:
        with scripted(server.says(PLAIN)) as told, override_settings(LLM_MODE="OFF"):
            self.assertEqual(llm.ask(question()), NoAnswer(Fault.UNCONFIGURED))
        self.assertEqual(told.asked, [])

    def test_it_asks_no_model_about_somebody_who_may_be_under_age(self) -> None:
        year = timezone.now().year
        with scripted(server.says(PLAIN)) as told:
            for born, allowed in ((None, True), (year - 17, False), (year - 18, False), (year - 19, True)):
                person = User.objects.create_user(f"{born}@example.org")
                AthleteProfile.objects.filter(user=person).update(birth_year=born)
                told.asked.clear()
                answer = llm.ask(question(athlete_id=person.pk))
                with self.subTest(born):
                    self.assertEqual((isinstance(answer, Answer), len(told.asked)), (allowed, int(allowed)))
                    if isinstance(answer, NoAnswer):
                        self.assertEqual(answer.fault, Fault.NOT_ALLOWED)

    def test_it_goes_to_the_next_provider_when_the_first_is_of_no_use(self) -> None:
        for fault, script in (
            ("auth", server.refuses(401)),
            ("not_found", server.not_found),
            ("truncated", server.breaks_off("Your")),
            ("malformed", server.says_bytes(b"<html>", "text/html")),
            ("invalid", server.says("Take ibuprofen first.")),
        ):
            with self.subTest(fault), scripted(script, server.says(OTHER)):
                answer = llm.ask(question())
                assert isinstance(answer, Answer)
                self.assertEqual((answer.value, answer.provider), (OTHER, "p1"))
                self.assertEqual(outcomes(), [("p0", "first", fault), ("p1", "fallback", "answered")])
                self.assertEqual(ModelCall.objects.get(provider="p1").fallback_from, "p0")

    def test_it_says_who_is_configured(self) -> None:
        with scripted(server.says(PLAIN)):
            self.assertTrue(registry.is_on())

    def test_it_does_not_shop_around_after_a_refusal(self) -> None:
        with scripted(server.says_whole(None, refusal="I will not."), server.says(OTHER)) as told:
            answer = llm.ask(question())
        assert isinstance(answer, NoAnswer)
        self.assertEqual(answer.fault, Fault.REFUSED)
        self.assertEqual(len(told.asked), 1)

    def test_it_makes_three_calls_at_most(self) -> None:
        with scripted(*[server.refuses(500)] * 4) as told:
            answer = llm.ask(question())
        assert isinstance(answer, NoAnswer)
        self.assertEqual([row[:2] for row in outcomes()], [("p0", "first"), ("p0", "retry"), ("p1", "fallback")])
        self.assertEqual(len(told.asked), 3)

    def test_it_reaches_the_second_when_the_first_is_down_and_the_second_is_slow(self) -> None:
        with scripted(server.resets, server.drips("Well done.", 0.02)):
            answer = llm.ask(question())
        assert isinstance(answer, Answer)
        self.assertEqual((answer.provider, answer.value), ("p1", "Well done."))

    def test_it_asks_only_those_that_the_caller_names(self) -> None:
        with scripted(server.says(PLAIN), server.says(OTHER)):
            answers = [llm.ask(question(providers=(name,))) for name in ("p1", "p0")]
        self.assertEqual([answer.value for answer in answers if isinstance(answer, Answer)], [OTHER, PLAIN])

    def test_it_puts_a_model_that_mostly_fails_its_checks_last(self) -> None:
        with scripted(server.says("no JSON"), server.says(GOOD)) as told:
            for _ in range(10):  # two calls each: the first and its repair
                llm.ask(question(EDIT, providers=("p0",)))
            told.asked.clear()
            answer = llm.ask(question(EDIT))
        assert isinstance(answer, Answer)
        self.assertEqual((answer.provider, len(told.asked)), ("p1", 1))


class DeadlineTests(TestCase):
    def test_it_divides_one_deadline_among_all_attempts(self) -> None:
        for scripts in ([server.hangs] * 3, [server.resets_after("Hi"), server.pings(), server.hangs]):
            with self.subTest(len(scripts)), scripted(*scripts):
                watch = OwnTime()
                answer = llm.ask(question(job=replace(HASTY, total_s=0.7)))
                self.assertLess(watch.passed_s(), 0.7 + GRACE_S)
                assert isinstance(answer, NoAnswer)

    def test_it_does_not_begin_a_call_when_the_time_is_over(self) -> None:
        with scripted(server.says(PLAIN)) as told:
            answer = llm.ask(question(deadline_s=0.001))
        assert isinstance(answer, NoAnswer)
        self.assertEqual((answer.fault, answer.code), (Fault.TIMEOUT, "AI_TIMEOUT"))
        self.assertEqual(told.asked, [])

    def test_it_stretches_its_patience_for_a_slow_provider(self) -> None:
        with scripted(server.drips("Very well done.", 0.05)) as told, asked(told, "m0", SLOWNESS=30):
            answer = llm.ask(question(job=HASTY))
        self.assertIsInstance(answer, Answer)

    def test_it_cuts_the_line_when_nobody_wants_the_answer_any_more(self) -> None:
        shown = threading.Event()
        with scripted(server.stalls("Your week")) as told:
            answer = llm.ask(question(on_delta=lambda _delta: shown.set(), is_cancelled=shown.is_set))
            self.assertTrue(told.left.wait(10))
        assert isinstance(answer, NoAnswer)
        self.assertEqual((answer.fault, answer.code), (Fault.CANCELLED, "CANCELLED"))
        self.assertEqual(outcomes(), [("p0", "first", "cancelled")])

    def test_it_closes_the_call_when_the_caller_breaks(self) -> None:
        def broken(delta: Delta) -> None:
            raise ZeroDivisionError

        with scripted(server.stalls("Your week")) as told:
            with self.assertRaises(ZeroDivisionError):
                llm.ask(question(on_delta=broken))
            self.assertTrue(told.left.wait(10))
        row = ModelCall.objects.get()
        self.assertEqual((row.outcome, row.detail), ("cancelled", "caller_failed"))


class StreamTests(TestCase):
    def watch(self, *scripts: server.Script | list[server.Script], **more: Any) -> list[Delta]:
        seen: list[Delta] = []
        with scripted(*scripts):
            llm.ask(question(on_delta=seen.append, **more))
        return seen

    def test_it_shows_an_answer_while_it_is_written(self) -> None:
        seen = self.watch(server.says(PLAIN, pieces=4))
        self.assertGreater(len(seen), 1)
        self.assertEqual("".join(delta.text for delta in seen), PLAIN)

    def test_it_never_shows_a_thought(self) -> None:
        seen = self.watch(server.says(f"<think>The athlete is weak.</think>{PLAIN}", pieces=30))
        self.assertEqual("".join(delta.text for delta in seen), PLAIN)

    def test_it_marks_a_new_beginning_when_another_provider_takes_over(self) -> None:
        seen = self.watch(server.resets_after("Your week was b"), server.says(PLAIN))
        self.assertEqual({delta.attempt for delta in seen}, {1, 2})
        self.assertEqual("".join(delta.text for delta in seen if delta.attempt == 2), PLAIN)
        self.assertEqual([row[1] for row in outcomes()], ["first", "fallback"])

    def test_it_retries_at_the_next_provider_whatever_the_first_has_shown(self) -> None:
        self.watch(server.resets_after("Your week was b"), [server.resets, server.says(PLAIN)])
        self.assertEqual(
            outcomes(), [("p0", "first", "network"), ("p1", "fallback", "network"), ("p1", "retry", "answered")]
        )

    def test_it_reads_json_that_is_half_written(self) -> None:
        self.assertEqual(
            gateway.partial_json('<think>x</think>```json\n{"sets": 3, "why": "You'), {"sets": 3, "why": "You"}
        )
        for text in ("", "<think>{", "Well"):
            self.assertIsNone(gateway.partial_json(text))


@pytest.mark.security
class SecrecyTests(TestCase):
    def test_it_sends_a_provider_nothing_that_is_meant_for_another(self) -> None:
        environment = {"OPENAI_ORG_ID": "org-x", "OPENAI_PROJECT_ID": "proj-x", "OPENAI_API_KEY": "sk-another"}
        with mock.patch.dict(os.environ, environment), scripted(server.says(PLAIN)) as told:
            llm.ask(question())
        headers = {name.lower(): value for name, value in told.asked[0].headers.items()}
        self.assertEqual(headers["authorization"], f"Bearer {KEY}")
        said = json.dumps(headers)
        for secret in environment.values():
            self.assertNotIn(secret, said)

    def test_it_leaves_the_key_and_the_words_in_no_log_and_no_row(self) -> None:
        log = io.StringIO()
        handler = logging.StreamHandler(log)
        root = logging.getLogger()
        level = root.level
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)
        words = "canary-words-of-the-athlete"
        try:
            for script in (
                server.refuses(401, server.error_body("invalid_api_key", message=f"Wrong key {KEY} for {words}")),
                server.refuses(400, f"{KEY} {words}".encode(), "text/plain"),
                server.says(f"{words} {KEY}"),
                server.events({"error": {"message": KEY, "code": words}}),
            ):
                with scripted(script):
                    answer = llm.ask(question(text=words))
                    rows = json.dumps(list(ModelCall.objects.values()), default=str)
                    self.assertTrue(ModelCall.objects.exists())
                for secret in (KEY, words):
                    self.assertNotIn(secret, rows)
                    if isinstance(answer, NoAnswer):
                        self.assertNotIn(secret, repr(answer))
        finally:
            root.removeHandler(handler)
            root.setLevel(level)
        self.assertNotIn(KEY, log.getvalue())

    def test_it_follows_no_redirect(self) -> None:
        with scripted(server.says(PLAIN)) as told:
            told.scripts["m0"] = server.refuses(307, Location=f"{told.url}/chat/completions")
            llm.ask(question())
        self.assertEqual(len(told.asked), 1)


class KeptTests(Cast, TestCase):
    def test_it_answers_the_same_question_from_what_it_kept(self) -> None:
        with scripted(server.says(GOOD)) as told:
            first, again = (llm.ask(question(EDIT, KEPT)) for _ in range(2))
        assert isinstance(first, Answer) and isinstance(again, Answer)
        self.assertEqual((again.value, again.is_kept, first.is_kept), (first.value, True, False))
        self.assertEqual(len(told.asked), 1)

    def test_it_asks_again_where_anything_differs_or_a_fresh_one_is_wanted(self) -> None:
        with scripted(server.says(GOOD)) as told:
            llm.ask(question(EDIT, KEPT, athlete_id=self.ana.pk))
            differences: list[dict[str, Any]] = [
                {"athlete_id": self.ben.pk}, {"text": "else"}, {"rules": "2"}, {"is_fresh": True},
            ]  # fmt: skip
            for changes in differences:
                told.asked.clear()
                llm.ask(question(EDIT, KEPT, **{"athlete_id": self.ana.pk, **changes}))
                with self.subTest(changes):
                    self.assertEqual(len(told.asked), 1)

    def test_it_keeps_nothing_that_was_not_accepted(self) -> None:
        with scripted([server.says("no JSON"), server.says("no JSON"), server.says(GOOD)]):
            self.assertIsInstance(llm.ask(question(EDIT, KEPT)), NoAnswer)
            self.assertIsInstance(llm.ask(question(EDIT, KEPT)), Answer)

    def test_it_drops_a_kept_reply_that_todays_rules_refuse(self) -> None:
        strict = replace(EDIT, check=lambda told: ["too_many_sets"] if told["sets"] > 2 else [])
        few = json.dumps({"sets": 2, "why": "Your last session was hard."})
        with scripted([server.says(GOOD), server.says(few)]):
            llm.ask(question(EDIT, KEPT))
            answer = llm.ask(question(strict, KEPT))
        assert isinstance(answer, Answer)
        self.assertEqual((answer.value["sets"], answer.is_kept), (2, False))


class TogetherTests(TransactionTestCase):
    def test_it_asks_once_for_many_who_want_the_same(self) -> None:
        with scripted(server.drips(GOOD, 0.005)) as told:
            answers = at_once(6, lambda: llm.ask(question(EDIT, KEPT)))
        self.assertEqual([answer.value["sets"] for answer in answers], [3] * 6)
        self.assertEqual(len(told.asked), 1)

    def test_it_lets_people_pass_where_background_work_has_to_wait(self) -> None:
        batch, enough = replace(HASTY, lane=Lane.BATCH), threading.Event()
        patient = question(job=replace(batch, attempt_s=60, total_s=60), is_cancelled=enough.is_set)
        with scripted(server.says(PLAIN), server.stalls("Hi")) as told, asked(told, "m1", PLACES=2):
            stalled = threading.Thread(target=at_once, args=(1, lambda: llm.ask(patient)))
            stalled.start()
            while not told.asked:
                threading.Event().wait(0.005)
            answers = [llm.ask(question(job=batch)), llm.ask(question(job=HASTY))]
            enough.set()
            stalled.join()
        faults = [answer.fault for answer in answers if isinstance(answer, NoAnswer)]
        self.assertEqual(faults, [Fault.BUSY, Fault.TIMEOUT])

    def test_it_is_not_to_be_called_inside_a_transaction(self) -> None:
        from django.db import transaction

        with scripted(server.says(PLAIN)), transaction.atomic(), self.assertRaises(RuntimeError):
            llm.ask(question(job=QUICK))


class FigureTests(TestCase):
    def test_it_counts_calls_without_naming_anybody(self) -> None:
        words, labels = "canary-of-the-athlete", {"job": "chat", "provider": "p0", "model": "m0", "outcome": "invalid"}
        before = REGISTRY.get_sample_value("spotter_llm_requests_total", labels) or 0
        under_way = REGISTRY.get_sample_value("spotter_llm_inflight", {"provider": "p0"}) or 0  # others were killed
        with scripted(server.says(f"{words}: take ibuprofen.")):
            llm.ask(question(text=words))
        self.assertEqual(REGISTRY.get_sample_value("spotter_llm_requests_total", labels), before + 1)
        self.assertGreater(REGISTRY.get_sample_value("spotter_llm_guardrail_total", {"category": "drug"}) or 0, 0)
        self.assertEqual(REGISTRY.get_sample_value("spotter_llm_inflight", {"provider": "p0"}), under_way)
        said = generate_latest(REGISTRY).decode()
        for secret in (words, KEY):
            self.assertNotIn(secret, said)
