"""The plan behind an intake: fixed lifts on fixed days, dosed by the same rules as every generated plan.

It differs from those in what the engine decides by itself when nobody else does: it begins with few sets, which the
athlete's own answer then moves, and has no easier weeks until signs of fatigue call for one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import inf

from adaptation.core import engine_start
from adaptation.core.engine_types import Intake
from plans.core.generate.days import Layout
from plans.core.generate.endurance import timeline
from plans.core.generate.lifting import dosed
from plans.core.generate.outlines import WARM_UP_MIN, Outline
from plans.core.generate.phases import WeekShape, shapes
from plans.core.generate.selection import Choice
from plans.core.generate.situation import Situation, situation
from plans.core.generate.slots import EXTRA, MUST, Slot
from plans.core.generate.weeks import Athlete, Course, Pattern, build_week
from plans.core.intent import Intent, KnownLift
from plans.core.movements import Catalogue, Movement
from plans.core.spec import PlanSpec, Week
from plans.core.thresholds import RULES_VERSION

DAY_ZERO = date(2001, 1, 1).toordinal()  # a Monday
DAYS_PER_WEEK = 7
SPACING = {1: (0,), 2: (0, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 3, 4, 5), 6: (0, 1, 2, 3, 4, 5)}
MOST_HOURS = 20.0


def date_of(day: int) -> date:
    """The date that stands for a day of the caller's calendar."""
    return date.fromordinal(DAY_ZERO + day)


def day_of(on: date) -> int:
    return on.toordinal() - DAY_ZERO


def with_increments(intake: Intake, catalogue: Catalogue) -> Catalogue:
    """The movements of the intake, each with the smallest step of its own bar."""
    return Catalogue.of(replace(catalogue[lift.slug], increment_kg=lift.increment_kg) for lift in intake.lifts)


def intent_of(intake: Intake, catalogue: Catalogue) -> Intent:
    """The intake as the wishes that a plan is generated from."""
    movements = [catalogue[lift.slug] for lift in intake.lifts]
    start_on = date_of(intake.start_day)
    days = len(intake.days)
    return Intent(
        primary_goal=intake.goal,
        experience_level=intake.level,
        time_availability_h=min(MOST_HOURS, intake.minutes * days / 60),
        equipment=frozenset().union(*(_gear(movement) for movement in movements)),
        start_on=start_on,
        today=start_on,
        days_per_week=days,
        weeks=intake.weeks,
        known_lifts=tuple(
            KnownLift(lift.slug, lift.guess_kg, 1, source="tested" if lift.basis == "tested" else "told")
            for lift in intake.lifts
        ),
        session_minutes_max=int(intake.minutes),
        event_on=None if intake.test_day is None else date_of(intake.test_day),
        age_years_low=intake.age,
        age_years_high=intake.age,
    )


def _gear(movement: Movement) -> frozenset[str]:
    return movement.equipment[0] if movement.equipment else frozenset()


def plan_of(intake: Intake, intent: Intent, catalogue: Catalogue, new_id: Callable[[], str]) -> PlanSpec:
    """The plan of the whole block: the intake's lifts on its days; sets, reps, effort, loads, phases and easier weeks
    as the generator gives them."""
    athlete = situation(intent, catalogue, intake.weeks)
    outlines = tuple(_outline(intake, athlete, place) for place in range(len(intake.days)))
    chosen = [[_choice(intake, catalogue[slug]) for slug in day] for day in intake.days]
    pattern = Pattern(
        outlines, engine_start.at_the_start(intake, athlete, dosed(athlete, outlines, chosen)), len(outlines)
    )
    frame = Athlete(
        situation=athlete,
        days_off=0,
        usual_sets=None,
        first_week_max=inf,
        minutes=intake.minutes,
        usual=pattern,
        new_id=new_id,
    )
    course = Course(timeline(athlete, outlines))
    weeks = tuple(_week(frame, course, _without_deload(shape), pattern, intent) for shape in shapes(intent))
    return PlanSpec(
        goal=intake.goal,
        level=intake.level,
        start_on=intent.start_on,
        days_per_week=len(intake.days),
        weeks=weeks,
        rules_version=RULES_VERSION,
    )


def _without_deload(shape: WeekShape) -> WeekShape:
    """Easier weeks come on signs of fatigue, not by the calendar: what the generator plans as one only begins the next
    block, at the lower end of its effort."""
    if not shape.is_deload:
        return shape
    return replace(shape, phase="accumulation", is_deload=False, ratio=1.0, step=0, progress=0.0)


def _week(frame: Athlete, course: Course, shape: WeekShape, pattern: Pattern, intent: Intent) -> Week:
    starts_on = intent.start_on + timedelta(days=DAYS_PER_WEEK * (shape.number - 1))
    dates = [starts_on + timedelta(days=outline.day) for outline in pattern.outlines]
    free: Sequence[date] = [on for on in dates if intent.event_on is None or on < intent.event_on]
    return build_week(frame, course, shape, pattern, free)


def layout_of(days: int) -> Layout:
    """The days of the week on which so many sessions lie."""
    return Layout(SPACING[days], ())


def _outline(intake: Intake, athlete: Situation, place: int) -> Outline:
    slots = tuple(
        Slot((athlete.catalogue[slug].pattern,), _choice(intake, athlete.catalogue[slug]).role, MUST)
        for slug in intake.days[place]
    )
    return Outline(
        title=f"day_{place + 1}",
        kind="strength",
        day=layout_of(len(intake.days)).hard[place],
        minutes=intake.minutes,
        warm_up_min=WARM_UP_MIN,
        slots=slots,
    )


def _choice(intake: Intake, movement: Movement) -> Choice:
    is_main = next(lift.main for lift in intake.lifts if lift.slug == movement.slug)
    if is_main:
        return Choice(movement, "main", MUST)
    return Choice(movement, "assistance" if movement.is_compound else "accessory", EXTRA)
