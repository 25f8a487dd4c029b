"""Says which language models are configured, whether they answer, and which are about to be switched off."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from llm import gateway, registry
from llm.core.catalogue import facts_of, is_retiring
from llm.core.faults import CallFailed
from llm.core.providers import Provider
from llm.registry.providers import Described

NONE_CONFIGURED, SOMETHING_BROKEN = 2, 1
OFF = 1_000_000


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
            off = "LLM_MODE=off" if settings.LLM_MODE != "LIVE" else "no key and no address is set"
            raise CommandError(f"No model is asked ({off}); the rules answer.", returncode=NONE_CONFIGURED)
        broken = sum(self.describe(each, offline) for each in told)
        if broken:
            raise CommandError(f"{broken} of {len(told)} cannot be used as configured.", returncode=SOMETHING_BROKEN)
        self.stdout.write(self.style.SUCCESS(f"{len(told)} configured. After the last one the rules answer."))

    def describe(self, told: Described, offline: bool) -> bool:
        """Write what is known of one provider. Whether it is broken."""
        off = "" if self.place(told.name) < OFF else "  (switched off in the admin)"
        self.stdout.write(f"{told.name}  {told.base_url or '(no address)'}{off}")
        if told.problem:
            self.stdout.write(self.style.ERROR(f"  not asked: {told.problem} (manage.py check says what to set)"))
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
            self.stdout.write(self.style.WARNING(f"    switched off on {facts.retires_on}; use {facts.successor}"))
        return False if offline else self.reach(provider)

    def reach(self, provider: Provider) -> bool:
        try:
            names = gateway.models_at(provider)
        except CallFailed as failure:
            self.stdout.write(
                self.style.ERROR(f"    does not answer: {failure.fault} {failure.http_status or ''}".rstrip())
            )
            return True
        if names and provider.model not in names and not provider.kind.is_local:
            self.stdout.write(self.style.ERROR("    answers, but has no model of this name"))
            return True
        self.stdout.write("    answers")
        return False
