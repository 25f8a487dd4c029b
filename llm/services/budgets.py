"""Money and tokens that may be spent: taken before a call, corrected after it. Two calls cannot both take the last."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from llm.core.faults import CallFailed, Fault
from llm.core.spending import WARN_RATIO, Ceiling, Scope, Spent, begins_on
from llm.models import Budget
from llm.services import figures

logger = logging.getLogger(__name__)
COLUMNS = ("scope", "subject", "begins_on", "athlete_id", "calls", "tokens", "micro_usd")
FIELDS: Mapping[str, Any] = {name: Budget._meta.get_field(name.removesuffix("_id")) for name in COLUMNS}
# All budgets of a call in one statement. Rows are taken in the order in which they stand here, so that two calls never
# wait for each other; one without room is not taken, and not told.
TAKE = """
INSERT INTO llm_budget ({columns}) VALUES {rows}
ON CONFLICT (scope, subject, begins_on) DO UPDATE SET
    calls = llm_budget.calls + excluded.calls,
    tokens = llm_budget.tokens + excluded.tokens,
    micro_usd = llm_budget.micro_usd + excluded.micro_usd
WHERE {room}
RETURNING scope, micro_usd
"""
SETTLE = """
UPDATE llm_budget SET tokens = tokens + %s, micro_usd = micro_usd + %s
WHERE scope = %s AND subject = %s AND begins_on = %s
"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A budget that a call draws on, and what it may come to."""

    scope: Scope
    subject: str
    begins_on: date
    athlete_id: UUID | None
    ceiling: Ceiling


def drawn_on(today: date, job: str, athlete_id: UUID | None) -> Iterator[Drawn]:
    """In the order in which their rows are locked."""
    subjects = {Scope.JOB_DAY: job, Scope.ATHLETE_DAY: str(athlete_id or "")}
    for scope in Scope:
        whose = athlete_id if scope is Scope.ATHLETE_DAY else None
        if scope is not Scope.ATHLETE_DAY or whose is not None:
            limit = Ceiling(**settings.LLM_CEILINGS.get(scope, {}))
            yield Drawn(scope, subjects.get(scope, ""), begins_on(scope, today), whose, limit)


def reserve(now: datetime, job: str, athlete_id: UUID | None, spent: Spent) -> None:
    """Take one call and its estimate from every budget, inside the caller's transaction. CallFailed(BUDGET) names the
    one that is used up; the transaction then has to be rolled back."""
    budgets = list(drawn_on(now.date(), job, athlete_id))
    # The statement looks at rows that are there; for one that begins with this call this is the check.
    full = next((budget for budget in budgets if not budget.ceiling.has_room(spent)), None)
    taken = {} if full else take(budgets, spent)
    full = full or next((budget for budget in budgets if budget.scope not in taken), None)
    if full:
        figures.BUDGET_REFUSALS.labels(full.scope).inc()
        raise CallFailed(Fault.BUDGET, full.scope)
    for budget in budgets:
        limit = budget.ceiling.micro_usd
        if limit and spent.micro_usd and taken[budget.scope] >= int(limit * WARN_RATIO):
            warn(budget, now)


def take(budgets: list[Drawn], spent: Spent) -> dict[str, int]:
    """By scope, the money that is gone from each budget that had room."""
    rows, rooms = list[str](), list[str]()
    values, limits = list[Any](), list[Any]()
    for budget in budgets:
        rows.append(f"({', '.join(['%s'] * len(COLUMNS))})")
        values += stored(budget, calls=1, tokens=spent.tokens, micro_usd=spent.micro_usd)
        room = {"scope = %s": budget.scope, **conditions(budget.ceiling, spent)}
        rooms.append("(" + " AND ".join(f"llm_budget.{condition}" for condition in room) + ")")
        limits += room.values()
    # Names of columns and conditions are this file's own; every value is a parameter.
    statement = TAKE.format(columns=", ".join(COLUMNS), rows=", ".join(rows), room=" OR ".join(rooms))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, *limits])
        return dict(cursor.fetchall())


def conditions(limit: Ceiling, spent: Spent) -> Mapping[str, Any]:
    """What must hold of a row so that a call of this size still fits."""
    found: dict[str, Any] = {}
    if limit.calls is not None:
        found["calls <= %s"] = limit.calls - 1
    if limit.tokens is not None:
        found["tokens <= %s"] = limit.tokens - spent.tokens
    if limit.micro_usd is not None and spent.micro_usd:
        found["micro_usd <= %s"] = limit.micro_usd - spent.micro_usd
    return found


def stored(budget: Drawn, **amounts: int) -> list[Any]:
    """The values of COLUMNS as this database takes them."""
    told = {"scope": budget.scope, "subject": budget.subject, "begins_on": budget.begins_on}
    row = {**told, "athlete_id": budget.athlete_id, **amounts}
    return [FIELDS[name].get_db_prep_save(row[name], connection) for name in COLUMNS]


def settle(started_at: datetime, job: str, athlete_id: UUID | None, *, tokens: int, micro_usd: int) -> None:
    """Correct the estimate by these differences, in the periods in which it was taken."""
    if not tokens and not micro_usd:
        return
    keys = [
        stored(budget, calls=0, tokens=0, micro_usd=0)[:3] for budget in drawn_on(started_at.date(), job, athlete_id)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(SETTLE, [(tokens, micro_usd, *key) for key in keys])


def warn(budget: Drawn, now: datetime) -> None:
    """Say once per period that most of the money is spent."""
    row = Budget.objects.filter(scope=budget.scope, subject=budget.subject, begins_on=budget.begins_on)
    if row.filter(warned_at__isnull=True).update(warned_at=now):
        logger.warning("More than %d %% of the budget %s is spent.", WARN_RATIO * 100, budget.scope)
