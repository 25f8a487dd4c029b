"""From an intent to a plan that every rule accepts. Deterministic: the same arguments give the same plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import inf
from statistics import median

from plans.core import measure
from plans.core.generate import explain, reasons, schedule
from plans.core.generate.days import Layout
from plans.core.generate.endurance import timeline
from plans.core.generate.feasible import check_movements, check_time, check_weeks, left_out
from plans.core.generate.lifting import lifting
from plans.core.generate.outlines import outlines
from plans.core.generate.phases import WeekShape, days_off, shapes
from plans.core.generate.situation import Situation, situation
from plans.core.generate.weeks import Athlete, Course, Pattern, build_week
from plans.core.intent import History, Intent, IntentInfeasible
from plans.core.movements import Catalogue
from plans.core.rules import judge, screening
from plans.core.rules.base import Case
from plans.core.spec import PlanSpec, Week
from plans.core.thresholds import RULES_VERSION, THRESHOLDS


def generate(intent: Intent, catalogue: Catalogue, new_id: Callable[[], str]) -> PlanSpec:
    """The plan for an intent, with ids taken from `new_id` in order.

    Raises NeedsClearance where a professional's word is needed first, IntentInfeasible naming what to change where no
    plan within the hard rules can meet the intent.
    """
    screening.screen(intent)
    check_weeks(intent)
    course = shapes(intent)
    athlete = situation(intent, catalogue, len(course))
    check_movements(athlete)
    spec = _draft(athlete, course, new_id)
    broken = judge.hard(judge.judge(Case(spec, intent, catalogue)))
    if broken:
        raise IntentInfeasible(reasons.RULES, rules=sorted({finding.rule for finding in broken}))
    return spec


def _draft(athlete: Situation, course: Sequence[WeekShape], new_id: Callable[[], str]) -> PlanSpec:
    """The plan before it is judged."""
    intent = athlete.intent
    days = schedule.days_per_week(intent)
    minutes = schedule.session_minutes(intent, days)
    usual = schedule.usual_week(athlete, days, minutes)
    patterns = {usual: _pattern(athlete, usual, minutes)}
    check_time(intent, patterns[usual].work, days, minutes)
    history = intent.history
    frame = Athlete(
        situation=athlete,
        days_off=days_off(intent),
        usual_sets=_usual_sets(history),
        first_week_max=_first_week_max(history),
        minutes=minutes,
        usual=patterns[usual],
        new_id=new_id,
    )
    state = Course(timeline(athlete, patterns[usual].outlines))
    weeks: list[Week] = []
    for shape in course:
        starts_on = intent.start_on + timedelta(days=7 * (shape.number - 1))
        last_hard = measure.hard_days(weeks[-1].sessions, athlete.catalogue) if weeks else ()
        layout = schedule.week_layout(athlete, usual, starts_on, last_hard)
        if layout not in patterns:
            patterns[layout] = _pattern(athlete, layout, minutes)
            check_time(intent, patterns[layout].work, 1, minutes)
        weeks.append(build_week(frame, state, shape, patterns[layout], _dates(starts_on, layout)))
    spec = PlanSpec(
        goal=intent.primary_goal,
        level=intent.experience_level,
        start_on=intent.start_on,
        days_per_week=days,
        weeks=tuple(weeks),
        rules_version=RULES_VERSION,
    )
    return replace(spec, rationale=explain.rationale(athlete, spec, course, minutes, left_out(athlete)))


def _pattern(athlete: Situation, layout: Layout, minutes: float) -> Pattern:
    sessions = outlines(athlete, layout, minutes)
    return Pattern(sessions, lifting(athlete, sessions), len(layout.hard))


def _dates(starts_on: date, layout: Layout) -> tuple[date, ...]:
    return tuple(starts_on + timedelta(days=day) for day in (*layout.hard, *layout.easy))


def _usual_sets(history: History) -> float | None:
    """Sets of a usual week before a break; None where nothing is known."""
    usual = median(history.weekly_sets) if history.weekly_sets else 0
    return usual or None


def _first_week_max(history: History) -> float:
    """Most sets for week 1, from what was really done last week."""
    if not history.weekly_sets:
        return inf
    last, progression = history.weekly_sets[-1], THRESHOLDS.progression
    return max(last * progression.first_week_ratio, last + progression.first_week_sets)
