"""Writing down what a batch decided: one statement a table, all in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.core.ids import uuid7
from coaching.core import frequency
from coaching.core.deciding import MISSED, Decided, Point, Standing, refused
from coaching.core.frequency import SAFETY, gap
from coaching.core.local_time import day_starts_at, local_day
from coaching.core.moments.rules import RULES
from coaching.models import CoachingPrompt, Decision, Outcome
from coaching.services.tables import as_ids, insert, table, update
from coaching.services.tick.claiming import Due

CAP_GUARD = "cap_guard"
SPEND = """
UPDATE coaching_prompt_budgets SET
    day = asked.day, day_count = asked.day_count, week = asked.week, week_count = asked.week_count,
    last_sent_at = asked.at, unanswered = coaching_prompt_budgets.unanswered + 1,
    first_unanswered_at = COALESCE(coaching_prompt_budgets.first_unanswered_at, asked.at)
FROM asked JOIN user_prompt_preferences chosen ON chosen.athlete_id = asked.athlete_id
WHERE coaching_prompt_budgets.athlete_id = asked.athlete_id
    AND chosen.enabled AND asked.day_count <= chosen.max_per_day AND asked.week_count <= chosen.max_per_week
    AND coaching_prompt_budgets.day_count = asked.was_day_count
    AND coaching_prompt_budgets.week_count = asked.was_week_count
    AND (coaching_prompt_budgets.last_sent_at IS NULL OR coaching_prompt_budgets.last_sent_at <= asked.gap_began_at)
RETURNING coaching_prompt_budgets.athlete_id
"""
ASKED = {
    "athlete_id": "uuid", "at": "timestamptz", "day": "date", "day_count": "smallint", "week": "text",
    "week_count": "smallint", "was_day_count": "smallint", "was_week_count": "smallint", "gap_began_at": "timestamptz",
}  # fmt: skip
CLOSE = """
UPDATE coaching_due_moments SET done_at = told.done_at, outcome = told.outcome, put_off_to = told.put_off_to
FROM told WHERE coaching_due_moments.id = told.id AND coaching_due_moments.done_at IS NULL
"""
TOLD = {"id": "bigint", "outcome": "text", "done_at": "timestamptz", "put_off_to": "timestamptz"}


@dataclass(frozen=True, slots=True)
class Stored:
    """What a batch came to. `prompts`: ids of those that may go at once."""

    decisions: int = 0
    sent: int = 0
    missed: int = 0
    prompts: tuple[UUID, ...] = ()


def spend(decided: Sequence[tuple[Due, Decided]]) -> list[tuple[Due, Decided]]:
    """Take what is to be sent out of the budgets: one conditional update that no cap, gap or opt-out gets past. Where
    it refuses, the point was not available."""
    asked = [(due, point) for due, each in decided for point in each.points if _is_counted(point)]
    granted = _spend(asked) if asked else set()
    return [(due, each if due.athlete_id in granted else _without(each)) for due, each in decided]


def _is_counted(point: Point) -> bool:
    return point.is_treated and point.best.rule != SAFETY


def _without(decided: Decided) -> Decided:
    if not any(map(_is_counted, decided.points)):
        return decided
    points = tuple(refused(point, CAP_GUARD) if _is_counted(point) else point for point in decided.points)
    return replace(decided, points=points)


def _spend(asked: Iterable[tuple[Due, Point]]) -> set[UUID]:
    rows = []
    for due, point in asked:
        standing = due.standing
        assert standing is not None  # noqa: S101  nobody draws for an athlete of whom nothing is known
        spent = frequency.spend(standing.spent, point.at, standing.zone)
        began_at = point.at - gap(standing.limits, 0)
        rows.append((
            due.athlete_id, point.at, spent.day, spent.day_count, spent.week, spent.week_count,
            standing.spent.day_count, standing.spent.week_count, began_at,
        ))  # fmt: skip
    head, params = table("asked", ASKED, rows)
    with connection.cursor() as cursor:
        cursor.execute(head + SPEND, params)
        return set(as_ids(cursor.fetchall()))


DECISION = (
    "id", "athlete_id", "subject", "slot_on", "slot_index", "decided_at", "timezone", "programme_day", "candidates",
    "rule", "occurrence", "is_available", "reasons", "is_exempt", "is_experiment", "probability", "u", "seed",
    "is_treated", "arm", "arm_probability", "policy_version", "context", "verdict",
)  # fmt: skip
PROMPT = (
    "id", "athlete_id", "rule", "occurrence", "is_exempt", "decision_id", "facts", "not_before", "expires_at",
    "budget_day", "budget_week", "style", "created_at",
)  # fmt: skip
OUTCOME = ("decision_id", "kind", "opens_at", "closes_at")
Row = tuple[Any, ...]


def store(decided: Sequence[tuple[Due, Decided]], now: datetime) -> Stored:
    """Insert the decisions, the prompts and the outcomes to look for, and close or put off the causes."""
    decisions: list[Row] = []
    prompts: list[Row] = []
    outcomes: list[Row] = []
    at_once: list[UUID] = []
    for due, each in decided:
        for point in each.points:
            decision_id = uuid7()
            decisions.append(_decision(decision_id, due, point, now))
            if due.standing is None or point.draw is None:
                continue
            outcomes.append(_outcome(decision_id, point, due.standing))
            if point.is_treated:
                prompt = _prompt(decision_id, point, due.standing, now)
                prompts.append(prompt)
                if point.at <= now:
                    at_once.append(prompt[0])
    insert(Decision, DECISION, decisions)
    insert(CoachingPrompt, PROMPT, prompts)
    insert(Outcome, OUTCOME, outcomes)
    _close([each for _due, each in decided], now)
    missed = sum(1 for _due, each in decided for _candidate, outcome in each.ends if outcome == MISSED)
    return Stored(len(decisions), len(prompts), missed, tuple(at_once))


def _decision(pk: UUID, due: Due, point: Point, now: datetime) -> Row:
    drawn = point.draw
    candidates = [{"rule": each.rule, "occurrence": each.occurrence} for each in (point.best, *point.rivals)]
    return (
        pk, due.athlete_id, due.subject, point.slot.on, point.slot.index, now, due.timezone, point.programme_day,
        candidates, point.best.rule, point.best.occurrence, drawn is not None, point.reasons, point.is_exempt,
        point.is_experiment, drawn.probability if drawn else None, drawn.u if drawn else None,
        drawn.seed if drawn else "", point.is_treated, point.style, point.style_probability, point.policy_version,
        point.context, point.best.verdict,
    )  # fmt: skip


def _prompt(decision_id: UUID, point: Point, standing: Standing, now: datetime) -> Row:
    best = point.best
    spent = None if best.rule == SAFETY else frequency.spend(standing.spent, point.at, standing.zone)
    return (
        uuid7(), standing.athlete_id, best.rule, best.occurrence, point.is_exempt, decision_id, best.facts, point.at,
        best.expires_at, spent.day if spent else None, spent.week if spent else "", point.style, now,
    )  # fmt: skip


def _outcome(decision_id: UUID, point: Point, standing: Standing) -> Row:
    """What to look for afterwards, sent or not: opened with the decision, closed once at a fixed time."""
    rule = RULES[point.best.rule]
    closes_at = point.at + timedelta(hours=rule.outcome_h)
    if rule.outcome == "habit":
        tomorrow = local_day(point.at, standing.zone) + timedelta(days=1)
        closes_at = day_starts_at(tomorrow, standing.zone)
    return decision_id, rule.outcome, point.at, closes_at


def _close(decided: Iterable[Decided], now: datetime) -> None:
    rows: list[tuple[int, str, datetime | None, datetime | None]] = []
    for each in decided:
        rows += [(candidate.moment_id, outcome, now, None) for candidate, outcome in each.ends]
        rows += [(candidate.moment_id, "", None, again_at) for candidate, again_at in each.put_off]
    if rows:
        update(CLOSE, TOLD, rows)
