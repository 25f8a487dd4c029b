"""The breakers of all models, in the database: every process sees the same, and a restart forgets nothing. How calls
went lately stands in the audit, so that one that goes well has nothing to write here."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from llm.core.breaker import BROKEN_S, WINDOW_S, Breaker, Lately, admit, note
from llm.core.faults import RULES, CallFailed, Fault, Mark
from llm.core.patience import may_spend_retry
from llm.core.providers import Provider
from llm.models import ANSWERED, BreakerState, ModelCall
from llm.services import figures

logger = logging.getLogger(__name__)
QUALITY_CALLS = 20
QUALITY_RATIO = 0.3
UNUSABLE = (Fault.MALFORMED, Fault.INVALID)
LONGEST = timedelta(minutes=15)  # no call takes as long; its index goes by the beginning
KNOWN = frozenset(field.name for field in fields(Breaker))  # a stored state may be of another version


def may_call(provider: Provider, now: datetime) -> bool:
    """Whether a call may go out; where the breaker is half open this claims the one probe."""
    if not stored(provider).is_tripped:
        return True
    return changed(provider, now, lambda breaker: admit(breaker, now.timestamp()))


def noted(provider: Provider, failure: CallFailed | None, now: datetime) -> None:
    """Tell the breaker how a call went, which the audit knows already."""
    mark, at = mark_of(failure), now.timestamp()
    if mark in (Mark.GOOD, Mark.NEUTRAL):
        breaker = stored(provider)
        if note(breaker, mark, at) == breaker:
            return  # without a lock: a failure that is noted meanwhile then counts as the later one
    pause_s = failure.retry_after_s if failure else None

    def step(breaker: Breaker) -> tuple[Breaker, bool]:
        counts = lately(provider, breaker, now) if mark is Mark.BAD else Lately()
        return note(breaker, mark, at, pause_s, counts), True

    changed(provider, now, step)


def lately(provider: Provider, breaker: Breaker, now: datetime) -> Lately:
    """How the calls of this model that ended in the breaker's window went."""
    since = max(now - timedelta(seconds=WINDOW_S), datetime.fromtimestamp(breaker.since, tz=now.tzinfo))
    rows = ModelCall.objects.filter(provider=provider.name, model=provider.model)
    ended = rows.filter(started_at__gt=now - LONGEST, ended_at__gt=since)
    marks = Counter(mark_of_outcome(outcome) for outcome in ended.values_list("outcome", flat=True))
    return Lately(good=marks[Mark.GOOD], bad=marks[Mark.BAD])


def mark_of_outcome(outcome: str) -> Mark:
    return Mark.GOOD if outcome == ANSWERED else RULES[Fault(outcome)].mark


def mark_of(failure: CallFailed | None) -> Mark:
    if failure is None:
        return Mark.GOOD
    if failure.http_status == 429 and failure.fault is Fault.OVERLOADED and failure.retry_after_s:
        return Mark.PAUSE
    return RULES[failure.fault].mark


def stored(provider: Provider) -> Breaker:
    """The breaker as it stands, not locked."""
    state = BreakerState.objects.filter(name=str(provider)).values_list("state", flat=True)
    return next(map(restored, state), Breaker())


@transaction.atomic
def changed(provider: Provider, now: datetime, step: Callable[[Breaker], tuple[Breaker, bool]]) -> bool:
    """Take one step of this breaker's state under the lock of its row."""
    rows = BreakerState.objects.select_for_update().filter(name=str(provider))
    row = rows.first()
    if row is None:
        BreakerState.objects.bulk_create([BreakerState(name=str(provider), updated_at=now)], ignore_conflicts=True)
        row = rows.get()
    before = restored(row.state)
    after, answer = step(before)
    if after != before:
        BreakerState.objects.filter(pk=row.pk).update(state=asdict(after), updated_at=now)
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
    return Breaker(**{name: value for name, value in state.items() if name in KNOWN})


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
