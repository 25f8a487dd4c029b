"""Says which language models are configured, whether they answer and how fast, and which are to be switched off."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from llm import gateway, registry
from llm import services as llm
from llm.core.catalogue import facts_of, is_retiring
from llm.core.faults import CallFailed, Fault
from llm.core.instructions import fill
from llm.core.jobs import JOBS
from llm.core.pace import USUAL, Pace, Size, is_too_slow
from llm.core.providers import Provider
from llm.core.questions import NoAnswer, Question
from llm.core.spending import tokens_of
from llm.core.verdict import Reply
from llm.management.cures import FIRST_STEPS, cure_of, prefix_of, some_of
from llm.registry.checks import PROBLEMS
from llm.registry.providers import Described

NONE_CONFIGURED, SOMETHING_BROKEN = 2, 1
OFF = 1_000_000
FACTS = "- session: Lower body\n- day: Tuesday\n- minutes: 50"
EXAMPLE = "Lower body is on Tuesday, about 50 minutes. Does that still suit you, or shall it move?"


class Command(BaseCommand):
    help = (
        "List the language models: configured, reachable, retired. Exit 1: something is broken; 2: none is configured."
    )
    requires_system_checks: list[str] = []  # it says itself what they would, one provider at a time

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--offline", action="store_true", help="do not ask the providers")

    def handle(self, *, offline: bool, **options: Any) -> None:
        found = sorted(map(registry.described, settings.LLM_PROVIDERS), key=lambda each: self.place(each.name))
        told = [each for each in found if each.problem != "absent"]
        if settings.LLM_MODE != "LIVE" or not told:
            is_off = settings.LLM_MODE != "LIVE"
            off = "LLM_MODE=off" if is_off else "no key and no address is set"
            cure = "Unset LLM_MODE to ask those that are configured." if is_off else f"{half_set(found)}{FIRST_STEPS}"
            raise CommandError(
                f"No model is asked ({off}); the rules answer, and nothing is missing.\n{cure}",
                returncode=NONE_CONFIGURED,
            )
        broken = sum(self.describe(each, offline) for each in told)
        if broken:
            raise CommandError(f"{broken} of {len(told)} cannot be used as configured.", returncode=SOMETHING_BROKEN)
        self.stdout.write(self.style.SUCCESS(f"{len(told)} configured. After the last one the rules answer."))

    def describe(self, told: Described, offline: bool) -> bool:
        """Write what is known of one provider. Whether it is broken."""
        off = "" if self.place(told.name) < OFF else "  (switched off in the admin)"
        self.stdout.write(f"{told.name}  {told.base_url or '(no address)'}{off}")
        if told.problem:
            fault, cure = PROBLEMS[told.problem]
            self.stdout.write(self.style.ERROR(f"  not asked: it {fault} {cure.format(prefix=prefix_of(told.name))}"))
            return True
        return sum(self.describe_model(provider, offline) for provider in told.providers) > 0

    @staticmethod
    def place(name: str) -> int:
        """Where it stands in the order in which providers are asked."""
        names = registry.arrangement()
        return names.index(name) if name in names else OFF

    def describe_model(self, provider: Provider, offline: bool) -> bool:
        price = facts_of(provider.model).price
        cost = (
            "free" if provider.kind.is_local else f"${price.tokens_in}/{price.tokens_out}" if price else "price unknown"
        )
        self.stdout.write(
            f"  {provider.model}  {provider.kind.name}, {cost} per 1M tokens, patience x{provider.slowness:g}"
        )
        if facts := is_retiring(provider.model, timezone.now().date()):
            cure = f"Set {prefix_of(provider.name)}_MODEL={facts.successor}."
            self.stdout.write(self.style.WARNING(f"    its provider switches it off on {facts.retires_on}. {cure}"))
        return False if offline else self.reach(provider)

    def reach(self, provider: Provider) -> bool:
        try:
            names = gateway.models_at(provider)
        except CallFailed as failure:
            if failure.fault is not Fault.NOT_FOUND:
                said = f"    does not answer: {failure.fault} {failure.http_status or ''}".rstrip()
                self.stdout.write(self.style.ERROR(f"{said}. {cure_of(failure.fault, provider)}"))
                return True
            names = ()  # some servers do not list their models: a question will show
        if names and provider.model not in names and not provider.kind.is_local:
            cure = f"Set {prefix_of(provider.name)}_MODEL to one of: {some_of(names)}."
            self.stdout.write(self.style.ERROR(f"    answers, but has no model of this name. {cure}"))
            return True
        self.stdout.write("    answers" if names else "    lists no models")
        return self.time(provider)

    def time(self, provider: Provider) -> bool:
        """Ask for a few words, as a prompt would be worded, and say which jobs will have to do without this model."""
        pace = measured(provider)
        if isinstance(pace, NoAnswer):
            said = f"    has no answer to a question: {pace.fault}. {cure_of(pace.fault, provider)}"
            self.stdout.write(self.style.ERROR(said))
            return True
        self.stdout.write(f"    a few words take {pace.total_s:.1f} s, the first of them {pace.first_token_s:.1f} s")
        for name in USUAL:
            job, needed_s = JOBS[name], pace.of(USUAL[name])[1]
            wait_s = registry.wait_s(job, [provider])
            if is_too_slow(job, pace, provider.slowness, wait_s):
                told = (
                    f"    {name}: needs about {needed_s:.0f} s, waits {wait_s:g} s; mostly the rules will have the word"
                )
                self.stdout.write(self.style.WARNING(f"{told} ({provider.name.upper()}_SLOWNESS, {setting(name)})"))
        return False


def half_set(found: Sequence[Described]) -> str:
    """A line for each provider with a model of its own and nothing to reach it by."""
    own = {str(entry["NAME"]) for entry in settings.LLM_PROVIDERS if entry["MODELS"]}
    prefixes = [prefix_of(each.name) for each in found if each.name in own]
    return "".join(f"{one}_MODEL is set, but neither {one}_API_KEY nor {one}_BASE_URL.\n" for one in prefixes)


def setting(job: str) -> str:
    return f"LLM_WAIT_{job.upper()}_S"


def measured(provider: Provider) -> Pace | NoAnswer:
    """How fast it answers the words of a prompt. A call like any other: it has its row, and costs what it costs."""
    instructions = registry.instructions("prompt_wording", "en")
    slots = {"facts": FACTS, "style": "neutral", "tone": "gentle", "example": EXAMPLE}
    began_s, seen_s = time.monotonic(), list[float]()
    question: Question[str] = Question(
        JOBS["probe"], instructions, fill(instructions, slots), Reply("text", str), "en", providers=(str(provider),),
        on_delta=lambda _delta: seen_s.append(time.monotonic()),
    )  # fmt: skip
    answer = llm.ask(question)
    if isinstance(answer, NoAnswer):
        return answer
    total_s = time.monotonic() - began_s
    size = Size(sum(tokens_of(turn.text) for turn in question.turns), tokens_of(answer.text))
    return Pace(size, seen_s[0] - began_s if seen_s else total_s, total_s)
