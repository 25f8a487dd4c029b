"""What the training brings: sessions missed, hard ones in a row, bests, standstill, easier weeks, and coming back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from statistics import fmean

from adaptation.core.illness import TREND_DAYS
from coaching.core.local_time import fire
from coaching.core.moments.life import Life, Moment, Planned, Rated
from coaching.core.moments.lifts import bests, standstill
from coaching.core.moments.rules import (
    COMEBACK,
    DELOAD_DUE,
    HIGH_RPE,
    MILESTONE,
    MISSED_SESSION,
    PLAN_FINISHED,
    RULES,
    STALLED,
)
from coaching.core.moments.spans import DAY, moment
from science.recovery import BREAK_FREE_DAYS

MORNING = time(9)  # of the day after: a session of which only the day is planned was missed when the day is over
FORENOON = time(10)
EVENING = time(17)
ROUND_COUNTS = (1, 10, 25, 50, 100)
SOON = timedelta(days=7)


# --- Missed and taken up again ----------------------------------------------------------------------------------------
def missed(life: Life, now: datetime) -> Iterator[Moment]:
    """A session whose time is over and that was not done, skipped or moved. During an illness, a holiday or a longer
    absence nobody is told so: there the way back is what counts."""
    for session in life.sessions:
        if session.status != "planned" or life.is_away(session.on) or life.is_ill(session.on):
            continue
        due_at = _missed_at(life, session)
        if due_at is not None and not _is_absent(life, session.on):
            facts = {
                "session": session.id,
                "on": session.on.isoformat(),
                "title": session.title,
                "minutes": session.estimated_min,
            }
            yield moment(life, MISSED_SESSION, f"missed:session:{session.id}", due_at, facts)


def _missed_at(life: Life, session: Planned) -> datetime | None:
    if session.at is None:
        return fire(session.on + DAY, MORNING, life.zone)
    starts_at = fire(session.on, session.at, life.zone)
    grace_min = RULES[MISSED_SESSION].thresholds["grace_min"]
    return None if starts_at is None else starts_at + timedelta(minutes=session.estimated_min + grace_min)


def _is_absent(life: Life, on: date) -> bool:
    since = life.last_on or (life.plan.start_on if life.plan else None)
    return since is not None and (on - since).days > BREAK_FREE_DAYS


def comeback(life: Life, now: datetime) -> Iterator[Moment]:
    """After more than ten days without training, once there is a session to come back to and nothing in the way."""
    if life.last_on is None or life.plan is None:
        return
    away_days = int(RULES[COMEBACK].thresholds["days"])
    on = _free_day(life, life.last_on + (away_days + 1) * DAY)
    ahead = life.coming(on)
    due_at = fire(on, FORENOON, life.zone)
    if due_at is None or not ahead or ahead[0].on - on > SOON:
        return
    facts = {
        "last_on": life.last_on.isoformat(),
        "days": (on - life.last_on).days,
        "session": ahead[0].id,
        "on": ahead[0].on.isoformat(),
        "title": ahead[0].title,
        "was_ill": any(spell.started_on > life.last_on for spell in life.spells),
    }
    yield moment(life, COMEBACK, f"comeback:{life.last_on}", due_at, facts)


def _free_day(life: Life, on: date) -> date:
    """The first day from this one on that is neither holiday nor illness; a running illness has no end yet."""
    limit = on + timedelta(days=120)
    while on < limit and (life.is_away(on) or life.is_ill(on)):
        on += DAY
    return on


# --- How it goes ------------------------------------------------------------------------------------------------------
def effort(life: Life, now: datetime) -> Iterator[Moment]:
    """Three sessions running whose ratings average nine or more. One that nobody rated breaks no row and makes none."""
    numbers = RULES[HIGH_RPE].thresholds
    row: list[tuple[Rated, float]] = []
    for last, rpe in _sessions(life):
        row = [*row, (last, rpe)] if rpe >= numbers["rpe"] else []
        if len(row) < numbers["sessions"]:
            continue
        if (last.on - row[0][0].on).days <= numbers["within_d"]:
            yield _hard_row(life, row)
        row = []


def _hard_row(life: Life, row: list[tuple[Rated, float]]) -> Moment:
    last = row[-1][0]
    ahead = life.coming(last.on + DAY)
    facts = {
        "count": len(row),
        "rpe": round(fmean(rpe for _, rpe in row), 1),
        "session": ahead[0].id if ahead else None,
        "on": ahead[0].on.isoformat() if ahead else None,
    }
    return moment(life, HIGH_RPE, f"rpe:session:{last.session}", last.at, facts)


def _sessions(life: Life) -> list[tuple[Rated, float]]:
    """Each rated session: its last rating and the mean of all, in the order in which they were trained."""
    by_session: dict[str, list[Rated]] = {}
    for each in life.ratings:
        if each.rpe is not None:
            by_session.setdefault(each.session, []).append(each)
    told = [(each[-1], fmean(one.rpe or 0.0 for one in each)) for each in by_session.values()]
    return sorted(told, key=lambda pair: pair[0].at)


def milestones(life: Life, now: datetime) -> Iterator[Moment]:
    """Round numbers of sessions, and the lift of a day that is better than ever by the most."""
    seen: dict[str, datetime] = {}
    for each in life.ratings:
        seen.setdefault(each.session, each.at)
    for count, at in enumerate(seen.values(), start=life.done_before + 1):
        if count in ROUND_COUNTS:
            facts = {"kind": "sessions", "count": count}
            yield moment(life, MILESTONE, f"milestone:sessions:{count}", at, facts)
    found = [(point, rise, lift.exercise) for lift in life.lifts for point, rise in bests(lift)]
    best_of_day = {point.on: (point, exercise) for point, _rise, exercise in sorted(found, key=lambda each: each[1])}
    for point, exercise in best_of_day.values():
        best = {"kind": "best", "exercise": exercise, "e1rm_kg": point.e1rm_kg, "on": point.on.isoformat()}
        yield moment(life, MILESTONE, f"milestone:best:{point.id}", point.at, best)


def stalled(life: Life, now: datetime) -> Iterator[Moment]:
    """A lift without a best and without more work over three weeks of training it, none of which an illness spoilt. Of
    several only one in two weeks: a list of them helps nobody."""
    numbers = RULES[STALLED].thresholds
    found = [(stand, lift.exercise) for lift in life.lifts for stand in standstill(lift)]
    last_at: datetime | None = None
    for stand, exercise in sorted(found, key=lambda each: (each[0].at, each[1])):
        is_crowded = last_at is not None and stand.at - last_at < timedelta(days=numbers["apart_d"])
        if is_crowded or _was_ill(life, stand.since_on, life.day(stand.at)):
            continue
        last_at = stand.at
        facts = {
            "exercise": exercise,
            "since": stand.since_on.isoformat(),
            "days": int(numbers["days"]),
            "sessions": stand.sessions,
        }
        yield moment(life, STALLED, f"stalled:{exercise}:{stand.since_on}", stand.at, facts)


def _was_ill(life: Life, first: date, last: date) -> bool:
    """Whether an illness lasted in these days, or so shortly before that the lift still shows it."""
    shadow = timedelta(days=TREND_DAYS)
    return any(
        spell.started_on <= last and (spell.ended_on is None or spell.ended_on + shadow > first)
        for spell in life.spells
    )


# --- The plan ---------------------------------------------------------------------------------------------------------
def plan_finished(life: Life, now: datetime) -> Iterator[Moment]:
    """The day after the last day of a plan of which most was done."""
    plan = life.plan
    if plan is None or plan.done * 2 < plan.sessions or not plan.done:
        return
    due_at = fire(plan.ends_on + DAY, FORENOON, life.zone)
    if due_at is not None:
        facts = {"plan": plan.id, "done": plan.done, "sessions": plan.sessions, "ends_on": plan.ends_on.isoformat()}
        yield moment(life, PLAN_FINISHED, f"milestone:plan:{plan.id}", due_at, facts)


def _has_rested(life: Life, on: date) -> bool:
    """Whether the weeks before held a break from training: what looks like tiredness after it is the break itself."""
    numbers = RULES[DELOAD_DUE].thresholds
    days = sorted({each.on for each in life.ratings if each.on <= on} | {on})
    return any(
        (later - earlier).days > numbers["rested_d"] and (on - later).days <= numbers["within_d"]
        for earlier, later in pairwise(days)
    )


def deload(life: Life, now: datetime) -> Iterator[Moment]:
    """An easier week that the plan has next, or that is proposed; the latter is nothing for who has just rested."""
    for offer in life.offers:
        if offer.is_deload and offer.expires_at > now and not _has_rested(life, life.day(offer.created_at)):
            offered = {"kind": "offered", "suggestion": offer.id, "plan": offer.plan}
            yield moment(life, DELOAD_DUE, f"deload:suggestion:{offer.id}", offer.created_at, offered)
    for before, session in zip((None, *life.sessions), life.sessions, strict=False):
        if session.is_deload and before is not None and not before.is_deload and session.status == "planned":
            due_at = fire(session.on - DAY, EVENING, life.zone)
            if due_at is not None:
                planned = {"kind": "planned", "session": session.id, "on": session.on.isoformat()}
                yield moment(life, DELOAD_DUE, f"deload:session:{session.id}", due_at, planned)
