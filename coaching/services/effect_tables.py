"""What the effects are estimated from: the decisions as columns, and how prompts were answered."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db.models import Count, F, Q

from coaching.core.effects.points import Floats
from coaching.models import CoachingPrompt, PromptInteraction, PromptPreferences
from coaching.services.trial_rows import of_the_trial

ANSWER_WITHIN = timedelta(hours=24)
CHUNK = 20_000
STOP = "stop"  # the quick reply that opts out


@dataclass(frozen=True, slots=True)
class Answers:
    """Of prompts that were delivered, how many were answered within a day."""

    delivered: int = 0
    answered: int = 0

    @property
    def rate(self) -> float | None:
        return self.answered / self.delivered if self.delivered else None


@dataclass(frozen=True, slots=True)
class Table:
    """The decisions of one rule at which something could be sent and whose outcome is closed, as columns, (n,); a
    missing outcome is NaN."""

    outcome: str
    subjects: Floats
    weeks: Floats
    days: Floats
    slots: Floats
    sent: Floats
    chances: Floats
    values: Floats

    def where(self, first_week: int, last_week: int) -> Table:
        rows = (self.weeks >= first_week) & (self.weeks <= last_week)
        return Table(self.outcome, *(getattr(self, name)[rows] for name in COLUMNS))


COLUMNS = ("subjects", "weeks", "days", "slots", "sent", "chances", "values")


def tables_since(since: datetime | None, rule: str) -> dict[str, Table]:
    """The decisions, rule by rule; an athlete is a number."""
    rows = of_the_trial().filter(is_available=True, outcome__closed_at__isnull=False)
    if since is not None:
        rows = rows.filter(decided_at__gte=since)
    if rule:
        rows = rows.filter(rule=rule)
    told = rows.values_list(
        "rule", "outcome__kind", "subject", "programme_day", "slot_index", "is_treated", "probability", "outcome__value"
    )
    names: dict[Any, int] = {}
    found: dict[str, array[float]] = {}
    kinds: dict[str, str] = {}
    for name, kind, subject, day, slot, sent, chance, value in told.iterator(chunk_size=CHUNK):
        kinds[name] = kind
        who = names.setdefault(subject, len(names))
        row = (who, day // 7 + 1, day, slot, sent, chance or np.nan, np.nan if value is None else value)
        found.setdefault(name, array("d")).extend(row)
    return {
        name: Table(kinds[name], *np.frombuffer(some).reshape(-1, len(COLUMNS)).T)
        for name, some in sorted(found.items())
    }


def answers_since(since: datetime | None, rule: str) -> dict[tuple[str, int], Answers]:
    """By rule and week in the programme. Everybody who agreed counts, whether they answer or not."""
    prompts = CoachingPrompt.objects.filter(delivered_at__isnull=False, decision__isnull=False, is_exempt=False)
    if since is not None:
        prompts = prompts.filter(created_at__gte=since)
    if rule:
        prompts = prompts.filter(rule=rule)
    grouped: Any = (
        prompts.annotate(week=F("decision__programme_day") / 7 + 1)
        .values("rule", "week")
        .annotate(
            delivered=Count("pk"), answered=Count("pk", filter=Q(answered_at__lte=F("delivered_at") + ANSWER_WITHIN))
        )
        .order_by("rule", "week")
    )
    return {(row["rule"], row["week"]): Answers(row["delivered"], row["answered"]) for row in grouped}


def opt_outs_since(since: datetime | None) -> int:
    """Athletes who answered "stop", or switched prompts off after having agreed."""
    stops = PromptInteraction.objects.filter(choice=STOP)
    off = PromptPreferences.objects.filter(enabled=False, enabled_at__isnull=False)
    if since is not None:
        stops, off = stops.filter(created_at__gte=since), off.filter(updated_at__gte=since)
    return stops.values("athlete_id").union(off.values("athlete_id")).count()


def added(some: Iterable[Answers]) -> Answers:
    each = list(some)
    return Answers(sum(one.delivered for one in each), sum(one.answered for one in each))
