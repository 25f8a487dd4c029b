"""The breakers of all models, in the database: every process sees the same, and a restart forgets nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from llm.core.breaker import BROKEN_S, Breaker, admit, note
from llm.core.faults import RULES, CallFailed, Fault, Mark
from llm.core.patience import may_spend_retry
from llm.core.providers import Provider
from llm.models import BreakerState, ModelCall
from llm.services import figures

logger = logging.getLogger(__name__)
QUALITY_CALLS = 20
QUALITY_RATIO = 0.3
UNUSABLE = (Fault.MALFORMED, Fault.INVALID)


def may_call(provider: Provider, now: datetime) -> bool:
    """Whether a call may go out; where the breaker is half open this claims the one probe."""
    stored = BreakerState.objects.filter(name=str(provider)).first()
    if stored is None or not restored(stored.state).is_tripped:
        return True
    return changed(provider, now, lambda breaker: admit(breaker, now.timestamp()))


def noted(provider: Provider, failure: CallFailed | None, now: datetime) -> None:
    """Tell the breaker how a call went."""
    mark = mark_of(failure)
    pause_s = failure.retry_after_s if failure else None
    changed(provider, now, lambda breaker: (note(breaker, mark, now.timestamp(), pause_s), True))


def mark_of(failure: CallFailed | None) -> Mark:
    if failure is None:
        return Mark.GOOD
    if failure.http_status == 429 and failure.fault is Fault.OVERLOADED and failure.retry_after_s:
        return Mark.PAUSE
    return RULES[failure.fault].mark


@transaction.atomic
def changed(provider: Provider, now: datetime, step: Callable[[Breaker], tuple[Breaker, bool]]) -> bool:
    """Take one step of this breaker's state under the lock of its row."""
    rows = BreakerState.objects.select_for_update().filter(name=str(provider))
    stored = rows.first()
    if stored is None:
        BreakerState.objects.bulk_create([BreakerState(name=str(provider), updated_at=now)], ignore_conflicts=True)
        stored = rows.get()
    before = restored(stored.state)
    after, answer = step(before)
    if after != before:
        BreakerState.objects.filter(pk=stored.pk).update(state=asdict(after), updated_at=now)
    tell(provider, before, after, now)
    return answer


def tell(provider: Provider, before: Breaker, after: Breaker, now: datetime) -> None:
    figures.BREAKERS.labels(provider.name, provider.model).set(after.is_tripped)
    if after.open_until > before.open_until:
        wait_s = after.open_until - now.timestamp()
        # A wrong key, an empty account or an unknown model does not pass by itself.
        level = logging.ERROR if wait_s >= BROKEN_S else logging.WARNING
        logger.log(level, "%s is left alone for %d s.", provider, wait_s)


def restored(state: dict[str, Any]) -> Breaker:
    if not state:
        return Breaker()
    return Breaker(**{**state, "recent": tuple((at, good) for at, good in state["recent"])})


def may_retry(provider: Provider, now: datetime) -> bool:
    """Whether the provider's retry budget of the last minute has room."""
    calls = ModelCall.objects.since(now - timedelta(minutes=1)).filter(provider=provider.name)
    return may_spend_retry(calls.count(), calls.filter(reason=ModelCall.Reason.RETRY).count())


def by_quality(providers: Iterable[Provider]) -> tuple[Provider, ...]:
    """The same order, with models whose answers were mostly unusable lately moved to the end."""
    told = tuple(providers)
    if len(told) < 2:
        return told
    return tuple(sorted(told, key=is_poor))


def is_poor(provider: Provider) -> bool:
    newest = ModelCall.objects.filter(provider=provider.name, model=provider.model).order_by("-started_at")
    outcomes = list(newest.values_list("outcome", flat=True)[:QUALITY_CALLS])
    unusable = sum(outcome in UNUSABLE for outcome in outcomes)
    return len(outcomes) == QUALITY_CALLS and unusable >= QUALITY_RATIO * QUALITY_CALLS
