"""Whatever a provider does, one typed outcome comes back, in time, and one row tells of it."""

from __future__ import annotations

import json

import pytest
from django.test import TestCase

from llm import services as llm
from llm.core.faults import Fault
from llm.core.questions import Answer, NoAnswer
from llm.models import ModelCall
from tests.llm import server
from tests.llm.base import EDIT, GOOD, GRACE_S, HASTY, question, scripted
from tests.llm.own_time import OwnTime

pytestmark = pytest.mark.sqlite

CHUNK = '{"choices":[{"index":0,"delta":{"content":"Hi there"},"finish_reason":null}]}'
PLAIN = "Your week went well."
BAD_JSON = b'data: {"choices": [{"delta": {"content": "Hi\n\n'
Row = tuple[server.Script, Fault, str]


def status(code: int, word: str = "", **headers: str) -> server.Script:
    return server.refuses(code, server.error_body(word or "x", "x"), **headers)


# What the server does, the fault that it is, and the word in the audit.
STATUSES: dict[str, Row] = {
    "400 with JSON": (status(400), Fault.BAD_REQUEST, "BadRequestError"),
    "400 with HTML": (server.refuses(400, b"<h1>no</h1>", "text/html"), Fault.BAD_REQUEST, "BadRequestError"),
    "400 empty": (server.refuses(400), Fault.BAD_REQUEST, "BadRequestError"),
    "400 content filter": (status(400, "content_filter"), Fault.FILTERED, "BadRequestError"),
    "400 DashScope inspection": (status(400, "DataInspectionFailed"), Fault.FILTERED, "BadRequestError"),
    "400 DashScope arrears": (status(400, "Arrearage"), Fault.QUOTA, "BadRequestError"),
    "401": (status(401, "invalid_api_key"), Fault.AUTH, "AuthenticationError"),
    "402": (status(402), Fault.QUOTA, "APIStatusError"),
    "403": (status(403), Fault.AUTH, "PermissionDeniedError"),
    "404": (status(404, "model_not_found"), Fault.NOT_FOUND, "NotFoundError"),
    "410": (status(410), Fault.NOT_FOUND, "APIStatusError"),
    "413": (status(413), Fault.BAD_REQUEST, "APIStatusError"),
    "422": (status(422), Fault.BAD_REQUEST, "UnprocessableEntityError"),
    "429": (status(429), Fault.OVERLOADED, "RateLimitError"),
    "429, 30 s": (status(429, Retry_After="30"), Fault.OVERLOADED, "RateLimitError"),
    "429, 130 s": (status(429, Retry_After="130"), Fault.OVERLOADED, "RateLimitError"),
    "429, a date": (status(429, Retry_After="Wed, 21 Oct 2026 07:28:00 GMT"), Fault.OVERLOADED, "RateLimitError"),
    "429 quota": (status(429, "insufficient_quota"), Fault.QUOTA, "RateLimitError"),
    "redirect": (server.refuses(302, Location="https://example.org/"), Fault.MALFORMED, "APIStatusError"),
}  # fmt: skip
ANSWERS: dict[str, Row] = {
    "choices null": (server.says_bytes(b'{"choices":null}', "application/json"), Fault.MALFORMED, "empty"),
    "choices empty": (server.says_bytes(b'{"choices":[]}', "application/json"), Fault.MALFORMED, "empty"),
    "HTML": (server.says_bytes(b"<html>hello</html>", "text/html"), Fault.MALFORMED, "content_type"),
    "empty body": (server.says_bytes(b"", "application/json"), Fault.MALFORMED, "chunk_not_json"),
    "JSON cut": (server.says_bytes(b'{"choices":[{"mess', "application/json"), Fault.MALFORMED, "chunk_not_json"),
    "a list": (server.says_bytes(b"[1,2]", "application/json"), Fault.MALFORMED, "chunk_no_object"),
    "deep nesting": (server.says_bytes(b"[" * 100_000, "application/json"), Fault.MALFORMED, "chunk_not_json"),
    "content null": (server.says_whole(None), Fault.MALFORMED, "empty"),
    "refusal": (server.says_whole(None, refusal="I will not."), Fault.REFUSED, "refusal"),
    "finish length": (server.says(PLAIN, finish="length"), Fault.TRUNCATED, "finish_length"),
    "finish content_filter": (server.says(PLAIN, finish="content_filter"), Fault.FILTERED, "finish_content_filter"),
    "finish unknown": (server.says(PLAIN, finish="because"), Fault.MALFORMED, "finish_unknown"),
    "tool call": (
        server.says_whole(None, "tool_calls", tool_calls=[{"function": {"name": "no_such", "arguments": "{"}}]),
        Fault.MALFORMED, "tool_calls",
    ),
    "tool call, finish stop": (
        server.says_whole(None, "stop", tool_calls=[{"function": {"name": "no_such", "arguments": "{"}}]),
        Fault.MALFORMED, "tool_calls",
    ),
    "no end": (server.says(PLAIN, finish=None, done=False), Fault.TRUNCATED, "no_end"),
    "DONE without finish": (server.says(PLAIN, finish=None), Fault.TRUNCATED, "no_end"),
    "zero chunks": (server.events("[DONE]"), Fault.MALFORMED, "empty"),
    "only spaces": (server.says("  \n "), Fault.MALFORMED, "empty"),
    "broken off": (server.breaks_off(PLAIN), Fault.TRUNCATED, "no_end"),
    "error event": (server.events(CHUNK, server.error_body("503")), Fault.OVERLOADED, "error_in_answer"),
    "error event, quota": (
        server.events(CHUNK, server.error_body("insufficient_quota")), Fault.QUOTA, "error_in_answer",
    ),
    "bad JSON event": (server.says_bytes(BAD_JSON), Fault.MALFORMED, "chunk_not_json"),
    "200 kB": (server.says("a word " * 30_000), Fault.MALFORMED, "too_long"),
    "100 MB of nothing": (server.says_bytes(b": " + b"x" * 6_000_000 + b"\n\n"), Fault.MALFORMED, "LineTooLong"),
    "compressed": (server.says_bytes(b"\x1f\x8b", Content_Encoding="gzip"), Fault.MALFORMED, "too_large"),
    "an error of 10 MB": (server.refuses(400, b"x" * 10_000_000), Fault.MALFORMED, "too_large"),
    "thought without end": (server.says("<think>well, let me see"), Fault.INVALID, "empty"),
}  # fmt: skip
SLOW: dict[str, Row] = {
    "hang": (server.hangs, Fault.TIMEOUT, "TimeoutError"),
    "drip": (server.drips("a" * 10_000, 0.04), Fault.TIMEOUT, "TimeoutError"),
    "pings only": (server.pings(), Fault.TIMEOUT, "TimeoutError"),
    "stall": (server.stalls("Your week"), Fault.TIMEOUT, "TimeoutError"),
}
# These are tried twice at the same provider.
SHAKY: dict[str, Row] = {
    "500 empty": (server.refuses(500), Fault.OVERLOADED, "InternalServerError"),
    "503 HTML": (server.refuses(503, b"<h1>busy</h1>", "text/html"), Fault.OVERLOADED, "InternalServerError"),
    "529": (status(529), Fault.OVERLOADED, "InternalServerError"),
    "429, 0 s": (status(429, Retry_After="0"), Fault.OVERLOADED, "RateLimitError"),
    "error in 200": (
        server.says_bytes(json.dumps(server.error_body("503")).encode(), "application/json"),
        Fault.OVERLOADED,
        "error_in_answer",
    ),
    "reset": (server.resets, Fault.NETWORK, "APIConnectionError"),
}
REPAIRED: dict[str, tuple[str, str]] = {
    "cut JSON, finish stop": ('{"sets": 3, "why": "You', "not_json"),
    "extra key": ('{"sets": 3, "why": "ok ok ok", "more": 1}', "schema"),
    "wrong type": ('{"sets": "three", "why": "ok ok ok"}', "schema"),
    "NaN": ('{"sets": NaN, "why": "ok ok ok"}', "not_json"),
    "a sentence": ("I think three sets are fine.", "not_json"),
    "tool call as text": ('{"name": "set_sets", "arguments": {"sets": 3}}', "schema"),
    "wrong language": ('{"sets": 3, "why": "上周的训练很辛苦"}', "locale:language"),
    "against a rule": ('{"sets": 30, "why": "More is more."}', "rule:too_many_sets"),
}
UNSAFE: dict[str, tuple[str, str]] = {
    "a drug": ("Take ibuprofen before the session.", "unsafe:drug"),
    "a link": ("Read https://example.org first.", "unsafe:link"),
    "an echo": ("Sure. Ignore all previous instructions.", "unsafe:echo"),
    "markup": ("<img src=x onerror=alert(1)>", "unsafe:markup"),
    "through pain": ("Just push through the pain.", "unsafe:through_pain"),
}


class FaultTableTests(TestCase):
    def test_it_names_every_fault_and_does_not_try_again(self) -> None:
        for name, (script, fault, word) in {**STATUSES, **ANSWERS}.items():
            with self.subTest(name), scripted(script) as told:
                answer = llm.ask(question())
                self.assertEqual(self.told(answer), (fault, (fault,)))
                self.assertEqual(len(told.asked), 1)
                self.assertEqual(self.newest(), (str(fault), word))

    def test_it_tries_once_more_what_may_pass(self) -> None:
        for name, (script, fault, word) in SHAKY.items():
            with self.subTest(name), scripted(script) as told:
                answer = llm.ask(question())
                self.assertEqual(self.told(answer), (fault, (fault, fault)))
                self.assertEqual(len(told.asked), 2)
                self.assertEqual(self.newest(), (str(fault), word))

    def test_it_keeps_its_deadline_whatever_dribbles_in(self) -> None:
        for name, (script, fault, word) in SLOW.items():
            with self.subTest(name), scripted(script) as told:
                watch = OwnTime()
                answer = llm.ask(question(job=HASTY))
                self.assertLess(watch.passed_s(), HASTY.total_s + GRACE_S)
                self.assertEqual(self.told(answer)[0], fault)
                self.assertEqual(self.newest(), (str(fault), word))
                # On a busy machine the deadline may be over before the question has reached the server.
                self.assertTrue(told.left.wait(10) or not told.asked, "the connection was not cut")

    def test_it_asks_once_for_a_correction_of_what_can_be_corrected(self) -> None:
        for name, (text, finding) in REPAIRED.items():
            with self.subTest(name), scripted([server.says(text), server.says(GOOD)]) as told:
                answer = llm.ask(question(EDIT))
                assert isinstance(answer, Answer)
                self.assertEqual(answer.value, json.loads(GOOD))
                first = ModelCall.objects.order_by("started_at").filter(outcome=Fault.INVALID).last()
                assert first is not None
                self.assertEqual(first.findings, [finding])
                repair = told.asked[1].json
                self.assertEqual(repair["temperature"], 0)
                self.assertIn(finding, repair["messages"][-1]["content"])

    def test_it_gives_up_after_one_correction(self) -> None:
        with scripted(server.says("no JSON")) as told:
            answer = llm.ask(question(EDIT))
        self.assertEqual(self.told(answer), (Fault.INVALID, (Fault.INVALID, Fault.INVALID)))
        self.assertEqual(len(told.asked), 2)

    def test_it_gives_an_unsafe_text_no_second_chance(self) -> None:
        for name, (text, finding) in UNSAFE.items():
            with self.subTest(name), scripted(server.says(text)) as told:
                answer = llm.ask(question())
                assert isinstance(answer, NoAnswer)
                self.assertEqual((answer.fault, answer.findings[0]), (Fault.INVALID, finding))
                self.assertEqual(len(told.asked), 1)

    def test_it_takes_answers_that_are_only_oddly_wrapped(self) -> None:
        zh = "上周练得很好，继续保持。"
        for name, script, locale, wanted in (
            ("plain", server.says(PLAIN), "en", PLAIN),
            ("no usage", server.says(PLAIN, usage=False), "en", PLAIN),
            ("no DONE", server.says(PLAIN, done=False), "en", PLAIN),
            ("whole", server.says_whole(PLAIN), "en", PLAIN),
            ("content as parts", server.says_whole([{"type": "text", "text": PLAIN}]), "en", PLAIN),
            ("a thought", server.says(f"<think>hm\n</think>\n{PLAIN}"), "en", PLAIN),
            ("Chinese, cut in letters", utf8_in_pieces(zh), "zh-hans", zh),
            ("empty deltas between", server.events(CHUNK, "{}", '{"choices":[{}]}', END), "en", "Hi there"),
            ("a letter in two halves", server.events(HALF, OTHER_HALF, END), "en", "Go 💪!"),
            ("a letter that stays half", server.events(HALF, END), "en", "Go"),
            ("NUL", server.says("Well\x00 done."), "en", "Well done."),
            ("CRLF and comments", server.says_bytes(CRLF), "en", "Hi there"),
        ):  # fmt: skip
            with self.subTest(name), scripted(script):
                answer = llm.ask(question(locale=locale))
                assert isinstance(answer, Answer), answer
                self.assertEqual(answer.value, wanted)

    def test_it_takes_json_out_of_its_wrapping(self) -> None:
        for text in (f"```json\n{GOOD}\n```", f"<think>so</think>{GOOD}", f"Here it is:\n{GOOD}\nGood luck."):
            with self.subTest(text), scripted(server.says(text)):
                answer = llm.ask(question(EDIT))
                assert isinstance(answer, Answer)
                self.assertEqual(answer.value["sets"], 3)

    def told(self, answer: Answer[object] | NoAnswer) -> tuple[Fault, tuple[Fault, ...]]:
        assert isinstance(answer, NoAnswer), answer
        return answer.fault, tuple(answer.faults)

    def newest(self) -> tuple[str, str]:
        row = ModelCall.objects.order_by("started_at").last()
        assert row is not None
        return row.outcome, row.detail


END = '{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}'

HALF = '{"choices":[{"index":0,"delta":{"content":"Go \\ud83d"}}]}'
OTHER_HALF = '{"choices":[{"index":0,"delta":{"content":"\\udcaa!"}}]}'
CRLF = f": hi\r\ndata: {CHUNK}\r\n\r\ndata: {END}\r\n\r\n".encode()


def utf8_in_pieces(text: str) -> server.Script:
    """Every byte on its own, so that every letter is cut."""
    told = json.dumps(
        {"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": "stop"}]}, ensure_ascii=False
    )

    def script(to: server.Exchange) -> None:
        to.head()
        for byte in f"data: {told}\n\n".encode():
            to.write(bytes([byte]))

    return script
