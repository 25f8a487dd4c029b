"""Servers that cannot be held to a schema, or to a prompt of that length: found out, and remembered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.test import TestCase

from llm import registry
from llm import services as llm
from llm.core.faults import Fault, refusal_of
from llm.core.providers import SchemaWay
from llm.core.questions import Answer, NoAnswer, Question
from llm.models import ModelCall
from llm.registry import ways
from tests.llm import server
from tests.llm.base import EDIT, GOOD, asked, question, scripted

UNAVAILABLE = {"error": {"message": "This response_format type is unavailable now", "type": "invalid_request_error"}}
TOO_LONG = {"error": {"message": "the request exceeds the available context size", "type": "exceed_context_size_error"}}


def takes(*accepted: str) -> server.Script:
    """A server that takes these response formats only; "" is none."""

    def script(to: server.Exchange) -> None:
        told = to.asked.json.get("response_format", {}).get("type", "")
        (server.says(GOOD) if told in accepted else server.refuses(400, UNAVAILABLE))(to)

    return script


def long_question() -> Question[Any]:
    """A question of 3,000 characters, which are a thousand tokens, that may also be asked in 2,000 or 1,000."""
    whole = question(text="x" * 3_000)
    return replace(
        whole, shorter=lambda: [replace(question(text="x" * size), job=whole.job) for size in (2_000, 1_000)]
    )


def said(asked: server.Asked) -> str:
    return str(asked.json["messages"][-1]["content"])


def has_room_for(chars: int) -> server.Script:
    """A server that takes questions of so many characters, at most."""

    def script(to: server.Exchange) -> None:
        (server.says(GOOD) if len(said(to.asked)) <= chars else server.refuses(400, TOO_LONG))(to)

    return script


class WayTests(TestCase):
    def setUp(self) -> None:
        self.addCleanup(ways.forget)

    def test_it_asks_for_less_until_the_server_takes_it_and_remembers(self) -> None:
        for accepted, tried in (
            (("json_schema",), ["json_schema"]),
            (("json_object",), ["json_schema", "json_object"]),
            (("",), ["json_schema", "json_object", ""]),
        ):
            with self.subTest(accepted), scripted(takes(*accepted)) as told:
                ways.forget()
                for _ in range(2):
                    self.assertIsInstance(llm.ask(question(EDIT)), Answer)
                asked = [each.json.get("response_format", {}).get("type", "") for each in told.asked]
                self.assertEqual(asked, [*tried, tried[-1]])
                self.assertEqual(ModelCall.objects.count(), len(asked))

    def test_the_schema_stands_in_the_instructions_all_the_same(self) -> None:
        with scripted(takes("")) as told:
            llm.ask(question(EDIT))
        self.assertIn('"sets"', told.asked[-1].json["messages"][0]["content"])

    def test_another_400_is_not_tried_again(self) -> None:
        for body in (TOO_LONG, {"error": {"message": "no"}}, None):
            with self.subTest(body), scripted(server.refuses(400, body)) as told:
                answer = llm.ask(question(EDIT))
                assert isinstance(answer, NoAnswer)
                self.assertEqual((answer.fault, len(told.asked)), (Fault.BAD_REQUEST, 1))
                self.assertEqual(registry.order()[0].kind.schema, SchemaWay.JSON_SCHEMA)

    def test_it_ends_where_nothing_less_can_be_asked_for(self) -> None:
        with scripted(server.refuses(400, UNAVAILABLE)) as told:
            self.assertIsInstance(llm.ask(question(EDIT)), NoAnswer)
        self.assertEqual(len(told.asked), 3)

    def test_a_question_that_is_too_long_is_asked_again_with_less_and_that_is_remembered(self) -> None:
        with scripted(has_room_for(2_000)) as told:
            for _ in range(2):
                self.assertIsInstance(llm.ask(long_question()), Answer)
        self.assertEqual([len(said(each)) for each in told.asked], [3_000, 1_000, 1_000])
        self.assertEqual(ModelCall.objects.filter(detail="too_long").count(), 1)

    def test_it_asks_for_what_fits_at_once_where_the_context_is_known(self) -> None:
        with scripted(has_room_for(2_500)) as told, asked(told, "m0", CONTEXT=900):  # 100 of them for the answer
            self.assertIsInstance(llm.ask(long_question()), Answer)
        self.assertEqual([len(said(each)) for each in told.asked], [2_000])

    def test_the_next_provider_is_asked_the_whole_question_again(self) -> None:
        with scripted([has_room_for(2_000), server.refuses(503, Retry_After="9")], server.says(GOOD)) as told:
            self.assertIsInstance(llm.ask(long_question()), Answer)
        self.assertEqual((len(said(told.asked[1])), len(said(told.asked[-1]))), (1_000, 3_000))

    def test_it_ends_where_the_shortest_is_too_long_as_well(self) -> None:
        with scripted(server.refuses(400, TOO_LONG)) as told:
            self.assertIsInstance(llm.ask(long_question()), NoAnswer)
        self.assertEqual([len(said(each)) for each in told.asked], [3_000, 1_000])

    def test_it_reads_what_was_refused_and_keeps_no_text(self) -> None:
        for body, word in ((UNAVAILABLE, "no_schemas"), (TOO_LONG, "too_long"), ("<h1>no</h1>", ""), (None, "")):
            with self.subTest(body):
                self.assertEqual(refusal_of(body), word)
