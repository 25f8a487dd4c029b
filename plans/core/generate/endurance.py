"""The timed part of each session over the weeks: how minutes grow, and how runs stay close to what was run before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from plans.core.generate import activity, reasons
from plans.core.generate.activity import Bout
from plans.core.generate.outlines import Outline
from plans.core.generate.phases import WeekShape
from plans.core.generate.situation import Situation
from plans.core.measure import PACE_S_PER_KM
from plans.core.movements import Movement
from plans.core.thresholds import THRESHOLDS

START_SHARE = {"beginner": 0.6, "intermediate": 0.7, "advanced": 0.8}  # of the minutes there are, in the first week
WEEKLY_RISE = 1.07
EASY_MAX_MIN = {"beginner": 45, "intermediate": 75, "advanced": 120}
LONG_MAX_MIN = {"beginner": 75, "intermediate": 150, "advanced": 210}
WALK_MAX_MIN, STRETCHING_MAX_MIN, FINISHER_MAX_MIN = 60, 35, 40
HARD_OF_WEEK, HARD_OF_SESSION = 0.15, 0.35  # most minutes of hard work: the default split keeps 80 % easy
LEAST_STRETCHING, LEAST_ACTIVITY = 0.75, 0.8  # easy work may start closer to its full minutes
RUN_DAYS = 30
WORTH_WALKING_MIN, MUCH_SHORTER = 5, 0.6  # a run that much shorter than wanted is rounded off with a walk
RUNS = frozenset({"easy", "long", "tempo", "intervals"})


@dataclass(slots=True)
class Timeline:
    """Endurance so far. `runs`: date and metres of each run; `week_m`, `before_m`: metres of this week and of the last
    normal one; `share` of the full minutes in the last normal week."""

    runs: list[tuple[date, float]] = field(default_factory=list)
    week_m: float = 0.0
    before_m: float | None = None
    share: float = 0.0

    def share_in(self, situation: Situation, shape: WeekShape) -> float:
        """Share of the full minutes in a week: +7 % each normal week, cut in easy ones."""
        start = START_SHARE[situation.intent.experience_level]
        if not shape.is_normal:
            return (self.share or start) * shape.ratio
        grows = "eating_disorder" not in situation.intent.health.conditions
        return min(1.0, self.share * (WEEKLY_RISE if grows else 1.0)) if self.share else start

    def close(self, situation: Situation, shape: WeekShape) -> None:
        """Call at the end of each week."""
        if shape.is_normal:
            self.share = self.share_in(situation, shape)
            self.before_m = self.week_m or None
        self.week_m = 0.0


def timeline(situation: Situation) -> Timeline:
    """The start: the athlete's longest run and last week's metres."""
    history, start_on = situation.intent.history, situation.intent.start_on
    runs = [(start_on, float(history.longest_run_m))] if history.longest_run_m else []
    return Timeline(runs=runs, before_m=float(history.weekly_run_m) if history.weekly_run_m else None)


@dataclass(frozen=True, slots=True)
class Plan:
    """Endurance minutes that a week wants, by session, and the share of the week's running that each may take."""

    minutes: tuple[float, ...]
    shares: tuple[float, ...]
    total_min: float


def week_plan(situation: Situation, outlines: Sequence[Outline], shape: WeekShape, done: Timeline, on: date) -> Plan:
    """What the week that begins on this date wants of endurance."""
    share, level = done.share_in(situation, shape), situation.intent.experience_level
    wanted = []
    for outline in outlines:
        most = LONG_MAX_MIN[level] if outline.activity == "long" else EASY_MAX_MIN[level]
        wanted.append(min(most, max(1.0, (outline.activity_min - 1) * share)) if outline.activity in RUNS else 0.0)
    longest_min = _longest_min(situation, done, on)
    within_reach = [min(minutes, longest_min) for minutes in wanted]
    total = sum(within_reach) or 1.0
    return Plan(tuple(wanted), tuple(minutes / total for minutes in within_reach), sum(within_reach))


def _longest_min(situation: Situation, done: Timeline, on: date) -> float:
    """Minutes that the next run may take; endless for other movements, and for a first run."""
    movement, metres = activity.mode(situation), _recent(done, on)
    if movement is None or "impact" not in movement.flags or not metres:
        return float("inf")
    return activity.minutes_for_m(movement, max(metres) * THRESHOLDS.progression.run_single_ratio)


def _recent(done: Timeline, on: date) -> list[float]:
    return [metres for ran_on, metres in done.runs if timedelta(0) <= on - ran_on <= timedelta(days=RUN_DAYS)]


def session_bouts(
    situation: Situation,
    outline: Outline,
    shape: WeekShape,
    done: Timeline,
    plan: Plan,
    on: date,
    index: int,
    lifts: int,
) -> tuple[Bout, ...]:
    """The timed items of one session."""
    if outline.activity in ("stretch", "mobility"):
        grown = max(LEAST_STRETCHING, done.share_in(situation, shape)) if shape.is_normal else LEAST_STRETCHING
        return stretching(situation, outline, index, lifts, grown)
    if outline.activity in ("finisher", "walk"):
        share = done.share_in(situation, shape)
        share = max(share, LEAST_ACTIVITY) if shape.is_normal else share
        minutes = max(1.0, (outline.activity_min - 1) * share)
        return _moving(situation, outline, minutes, index)
    if outline.activity in RUNS:
        return _endurance(situation, outline, shape, done, plan, on, index)
    return ()


def stretching(
    situation: Situation, outline: Outline, turn: int, lifts: int = 0, share: float = 1.0
) -> tuple[Bout, ...]:
    """Stretches for a share of the session's minutes, as many as its lifts leave places for."""
    room = activity.STRETCHES_MAX - lifts
    minutes = share * min(STRETCHING_MAX_MIN, outline.activity_min)
    return activity.stretches(situation, minutes, turn, room, reasons.STRETCH) if room > 0 else ()


def _moving(situation: Situation, outline: Outline, minutes: float, turn: int) -> tuple[Bout, ...]:
    """An easy walk on its own day, or activity behind the lifting; stretching for those who cannot walk."""
    if outline.activity == "walk":
        walk = next((m for m in situation.of_pattern("endurance") if m.slug == activity.WALK), None)
        if walk is None:
            return stretching(situation, outline, turn)
        return (
            activity.steady(walk, min(minutes, WALK_MAX_MIN), activity.WALK_RPE, "conditioning", reasons.EASY_WALK),
        )
    movement = activity.mode(situation, gentle=True)
    if movement is None:
        return ()
    minutes = min(minutes, FINISHER_MAX_MIN)
    return (activity.steady(movement, minutes, activity.EASY_RPE, "conditioning", reasons.ACTIVITY),)


def _endurance(
    situation: Situation, outline: Outline, shape: WeekShape, done: Timeline, plan: Plan, on: date, index: int
) -> tuple[Bout, ...]:
    movement = activity.mode(situation)
    if movement is None:
        return ()
    minutes, most_min = plan.minutes[index], float("inf")
    is_run = "impact" in movement.flags
    if is_run:
        most_min = activity.minutes_for_m(movement, _most_m(done, on, plan.shares[index], shape))
    bouts = _bouts(situation, outline, shape, movement, plan, done, minutes, most_min)
    if is_run and bouts:
        metres = sum(bout.sets * (bout.seconds or 0) for bout in bouts) / PACE_S_PER_KM[movement.slug] * 1000
        done.runs.append((on, metres))
        done.week_m += metres
    left = minutes - sum(map(activity.bout_seconds, bouts)) / 60
    is_short = not bouts or (most_min < MUCH_SHORTER * minutes and left >= WORTH_WALKING_MIN)
    return (*bouts, *(_walk_instead(situation, left) if is_short else ()))


def _bouts(
    situation: Situation,
    outline: Outline,
    shape: WeekShape,
    movement: Movement,
    plan: Plan,
    done: Timeline,
    minutes: float,
    most_min: float,
) -> tuple[Bout, ...]:
    """The endurance work of a session: easy, or easy first and then hard. Empty where no minute may be run."""
    room_min = min(minutes, most_min)
    hard_min = min(HARD_OF_WEEK * plan.total_min, HARD_OF_SESSION * room_min)
    knows_runs = bool(done.runs) or "impact" not in movement.flags
    if not (knows_runs and _is_hard(situation, outline, shape, movement) and hard_min * 60 >= activity.INTERVAL_S):
        return (_easy(situation, outline, movement, room_min),) if room_min >= 1 else ()
    hard = _hard(outline, movement, hard_min)
    hard_run_min = hard.sets * (hard.seconds or 0) / 60
    easy_min = min(room_min - hard_run_min, minutes - activity.bout_seconds(hard) / 60 - 1)
    if easy_min < 1:
        return (hard,)
    return (activity.steady(movement, easy_min, activity.EASY_RPE, "conditioning", reasons.EASY_ENDURANCE), hard)


def _most_m(done: Timeline, on: date, share: float, shape: WeekShape) -> float:
    """Metres that a run may have: 110 % of the longest in 30 days, and its share of 110 % of the last normal week."""
    progression = THRESHOLDS.progression
    recent = _recent(done, on)
    limits = [max(recent) * progression.run_single_ratio] if recent else []
    if shape.is_normal and done.before_m is not None:
        limits.append(done.before_m * progression.run_week_warn_ratio * share)
    return min(limits, default=float("inf"))


def _is_hard(situation: Situation, outline: Outline, shape: WeekShape, movement: Movement) -> bool:
    """Whether the session is meant to be hard; beginners build a base first, and walking stays easy."""
    beginner = situation.intent.experience_level == "beginner"
    meant = outline.activity in ("tempo", "intervals") and movement.slug != activity.WALK
    return meant and not (beginner and shape.phase != "build") and shape.phase != "return"


def _hard(outline: Outline, movement: Movement, minutes: float) -> Bout:
    if outline.activity == "tempo":
        return activity.tempo(movement, minutes, reasons.TEMPO_ENDURANCE)
    return activity.intervals(movement, minutes, reasons.INTERVALS)


def _easy(situation: Situation, outline: Outline, movement: Movement, minutes: float) -> Bout:
    beginner = situation.intent.experience_level == "beginner"
    if beginner and "impact" in movement.flags and not situation.intent.history.longest_run_m:
        return activity.run_walk(movement, minutes, reasons.RUN_WALK)
    code = reasons.LONG_ENDURANCE if outline.activity == "long" else reasons.EASY_ENDURANCE
    return activity.steady(movement, minutes, activity.EASY_RPE, "conditioning", code)


def _walk_instead(situation: Situation, minutes: float) -> tuple[Bout, ...]:
    walk = next((m for m in situation.of_pattern("endurance") if m.slug == activity.WALK), None)
    if walk is None or minutes < 1:
        return ()
    return (activity.steady(walk, minutes, activity.EASY_RPE, "conditioning", reasons.ACTIVITY),)
