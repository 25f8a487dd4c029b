"""What every test of the gateway needs: providers in the settings, a question, a short patience."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.test import override_settings

from llm import gateway
from llm.core.bodies import Turn
from llm.core.instructions import Instructions, parse
from llm.core.jobs import JOBS, Job, Lane
from llm.core.questions import Question
from llm.core.secret import Secret
from llm.core.verdict import Reply
from llm.models import BreakerState, ModelCall
from tests.llm.server import Provider, Script

KEY = "sk-canary-0123456789-never-to-be-seen"
FILE = "---\nowner: tests\n---\n# system\nBe brief.\n# user\n{notes}\n"
INSTRUCTIONS: Instructions = parse("tests", "en", 1, FILE)
# Short, but long enough for a machine that is busy with other tests.
QUICK = Job("chat", Lane.INTERACTIVE, 100, 0.5, attempt_s=5.0, total_s=10.0)
HASTY = Job("chat", Lane.INTERACTIVE, 100, 0.5, attempt_s=0.3, total_s=0.3)
GRACE_S = 0.5  # how much longer than the deadline anybody may wait, on the clock of tests.llm.own_time
KEPT = replace(QUICK, name="plan_refinement", kept_for=JOBS["plan_refinement"].kept_for)
SCHEMA = {
    "type": "object",
    "properties": {"sets": {"type": "integer"}, "why": {"type": "string"}},
    "required": ["sets", "why"],
    "additionalProperties": False,
}
GOOD = json.dumps({"sets": 3, "why": "Your last session was hard."})


def entry(name: str, url: str, model: str = "good", **more: Any) -> dict[str, Any]:
    """An entry of settings.LLM_PROVIDERS, as config.env makes it."""
    return {
        "NAME": name,
        "API_KEY": Secret(KEY),
        "BASE_URL": url,
        "MODELS": [model],
        "TEMPERATURE": "",
        "MAX_TOKENS": 4000,
        "SLOWNESS": 1,
        "CONTEXT": 0,
        "PLACES": 4,
        **more,
    }


@contextmanager
def asked(provider: Provider, *models: str, **changes: Any) -> Iterator[None]:
    """Settings in which these models of the scripted server are asked in this order, as providers p0, p1 and so on."""
    entries = [entry(f"p{place}", provider.url, model, **changes) for place, model in enumerate(models)]
    with override_settings(LLM_MODE="LIVE", LLM_PROVIDERS=entries, ALLOW_LOCAL_LLM=True):
        yield


@contextmanager
def scripted(*scripts: Script | list[Script]) -> Iterator[Provider]:
    """A server with one model per script, all of them asked in this order."""
    gateway.load()  # as in a process that has asked before
    provider = Provider()
    for model in (BreakerState, ModelCall):  # what the case before has left
        model._default_manager.all().delete()
    provider.scripts.update({f"m{place}": script for place, script in enumerate(scripts)})
    try:
        with asked(provider, *provider.scripts):
            yield provider
    finally:
        gateway.close()
        provider.close()


def plain(value: Any) -> str:
    return str(value)


TEXT: Reply[str] = Reply("text", plain, words=lambda text: [text])


def read_edit(told: Any) -> dict[str, Any]:
    if not isinstance(told, dict) or set(told) != {"sets", "why"}:
        raise ValueError("fields")
    if not isinstance(told["sets"], int) or not isinstance(told["why"], str):
        raise ValueError("types")
    return told


def few_sets(told: dict[str, Any]) -> Iterable[str]:
    return ["too_many_sets"] if told["sets"] > 10 else []


EDIT: Reply[dict[str, Any]] = Reply(
    "edit", read_edit, SCHEMA, words=lambda told: [told["why"]], check=lambda told: list(few_sets(told))
)


def question(reply: Reply[Any] = TEXT, job: Job = QUICK, text: str = "How am I doing?", **more: Any) -> Question[Any]:
    turns = (Turn("system", INSTRUCTIONS.system), Turn("user", text))
    told: dict[str, Any] = {"locale": "en", "instructions": INSTRUCTIONS, "turns": turns, **more}
    return Question(job=job, reply=reply, **told)
