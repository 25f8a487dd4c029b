"""The week before exercises: which session falls on which day, what it is for, and how its minutes are shared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from plans.core.generate.days import Layout
from plans.core.generate.situation import Situation
from plans.core.generate.slots import MAX_STRENGTH_DAYS, SPLITS, Slot, slots_of
from plans.core.thresholds import THRESHOLDS
from science.health import LOSE_WEIGHT_WEEKLY_MIN

MIXED_FROM_MIN, FINISHER_FROM_MIN, ROOMY_FROM_MIN = 45, 45, 75
FINISHER_SHARE, FINISHER_MIN, FINISHER_MAX_MIN, WALK_MAX_MIN = 0.4, 15, 40, 75
SHORT_HARD_DAYS = 2  # of a week to lose weight with short sessions: lifting alone, the other days move
ENDURANCE_LIFTING_MAX_MIN = 45
STRETCH_SHARE, SMALL_STRETCH_SHARE = 0.45, 0.35  # less where other days stretch
ALIKE, ALIKE_BELOW_MIN = ("full_a", "full_c"), 60
EASY_SHARE, LONG_SHARE = 0.90, 1.5
FULL_BODY_DAYS = 3
STRETCH_LIFTING_DAYS = 2
SHORT_MIN, LONG_MIN = 20, 40
WARM_UP_MIN, OLD_WARM_UP_MIN = 5, 8
LIFTING_GOALS = frozenset({"strength", "muscle_gain", "sports_specific"})
POLARISED_FROM_H = 6.0


@dataclass(frozen=True, slots=True)
class Outline:
    """One session of the week. `activity` names the timed part, `activity_min` its share of the session's minutes."""

    title: str
    kind: str
    day: int
    minutes: float
    warm_up_min: int
    slots: tuple[Slot, ...] = ()
    activity: str = ""
    activity_min: float = 0.0

    @property
    def lifting_min(self) -> float:
        return self.minutes - self.warm_up_min - self.activity_min if self.slots else 0.0


def outlines(situation: Situation, layout: Layout, minutes: float) -> tuple[Outline, ...]:
    """The sessions of a normal week, in the order of the days; `minutes` is what one session may take."""
    hard = _hard(situation, layout, minutes)
    easy = tuple(_easy_day(situation, day, minutes, turn) for turn, day in enumerate(layout.easy))
    return (*hard, *easy)


def hard_days_wanted(situation: Situation, days: int, minutes: float) -> int:
    """Hard days that a goal wants out of so many, of so many minutes each; the rest stay easy.

    Who can only push, or only pull, trains the whole body each time: days for a part of it would hold next to nothing.
    """
    goal, most = situation.goal, MAX_STRENGTH_DAYS
    if goal == "flexibility":
        most = STRETCH_LIFTING_DAYS
    elif goal == "weight_loss":
        most = SHORT_HARD_DAYS if SHORT_MIN <= minutes < FINISHER_FROM_MIN else FULL_BODY_DAYS
    elif goal in LIFTING_GOALS and not (situation.has_family("push") and situation.has_family("pull")):
        most = FULL_BODY_DAYS
    return min(most, days)


def _hard(situation: Situation, layout: Layout, minutes: float) -> tuple[Outline, ...]:
    if situation.goal == "endurance":
        return _endurance(situation, layout, minutes)
    titles = _titles(len(layout.hard), minutes)
    return tuple(
        _lifting(situation, title, day, minutes, layout) for title, day in zip(titles, layout.hard, strict=True)
    )


def _titles(days: int, minutes: float) -> tuple[str, ...]:
    """The split; two short sessions are alike, so that each muscle is reached twice."""
    if days == len(ALIKE) and minutes < ALIKE_BELOW_MIN:
        return ALIKE
    return SPLITS[days] if days else ()


def _lifting(situation: Situation, title: str, day: int, minutes: float, layout: Layout) -> Outline:
    """A strength session; with activity behind it to lose weight, with stretching behind it for flexibility."""
    activity, activity_min = "", 0.0
    if situation.goal == "weight_loss" and minutes >= FINISHER_FROM_MIN:
        activity, activity_min = "finisher", _finisher_min(layout, minutes)
    if situation.goal == "flexibility":
        other_days = situation.intent.days_per_week is None or situation.intent.days_per_week > STRETCH_LIFTING_DAYS + 1
        share = SMALL_STRETCH_SHARE if other_days else STRETCH_SHARE
        activity, activity_min = "stretch", share * minutes
    return Outline(
        title=title,
        kind="mixed" if activity else "strength",
        day=day,
        minutes=minutes,
        warm_up_min=_warm_up(situation, minutes),
        slots=slots_of(title, with_power=situation.goal == "sports_specific", with_balance=situation.is_old),
        activity=activity,
        activity_min=activity_min,
    )


def _finisher_min(layout: Layout, minutes: float) -> float:
    """Minutes behind the lifting that bring the week to what helps most to lose weight, as far as there is room."""
    walked = len(layout.easy) * min(WALK_MAX_MIN, minutes)
    missing = (LOSE_WEIGHT_WEEKLY_MIN - walked) / len(layout.hard)
    return min(max(FINISHER_MIN, missing), FINISHER_MAX_MIN, FINISHER_SHARE * minutes)


def _warm_up(situation: Situation, minutes: float) -> int:
    if minutes < SHORT_MIN:
        return THRESHOLDS.time.warm_up_min
    return OLD_WARM_UP_MIN if situation.is_old and minutes >= LONG_MIN else WARM_UP_MIN


ENDURANCE_WEEKS: Mapping[int, tuple[str, ...]] = {
    1: ("easy",),
    2: ("mixed", "long"),
    3: ("quality", "strength", "long"),
    4: ("quality", "strength", "mixed", "long"),
    5: ("quality", "strength", "easy", "strength", "long"),
}
OLD_ENDURANCE_WEEKS = {**ENDURANCE_WEEKS, 2: ("mixed", "mixed"), 3: ("mixed", "long", "mixed")}  # strength twice


def _endurance(situation: Situation, layout: Layout, minutes: float) -> tuple[Outline, ...]:
    """Endurance first, two strength days where the week has room, none of them right before the harder session."""
    weeks = OLD_ENDURANCE_WEEKS if situation.is_old else ENDURANCE_WEEKS
    roles = weeks[len(layout.hard)] if layout.hard else ()
    titles = iter(ALIKE)
    found: list[Outline] = []
    for role, day in zip(roles, layout.hard, strict=True):
        if role == "strength" or (role == "mixed" and minutes >= MIXED_FROM_MIN):
            strength = _lifting(situation, next(titles), day, minutes, layout)
            is_mixed = role == "mixed" or minutes >= ROOMY_FROM_MIN
            found.append(_with_easy(strength) if is_mixed else strength)
        else:
            spared = minutes * (1 - EASY_SHARE) * sum(1 for other in roles if other in ("quality", "easy"))
            found.append(_endurance_day(situation, role, day, minutes, spared))
    return tuple(found)


def _with_easy(strength: Outline) -> Outline:
    """Strength first, then easy endurance: half of the time each, more of it endurance where there is plenty."""
    lifting_min = min(strength.minutes / 2 - strength.warm_up_min, ENDURANCE_LIFTING_MAX_MIN)
    return replace(
        strength,
        title=f"{strength.title}_easy",
        kind="mixed",
        activity="easy",
        activity_min=strength.minutes - strength.warm_up_min - lifting_min,
    )


def _endurance_day(situation: Situation, role: str, day: int, minutes: float, spared: float) -> Outline:
    """A session of endurance alone; the long one also takes what the others spare."""
    if role == "long":
        own_limit = situation.intent.session_minutes_max is not None
        longest = minutes if own_limit else min(LONG_SHARE * minutes, minutes + spared)
        return Outline("endurance_long", "long", day, longest, _short(minutes), (), "long", longest - _short(minutes))
    if role == "quality":
        warm_up = _short(minutes)
        kind = "tempo" if situation.intent.time_availability_h < POLARISED_FROM_H else "intervals"
        left = EASY_SHARE * minutes - warm_up
        return Outline(f"endurance_{kind}", "intervals", day, minutes, warm_up, (), kind, left)
    left = EASY_SHARE * minutes - _short(minutes)
    return Outline("endurance_easy", "endurance", day, minutes, _short(minutes), (), "easy", left)


def _short(minutes: float) -> int:
    return THRESHOLDS.time.warm_up_min if minutes < LONG_MIN else WARM_UP_MIN


def _easy_day(situation: Situation, day: int, minutes: float, turn: int) -> Outline:
    """A walk or a mobility session: what the goal needs more, else in turn."""
    walks = situation.goal in ("weight_loss", "endurance") or (situation.goal != "flexibility" and turn % 2 == 0)
    warm_up = THRESHOLDS.time.warm_up_min
    kind = "walk" if walks else "mobility"
    return Outline(kind, kind, day, minutes, warm_up, (), kind, minutes - warm_up)
