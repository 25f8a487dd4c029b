"""How each provider stands at this moment, for whoever runs the installation. Read only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from llm import registry
from llm.core.catalogue import Model, is_retiring
from llm.core.faults import Fault
from llm.models import ANSWERED, RUNNING, BreakerState, ModelCall
from llm.services.breakers import restored

UNKNOWN, ABSENT, OFF, READY = "unknown", "absent", "off", "ready"
NO_FAULT = {RUNNING, ANSWERED, str(Fault.INVALID), str(Fault.CANCELLED)}  # these say nothing about the provider


@dataclass(frozen=True, slots=True)
class ProviderState:
    """`condition`: unknown (the environment does not list it), absent (listed, not configured), a code of
    `llm.registry.checks` where it is configured wrongly, off (LLM_MODE), ready. `shut_until`: its breaker is open.
    `last_fault`: of the newest call that failed by the provider's doing, and when. `retiring`: models that go."""

    condition: str
    models: Sequence[str] = ()
    shut_until: datetime | None = None
    last_fault: str = ""
    failed_at: datetime | None = None
    answered_at: datetime | None = None
    retiring: Sequence[Model] = ()


def state_of(name: str, now: datetime) -> ProviderState:
    """The state of the provider of this name. Three queries at most, none where it is not configured."""
    entry = next((entry for entry in settings.LLM_PROVIDERS if entry["NAME"] == name), None)
    if entry is None:
        return ProviderState(UNKNOWN)
    told = registry.described(entry)
    if told.problem:
        return ProviderState(told.problem, told.models)
    calls = ModelCall.objects.filter(provider=name).order_by("-started_at")
    failed = calls.exclude(outcome__in=NO_FAULT).values_list("outcome", "started_at").first()
    return ProviderState(
        condition=READY if settings.LLM_MODE == "LIVE" else OFF,
        models=told.models,
        shut_until=_shut_until([str(provider) for provider in told.providers], now),
        last_fault=failed[0] if failed else "",
        failed_at=failed[1] if failed else None,
        answered_at=calls.filter(outcome=ANSWERED).values_list("started_at", flat=True).first(),
        retiring=_retiring(told.models, now.date()),
    )


def _shut_until(names: Sequence[str], now: datetime) -> datetime | None:
    """When the first of these may be called again, where none may now."""
    stored = {row.name: restored(row.state) for row in BreakerState.objects.filter(name__in=names)}
    ends = [stored[name].open_until if name in stored else 0.0 for name in names]
    first = min(ends, default=0.0)
    return datetime.fromtimestamp(first, tz=now.tzinfo) if first > now.timestamp() else None


def _retiring(models: Sequence[str], today: date) -> list[Model]:
    return [facts for facts in (is_retiring(model, today) for model in models) if facts]
