"""What happens in the chat while a model is still wording an answer: a second question, a cry for help, an erasure."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.test import TransactionTestCase

from accounts import services as accounts
from accounts.models import User
from coaching import tasks
from coaching.models import ChatAnswer, Message
from coaching.services import chat_answers
from events.models import JournalEntry
from tests.adaptation.stage import at, lift, spec_of_weeks, store
from tests.base import Cast
from tests.coaching.base import NOW, AskedCase
from tests.coaching.model import a_model, say, shown_to, work
from tests.llm.base import scripted
from tests.llm.server import Exchange

FIRST, LATER = "Take your time with it.", "You are doing well, keep it up."
HOUR = timedelta(hours=1)
ASK = "What do I train today?"


class TwoQuestionsTests(AskedCase):
    def test_two_in_a_row_have_an_answer_each_and_their_parts_do_not_mix(self) -> None:
        with a_model(f"{FIRST} {LATER}") as provider:
            questions = [say(self.ana, text) for text in (ASK, "Why did my plan change?")]
            work()
        self.assertEqual(len(provider.asked), 2)
        for question in questions:
            answer = Message.objects.get(reply_to=question)
            self.assertEqual(answer.origin, "model")
            parts = shown_to(self.ana, question.pk)
            self.assertEqual(parts, [FIRST])
            self.assertTrue(answer.text.startswith(f"{FIRST} {LATER}"))
        asked = Message.objects.filter(pk__in=[each.pk for each in questions]).order_by("created_at", "pk")
        answered = Message.objects.of_spotter().order_by("created_at", "pk").values_list("reply_to", flat=True)
        self.assertEqual(list(answered), [each.pk for each in asked], "in the order of the questions")


class MeanwhileTests(Cast, TransactionTestCase):
    """A first sentence was shown, and the model is about to say the rest."""

    def setUp(self) -> None:
        self.raise_curtain()
        store(self.ana, spec_of_weeks([[[lift(load_kg=100.0)]]]))

    def worded_while(self, meanwhile: Callable[[], None]) -> tuple[Message, bool]:
        """The question, and whether the model's line was cut before it had said everything."""
        begun, go_on, cut = threading.Event(), threading.Event(), threading.Event()

        def script(to: Exchange) -> None:
            to.head()
            to.chunk(f"{FIRST} Well")
            begun.set()
            go_on.wait(30)
            for _ in range(50):
                if to.wait(0.1):
                    cut.set()
                    return
            to.chunk(f" done. {LATER}", finish="stop")
            to.event("[DONE]")

        def work() -> None:
            try:
                tasks.word_answer(str(ChatAnswer.objects.get(question=question).pk))
            finally:
                connection.close()

        with scripted(script), at(NOW):
            question = say(self.ana, ASK)
            worker = threading.Thread(target=work)
            worker.start()
            try:
                self.assertTrue(begun.wait(30))
                meanwhile()
            finally:
                go_on.set()
                worker.join(30)
        return question, cut.is_set()

    def cry(self) -> None:
        say(self.ana, "I want to kill myself")

    def leave(self) -> None:
        accounts.erase(User.objects.get(pk=self.ana.pk))

    def test_after_a_cry_for_help_no_word_of_a_model_follows(self) -> None:
        question, is_cut = self.worded_while(self.cry)
        answer = Message.objects.get(reply_to=question)
        self.assertTrue(is_cut, "nobody waits for the rest")
        self.assertEqual(answer.origin, "rule")
        self.assertNotIn(LATER, str(list(JournalEntry.objects.values_list("payload", flat=True))))

    def test_of_somebody_who_is_erased_meanwhile_nothing_comes_back(self) -> None:
        _question, is_cut = self.worded_while(self.leave)
        self.assertTrue(is_cut)
        self.assertFalse(User.objects.filter(pk=self.ana.pk).exists())
        self.assertFalse(Message.objects.filter(text__contains="Take your time").exists())
        self.assertFalse(JournalEntry.objects.filter(athlete=self.ana.pk).exists())
        self.assertEqual(chat_answers.sweep(NOW + HOUR), 0)
