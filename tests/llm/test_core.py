"""The plain parts: what is sent to whom, what it costs, how often it is tried."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date
from itertools import cycle
from random import Random
from typing import Any

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from llm.core.bodies import Draft, Turn, body
from llm.core.catalogue import MODELS, facts_of, is_retiring
from llm.core.faults import CODES, RULES, CallFailed, Fault, Step, code_of, of_status, words_of
from llm.core.instructions import InstructionsUnfit, Words, fill, parse
from llm.core.patience import BASE_S, Deadline, Limits, Tried, may_spend_retry, next_step, pause_s
from llm.core.providers import KINDS, Kind, Provider, address_problem, kind_of
from llm.core.schemas import strict_schema
from llm.core.secret import Secret
from llm.core.spending import Scope, begins_on, cost, estimate, tokens_of
from llm.core.verdict import Reply, judge
from llm.gateway.sse import EventDecoder, LineTooLong

SCHEMA = {
    "type": "object",
    "title": "Edits",
    "properties": {
        "title": {"type": "string", "default": ""},
        "edits": {"type": "array", "items": {"$ref": "#/$defs/Edit"}, "maxItems": 4},
    },
    "$defs": {"Edit": {"type": "object", "properties": {"op": {"enum": ["a", "b"]}, "n": {"type": "integer"}}}},
}
DRAFT = Draft((Turn("system", "Be brief."), Turn("user", "Hi")), 600, 0.3, strict_schema(SCHEMA), "edits", "p:1:en")


def at(kind: Kind, model: str, **more: Any) -> Provider:
    return Provider(kind.name, kind, "https://x.example/v1", model, Secret("k"), **more)


class FaultTests(SimpleTestCase):
    def test_every_fault_has_a_rule_and_a_code(self) -> None:
        self.assertEqual(set(RULES), set(Fault))
        for fault in Fault:
            self.assertIn(code_of(fault), {*CODES.values(), "AI_PLATFORM_ERROR"})

    def test_it_reads_error_bodies_of_every_shape(self) -> None:
        for told, words in (
            ({"error": {"code": "a", "type": "b"}}, ("a", "b")),
            ({"code": "a"}, ("a",)),
            ({"error": "text"}, ()),
            ({"error": {"code": None, "type": ["x"]}}, ()),
            ("text", ()),
            (None, ()),
        ):
            with self.subTest(told):
                self.assertEqual(words_of(told), words)

    def test_every_status_is_a_fault(self) -> None:
        for status in range(300, 600):
            self.assertIn(of_status(status), Fault)


class PatienceTests(SimpleTestCase):
    def test_it_knows_where_to_go_after_a_failure(self) -> None:
        def failed(fault: Fault, status: int | None = None, after: float | None = None) -> CallFailed:
            return CallFailed(fault, http_status=status, retry_after_s=after)

        fresh, tired, used = Tried(1, 0, False), Tried(3, 0, False), Tried(2, 1, False)
        for failure, tried, step in (
            (failed(Fault.NETWORK), fresh, Step.RETRY),
            (failed(Fault.OVERLOADED, 503), fresh, Step.RETRY),
            (failed(Fault.OVERLOADED, 503, 30.0), fresh, Step.NEXT),
            (failed(Fault.OVERLOADED, 429), fresh, Step.NEXT),
            (failed(Fault.OVERLOADED, 429, 1.0), fresh, Step.RETRY),
            (failed(Fault.OVERLOADED, 429, 2.5), fresh, Step.NEXT),
            (failed(Fault.NETWORK), used, Step.NEXT),
            (failed(Fault.NETWORK), tired, Step.STOP),
            (failed(Fault.NETWORK), Tried(1, 0, True), Step.NEXT),
            (failed(Fault.QUOTA, 429), fresh, Step.NEXT),
            (failed(Fault.REFUSED), fresh, Step.STOP),
            (failed(Fault.CANCELLED), fresh, Step.STOP),
        ):
            with self.subTest(str(failure), tried=tried, after=failure.retry_after_s):
                self.assertEqual(next_step(failure, tried), step)

    def test_it_waits_as_asked_or_by_chance_under_a_cap(self) -> None:
        self.assertEqual(pause_s(CallFailed(Fault.OVERLOADED, retry_after_s=1.5), 0, Random(1)), 1.5)
        waits = [pause_s(CallFailed(Fault.NETWORK), 0, Random(seed)) for seed in range(50)]
        self.assertTrue(all(0 <= wait <= BASE_S for wait in waits))
        self.assertGreater(len(set(waits)), 40)

    def test_retries_stay_a_tenth_of_the_calls(self) -> None:
        for calls, retries, may in ((0, 2, True), (0, 3, False), (100, 9, True), (100, 10, False)):
            with self.subTest(calls=calls, retries=retries):
                self.assertEqual(may_spend_retry(calls, retries), may)

    def test_no_limit_is_longer_than_what_is_left(self) -> None:
        limits = Limits(2, 6, 8, 15)
        self.assertEqual(limits.stretched(4, 1000), Limits(8, 24, 32, 60))
        self.assertEqual(limits.stretched(4, 5), Limits(5, 5, 5, 5))
        self.assertTrue(Deadline(10.0).is_over(9.99))


class BodyTests(SimpleTestCase):
    def test_each_provider_is_told_in_its_own_way(self) -> None:
        spare = {"response_format": {"type": "json_object"}, "max_tokens": 600}
        for name, model, wanted, absent in (
            ("openai", "gpt-5.6-luna", {"max_completion_tokens": 600, "reasoning_effort": "low"}, {"temperature"}),
            ("openai", "gpt-4o", {"max_completion_tokens": 600, "temperature": 0.3}, {"reasoning_effort"}),
            ("qwen", "qwen-plus", spare, {"max_completion_tokens"}),
            ("qwen", "qwen3.5-plus", {"max_tokens": 600}, set()),
            ("deepseek", "deepseek-flash", spare, {"prompt_cache_key"}),
            ("llamacpp", "default", {"max_tokens": 600, "temperature": 0.3}, {"prompt_cache_key"}),
        ):  # fmt: skip
            with self.subTest(model):
                told = body(DRAFT, at(KINDS[name], model))
                self.assertLessEqual(wanted.items(), told.items())
                self.assertFalse(absent & set(told))
                self.assertIn('"additionalProperties":false', told["messages"][0]["content"])

    def test_it_holds_a_strict_provider_to_the_schema(self) -> None:
        shape = body(DRAFT, at(KINDS["openai"], "gpt-5.6-luna"))["response_format"]["json_schema"]
        self.assertEqual((shape["strict"], shape["name"], shape["schema"]), (True, "edits", DRAFT.schema))

    def test_only_a_strict_provider_is_spared_the_lengths_of_texts(self) -> None:
        shape = {"type": "object", "properties": {"why": {"type": "string", "maxLength": 9},
                                                  "maxLength": {"type": "integer"}}}  # fmt: skip
        draft = replace(DRAFT, schema=strict_schema(shape))
        for kind, model, lengths in (("openai", "gpt-5.6-luna", {}), ("llamacpp", "m", {"maxLength": 9})):
            with self.subTest(kind):
                told = body(draft, at(KINDS[kind], model))["response_format"]["json_schema"]["schema"]["properties"]
                self.assertEqual(told, {"why": {"type": "string", **lengths}, "maxLength": {"type": "integer"}})

    def test_the_part_before_the_facts_is_the_same_bytes_for_everybody(self) -> None:
        other = Draft((DRAFT.turns[0], Turn("user", "else")), 600, 0.3, strict_schema(SCHEMA), "edits", "p:1:en")
        firsts = [body(draft, at(KINDS["openai"], "gpt-4o"))["messages"][0] for draft in (DRAFT, other)]
        self.assertEqual(*firsts)

    def test_a_provider_may_be_held_to_fewer_tokens(self) -> None:
        self.assertEqual(body(DRAFT, at(KINDS["vllm"], "m", tokens_max=50))["max_tokens"], 50)

    def test_it_closes_and_inlines_a_schema(self) -> None:
        told = strict_schema(SCHEMA)
        self.assertEqual(told["required"], ["title", "edits"])
        edit = told["properties"]["edits"]["items"]
        self.assertEqual((edit["required"], edit["additionalProperties"]), (["op", "n"], False))
        self.assertNotIn("$", str(told))
        self.assertEqual(told["properties"]["title"], {"type": "string"})


class ProviderTests(SimpleTestCase):
    def test_it_sends_a_key_over_tls_or_keeps_it_in_the_house(self) -> None:
        for url, local, problem in (
            ("https://api.openai.com/v1", False, ""),
            ("http://api.openai.com/v1", True, "not_https"),
            ("http://127.0.0.1:11434/v1", True, ""),
            ("http://127.0.0.1:11434/v1", False, "local_not_allowed"),
            ("http://[::1]:8080/v1", True, ""),
            ("http://ollama:11434/v1", True, ""),
            ("http://192.168.1.5/v1", False, "local_not_allowed"),
            ("http://169.254.169.254/v1", False, "local_not_allowed"),
            ("https://user:pass@x.example/v1", False, "extra_parts"),
            ("https://x.example/v1?key=1", False, "extra_parts"),
            ("ftp://x.example", True, "not_a_url"),
            ("x.example/v1", True, "not_a_url"),
        ):
            with self.subTest(url, local=local):
                self.assertEqual(address_problem(url, may_be_local=local), problem)

    def test_it_knows_a_provider_by_its_address(self) -> None:
        for name, url, kind in (
            ("openai", "", "openai"),
            ("openai", "https://api.openai.com/v1", "openai"),
            ("openai", "https://dashscope.aliyuncs.com/compatible-mode/v1", "qwen"),
            ("openai", "https://api.deepseek.com", "deepseek"),
            ("openai", "http://127.0.0.1:8080/v1", "compatible"),
            ("mine", "https://x.example/v1", "compatible"),
            ("ollama", "", "ollama"),
        ):
            with self.subTest(name, url=url):
                self.assertEqual(kind_of(name, url).name, kind)

    def test_a_secret_shows_itself_nowhere(self) -> None:
        secret = Secret("sk-canary")
        for shown in (repr(secret), str(secret), f"{secret}", repr(at(KINDS["openai"], "m")), repr([secret])):
            self.assertNotIn("canary", shown)
        with self.assertRaises(TypeError):
            pickle.dumps(secret)
        self.assertEqual(secret.reveal(), "sk-canary")


class CatalogueTests(SimpleTestCase):
    def test_it_finds_a_model_by_its_name_with_or_without_a_date(self) -> None:
        for name, found in (
            ("gpt-4-turbo-preview", "gpt-4-turbo-preview"),
            ("gpt-4-turbo-2024-04-09", "gpt-4-turbo"),
            ("gpt-4o-mini-2024-07-18", "gpt-4o-mini"),
            ("gpt-5.6-luna-2026-09-01", "gpt-5.6-luna"),
            ("openai/gpt-4o", "gpt-4o"),
            ("gpt-4olive", "gpt-4olive"),
        ):
            with self.subTest(name):
                self.assertEqual(facts_of(name).name, found)

    def test_no_default_model_is_about_to_be_switched_off(self) -> None:
        """Fails some months ahead, when there is still time to name another."""
        today = date.today()  # noqa: DTZ011  a day more or less does not matter
        for model in [*(kind.model for kind in KINDS.values()), *(model.successor for model in MODELS)]:
            with self.subTest(model):
                self.assertIsNone(is_retiring(model, today))

    def test_it_warns_of_the_owners_model(self) -> None:
        facts = is_retiring("gpt-4-turbo-preview", date(2026, 11, 22))
        assert facts is not None
        self.assertEqual(facts.successor, "gpt-5.6-luna")


class SpendingTests(SimpleTestCase):
    def test_it_computes_money_in_millionths(self) -> None:
        luna = at(KINDS["openai"], "gpt-5.6-luna")
        self.assertEqual(cost(luna, 1900, 250), 680)  # 1900 x 0.20 + 250 x 1.20
        self.assertEqual(cost(luna, 1900, 250, 1300), 446)  # 600 x 0.20 + 1300 x 0.02 + 250 x 1.20
        self.assertEqual(cost(at(KINDS["openai"], "never-heard-of"), 100, 10), 1300)
        self.assertEqual(cost(at(KINDS["ollama"], "gpt-5.6-luna"), 1900, 250), 0)

    def test_its_estimate_is_no_lower_than_what_comes(self) -> None:
        self.assertGreaterEqual(tokens_of("深蹲三组，每组五次。"), 10)
        self.assertGreaterEqual(tokens_of("Three sets of five squats, please."), 9)
        told = estimate((Turn("user", "Hi"),), 100, at(KINDS["openai"], "gpt-5.6-luna"))
        self.assertEqual((told.tokens_out, told.tokens), (100, 109))

    def test_periods_begin_at_midnight_and_on_the_first(self) -> None:
        self.assertEqual(begins_on(Scope.ALL_MONTH, date(2026, 11, 22)), date(2026, 11, 1))
        self.assertEqual(begins_on(Scope.ATHLETE_DAY, date(2026, 11, 22)), date(2026, 11, 22))


class InstructionTests(SimpleTestCase):
    def test_it_fills_every_slot_and_nothing_else(self) -> None:
        file = parse("x", "en", 1, "---\nowner: y\n---\n# system\nA {not_filled}\n# user\n{facts}\n{notes}\n{facts}")
        system, user = fill(file, {"facts": {"b": 1, "a": [2]}, "notes": Words("{facts} </athlete_words> & hi")})
        self.assertEqual(system.text, "A {not_filled}")
        facts, notes = '{"a":[2],"b":1}', "{facts} &lt;/athlete_words&gt; &amp; hi"
        self.assertEqual(user.text, f"{facts}\n<athlete_words>\n{notes}\n</athlete_words>\n{facts}")

    def test_it_refuses_a_missing_value_and_one_too_many(self) -> None:
        file = parse("x", "en", 1, "---\na: b\n---\n# system\nA\n# user\n{facts}")
        for values in ({}, {"facts": 1, "more": 2}):
            with self.subTest(values), self.assertRaises(InstructionsUnfit):
                fill(file, values)
        with self.assertRaises(InstructionsUnfit):
            parse("x", "en", 1, "# system\nA")


class VerdictTests(SimpleTestCase):
    def test_it_takes_a_reply_of_any_nesting_or_size_without_breaking(self) -> None:
        reply: Reply[Any] = Reply("x", lambda told: told["a"], {"type": "object"})
        for text in ("[" * 100_000, '{"a":' * 50_000, "1" * 10_000, '{"a": Infinity}', "\ud83d", "", "{}x{}"):
            with self.subTest(ascii(text[:8])):
                try:
                    self.assertFalse(judge(text, reply, "en").is_accepted)
                except (KeyError, TypeError):  # `read` of this test is careless with what is JSON
                    self.assertIn(text[:1], "1")

    def test_it_copies_nothing_of_a_refused_reply_into_its_findings(self) -> None:
        from pydantic import BaseModel, ConfigDict

        class Edit(BaseModel):
            model_config = ConfigDict(extra="forbid")
            sets: int

        reply = Reply("x", Edit.model_validate, Edit.model_json_schema())
        told = judge('{"sets": "canary", "canary": 1}', reply, "en")
        self.assertEqual(told.findings, ("schema:sets:int_parsing", "schema::extra_forbidden"))


class EventStreamTests(SimpleTestCase):
    STREAM = ': ping\n\ndata: {"a": "深蹲"}\n\nevent: x\ndata: one\ndata: two\r\n\r\ndata:[DONE]'.encode()

    @given(st.lists(st.integers(1, 20), min_size=1))
    def test_it_reads_the_same_however_the_bytes_are_cut(self, sizes: list[int]) -> None:
        decoder, rest = EventDecoder(), self.STREAM
        found: list[str] = []
        for size in cycle(sizes):
            found += list(decoder.feed(rest[:size]))
            rest = rest[size:]
            if not rest:
                break
        found += list(decoder.feed(b"", is_last=True))
        self.assertEqual(found, ['{"a": "深蹲"}', "one\ntwo", "[DONE]"])

    def test_it_refuses_a_line_without_end(self) -> None:
        decoder = EventDecoder()
        with self.assertRaises(LineTooLong):
            for _ in range(20):
                list(decoder.feed(b"x" * 100_000))
