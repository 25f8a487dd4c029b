"""A lift that seems to stand still: something to try, and after three to four weeks what followed.

A plateau is never proven, so nothing is tried before the claim has stood for two weeks; and what followed a change has
not therefore come from it, which is said with every report. One thing is tried at a time, chosen by what the record of
the athlete speaks for, and only after a yes. One set more, where the work itself goes well, is the rule `plateau` of
core.signals.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from statistics import fmean
from typing import Any

from adaptation.core import load_step
from adaptation.core.facts import Asked, Recent, Scheme
from adaptation.core.log import Log
from adaptation.core.proposals import CERTAIN, Expectation, Proposal, place_of
from plans.core.edits import Edit, InsertDeload, SetLoad, SetReps, SetSets
from science import forecast, recovery
from science.estimator import LiftState
from science.forecast import PLATEAU_EVEN, Interval

CHECK_DAYS = 21  # after which it is said what followed
WINDOW_DAYS = 28  # of sessions that the trend afterwards is read from
LEAST_SESSIONS = 3  # of the lift since: fewer say nothing
REPEAT_DAYS = 84  # before the same thing is tried again (own choice)
HARD_GAP = 0.5  # rated so far above the target on average: the lift is not recovered from (own choice)
LEAST_SETS = 2  # one set less is only taken from what has more than this
REPS_SHIFT = 3
FEWEST_REPS, LOW_REPS, MOST_REPS = 3, 6, 15
SAME_REPS_SESSIONS = 3  # in the last four weeks, all in one range: another may help
PERCENT = 100

EASIER, LESS, REPS, SWAP, MORE = "trial_easier", "trial_less", "trial_reps", "trial_swap", "plateau"
RULES = frozenset({EASIER, LESS, REPS, SWAP, MORE})
FOLLOWED = "trial_followed"
Week = tuple[int, date]


@dataclass(frozen=True, slots=True)
class Standstill:
    """A lift whose plateau probability has been even or more for two weeks, with what decides about a trial.

    coming: its occurrences after the newest session, soonest first. week: the next week, if it may become an easier
    one. swaps: patches that put a variation in its place, best first. tried: rules of trials of late.
    """

    exercise: str
    today: date
    plateau: float
    plateau_before: float
    state: LiftState
    log: Log
    recent: Recent
    coming: tuple[Asked, ...]
    increment_kg: float
    week: Week | None = None
    swaps: tuple[tuple[Edit, ...], ...] = ()
    tried: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Followed:
    """A trial looked at: the weekly trend as it was known at its start, and as it is known after it (None before any
    session), both as ratios with their intervals."""

    before: Interval
    after: Interval | None
    sessions: int
    is_over: bool


def topic_of(exercise: str) -> str:
    return f"trial:{exercise}"


def stands_still(plateau: float, plateau_before: float | None) -> bool:
    """Whether a plateau may be spoken of: even odds or more, two weeks running."""
    return plateau_before is not None and min(plateau, plateau_before) >= PLATEAU_EVEN


# --- What to try ------------------------------------------------------------------------------------------------------
def choose(case: Standstill) -> Proposal | None:
    """The one thing to try that the record speaks for most and that has not been tried of late; None for nothing."""
    return next((found for found in _options(case) if found.rule not in case.tried), None)


def _options(case: Standstill) -> Iterator[Proposal]:
    """Recovery first: while work is not recovered from, more or other work is no answer."""
    if not case.coming:
        return
    signs = _signs(case)
    gap = _gap(case)
    if signs and case.week is not None and _is_spaced(case.recent):
        yield _easier(case, case.week, signs)
    fewer = [asked for asked in case.coming if asked.sets > LEAST_SETS and not asked.is_deload]
    if gap is not None and gap >= HARD_GAP and fewer:
        yield _less(case, fewer, gap)
    if not signs and (gap is None or gap < HARD_GAP):
        other = _other_reps(case)
        if other is not None:
            yield other
        if case.swaps:
            yield _swap(case)


def _signs(case: Standstill) -> tuple[str, ...]:
    return recovery.deload_signs(
        innovations=case.recent.innovations,
        session_rpe_change=case.recent.session_rpe_change,
        readiness_by_day=[day.readiness for day in case.recent.readiness],
        completion_percent=[session.completion for session in case.recent.sessions],
    )


def _gap(case: Standstill) -> float | None:
    """How far above the target the lift was rated in its last sessions, on average."""
    rated = [
        done.rpe - done.asked.target_rpe
        for done in case.log.of_exercise(case.exercise)
        if done.rpe is not None and done.asked is not None and done.asked.target_rpe is not None
    ]
    return fmean(rated[-LEAST_SESSIONS:]) if len(rated) >= LEAST_SESSIONS else None


def _is_spaced(recent: Recent) -> bool:
    return recent.days_since_deload is None or recent.days_since_deload >= recovery.DELOAD_SPACING_DAYS


def _easier(case: Standstill, week: Week, signs: Sequence[str]) -> Proposal:
    edit = InsertDeload(week[0])
    facts = {
        "signs": list(signs),
        "week": week[0],
        "sets_percent": round(PERCENT * edit.sets_ratio),
    } | _sign_numbers(case.recent)
    return replace(
        _proposal(case, EASIER, "deload", {"is_deload": False}, {"is_deload": True}, facts, (edit,)),
        target={"week": week[0], "exercise": case.exercise},
    )


def _sign_numbers(recent: Recent) -> dict[str, Any]:
    numbers: dict[str, Any] = {
        "lifts_counted": len(recent.innovations),
        "completion": [round(each.completion) for each in recent.sessions[-recovery.LOW_COMPLETION_SESSIONS :]],
    }
    if recent.session_rpe_change is not None:
        numbers["session_rpe_change"] = round(recent.session_rpe_change, 1)
    return numbers


def _less(case: Standstill, fewer: Sequence[Asked], gap: float) -> Proposal:
    first = fewer[0]
    return _proposal(
        case,
        LESS,
        "volume",
        {"sets": first.sets},
        {"sets": first.sets - 1},
        {"from_sets": first.sets, "to_sets": first.sets - 1, "gap_rpe": round(gap, 1), "items": len(fewer)},
        tuple(SetSets(asked.item, asked.sets - 1) for asked in fewer),
        tuple((asked.item, "sets", asked.sets) for asked in fewer),
    )


def _other_reps(case: Standstill) -> Proposal | None:
    """Another range of reps, with the load that the estimate gives for it, where all went in one range of late."""
    schemes: list[Scheme] = [done.asked.scheme for done in case.log.of_exercise(case.exercise) if done.asked]
    moved = [asked for asked in case.coming if asked.reps_min and asked.reps_max and asked.load_kg and asked.target_rpe]
    fits = [(asked, each) for asked in moved if (each := _shifted(asked)).scheme != asked.scheme]
    if len(schemes) < SAME_REPS_SESSIONS or len(set(schemes)) > 1 or not fits:
        return None
    edits: list[Edit] = []
    expects: list[Expectation] = []
    for asked, each in fits:
        edits.append(SetReps(asked.item, each.reps_min or 1, each.reps_max or 1))
        edits.append(SetLoad(asked.item, _load_for(case, asked, each)))
        expects += [(asked.item, field, getattr(asked, field)) for field in ("reps_min", "reps_max", "load_kg")]
    first, then = fits[0]
    to_kg = _load_for(case, first, then)
    return _proposal(
        case,
        REPS,
        "volume",
        {"reps_min": first.reps_min, "reps_max": first.reps_max, "load_kg": first.load_kg},
        {"reps_min": then.reps_min, "reps_max": then.reps_max, "load_kg": to_kg},
        {
            "to_low_reps": then.reps_min,
            "to_high_reps": then.reps_max,
            "to_kg": to_kg,
            "same_reps_sessions": len(schemes),
        },
        tuple(edits),
        tuple(expects),
    )


def _shifted(asked: Asked) -> Asked:
    """Fewer reps from middling and high ranges, more from low ones, by three."""
    low, high = asked.reps_min or 1, asked.reps_max or 1
    shift = -REPS_SHIFT if (low + high) / 2 >= LOW_REPS else REPS_SHIFT
    width = high - low
    new_low = min(MOST_REPS, max(FEWEST_REPS, low + shift))
    return replace(asked, reps_min=new_low, reps_max=new_low + width)


def _load_for(case: Standstill, asked: Asked, then: Asked) -> float:
    """What the estimate gives for the new reps, on the increment's grid, at most a tenth above the planned load."""
    planned_kg = asked.load_kg or case.increment_kg
    wanted_kg = load_step.target_kg(case.state, then) or planned_kg
    most_kg = min(wanted_kg, planned_kg * (1 + load_step.MAX_STEP_RATIO))
    return max(1, int(most_kg / case.increment_kg + load_step.TINY_KG)) * case.increment_kg


def _swap(case: Standstill) -> Proposal:
    return replace(
        _proposal(
            case, SWAP, "swap", {"exercise": case.exercise}, {"exercise": None}, {"to_exercise": None}, case.swaps[0],
            tuple((asked.item, "exercise", asked.exercise) for asked in case.coming),
        ),
        alternatives=case.swaps[1:],
    )  # fmt: skip


def _proposal(
    case: Standstill,
    rule: str,
    kind: str,
    before: dict[str, Any],
    after: dict[str, Any],
    facts: dict[str, Any],
    edits: tuple[Edit, ...],
    expects: tuple[Expectation, ...] = (),
) -> Proposal:
    trend = forecast.weekly_trend(case.state)
    return Proposal(
        rule=rule,
        kind=kind,
        topic=topic_of(case.exercise),
        cause=f"{rule}:{case.exercise}:{case.today.isoformat()}",
        target=place_of(case.coming[0]),
        before=before,
        after=after,
        evidence={
            "exercise": case.exercise,
            "claim": forecast.plateau_claim(case.plateau, case.plateau_before),
            "plateau_percent": round(PERCENT * case.plateau),
            "plateau_before_percent": round(PERCENT * case.plateau_before),
            **percents("trend", trend),
            "weeks": WINDOW_DAYS // 7,
            "next_on": case.coming[0].on.isoformat(),
        }
        | facts,
        confidence=round(case.plateau, 2),
        edits=edits,
        expects=expects,
        always_asks=True,
    )


def percents(name: str, trend: Interval) -> dict[str, float]:
    """A weekly trend as facts, in percent."""
    return {
        f"{name}_percent": round(PERCENT * trend.value, 1),
        f"{name}_low_percent": round(PERCENT * trend.low, 1),
        f"{name}_high_percent": round(PERCENT * trend.high, 1),
    }


# --- What followed ----------------------------------------------------------------------------------------------------
def look_at(started_at: datetime, states: Sequence[tuple[datetime, LiftState]], now: datetime) -> Followed | None:
    """How the trend was when a trial started, and how it is after the sessions since, four weeks of them at most.

    states: after each session of the lift, oldest first. None where nothing was known of the lift at the start.
    """
    earlier = [state for at, state in states if at <= started_at]
    later = [state for at, state in states if started_at < at <= started_at + timedelta(days=WINDOW_DAYS)]
    if not earlier:
        return None
    return Followed(
        before=forecast.weekly_trend(earlier[-1]),
        after=forecast.weekly_trend(later[-1]) if later else None,
        sessions=len(later),
        is_over=now >= started_at + timedelta(days=CHECK_DAYS) and len(later) >= LEAST_SESSIONS,
    )


def report(exercise: str, rule: str, trial: str, started_on: date, followed: Followed) -> Proposal | None:
    """What followed a trial, to read: it changes nothing. None while it is running."""
    if not followed.is_over or followed.after is None:
        return None
    return Proposal(
        rule=FOLLOWED,
        kind="hold",
        topic=topic_of(exercise),
        cause=f"{FOLLOWED}:{trial}",
        target={"exercise": exercise},
        before={},
        after={},
        evidence={
            "exercise": exercise,
            "trial": rule,
            "started_on": started_on.isoformat(),
            "sessions": followed.sessions,
            **percents("before", followed.before),
            **percents("after", followed.after),
        },
        confidence=CERTAIN,
        always_asks=True,
    )
