"""The course of a plan over its weeks: the way back after a break, building up, planned easy weeks, the taper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plans.core.intent import Intent
from science.recovery import RAMP_AFTER_DAYS, RAMP_RATIOS

DEFAULT_WEEKS, MAX_WEEKS = 4, 16
DELOAD_FROM_WEEKS = 6
DELOAD_EVERY = {"beginner": 8, "intermediate": 6, "advanced": 5}  # weeks; practice 5.6 ± 2.3 (Rogerson 2024)
DELOAD_RATIO = 0.55
DELOAD_MIN_GAP = 4
TAPER_RATIOS = (0.58, 0.45)  # of the usual sets, the week before and the week of the event (Bosquet 2007: cut 41-60 %)
RECOVERY_RATIO = 0.55  # the week after an event
LONG_TAPER_FROM_WEEKS = 5
INTENSE_SHARE = 0.6  # from here on a block intensifies


@dataclass(frozen=True, slots=True)
class WeekShape:
    """What one week is for. `step` counts the normal weeks of its block from 0; `progress` runs from 0 to 1 over the
    normal weeks of the block; `block` counts blocks from 0. `ratio` is the share of the usual sets."""

    number: int
    phase: str
    is_deload: bool
    ratio: float
    step: int
    progress: float
    block: int
    week_after_break: int = 0  # 1-4 on the way back, else 0

    @property
    def is_normal(self) -> bool:
        return self.ratio == 1.0


def weeks_of(intent: Intent) -> int:
    """How many weeks: as asked, else up to the event, else four."""
    if intent.weeks is not None:
        return intent.weeks
    event_week = week_of(intent.event_on, intent.start_on)
    return min(MAX_WEEKS, event_week) if event_week else DEFAULT_WEEKS


def week_of(on: date | None, start_on: date) -> int:
    """The week of the plan that holds a date, from 1; 0 for no date or one before the plan."""
    if on is None or on < start_on:
        return 0
    return (on - start_on).days // 7 + 1


def days_off(intent: Intent) -> int:
    """Days without training before the plan starts; 0 when nothing is known."""
    last = intent.history.last_trained_on
    return max(0, (intent.start_on - last).days) if last else 0


def shapes(intent: Intent) -> tuple[WeekShape, ...]:
    """Every week of the plan, in order."""
    count = weeks_of(intent)
    kinds = _kinds(intent, count)
    blocks = _blocks(kinds)
    found = []
    for number, (kind, ratio) in enumerate(kinds, start=1):
        block, step, length = blocks[number - 1]
        progress = step / (length - 1) if length > 1 else 0.0
        found.append(
            WeekShape(
                number=number,
                phase=_phase(kind, progress, intent.primary_goal),
                is_deload=kind == "deload",
                ratio=ratio,
                step=step,
                progress=progress,
                block=block,
                week_after_break=number if kind == "return" else 0,
            )
        )
    return tuple(found)


def _kinds(intent: Intent, count: int) -> list[tuple[str, float]]:
    """Kind and share of the usual sets of each week."""
    kinds = [("normal", 1.0)] * count
    back = _return_weeks(intent, count)
    kinds[: len(back)] = back
    event_week = week_of(intent.event_on, intent.start_on)
    tapering = 0
    if 0 < event_week <= count:
        tapering = 2 if event_week >= LONG_TAPER_FROM_WEEKS else 1
        for place, ratio in enumerate(TAPER_RATIOS[-tapering:]):
            kinds[event_week - tapering + place] = ("taper", ratio)
        if event_week < count:
            kinds[event_week] = ("deload", RECOVERY_RATIO)
    for week in _deload_weeks(intent.experience_level, count, len(back), event_week, tapering):
        kinds[week - 1] = ("deload", DELOAD_RATIO)
    return kinds


def _return_weeks(intent: Intent, count: int) -> list[tuple[str, float]]:
    if days_off(intent) < RAMP_AFTER_DAYS:
        return []
    return [("return", ratio) for ratio in RAMP_RATIOS[:count]]


def _deload_weeks(level: str, count: int, back: int, event_week: int, tapering: int) -> list[int]:
    """Every 5, 6 or 8 weeks, sooner after a way back; evenly spaced before a taper, and begun again after the event."""
    every = DELOAD_EVERY[level]
    if count < DELOAD_FROM_WEEKS:
        return []
    first = back + DELOAD_MIN_GAP if back else every
    if not 0 < event_week <= count:
        return list(range(first, count + 1, every))
    taper_starts = event_week - tapering + 1
    before = _evenly(back, taper_starts, every)
    return before + list(range(event_week + 1 + every, count + 1, every))


def _evenly(after: int, until: int, every: int) -> list[int]:
    """Weeks that cut the span up to a taper into stretches as close to `every` as whole weeks allow."""
    span = until - after
    parts = max(1, round(span / every))
    if span / parts < DELOAD_MIN_GAP:
        parts = max(1, parts - 1)
    return [after + round(span * part / parts) for part in range(1, parts)]


def _blocks(kinds: list[tuple[str, float]]) -> list[tuple[int, int, int]]:
    """Block, place among its normal weeks, and their number, for each week. Any other kind of week ends a block."""
    runs: list[list[int]] = [[]]
    for index, (kind, _) in enumerate(kinds):
        if kind == "normal":
            runs[-1].append(index)
        elif runs[-1]:
            runs.append([])
    placed = [(0, 0, 1)] * len(kinds)
    for block, run in enumerate(run for run in runs if run):
        for step, index in enumerate(run):
            placed[index] = (block, step, len(run))
    for index, (kind, _) in enumerate(kinds):
        if kind != "normal" and index and kind != "return":
            placed[index] = placed[index - 1]  # an easy week keeps the place of the week before it
    return placed


def _phase(kind: str, progress: float, goal: str) -> str:
    if kind != "normal":
        return kind
    if goal == "endurance":
        return "build" if progress >= INTENSE_SHARE else "base"
    return "intensification" if progress >= INTENSE_SHARE else "accumulation"
