"""What is left out of a question for a model whose context is small."""

from __future__ import annotations

from dataclasses import replace

from django.test import SimpleTestCase, TestCase

from llm import services as llm
from llm.core.questions import Answer
from llm.core.shortening import parts
from llm.models import ModelCall
from llm.registry import ways
from tests.llm.base import question, scripted
from tests.llm.server import error_body, refuses, says

TOO_LONG = refuses(400, error_body("context_length_exceeded", message="maximum context length"))


class PartsTests(SimpleTestCase):
    def test_it_keeps_what_comes_first_and_never_nothing(self) -> None:
        for listed, expected in (
            ("abcdefgh", ["abcdef", "abcd", "ab"]),
            ("abc", ["ab", "a"]),
            ("ab", ["a"]),
            ("a", []),
            ("", []),
        ):
            with self.subTest(listed):
                self.assertEqual(["".join(part) for part in parts(listed)], expected)


class LeftOutTests(TestCase):
    def test_the_row_of_the_call_says_how_much_was_left_out(self) -> None:
        self.addCleanup(ways.forget)
        whole = question(text="x" * 3_000)
        shorter = replace(question(text="x" * 900), left_out=3)
        with scripted([TOO_LONG, says("Well done.")]):
            self.assertIsInstance(llm.ask(replace(whole, shorter=lambda: [shorter])), Answer)
        told = ModelCall.objects.order_by("started_at").values_list("params__left_out", flat=True)
        self.assertEqual(list(told), [None, 3])
