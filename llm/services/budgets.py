"""Money and tokens that may be spent: taken before a call, corrected after it. Two calls cannot both take the last."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import F, QuerySet

from llm.core.faults import CallFailed, Fault
from llm.core.spending import WARN_RATIO, Ceiling, Scope, Spent, begins_on
from llm.models import Budget
from llm.services import figures

logger = logging.getLogger(__name__)


def ceiling(scope: Scope) -> Ceiling:
    return Ceiling(**settings.LLM_CEILINGS.get(scope, {}))


def rows_of(today: date, job: str, athlete_id: UUID | None) -> Iterator[tuple[Scope, Budget]]:
    """The budgets that a call draws on, in the order in which they are locked."""
    subjects = {Scope.JOB_DAY: job, Scope.ATHLETE_DAY: str(athlete_id or "")}
    for scope in Scope:
        if scope is Scope.ATHLETE_DAY and athlete_id is None:
            continue
        whose = athlete_id if scope is Scope.ATHLETE_DAY else None
        yield (
            scope,
            Budget(scope=scope, subject=subjects.get(scope, ""), athlete_id=whose, begins_on=begins_on(scope, today)),
        )


def same(row: Budget) -> QuerySet[Budget]:
    return Budget.objects.filter(scope=row.scope, subject=row.subject, begins_on=row.begins_on)


def reserve(now: datetime, job: str, athlete_id: UUID | None, spent: Spent) -> None:
    """Take one call and its estimate from every budget, inside the caller's transaction. CallFailed(BUDGET) names the
    one that is used up; the transaction then has to be rolled back."""
    for scope, row in rows_of(now.date(), job, athlete_id):
        limit = ceiling(scope)
        if not take(row, limit, spent):
            Budget.objects.bulk_create([row], ignore_conflicts=True)
            if not take(row, limit, spent):
                figures.BUDGET_REFUSALS.labels(scope).inc()
                raise CallFailed(Fault.BUDGET, scope)
        if limit.micro_usd and spent.micro_usd:
            warn(row, limit.micro_usd, now)


def take(row: Budget, limit: Ceiling, spent: Spent) -> int:
    """One UPDATE that checks and takes in one step. 0 where there is no room, or no row yet."""
    room = same(row)
    if limit.calls is not None:
        room = room.filter(calls__lte=limit.calls - 1)
    if limit.tokens is not None:
        room = room.filter(tokens__lte=limit.tokens - spent.tokens)
    if limit.micro_usd is not None and spent.micro_usd:
        room = room.filter(micro_usd__lte=limit.micro_usd - spent.micro_usd)
    return room.update(
        calls=F("calls") + 1, tokens=F("tokens") + spent.tokens, micro_usd=F("micro_usd") + spent.micro_usd
    )


def settle(started_at: datetime, job: str, athlete_id: UUID | None, *, tokens: int, micro_usd: int) -> None:
    """Correct the estimate by these differences, in the periods in which it was taken."""
    for _scope, row in rows_of(started_at.date(), job, athlete_id):
        same(row).update(tokens=F("tokens") + tokens, micro_usd=F("micro_usd") + micro_usd)


def warn(row: Budget, limit_micro_usd: int, now: datetime) -> None:
    """Say once per period that most of the money is spent."""
    near = same(row).filter(warned_at__isnull=True, micro_usd__gte=int(limit_micro_usd * WARN_RATIO))
    if near.update(warned_at=now):
        logger.warning("More than %d %% of the budget %s is spent.", WARN_RATIO * 100, row.scope)
