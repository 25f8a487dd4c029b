"""How endurance grows over the weeks: shares of the minutes there are, and runs close to what was run before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from plans.core.generate import activity
from plans.core.generate.outlines import Outline
from plans.core.generate.phases import WeekShape
from plans.core.generate.situation import Situation
from plans.core.movements import Movement
from plans.core.thresholds import THRESHOLDS

START_SHARE = {"beginner": 0.6, "intermediate": 0.7, "advanced": 0.8}  # of the minutes there are, in the first week
KNOWN_START_SHARE = 0.95  # of what was run last week
WEEKLY_RISE = 1.07
EASY_MAX_MIN = {"beginner": 45, "intermediate": 75, "advanced": 120}
LONG_MAX_MIN = {"beginner": 75, "intermediate": 150, "advanced": 210}
RUN_DAYS = 30
RUNS = frozenset({"easy", "long", "tempo", "intervals"})


@dataclass(slots=True)
class Timeline:
    """Endurance so far. `runs`: date and metres of each run; `week_m`, `before_m`: metres of this week and of the last
    normal one; `share` of the full minutes in the last normal week, `start` in the first; normal weeks done."""

    start: float
    runs: list[tuple[date, float]] = field(default_factory=list)
    week_m: float = 0.0
    before_m: float | None = None
    share: float = 0.0
    weeks: int = 0

    def share_in(self, situation: Situation, shape: WeekShape) -> float:
        """Share of the full minutes in a week: +7 % each normal week, cut in easy ones."""
        if not shape.is_normal:
            return (self.share or self.start) * shape.ratio
        grows = "eating_disorder" not in situation.intent.health.conditions
        return min(1.0, self.share * (WEEKLY_RISE if grows else 1.0)) if self.share else self.start

    def share_from(self, least: float, situation: Situation, shape: WeekShape) -> float:
        """The same for easy work, which starts closer to its full minutes: at `least`, and grows as far."""
        share = self.share_in(situation, shape)
        if not shape.is_normal or share >= 1.0:
            return share if not shape.is_normal else 1.0
        return least + (1.0 - least) * max(0.0, share - self.start) / (1.0 - self.start)

    def close(self, situation: Situation, shape: WeekShape) -> None:
        """Call at the end of each week."""
        if shape.is_normal:
            self.share = self.share_in(situation, shape)
            self.before_m = self.week_m or None
            self.weeks += 1
        self.week_m = 0.0


def timeline(situation: Situation, outlines: Sequence[Outline]) -> Timeline:
    """The start: the athlete's longest run and last week's metres, for a usual week of these sessions."""
    history, start_on = situation.intent.history, situation.intent.start_on
    runs = [(start_on, float(history.longest_run_m))] if history.longest_run_m else []
    before_m = float(history.weekly_run_m) if history.weekly_run_m else None
    return Timeline(_start_share(situation, outlines, before_m), runs=runs, before_m=before_m)


def _start_share(situation: Situation, outlines: Sequence[Outline], before_m: float | None) -> float:
    """Share of the full minutes in the first week: by level, or close to what was run last week where that is more."""
    usual, movement = START_SHARE[situation.intent.experience_level], activity.mode(situation)
    full_min = sum(full_minutes(situation, outline) for outline in outlines)
    if movement is None or not _is_run(movement) or before_m is None or not full_min:
        return usual
    return min(1.0, max(usual, KNOWN_START_SHARE * activity.minutes_for_m(movement, before_m) / full_min))


@dataclass(frozen=True, slots=True)
class Plan:
    """Endurance minutes that a week wants, by session, and the share of the week's running that each may take."""

    minutes: tuple[float, ...]
    shares: tuple[float, ...]
    total_min: float


def week_plan(situation: Situation, outlines: Sequence[Outline], shape: WeekShape, done: Timeline, on: date) -> Plan:
    """What the week that begins on this date wants of endurance."""
    share = done.share_in(situation, shape)
    wanted = [max(1.0, full_minutes(situation, each) * share) if each.activity in RUNS else 0.0 for each in outlines]
    longest_min = _longest_min(situation, done, on)
    within_reach = [min(minutes, longest_min) for minutes in wanted]
    total = sum(within_reach) or 1.0
    return Plan(tuple(wanted), tuple(minutes / total for minutes in within_reach), sum(within_reach))


def full_minutes(situation: Situation, outline: Outline) -> float:
    """The most minutes of endurance that a session comes to hold, the minute of getting into it left out."""
    level = situation.intent.experience_level
    most = LONG_MAX_MIN[level] if outline.activity == "long" else EASY_MAX_MIN[level]
    return min(most, outline.activity_min - 1) if outline.activity in RUNS else 0.0


def _longest_min(situation: Situation, done: Timeline, on: date) -> float:
    """Minutes that the next run may take; endless for other movements, and for a first run."""
    movement, metres = activity.mode(situation), _recent(done, on)
    if movement is None or not _is_run(movement) or not metres:
        return float("inf")
    return activity.minutes_for_m(movement, max(metres) * THRESHOLDS.progression.run_single_ratio)


def most_m(done: Timeline, on: date, share: float, shape: WeekShape) -> float:
    """Metres that a run may have: 110 % of the longest in 30 days, and its share of 110 % of the last normal week."""
    progression = THRESHOLDS.progression
    recent = _recent(done, on)
    limits = [max(recent) * progression.run_single_ratio] if recent else []
    if shape.is_normal and done.before_m is not None:
        limits.append(done.before_m * progression.run_week_warn_ratio * share)
    return min(limits, default=float("inf"))


def _recent(done: Timeline, on: date) -> list[float]:
    return [metres for ran_on, metres in done.runs if timedelta(0) <= on - ran_on <= timedelta(days=RUN_DAYS)]


def _is_run(movement: Movement) -> bool:
    return "impact" in movement.flags
