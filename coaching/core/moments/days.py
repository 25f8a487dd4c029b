"""What a day brings: the check-in, habits, short nights, and pain that was told of the day before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from coaching.core.local_time import fire
from coaching.core.moments.life import Life, Moment, Night, Rated, Ritual
from coaching.core.moments.rules import CHECK_IN, HABIT, PAIN_FOLLOW_UP, POOR_SLEEP, RULES
from coaching.core.moments.spans import DAY, moment

CHECK_IN_AT = time(12, 30)  # mornings get the fewest answers (HeartSteps V1)
DAYS_AHEAD = 9


def _days(life: Life, now: datetime) -> Iterator[date]:
    """Yesterday, which may not be over where the athlete is going, to the days ahead."""
    today = life.day(now)
    return (today + n * DAY for n in range(-1, DAYS_AHEAD))


def check_in(life: Life, now: datetime) -> Iterator[Moment]:
    """Once a day at the athlete's hour, unless they have told how they are."""
    for on in _days(life, now):
        due_at = fire(on, life.check_in_at or CHECK_IN_AT, life.zone)
        if due_at is None or on in life.checked_in_on or life.is_away(on):
            continue
        session = next((each for each in life.sessions if each.on == on), None)
        facts = {
            "on": on.isoformat(),
            "session": session.id if session else None,
            "is_open": session is not None and session.status == "planned",
        }
        yield moment(life, CHECK_IN, f"checkin:{on}", due_at, facts)


def habits(life: Life, now: datetime) -> Iterator[Moment]:
    """A habit of today that has not been done when its hour comes."""
    for habit in life.habits:
        for on in _days(life, now):
            due_at = fire(on, habit.at, life.zone)
            if due_at is not None and _is_open(habit, on) and not life.is_away(on):
                facts = {"habit": habit.id, "title": habit.title, "on": on.isoformat(), "at": f"{habit.at:%H:%M}"}
                yield moment(life, HABIT, f"habit:{habit.id}:{on}", due_at, facts)


def _is_open(habit: Ritual, on: date) -> bool:
    return on.weekday() in habit.days and on >= habit.since_on and on not in habit.done_on


def poor_sleep(life: Life, now: datetime) -> Iterator[Moment]:
    """Nights shorter than six hours on two of three days. A night of which nothing is known is no short night."""
    numbers = RULES[POOR_SLEEP].thresholds
    span = timedelta(days=numbers["nights"] - 1)
    short: list[Night] = []
    for night in life.nights:
        if not night.is_short:
            continue
        short = [each for each in short if night.on - each.on <= span] + [night]
        if len(short) >= numbers["short"]:
            # Told days later it is history; spoken of is how the athlete is now.
            if life.day(night.told_at) - night.on <= DAY:
                yield _short_nights(life, short)
            short = []


def is_short(hours: float) -> bool:
    return hours < RULES[POOR_SLEEP].thresholds["sleep_h"]


def _short_nights(life: Life, short: list[Night]) -> Moment:
    last = short[-1]
    due_at = max(night.told_at for night in short)
    session = next(iter(life.coming(life.day(due_at))), None)
    facts = {
        "nights": len(short),
        "under_h": RULES[POOR_SLEEP].thresholds["sleep_h"],
        "on": last.on.isoformat(),
        "session": session.id if session is not None and session.on == life.day(due_at) else None,
    }
    return moment(life, POOR_SLEEP, f"sleep:{short[0].on}", due_at, facts)


def pain(life: Life, now: datetime) -> Iterator[Moment]:
    """How a place is that hurt in a session, the day after, unless it was told of again since."""
    numbers = RULES[PAIN_FOLLOW_UP].thresholds
    told = [each for each in life.ratings if each.pain is not None]
    worst: dict[tuple[str, str], Rated] = {}
    for each in told:
        known = worst.get((each.session, each.pain_region))
        if (each.pain or 0) >= numbers["severity"] and (known is None or (each.pain or 0) > (known.pain or 0)):
            worst[each.session, each.pain_region] = each
    for each in worst.values():
        if _told_since(each, told):
            continue
        due_at = each.at + timedelta(hours=numbers["after_h"])
        facts = {
            "region": each.pain_region,
            "severity": each.pain,
            "exercise": each.exercise,
            "on": each.on.isoformat(),
            "session": each.session,
        }
        yield moment(life, PAIN_FOLLOW_UP, f"pain:{each.id}", due_at, facts)


def _told_since(each: Rated, told: list[Rated]) -> bool:
    region = each.pain_region
    return any(one.pain_region == region and one.session != each.session and one.at > each.at for one in told)
