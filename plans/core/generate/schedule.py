"""How many days a week, on which dates, with how many minutes: what the athlete asked for, inside the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from plans.core.generate import reasons
from plans.core.generate.days import WEEK_DAYS, Layout, layout
from plans.core.generate.outlines import hard_days_wanted
from plans.core.generate.situation import Situation
from plans.core.intent import Intent, IntentInfeasible

WANTED_DAYS = {
    "strength": {"beginner": 3, "intermediate": 4, "advanced": 4},
    "muscle_gain": {"beginner": 3, "intermediate": 4, "advanced": 5},
    "weight_loss": {"beginner": 4, "intermediate": 5, "advanced": 5},
    "endurance": {"beginner": 3, "intermediate": 4, "advanced": 5},
    "flexibility": {"beginner": 4, "intermediate": 5, "advanced": 5},
    "sports_specific": {"beginner": 3, "intermediate": 4, "advanced": 4},
}
GOOD_SESSION_MIN = 35
SHORTEST_SESSION_MIN = 8.0  # a short warm-up and one exercise


def open_days(intent: Intent) -> frozenset[int]:
    """Days of the plan's week that the athlete is free on, single dates aside."""
    free = intent.available_days if intent.available_days is not None else frozenset(range(WEEK_DAYS))
    first = intent.start_on.weekday()
    return frozenset((day - first) % WEEK_DAYS for day in free if day not in intent.blocked_days)


def days_per_week(intent: Intent) -> int:
    """As asked, else what suits goal, level and hours. Raises IntentInfeasible where the open days do not suffice."""
    free = len(open_days(intent))
    if intent.days_per_week is not None and intent.days_per_week > free:
        raise IntentInfeasible(reasons.AVAILABLE_DAYS, asked=intent.days_per_week, available=free)
    if not free:
        raise IntentInfeasible(reasons.AVAILABLE_DAYS, asked=1, available=0)
    if intent.days_per_week is not None:
        return intent.days_per_week
    wanted = WANTED_DAYS[intent.primary_goal][intent.experience_level]
    worth_while = max(2, int(intent.time_availability_h * 60 // GOOD_SESSION_MIN))
    return min(wanted, worth_while, free)


def session_minutes(intent: Intent, days: int) -> float:
    """Minutes for one session: an even share of the week's hours, up to the athlete's own limit."""
    share = intent.time_availability_h * 60 / days
    own_limit = intent.session_minutes_max
    if own_limit is not None and own_limit < SHORTEST_SESSION_MIN:
        raise IntentInfeasible(reasons.MORE_TIME, minutes=own_limit, needed=SHORTEST_SESSION_MIN)
    if share < SHORTEST_SESSION_MIN:
        raise IntentInfeasible(reasons.FEWER_DAYS, days=days, minutes=round(share, 1), needed=SHORTEST_SESSION_MIN)
    return share if own_limit is None else min(share, own_limit)


def usual_week(situation: Situation, days: int, minutes: float) -> Layout:
    """The layout of every week without closed dates: as many hard days as goal, minutes, level and free days allow."""
    intent = situation.intent
    free = open_days(intent)
    first = intent.start_on.weekday()
    preferred = frozenset((day - first) % WEEK_DAYS for day in intent.training_times)
    most = min(hard_days_wanted(situation, days, minutes), situation.limits.hard_days_max)
    for hard in range(most, 0, -1):
        found = layout(free, free, hard, days - hard, max_run=situation.limits.max_run, preferred=preferred)
        if found is not None:
            return found
    raise IntentInfeasible(reasons.AVAILABLE_DAYS, asked=days, available=len(free))


def week_layout(situation: Situation, usual: Layout, week_starts_on: date, last_hard: Iterable[date]) -> Layout:
    """The layout of one week: the usual one, or another where dates are closed or the event falls into it.

    No hard day stands after an event in its week. Where too few dates are left, the week has fewer sessions.
    """
    intent = situation.intent
    closed = _closed(intent, week_starts_on)
    event = (intent.event_on - week_starts_on).days if intent.event_on else WEEK_DAYS
    in_week = 0 <= event < WEEK_DAYS
    before = frozenset((on - week_starts_on).days for on in last_hard)
    if not in_week and closed.isdisjoint((*usual.hard, *usual.easy)) and not _crowds(situation, usual, before):
        return usual
    free = open_days(intent) - closed - {event}
    for_hard = frozenset(day for day in free if day < event) if in_week else free
    days = min(usual.days, len(free))
    most = min(len(usual.hard), len(for_hard), days)
    after = frozenset(day + WEEK_DAYS for day in usual.hard)
    for max_run, fewest in _runs(situation):
        for hard in range(most, fewest - 1, -1):
            for around in (before | after, before):  # room for next week, if there is any
                found = layout(for_hard, free, hard, days - hard, max_run=max_run, around=around)
                if found is not None:
                    return found
    return Layout((), ())


def _runs(situation: Situation) -> Iterator[tuple[int, int]]:
    """How many hard days may follow one another, and the fewest hard days to look for that way. A beginner rather has
    one hard day less than two in a row: the whole body is trained on each of them."""
    if situation.intent.experience_level == "beginner":
        yield 1, 1
    yield situation.limits.max_run, 0


def _crowds(situation: Situation, usual: Layout, before: frozenset[int]) -> bool:
    """Whether last week ended otherwise than usual, so that its hard days could run into this week's."""
    return not before <= {day - WEEK_DAYS for day in usual.hard}


def _closed(intent: Intent, week_starts_on: date) -> frozenset[int]:
    """Days of this week that are blocked by date."""
    dates = (week_starts_on + timedelta(days=day) for day in range(WEEK_DAYS))
    return frozenset(day for day, on in enumerate(dates) if on in intent.blocked_days)
