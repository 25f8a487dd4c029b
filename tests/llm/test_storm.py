"""Hundreds of providers that misbehave at random: nothing is raised, no deadline missed, no row left open."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from django.test import TestCase, override_settings

from llm import services as llm
from llm.core.faults import Fault
from llm.core.questions import Answer, NoAnswer
from llm.models import BreakerState, ModelCall
from tests.llm import server
from tests.llm.base import EDIT, GOOD, GRACE_S, HASTY, question, scripted
from tests.llm.own_time import OwnTime
from tests.llm.test_fault_table import ANSWERS, REPAIRED, SHAKY, SLOW, STATUSES

pytestmark = pytest.mark.long
# A larger number is for a search by hand: SPOTTER_STORM=500.
ROUNDS = int(os.environ.get("SPOTTER_STORM", "150"))
JOB = replace(HASTY, attempt_s=0.25, total_s=0.5)
STREAM = "".join(
    f"data: {json.dumps(chunk)}\n\n"
    for chunk in (
        {"model": "m", "choices": [{"index": 0, "delta": {"role": "assistant", "content": GOOD[:9]}}]},
        {"choices": [{"index": 0, "delta": {"content": GOOD[9:]}, "finish_reason": None}]},
        {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]},
        {"choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 9, "total_tokens": 18}},
    )
).encode()
KINDS = ("text/event-stream", "application/json", "text/html", "", "application/octet-stream; charset=utf-16")


def mangled(rng: Random) -> server.Script:
    """A good stream with some bytes cut out, doubled or replaced, under any head."""
    body = bytearray(STREAM)
    for _ in range(rng.randrange(1, 6)):
        at, length = rng.randrange(len(body) or 1), rng.randrange(1, 40)
        put = rng.choice([b"", rng.randbytes(length), bytes(body[at : at + length]) * 3, b"\n\n", b"null", b"[DONE]"])
        body[at : at + (length if rng.random() < 0.5 else 0)] = put
    status = rng.choice([200] * 8 + [204, 206, 299, 304, 418, 500, 599])
    return server.says_bytes(bytes(body), rng.choice(KINDS), status)


def anything(rng: Random) -> server.Script:
    """A fault of the table, a mangled stream, or an answer that is all right."""
    table = [row[0] for row in (*STATUSES.values(), *ANSWERS.values(), *SHAKY.values())]
    said = [server.says(text) for text, _finding in REPAIRED.values()]
    slow = [row[0] for row in SLOW.values()]
    pool = rng.choices([table, said, slow, [mangled(rng)], [server.says(GOOD)]], [5, 2, 0.4, 6, 1])[0]
    return rng.choice(pool)


class StormTests(TestCase):
    def test_whatever_comes_one_typed_outcome_comes_back_in_time(self) -> None:
        rng, late, seen = Random(20261122), [], set()
        calls: list[server.Asked] = []
        with scripted(*[server.not_found] * 3) as told, override_settings(LLM_CEILINGS={}):
            for round_number in range(ROUNDS):
                BreakerState.objects.all().delete()
                told.scripts = {f"m{place}": [anything(rng), anything(rng)] for place in range(3)}
                watch = OwnTime()
                answer: Answer[Any] | NoAnswer = llm.ask(question(EDIT, JOB))
                if watch.passed_s() > JOB.total_s + GRACE_S:
                    late.append(round_number)
                if isinstance(answer, Answer):
                    self.assertEqual(set(answer.value), {"sets", "why"})
                else:
                    seen.add(answer.fault)
            calls = told.asked
        self.assertEqual(late, [])
        self.assertFalse(ModelCall.objects.running().exists())
        self.assertGreaterEqual(ModelCall.objects.count(), len(calls))
        self.assertLessEqual({Fault.MALFORMED, Fault.TIMEOUT, Fault.INVALID, Fault.OVERLOADED}, seen)
