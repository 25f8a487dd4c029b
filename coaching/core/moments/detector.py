"""Everything that may be said to an athlete in the days to come, and since when and until when. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from coaching.core.moments import days, talk, training
from coaching.core.moments.life import Life, Moment
from coaching.core.moments.rules import (
    CHECK_IN,
    COMEBACK,
    DELOAD_DUE,
    HABIT,
    HIGH_RPE,
    MILESTONE,
    MISSED_SESSION,
    PAIN_FOLLOW_UP,
    PLAN_FINISHED,
    POOR_SLEEP,
    STALLED,
    STAY_QUIET,
    UNREAD_SUGGESTION,
    WELCOME,
)

AHEAD = timedelta(days=8)  # a night in which nobody looks must not leave a day without its moments

Find = Callable[[Life, datetime], Iterator[Moment]]
FINDERS: Mapping[str, Find] = {
    STAY_QUIET: talk.stay_quiet,
    WELCOME: talk.welcome,
    PLAN_FINISHED: training.plan_finished,
    MILESTONE: training.milestones,
    MISSED_SESSION: training.missed,
    PAIN_FOLLOW_UP: days.pain,
    HIGH_RPE: training.effort,
    POOR_SLEEP: days.poor_sleep,
    DELOAD_DUE: training.deload,
    COMEBACK: training.comeback,
    HABIT: days.habits,
    UNREAD_SUGGESTION: talk.unread,
    STALLED: training.stalled,
    CHECK_IN: days.check_in,
}


def wanted(life: Life, now: datetime) -> tuple[Moment, ...]:
    """The moments of this athlete that have not expired and that fall due within eight days, soonest first.

    The same facts at the same instant give the same moments; () for whoever has not agreed to be spoken to.
    """
    if life.enabled_at is None:
        return ()
    found = [moment for find in FINDERS.values() for moment in find(life, now) if _counts(moment, life, now)]
    return tuple(sorted(found, key=lambda moment: (moment.due_at, moment.rule, moment.occurrence)))


def one(life: Life, rule: str, occurrence: str, now: datetime) -> Moment | None:
    """This moment, if its cause still stands at `now`; None where it is gone, not due yet or over."""
    found = (moment for moment in FINDERS[rule](life, now) if moment.occurrence == occurrence)
    return next((moment for moment in found if moment.due_at <= now < moment.expires_at), None)


def _counts(moment: Moment, life: Life, now: datetime) -> bool:
    """What happened before the athlete agreed is not spoken of."""
    is_current = now < moment.expires_at and moment.due_at <= now + AHEAD
    return is_current and life.enabled_at is not None and moment.due_at >= life.enabled_at
