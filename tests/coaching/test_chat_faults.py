"""Whatever a provider, a worker or the machine does: one answer, and it comes in time."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import SimpleTestCase, TransactionTestCase, override_settings

from accounts import services as accounts
from accounts.models import User
from coaching import services as coaching
from coaching import tasks
from coaching.models import ChatAnswer, Message
from coaching.services import chat_answers
from llm import gateway
from tests.adaptation.stage import at, lift, spec_of_weeks, store
from tests.base import Cast, at_once, person
from tests.coaching.base import NOW, URL, AskedCase, block
from tests.coaching.model import a_model, answered, say, shown_to, work
from tests.events.transports import NO_SWEEP, EventStream, elsewhere, played
from tests.faults.killing import killed_before
from tests.llm import server
from tests.llm.base import scripted
from tests.llm.test_fault_table import ANSWERS, STATUSES
from tests.plans.base import WIDE

ROOT = Path(__file__).resolve().parents[2]
TRUE = "Today it is Upper body A."
ASK = "What do I train today?"
MOST_STEPS = 60


class FaultTests(AskedCase):
    def assert_rules_answer(self, script: server.Script) -> None:
        with scripted(script):
            answer = answered(self.ana, ASK)
        self.assertEqual(answer.origin, "rule")
        self.assertIn("Today: Upper body A", block(answer, "text")["text"])

    def test_every_fault_of_a_provider_ends_in_the_rules_answer(self) -> None:
        of_each = {fault: script for script, fault, _word in (*STATUSES.values(), *ANSWERS.values())}
        self.assertGreater(len(of_each), 8)
        for fault, script in of_each.items():
            with self.subTest(fault):
                self.assert_rules_answer(script)

    def test_silence_ends_with_the_patience_that_is_left(self) -> None:
        for name, script in {"hangs": server.hangs, "drips": server.drips("x" * 99, 0.1)}.items():
            with self.subTest(name), scripted(script) as provider:
                question = say(self.ana, ASK)
                left = timedelta(seconds=1.1)
                ChatAnswer.objects.waiting().update(created_at=NOW - chat_answers.patience() + left)
                work()
                self.assertTrue(provider.left.wait(5), "the line to the provider is closed")
                self.assertEqual(Message.objects.get(reply_to=question).origin, "rule")

    def test_with_no_patience_left_nobody_is_asked(self) -> None:
        with a_model(TRUE) as provider:
            say(self.ana, ASK)
            ChatAnswer.objects.waiting().update(created_at=NOW - chat_answers.patience())
            work()
        self.assertEqual(provider.asked, [])
        self.assertEqual(Message.objects.of_spotter().get().origin, "rule")

    def test_the_whole_takes_the_place_of_a_part_that_was_broken_off(self) -> None:
        with scripted(server.breaks_off(f"{TRUE} And then")):
            answer = answered(self.ana, ASK)
        self.assertEqual(shown_to(self.ana, answer.reply_to_id), [TRUE])
        self.assertEqual((str(answer.pk), answer.origin), (str(ChatAnswer.objects.get().pk), "rule"))

    def test_the_next_provider_starts_where_nothing_was_shown(self) -> None:
        with scripted(server.refuses(500), server.says(f"{TRUE} Have fun.")):
            answer = answered(self.ana, ASK)
        self.assertEqual((answer.origin, shown_to(self.ana, answer.reply_to_id)), ("model", [TRUE]))


class AtOnceTests(Cast, TransactionTestCase):
    def setUp(self) -> None:
        self.raise_curtain()

    def test_two_workers_give_one_answer(self) -> None:
        with a_model(
            "I can help.", {**dict.fromkeys(("first", "second"), "week"), "exercise": 0, "feeling": "happy"}
        ) as provider:
            say(self.ana, "the basement awaits")
            waiting = ChatAnswer.objects.get()
            with at(NOW):
                results = at_once(4, lambda: tasks.word_answer(str(waiting.pk)))
        self.assertEqual(results, [None] * 4)
        self.assertEqual(Message.objects.of_spotter().count(), 1)
        self.assertEqual(len(provider.asked), 1, "a week without a plan needs no words")

    def test_open_screens_see_it_grow(self) -> None:
        async def scene() -> list[dict[str, Any]]:
            stream = await EventStream(token, after="0").ready()
            await elsewhere(
                self.client_for(self.ana).post, URL, {"client_id": str(self.ana.pk), "text": "the basement"}
            )
            await elsewhere(coaching.react, self.ana.pk)
            await elsewhere(work)
            await stream.reach(4)
            return stream.entries

        token = accounts.issue_tokens(self.ana).access
        words = "There is something waiting for you. It fits the day. Have fun."
        store(self.ana, spec_of_weeks([[[lift(load_kg=100.0)]]]))
        choice = {"first": "today", "second": "nothing", "exercise": 0, "feeling": "neutral"}
        with a_model(words, choice), override_settings(RATE_LIMITS=WIDE):
            entries = played(scene(), NO_SWEEP)
        kinds = [entry["kind"] for entry in entries]
        self.assertEqual(kinds, ["coaching.message"] + ["coaching.message_delta"] * 2 + ["coaching.message"])
        question, first, second, answer = (entry["payload"] for entry in entries)
        self.assertEqual({first["id"], second["id"]}, {answer["id"]})
        self.assertEqual((first["reply_to"], answer["reply_to"]), (question["id"], question["id"]))
        self.assertTrue(answer["text"].startswith(first["text"] + second["text"]))


@pytest.mark.faults
class KilledTests(Cast, TransactionTestCase):
    """SIGKILL between any two steps of a worker that has a model word an answer."""

    def test_the_answer_comes_once_and_the_model_is_asked_once(self) -> None:
        self.raise_curtain()
        with a_model("Today it is your turn. Take your time.") as provider:
            for step in range(1, MOST_STEPS):
                athlete = person(f"step{step}@example.org")
                answer_id = self.left_waiting(athlete)
                calls = len(provider.asked)
                with at(NOW):
                    was_killed = killed_before(step, lambda: tasks.word_answer(str(answer_id)))  # noqa: B023
                    tasks.word_answer(str(answer_id))
                chat_answers.sweep(NOW + timedelta(hours=1))
                with self.subTest(step=step):
                    self.assertEqual(Message.objects.for_athlete(athlete.pk).of_spotter().count(), 1)
                    self.assertLessEqual(len(provider.asked) - calls, 1)
                    self.assertFalse(ChatAnswer.objects.is_open().exists())
                if not was_killed:
                    break
        self.assertGreater(step, 6, "so much has to be written: nobody was killed")
        self.assertLess(step, MOST_STEPS - 1)

    def left_waiting(self, athlete: User) -> Any:
        store(athlete, spec_of_weeks([[[lift(load_kg=100.0)]]]))
        say(athlete, ASK)
        gateway.close()  # a child must not take over a connection of its parent
        return ChatAnswer.objects.get(athlete=athlete).pk


NO_KEY = """
import sys
import django
django.setup()
from coaching import tasks
print(sorted({"openai", "httpx2", "jiter"} & set(sys.modules)))
"""


@pytest.mark.once
class NoKeyTests(SimpleTestCase):
    def test_without_a_key_the_client_library_is_not_even_loaded(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            clean = {name: value for name, value in os.environ.items() if "API_KEY" not in name}
            clean |= {
                "DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": "", "REDIS_URL": "",
            }  # fmt: skip
            done = subprocess.run(
                [sys.executable, "-c", NO_KEY], cwd=ROOT, env=clean, capture_output=True, text=True, check=False
            )
        self.assertEqual((done.stdout.strip(), done.stderr), ("[]", ""))
