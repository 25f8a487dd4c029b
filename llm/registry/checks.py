"""System checks of the language models: what is configured and cannot work, and the cure."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.utils import timezone

from llm.core.catalogue import is_retiring
from llm.registry.providers import Described, described

PROBLEMS = {
    "no_address": ("has no address.", "Set {prefix}_BASE_URL."),
    "no_model": ("has no model.", "Set {prefix}_MODEL."),
    "no_key": ("has no key.", "Set {prefix}_API_KEY or {prefix}_API_KEY_FILE."),
    "not_a_url": ("has an address that is no http(s) URL.", "Set {prefix}_BASE_URL to https://host/v1."),
    "extra_parts": (
        "has a user, a query or a fragment in its address.",
        "Set {prefix}_BASE_URL to scheme, host and path only; the key goes into {prefix}_API_KEY.",
    ),
    "not_https": ("would be sent its key without TLS.", "Use https in {prefix}_BASE_URL."),
    "local_not_allowed": (
        "is on this machine or its network, which is not allowed yet.",
        "Set ALLOW_LOCAL_LLM=1 if that server is yours.",
    ),
}


def models(app_configs: Any, **options: Any) -> list[CheckMessage]:
    if settings.LLM_MODE != "LIVE":
        return []
    entries = [(entry, described(entry)) for entry in settings.LLM_PROVIDERS]
    return [message for entry, each in entries for message in of_provider(entry, each)] + list(of_environment())


def of_provider(entry: dict[str, Any], told: Described) -> Iterator[CheckMessage]:
    prefix = told.name.upper()
    if told.problem in PROBLEMS:
        fault, cure = PROBLEMS[told.problem]
        yield Error(f"The model provider {told.name} {fault}", hint=cure.format(prefix=prefix), id="spotter.E101")
    if told.problem == "absent":
        return
    for model in told.models:
        if facts := is_retiring(model, timezone.now().date()):
            yield Warning(
                f"{prefix}_MODEL={model}: its provider switches this model off on {facts.retires_on}.",
                hint=f"Set {prefix}_MODEL={facts.successor}. One that is gone is passed over.",
                id="spotter.W102",
            )
    if entry["TEMPERATURE"]:
        yield Warning(
            f"{prefix}_TEMPERATURE={entry['TEMPERATURE']} is recognised but not used: every job has its own.",
            hint=f"Unset {prefix}_TEMPERATURE.",
            id="spotter.W103",
        )


def of_environment() -> Iterator[CheckMessage]:
    if os.environ.get("OPENAI_CUSTOM_HEADERS"):
        yield Error(
            "OPENAI_CUSTOM_HEADERS would be sent to every provider, whoever it is meant for.",
            hint="Unset it.",
            id="spotter.E104",
        )
