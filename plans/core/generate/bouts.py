"""The timed part of each session: endurance, a walk, activity behind the lifting, stretching."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from plans.core.generate import activity, reasons
from plans.core.generate.activity import Bout
from plans.core.generate.endurance import RUNS, Plan, Timeline, most_m
from plans.core.generate.outlines import WALK_MAX_MIN, Outline
from plans.core.generate.phases import WeekShape
from plans.core.generate.situation import Situation
from plans.core.measure import PACE_S_PER_KM
from plans.core.movements import Movement
from science.endurance import PYRAMIDAL_BELOW_H

STRETCHING_MAX_MIN = 35
HARD_OF_WEEK, HARD_OF_SESSION = 0.15, 0.35  # most minutes of hard work: the default split keeps 80 % easy
FINISH_OF_WEEK = 0.06  # hard minutes at the end of a long session, the week's second
LEAST_STRETCHING, LEAST_ACTIVITY = 0.75, 0.8  # easy work may start closer to its full minutes
WORTH_WALKING_MIN, MUCH_SHORTER = 5, 0.6  # a run that much shorter than wanted is rounded off with a walk
LONG_ENOUGH_MIN = 60  # from here on a long session may end hard


@dataclass(frozen=True, slots=True)
class Day:
    """One session of one week, before it has items: `index` is its place in the week, `lifts` its strength items."""

    outline: Outline
    shape: WeekShape
    plan: Plan
    on: date
    index: int
    lifts: int


def session_bouts(situation: Situation, day: Day, done: Timeline) -> tuple[Bout, ...]:
    """The timed items of one session."""
    outline = day.outline
    if outline.activity in ("stretch", "mobility"):
        share = done.share_from(LEAST_STRETCHING, situation, day.shape) if day.shape.is_normal else LEAST_STRETCHING
        return stretching(situation, outline, day.index, day.lifts, share)
    if outline.activity in ("finisher", "walk"):
        share = done.share_from(LEAST_ACTIVITY, situation, day.shape)
        return _moving(situation, outline, max(1.0, (outline.activity_min - 1) * share), day.index)
    return _endurance(situation, day, done) if outline.activity in RUNS else ()


def stretching(
    situation: Situation, outline: Outline, turn: int, lifts: int = 0, share: float = 1.0
) -> tuple[Bout, ...]:
    """Stretches for a share of the session's minutes, as many as its lifts leave places for; holds grow, not their
    number."""
    full_min = min(STRETCHING_MAX_MIN, outline.activity_min)
    count = max(1, int(LEAST_STRETCHING * full_min // activity.GOOD_STRETCH_MIN))
    count = min(count, activity.STRETCHES_MAX - lifts)
    return activity.stretches(situation, share * full_min, turn, count, reasons.STRETCH) if count > 0 else ()


def _moving(situation: Situation, outline: Outline, minutes: float, turn: int) -> tuple[Bout, ...]:
    """A walk on its own day, brisk where it is to help lose weight, or activity behind the lifting; stretching for
    those who cannot walk."""
    if outline.activity == "walk":
        walk = _walk(situation)
        if walk is None:
            return stretching(situation, outline, turn)
        rpe = activity.EASY_RPE if situation.goal == "weight_loss" else activity.WALK_RPE
        code = reasons.ACTIVITY if situation.goal == "weight_loss" else reasons.EASY_WALK
        return (activity.steady(walk, min(minutes, WALK_MAX_MIN), rpe, "conditioning", code),)
    movement = activity.mode(situation, gentle=True)
    if movement is None:
        return ()
    return (activity.steady(movement, minutes, activity.EASY_RPE, "conditioning", reasons.ACTIVITY),)


def _endurance(situation: Situation, day: Day, done: Timeline) -> tuple[Bout, ...]:
    movement = activity.mode(situation)
    if movement is None:
        return ()
    minutes, most_min = day.plan.minutes[day.index], float("inf")
    is_run = "impact" in movement.flags
    if is_run:
        most_min = activity.minutes_for_m(movement, most_m(done, day.on, day.plan.shares[day.index], day.shape))
    bouts = _bouts(situation, day, movement, done, most_min)
    if is_run and bouts:
        metres = sum(bout.sets * (bout.seconds or 0) for bout in bouts) / PACE_S_PER_KM[movement.slug] * 1000
        done.runs.append((day.on, metres))
        done.week_m += metres
    left = minutes - sum(map(activity.bout_seconds, bouts)) / 60
    is_short = not bouts or bouts[-1].code == reasons.RUN_WALK or most_min < MUCH_SHORTER * minutes
    return (*bouts, *(_walk_instead(situation, left) if is_short else ()))


def _bouts(situation: Situation, day: Day, movement: Movement, done: Timeline, most_min: float) -> tuple[Bout, ...]:
    """The endurance work of a session: easy, or easy first and then hard. Empty where no minute may be run."""
    minutes = day.plan.minutes[day.index]
    room_min = min(minutes, most_min)
    hard = _hard_part(situation, day, movement, done, room_min)
    if hard is None:
        return _easy(situation, day, movement, done, most_min) if room_min >= 1 else ()
    hard_run_min = hard.sets * (hard.seconds or 0) / 60
    easy_min = min(room_min - hard_run_min, minutes - activity.bout_seconds(hard) / 60 - 1)
    if easy_min < 1:
        return (hard,)
    code = reasons.LONG_ENDURANCE if day.outline.activity == "long" else reasons.EASY_ENDURANCE
    return (activity.steady(movement, easy_min, activity.EASY_RPE, "conditioning", code), hard)


def _hard_part(situation: Situation, day: Day, movement: Movement, done: Timeline, room_min: float) -> Bout | None:
    """The hard minutes of a session, if it is meant to have any; nobody runs hard before they have run easy."""
    knows_runs = bool(done.runs) or "impact" not in movement.flags
    if not knows_runs or movement.slug == activity.WALK or day.shape.phase == "return":
        return None
    week_min = day.plan.total_min
    if day.outline.activity == "long":
        minutes = FINISH_OF_WEEK * week_min
        ends_hard = _ends_hard(situation, day, room_min) and minutes >= activity.LEAST_HARD_MIN
        return activity.tempo(movement, minutes, reasons.TEMPO_ENDURANCE) if ends_hard else None
    minutes = min(HARD_OF_WEEK * week_min, HARD_OF_SESSION * room_min)
    if day.outline.activity not in ("tempo", "intervals") or minutes < activity.LEAST_HARD_MIN:
        return None
    if situation.intent.experience_level == "beginner" and day.shape.phase != "build":
        return None  # a base first
    if day.outline.activity == "tempo" and not _varies(situation, day.shape):
        return activity.tempo(movement, minutes, reasons.TEMPO_ENDURANCE)
    return activity.intervals(movement, minutes, reasons.INTERVALS)


def _ends_hard(situation: Situation, day: Day, room_min: float) -> bool:
    """Whether the long session is the second harder one: in weeks that build, given the hours and the years."""
    level, hours = situation.intent.experience_level, situation.intent.time_availability_h
    has_grown = level == "advanced" or (level == "intermediate" and hours >= PYRAMIDAL_BELOW_H)
    return has_grown and day.shape.phase == "build" and room_min >= LONG_ENOUGH_MIN


def _varies(situation: Situation, shape: WeekShape) -> bool:
    """Whether a tempo session turns into intervals this week: every second week that builds, not for beginners."""
    return shape.phase == "build" and shape.step % 2 == 1 and situation.intent.experience_level != "beginner"


def _easy(situation: Situation, day: Day, movement: Movement, done: Timeline, most_min: float) -> tuple[Bout, ...]:
    minutes = day.plan.minutes[day.index]
    beginner = situation.intent.experience_level == "beginner"
    if beginner and "impact" in movement.flags and not situation.intent.history.longest_run_m:
        return (activity.run_walk(movement, minutes, most_min, done.weeks, reasons.RUN_WALK),)
    code = reasons.LONG_ENDURANCE if day.outline.activity == "long" else reasons.EASY_ENDURANCE
    return (activity.steady(movement, min(minutes, most_min), activity.EASY_RPE, "conditioning", code),)


def _walk_instead(situation: Situation, minutes: float) -> tuple[Bout, ...]:
    walk = _walk(situation)
    if walk is None or minutes < WORTH_WALKING_MIN:
        return ()
    return (activity.steady(walk, minutes - 1, activity.EASY_RPE, "conditioning", reasons.ACTIVITY),)


def _walk(situation: Situation) -> Movement | None:
    return next((m for m in situation.of_pattern("endurance") if m.slug == activity.WALK), None)


def titled(outline: Outline, bouts: Sequence[Bout]) -> Outline:
    """The outline under the name of what came out: a session without a hard minute is an easy one, and so on."""
    zones = {bout.zone for bout in bouts if bout.zone}
    if outline.activity in ("tempo", "intervals") and zones:
        found = {1: "endurance_easy", 2: "endurance_tempo", 3: "endurance_intervals"}[max(zones)]
        return replace(outline, title=found, kind="endurance" if max(zones) == 1 else "intervals")
    if outline.kind == "walk" and all(bout.role == "mobility" for bout in bouts):
        return replace(outline, title="mobility", kind="mobility")
    return outline
