"""From the sessions of a lift to the weeks that an athlete's answer to volume is learnt from, and to the case that
decides its sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import log

from plans.core import measure
from plans.core.intent import Intent
from plans.core.movements import Catalogue
from plans.core.spec import Item, PlanSpec
from science import dose

VOLUME_RULES = frozenset({"volume_up", "volume_down"})
WEEK_DAYS = 7
MINUTE_S = 60


def with_session(
    weeks: Sequence[dose.Week], on: date, hard_sets: int, session_e1rm_kg: float | None
) -> tuple[dose.Week, ...]:
    """The weeks of a lift with one session more: its hard sets, and the e1RM that it by itself pointed to."""
    strength = None if session_e1rm_kg is None else log(session_e1rm_kg)
    return dose.add_session(weeks, week_number(on), hard_sets, strength)


def week_number(on: date) -> int:
    """Counts calendar weeks, Monday to Sunday."""
    return (on.toordinal() - 1) // WEEK_DAYS


def spare_minutes(spec: PlanSpec, sessions: frozenset[str], intent: Intent, catalogue: Catalogue) -> dict[str, float]:
    """Minutes that these sessions have left under the athlete's limit."""
    return {
        session.id: measure.minutes_allowed(intent, session, week) - measure.session_minutes(session, catalogue)
        for week in spec.weeks
        for session in week.sessions
        if session.id in sessions
    }


def set_minutes(item: Item, catalogue: Catalogue) -> float:
    """Minutes of one set of an item with its rest."""
    one_more = replace(item, sets=item.sets + 1)
    return (measure.item_seconds(one_more, catalogue) - measure.item_seconds(item, catalogue)) / MINUTE_S
