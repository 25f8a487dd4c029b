"""How long a moment lasts, by its rule."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from coaching.core.local_time import fire
from coaching.core.moments.life import Life, Moment
from coaching.core.moments.rules import RULES

DAY = timedelta(days=1)
LONGEST_GAP = 3  # civil days that a zone may skip in one go, with room


def moment(life: Life, rule: str, occurrence: str, due_at: datetime, facts: Mapping[str, Any]) -> Moment:
    """A moment with the end that its rule gives it."""
    return Moment(rule, occurrence, due_at, _expires(life, rule, due_at), facts)


def day_end(life: Life, on: date) -> datetime:
    """The instant at which this civil day is over: the first of the next one that exists."""
    found = (fire(on + n * DAY, time.min, life.zone) for n in range(1, LONGEST_GAP))
    return next(instant for instant in found if instant is not None)


def _expires(life: Life, rule: str, due_at: datetime) -> datetime:
    expiry = RULES[rule].expires
    latest = due_at + timedelta(hours=expiry.hours)
    if expiry.until == "day_end":
        return day_end(life, life.day(due_at))
    if expiry.until == "next_session":
        later = (day_end(life, each.on - DAY) for each in life.coming(life.day(due_at) + DAY))
        return min(latest, next(later, latest))
    return latest
