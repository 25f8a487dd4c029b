"""Judges a language model by what the product would do with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from coaching.management.evaluation.people import COUNT, LOCALES, Persona, personas
from coaching.management.evaluation.results import Tally, calls_of, is_safe, table
from coaching.management.evaluation.suites import SUITES
from llm import registry
from llm.core.faults import Fault
from llm.models import ANSWERED, ModelCall

RULES = "rules"
UNSAFE = 1
SAID = (ANSWERED, str(Fault.INVALID))


class Command(BaseCommand):
    help = (
        "Run made-up athletes through the jobs of language models and report how often an answer was usable, safe and"
        " true, what it took and what it cost. For an installation without traffic: every call of the time counts."
        " Exit 1: something unsafe or untrue would have been shown."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--provider", default="", help="ask this one only; 'rules': none; default: as configured")
        parser.add_argument("--suite", default="all", choices=["all", *SUITES])
        parser.add_argument("--profiles", type=int, default=COUNT, help=f"athletes in each language, up to {COUNT}")
        parser.add_argument("--locale", action="append", choices=LOCALES, help="only this language")
        parser.add_argument("--json", type=Path, help="write the figures to this file as well")

    def handle(self, *, provider: str, suite: str, profiles: int, **options: Any) -> None:
        chosen = personas(profiles, tuple(options["locale"] or LOCALES))
        names = list(SUITES) if suite == "all" else [suite]
        begun = timezone.now()
        with asking_only(provider):
            is_on = registry.is_on()
            rows = [row for name in names for row in self.run_suite(name, chosen)]
        self.stdout.write(table(rows))
        if not is_on:
            self.stderr.write("No model was asked: these are the rules alone. manage.py check_llm says what to set.")
        elif not ModelCall.objects.since(begun).filter(outcome__in=SAID).exists():
            self.stderr.write("No model said anything: these are the rules alone. manage.py check_llm says why.")
        if options["json"]:
            told = {"provider": provider or "as configured", "at": timezone.now().isoformat(), "rows": rows}
            options["json"].write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
        if not is_safe(rows):
            raise CommandError("Something unsafe or untrue would have been shown.", returncode=UNSAFE)

    def run_suite(self, name: str, chosen: list[Persona]) -> list[dict[str, Any]]:
        """The figures of one suite: a row for each of its parts in each language."""
        tallies: dict[tuple[str, str], Tally] = {}
        counted: set[UUID] = set()
        begun = timezone.now()
        for persona in chosen:
            for case in SUITES[name](persona):
                made = set(ModelCall.objects.filter(started_at__gte=begun).values_list("pk", flat=True)) - counted
                tally = tallies.setdefault((case.suite, case.locale), Tally())
                tally.cases.append(case)
                tally.calls += calls_of(made)
                counted |= made
            self.stderr.write(".", ending="")
        self.stderr.write("")
        return [tally.row() for tally in tallies.values()]


@contextmanager
def asking_only(provider: str) -> Iterator[None]:
    """The settings of this process with one provider alone. CommandError where it is not there, or cannot be asked."""
    if not provider:
        yield
        return
    before = settings.LLM_PROVIDERS
    settings.LLM_PROVIDERS = [entry for entry in before if entry["NAME"] == provider]
    try:
        if provider != RULES and not settings.LLM_PROVIDERS:
            known = ", ".join(str(entry["NAME"]) for entry in before) or "none"
            raise CommandError(f"There is no provider {provider}. LLM_PROVIDERS names: {known}; or use {RULES}.")
        if provider != RULES and not registry.is_on():
            raise CommandError(f"{provider} cannot be asked as it is configured: manage.py check_llm says why.")
        yield
    finally:
        settings.LLM_PROVIDERS = before
