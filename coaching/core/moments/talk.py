"""What is about the conversation itself: the first word, suggestions that nobody has read, and asking to be quiet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from coaching.core.local_time import fire
from coaching.core.moments.life import Life, Moment
from coaching.core.moments.rules import RULES, STAY_QUIET, UNREAD_SUGGESTION, WELCOME
from coaching.core.moments.spans import DAY, moment

FORENOON = time(10)


def welcome(life: Life, now: datetime) -> Iterator[Moment]:
    """Once, when the athlete has agreed."""
    if life.enabled_at is not None:
        yield moment(life, WELCOME, "welcome", life.enabled_at, {})


def stay_quiet(life: Life, now: datetime) -> Iterator[Moment]:
    """On the Monday after the seventh prompt in a row that nobody answered: whoever does not answer hears of Spotter at
    most twice a week, and that week is spent. Nothing else is said until they do."""
    first, last = life.first_unanswered_at, life.last_told_at
    if first is None or last is None or life.unanswered < RULES[STAY_QUIET].thresholds["unanswered"]:
        return
    day = life.day(last)
    due_at = fire(day + (7 - day.weekday()) * DAY, FORENOON, life.zone)
    if due_at is None:
        return
    occurrence = f"quiet:{first.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"
    yield moment(life, STAY_QUIET, occurrence, due_at, {"count": int(RULES[STAY_QUIET].thresholds["unanswered"])})


def unread(life: Life, now: datetime) -> Iterator[Moment]:
    """The oldest suggestion that has waited for most of a day: one word for all that wait."""
    waiting = [offer for offer in life.offers if not offer.is_deload and offer.expires_at > now]
    if not waiting:
        return
    oldest = waiting[0]
    due_at = oldest.created_at + timedelta(hours=RULES[UNREAD_SUGGESTION].thresholds["after_h"])
    if due_at >= oldest.expires_at:
        return
    facts = {
        "suggestion": oldest.id,
        "plan": oldest.plan,
        "exercise": oldest.exercise or None,
        "count": sum(offer.plan == oldest.plan for offer in waiting),
    }
    found = moment(life, UNREAD_SUGGESTION, f"suggestion:{oldest.id}", due_at, facts)
    yield replace(found, expires_at=min(found.expires_at, oldest.expires_at))
