"""The week before exercises: which session falls on which day, what it is for, and how its minutes are shared."""

from __future__ import annotations

from dataclasses import dataclass

from plans.core.generate.days import Layout
from plans.core.generate.situation import Situation
from plans.core.generate.slots import MAX_STRENGTH_DAYS, ONE_SIDED_SPLITS, SPLITS, Slot, slots_of
from plans.core.thresholds import THRESHOLDS

MIXED_FROM_MIN, FINISHER_FROM_MIN = 45, 30
FINISHER_SHARE, FINISHER_MAX_MIN = 0.4, 40
STRETCH_SHARE, SMALL_STRETCH_SHARE = 0.45, 0.2  # less where other days stretch
ALIKE, ALIKE_BELOW_MIN = ("full_a", "full_c"), 60
EASY_SHARE, LONG_SHARE = 0.90, 1.25
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


def hard_days_wanted(goal: str, days: int) -> int:
    """Hard days that a goal wants out of so many; the rest stay easy."""
    if goal == "flexibility":
        return min(STRETCH_LIFTING_DAYS, days)
    if goal == "weight_loss":
        return min(FULL_BODY_DAYS, days)
    return min(MAX_STRENGTH_DAYS, days)


def _hard(situation: Situation, layout: Layout, minutes: float) -> tuple[Outline, ...]:
    if situation.goal == "endurance":
        return _endurance(situation, layout, minutes)
    titles = _titles(situation, len(layout.hard), minutes)
    return tuple(_lifting(situation, title, day, minutes) for title, day in zip(titles, layout.hard, strict=True))


def _titles(situation: Situation, days: int, minutes: float) -> tuple[str, ...]:
    """The split; two short sessions are alike, so that each muscle is reached twice."""
    if days == len(ALIKE) and minutes < ALIKE_BELOW_MIN:
        return ALIKE
    if days in ONE_SIDED_SPLITS and not (situation.has_family("push") and situation.has_family("pull")):
        return ONE_SIDED_SPLITS[days]
    return SPLITS[days] if days else ()


def _lifting(situation: Situation, title: str, day: int, minutes: float) -> Outline:
    """A strength session; with activity behind it to lose weight, with stretching behind it for flexibility."""
    activity, activity_min = "", 0.0
    if situation.goal == "weight_loss" and minutes >= FINISHER_FROM_MIN:
        activity, activity_min = "finisher", min(FINISHER_MAX_MIN, FINISHER_SHARE * minutes)
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


def _warm_up(situation: Situation, minutes: float) -> int:
    if minutes < SHORT_MIN:
        return THRESHOLDS.time.warm_up_min
    return OLD_WARM_UP_MIN if situation.is_old and minutes >= LONG_MIN else WARM_UP_MIN


ENDURANCE_WEEKS = {
    1: ("easy",),
    2: ("mixed", "long"),
    3: ("quality", "strength", "long"),
    4: ("quality", "strength", "mixed", "long"),
    5: ("quality", "strength", "easy", "strength", "long"),
}


def _endurance(situation: Situation, layout: Layout, minutes: float) -> tuple[Outline, ...]:
    """Endurance first, two strength days where the week has room, none of them right before the harder session."""
    roles = ENDURANCE_WEEKS[len(layout.hard)] if layout.hard else ()
    titles = iter(ALIKE)
    found = []
    for role, day in zip(roles, layout.hard, strict=True):
        lifts = role == "strength" or (role == "mixed" and minutes >= MIXED_FROM_MIN)
        if lifts:
            strength = _lifting(situation, next(titles), day, minutes)
            found.append(strength if role == "strength" else _with_easy(strength))
        else:
            spared = minutes * (1 - EASY_SHARE) * sum(1 for other in roles if other in ("quality", "easy"))
            found.append(_endurance_day(situation, role, day, minutes, spared))
    return tuple(found)


def _with_easy(strength: Outline) -> Outline:
    return Outline(
        title=f"{strength.title}_easy",
        kind="mixed",
        day=strength.day,
        minutes=strength.minutes,
        warm_up_min=strength.warm_up_min,
        slots=strength.slots,
        activity="easy",
        activity_min=strength.minutes / 2,
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
