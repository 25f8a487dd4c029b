"""The weeks of a plan: the normal week, changed by what each week is for, and laid onto dates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import ceil, floor

from plans.core.generate import explain, loads
from plans.core.generate.activity import Bout
from plans.core.generate.bouts import Day, session_bouts, stretching, titled
from plans.core.generate.endurance import Timeline, week_plan
from plans.core.generate.lifting import Counts, Lifting, grown, ramp_of, shrunk, total
from plans.core.generate.outlines import Outline
from plans.core.generate.phases import WeekShape
from plans.core.generate.prescription import Scheme, reps_at, rpe_at
from plans.core.generate.selection import Choice
from plans.core.generate.situation import Situation
from plans.core.generate.slots import EXTRA
from plans.core.measure import percent_of_1rm, session_minutes, total_sets
from plans.core.movements import Movement
from plans.core.ramp import ramp
from plans.core.rules.progression import return_limit
from plans.core.spec import Item, Session, Week
from plans.core.thresholds import THRESHOLDS
from science.effort import HIGHEST_RPE
from science.recovery import rir_change_after_break, volume_ratio_after_break

PROGRESSION = THRESHOLDS.progression
EASIER_RPE, LOWEST_RPE = 2.0, 5.0
GROWTH_SETS_A_WEEK = {"beginner": 1, "intermediate": 1, "advanced": 2}
SHORT_WEEK_RATIO = 0.7
BALANCE_REPS, BALANCE_REST_S = (6, 8), 30


@dataclass(frozen=True, slots=True)
class Pattern:
    """A week's sessions with their strength work; weeks with closed days have one of their own."""

    outlines: tuple[Outline, ...]
    work: Lifting
    hard_days: int


@dataclass(frozen=True, slots=True)
class Athlete:
    """What stays the same over the weeks: the situation, days off before the plan, sets of the athlete's real weeks."""

    situation: Situation
    days_off: int
    usual_sets: float | None
    first_week_max: float
    minutes: float  # that one session may take when all are alike
    usual: Pattern
    new_id: Callable[[], str]


@dataclass(slots=True)
class Course:
    """What earlier weeks of the plan have led to: sets and loads of the last normal week, endurance so far."""

    timeline: Timeline
    sets: int | None = None
    normal_weeks: int = 0
    loads_kg: dict[str, float] = field(default_factory=dict)  # by exercise and role


def build_week(athlete: Athlete, course: Course, shape: WeekShape, pattern: Pattern, dates: Sequence[date]) -> Week:
    """One week, its sessions on these dates. Remembers in `course` what the next week must know."""
    counts = _counts(athlete, course, shape, pattern.work)
    if shape.is_normal and _is_cut_short(athlete, course, pattern, counts):
        shape = replace(shape, phase="deload", is_deload=True, ratio=SHORT_WEEK_RATIO)
    plan = week_plan(athlete.situation, pattern.outlines, shape, course.timeline, min(dates, default=date.min))
    sessions = []
    for index, on in sorted(enumerate(dates), key=lambda pair: pair[1]):
        outline = pattern.outlines[index]
        lifts = tuple(_lifts(athlete, course, shape, pattern.work, index, counts[index]))
        bouts = session_bouts(athlete.situation, Day(outline, shape, plan, on, index, len(lifts)), course.timeline)
        if not lifts and not bouts:
            bouts = stretching(
                athlete.situation, replace(outline, activity_min=outline.minutes - outline.warm_up_min), index
            )
            outline = replace(outline, title="mobility", kind="mobility")
        if lifts or bouts:
            sessions.append(_session(athlete, titled(outline, bouts), on, lifts, bouts))
    sessions = _balanced(athlete, sessions)
    course.timeline.close(athlete.situation, shape)
    if shape.is_normal:
        course.sets = total(counts)
        course.normal_weeks += 1
    return Week(shape.number, shape.phase, shape.is_deload, tuple(sessions))


def _balanced(athlete: Athlete, sessions: list[Session]) -> list[Session]:
    """From 65 years on each week trains balance: where nobody lifts, one exercise on the floor joins a session."""
    situation, items = athlete.situation, [item for session in sessions for item in session.items]
    known = situation.catalogue
    gentle = [m for m in situation.usable if "balance" in m.flags and m.family == "core" and m.mode == "reps"]
    if not situation.is_old or not gentle or total_sets(items, known) or situation.intent.history.weekly_sets:
        return sessions
    for place, session in sorted(enumerate(sessions), key=lambda pair: pair[1].estimated_min):
        longer = replace(session, items=(*session.items, _balance_item(athlete, gentle[0])))
        if session.kind != "long" and session_minutes(longer, known) <= athlete.minutes:
            longer = replace(longer, estimated_min=ceil(session_minutes(longer, known)))
            return [*sessions[:place], longer, *sessions[place + 1 :]]
    return sessions


def _balance_item(athlete: Athlete, movement: Movement) -> Item:
    item = Item(
        id=athlete.new_id(),
        exercise=movement.slug,
        role="core",
        sets=1,
        rest_s=BALANCE_REST_S,
        why=explain.NO_REASON,
        reps_min=BALANCE_REPS[0],
        reps_max=BALANCE_REPS[1],
        load_basis="bodyweight",
    )
    return replace(item, why=explain.lift_reason(athlete.situation, Choice(movement, "core", EXTRA), item, None))


def _is_cut_short(athlete: Athlete, course: Course, pattern: Pattern, counts: Counts) -> bool:
    """Whether closed dates leave so little of the week that it is an easy week, whatever was meant."""
    if pattern is athlete.usual:
        return False
    full = course.sets if course.sets is not None else total(athlete.usual.work.base)
    return total(counts) < SHORT_WEEK_RATIO * full or pattern.hard_days < SHORT_WEEK_RATIO * athlete.usual.hard_days


def _counts(athlete: Athlete, course: Course, shape: WeekShape, work: Lifting) -> Counts:
    """Sets of a week: grown step by step in a block, cut in easy weeks, never faster than the rules of growth allow."""
    level = athlete.situation.intent.experience_level
    steps = shape.step * GROWTH_SETS_A_WEEK[level]
    full = grown(work, steps)
    most = float(total(full))
    if not shape.is_normal:
        most = floor(shape.ratio * min(most, course.sets if course.sets is not None else most))
    elif course.sets is not None:
        rise = max(course.sets * (PROGRESSION.weekly_rise_ratio - 1), PROGRESSION.weekly_rise_sets)
        most = min(most, floor(course.sets + rise))
    if athlete.usual_sets is not None and volume_ratio_after_break(athlete.days_off, shape.number) < 1:
        most = min(most, floor(return_limit(athlete.usual_sets, athlete.days_off, shape.number)))
    if shape.number == 1:
        most = min(most, athlete.first_week_max)
    return shrunk(work, full, most)


def _lifts(
    athlete: Athlete, course: Course, shape: WeekShape, work: Lifting, index: int, counts: Sequence[int]
) -> Iterator[Item]:
    warm: set[str] = set()
    for place, sets in enumerate(counts):
        if sets:
            choice, planned = work.choices[index][place], work.schemes[index][place]
            item = _lift(athlete, course, shape, choice, planned, sets)
            yield _with_ramp(athlete, item, choice, planned, work.ramped[index][place], warm)


def _lift(athlete: Athlete, course: Course, shape: WeekShape, choice: Choice, planned: Scheme, sets: int) -> Item:
    """One strength item of one week, without its ramp."""
    situation, movement = athlete.situation, choice.movement
    rpe = _rpe(athlete, shape, planned)
    trusted = loads.anchor(situation, movement)
    load_kg = None
    if trusted is not None and rpe is not None:
        load_kg = _load_kg(athlete, course, shape, choice, planned, trusted, rpe)
    reps = _reps(shape, planned, load_kg, is_weighed=movement.is_weighed_with(situation.intent.equipment))
    item = Item(
        id=athlete.new_id(),
        exercise=movement.slug,
        role=choice.role,
        sets=sets,
        rest_s=planned.rest_s,
        why=explain.NO_REASON,
        reps_min=reps[0] if reps else None,
        reps_max=reps[1] if reps else None,
        duration_s=_between(planned.duration_s, shape.progress, 5),
        distance_m=_between(planned.distance_m, shape.progress, 5),
        target_rpe=rpe,
        load_kg=load_kg,
        load_basis=_basis(situation, choice, shape, load_kg, trusted),
    )
    return replace(item, why=explain.lift_reason(situation, choice, item, trusted))


def _reps(shape: WeekShape, planned: Scheme, load_kg: float | None, *, is_weighed: bool) -> tuple[int, int] | None:
    progress = 0.0 if shape.phase == "return" else shape.progress
    return reps_at(planned, progress, 0 if is_weighed else shape.block, has_load=load_kg is not None)


def _rpe(athlete: Athlete, shape: WeekShape, planned: Scheme) -> float | None:
    """Effort of the week: rising over a block, two points easier in a deload, easier still right after a break."""
    rpe = rpe_at(planned, 0.0 if shape.phase == "return" else shape.progress)
    if rpe is None:
        return None
    if shape.is_deload:
        rpe -= EASIER_RPE
    if shape.number == 1:
        rpe -= rir_change_after_break(athlete.days_off)
    return max(LOWEST_RPE, rpe)


def _between(ends: tuple[int, int] | None, progress: float, step: int) -> int | None:
    if ends is None:
        return None
    return ends[0] + int((ends[1] - ends[0]) * progress // step) * step


def _basis(
    situation: Situation, choice: Choice, shape: WeekShape, load_kg: float | None, trusted: loads.Anchor | None
) -> str:
    movement = choice.movement
    if load_kg is not None and trusted is not None:
        return trusted.basis if shape.number == 1 else "progressed"
    if movement.mode in ("time",):
        return "bodyweight"
    setup = movement.setup(situation.intent.equipment)
    return "find" if movement.mode in ("load", "assist", "reps", "dist") and setup else "bodyweight"


def _load_kg(
    athlete: Athlete,
    course: Course,
    shape: WeekShape,
    choice: Choice,
    planned: Scheme,
    trusted: loads.Anchor,
    rpe: float,
) -> float | None:
    """The week's load: planned gain on what is trusted, near the last load at first, not falling within a block."""
    situation, movement = athlete.situation, choice.movement
    if choice.role == "power":
        return loads.power_kg(situation, movement, trusted)
    wanted = loads.planned_kg(situation, movement, planned, trusted, rpe, course.normal_weeks)
    if wanted is None:
        return None
    key = f"{movement.slug}:{choice.role}:{planned.reps}"
    last, step_kg = course.loads_kg.get(key), movement.increment_kg
    if shape.number == 1 or last is None:
        ceiling = loads.first_week_ceiling_kg(trusted.last_load_kg)
        found = loads.rounded_down_kg(min(wanted, ceiling), step_kg)
    elif shape.is_deload:
        found = loads.rounded_down_kg(min(wanted, loads.DELOAD_LOAD_RATIO * last), step_kg)
        found = found if found is not None and found >= loads.MUCH_LIGHTER * last else last  # a coarse stack
    else:
        most = max(last * THRESHOLDS.intensity.first_load_rise_ratio, last + step_kg)
        found = loads.rounded_down_kg(min(wanted if shape.step == 0 else max(wanted, last), most), step_kg)
    if found is not None and not shape.is_deload:
        course.loads_kg[key] = found
    return found


def _with_ramp(athlete: Athlete, item: Item, choice: Choice, planned: Scheme, ramped: bool, warm: set[str]) -> Item:
    """Warm-up sets where they were planned, or where the load turns out heavy."""
    situation, pattern = athlete.situation, choice.movement.pattern
    if pattern in warm or not choice.movement.is_compound:
        return item
    percent = percent_of_1rm(item, situation.intent, situation.catalogue) or 0
    if not ramped and percent < THRESHOLDS.time.ramp_from_percent:
        return item
    steps = ramp_of(choice.movement, planned, item.target_rpe, item.load_kg)
    if not steps and percent >= THRESHOLDS.time.ramp_from_percent:
        steps = ramp(item.load_kg, 1, HIGHEST_RPE, choice.movement)  # heavier than the effort alone tells
    if steps:
        warm.add(pattern)
    return replace(item, ramp=steps)


def _session(athlete: Athlete, outline: Outline, on: date, lifts: tuple[Item, ...], bouts: Sequence[Bout]) -> Session:
    session = Session(
        id=athlete.new_id(),
        on=on,
        kind=outline.kind if not (outline.slots and not lifts) else _kind_without_lifts(outline, bouts),
        title=outline.title,
        at=athlete.situation.intent.training_times.get(on.weekday()),
        warm_up_min=outline.warm_up_min,
        items=(*lifts, *(_timed(athlete, bout) for bout in bouts)),
    )
    minutes = session_minutes(session, athlete.situation.catalogue)
    kind = "endurance" if session.kind == "long" and minutes <= athlete.minutes else session.kind
    return replace(session, kind=kind, estimated_min=ceil(minutes))


def _kind_without_lifts(outline: Outline, bouts: Sequence[Bout]) -> str:
    return "mobility" if all(bout.role == "mobility" for bout in bouts) else "endurance"


def _timed(athlete: Athlete, bout: Bout) -> Item:
    return Item(
        id=athlete.new_id(),
        exercise=bout.movement.slug,
        role=bout.role,
        sets=bout.sets,
        rest_s=bout.rest_s,
        why=explain.bout_reason(bout),
        reps_min=bout.reps[0] if bout.reps else None,
        reps_max=bout.reps[1] if bout.reps else None,
        duration_s=bout.seconds,
        target_rpe=bout.rpe,
        load_basis="none",
        zone=bout.zone,
    )
