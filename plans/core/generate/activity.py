"""Timed work: easy and hard endurance, walks, stretching. What to move with, for how long, how hard.

Zones and the share of hard work follow `science.endurance`, holds `science.health`; caps on minutes are our own choice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plans.core.generate.situation import Situation
from plans.core.measure import PACE_S_PER_KM
from plans.core.movements import Movement
from plans.core.thresholds import THRESHOLDS
from science.health import STRETCH_SESSION_MAX_S

MODES_OF_SPORT = (
    (("run", "marathon", "jog", "跑"), ("outdoor-run", "treadmill-run")),
    (("cycl", "bik", "骑"), ("cycling",)),
    (("swim", "游泳"), ("swimming",)),
    (("row", "划"), ("rowing-ergometer",)),
    (("hik", "walk", "trek", "徒步"), ("brisk-walk", "stair-climb")),
)
ANY_MODE = (
    "outdoor-run", "treadmill-run", "cycling", "rowing-ergometer", "elliptical", "swimming", "stair-climb",
    "brisk-walk",
)  # fmt: skip
GENTLE_MODES = ("cycling", "elliptical", "rowing-ergometer", "brisk-walk", "swimming", "stair-climb")
WALK = "brisk-walk"
EASY_RPE, STEADY_RPE, TEMPO_RPE, INTERVAL_RPE = 4.0, 5.0, 6.0, 8.0
WALK_RPE = 3.0
RUN_S_BY_WEEK = (120, 180, 180, 240, 240, 300, 300, 420, 480)  # how long a beginner runs between walking breaks
SHORTEST_RUN_S, RUN_STEP_S, WALK_BREAK_S = 60, 15, 60
TEMPO_S, TEMPO_REST_S = 480, 120
INTERVAL_REST_S, INTERVALS_MAX = 120, 6
INTERVALS_S = ((10, 120), (18, 180), (1440, 240))  # below so many hard minutes in all, seconds of one
LEAST_HARD_MIN = 4.0
MIN_S = 60
HOLDS = ((1, 30), (2, 30), (2, 45), (3, 45), (3, 60), (4, 60))  # sets, seconds; the next where time allows
GOOD_STRETCH_MIN = 3.5  # two holds of half a minute on each side, and the way into it
MOBILITY_REPS, MOBILITY_SETS, STRETCH_REST_S = (8, 10), 2, 15
STRETCHES_MAX = THRESHOLDS.time.exercises[1]


@dataclass(frozen=True, slots=True)
class Bout:
    """One timed item of a session. `seconds` is one repetition; stretches may be counted in reps instead."""

    movement: Movement
    role: str
    sets: int
    rest_s: int
    seconds: int | None
    rpe: float | None
    zone: int | None
    code: str
    reps: tuple[int, int] | None = None


def mode(situation: Situation, *, gentle: bool = False) -> Movement | None:
    """What to move with: the athlete's sport, else the first that they can do; None where nothing is left."""
    sport = situation.intent.sport.lower()
    named = [slug for words, slugs in MODES_OF_SPORT if any(word in sport for word in words) for slug in slugs]
    order = (*(() if gentle else named), *(GENTLE_MODES if gentle else ANY_MODE))
    usable = {movement.slug: movement for movement in situation.of_pattern("endurance")}
    return next((usable[slug] for slug in order if slug in usable), None)


def steady(movement: Movement, minutes: float, rpe: float, role: str, code: str) -> Bout:
    """One unbroken effort. Walking stays easy by nature."""
    rpe = min(rpe, EASY_RPE) if movement.slug == WALK else rpe
    return Bout(movement, role, 1, 0, whole_minutes_s(minutes), rpe, 1 if rpe <= EASY_RPE else 2, code)


def run_walk(movement: Movement, minutes: float, most_run_min: float, weeks_done: int, code: str) -> Bout:
    """A few minutes of running, one of walking, and again: a beginner's way into running. Runs get longer by the week.

    minutes: for all of it; most_run_min: of them at most so many running.
    """
    room_s = minutes * 60 - THRESHOLDS.time.change_over_s
    longest_s = RUN_S_BY_WEEK[min(weeks_done, len(RUN_S_BY_WEEK) - 1)]
    found = max(_run_walks(room_s, most_run_min * 60, longest_s), key=lambda pair: (pair[0] * pair[1], pair[1]))
    return Bout(movement, "conditioning", found[0], WALK_BREAK_S, found[1], EASY_RPE, 1, code)


def _run_walks(room_s: float, most_run_s: float, longest_s: int) -> Iterator[tuple[int, int]]:
    """Runs and seconds of each that fit. Many lengths, so that the rounding leaves room to grow by a tenth."""
    for each_s in range(longest_s, SHORTEST_RUN_S - 1, -RUN_STEP_S):
        yield int(min(room_s / (each_s + WALK_BREAK_S), most_run_s / each_s, THRESHOLDS.shape.sets[1])), each_s
    yield 1, SHORTEST_RUN_S // 2


def tempo(movement: Movement, minutes: float, code: str) -> Bout:
    """So many minutes between the thresholds, in blocks of about eight."""
    sets = max(1, min(4, round(minutes * 60 / TEMPO_S)))
    return Bout(movement, "conditioning", sets, TEMPO_REST_S, whole_minutes_s(minutes / sets), TEMPO_RPE, 2, code)


def intervals(movement: Movement, minutes: float, code: str) -> Bout:
    """So many minutes hard, two to four at a time with two easy ones between; longer ones where there are many."""
    each_s = next(seconds for below_min, seconds in INTERVALS_S if minutes < below_min)
    sets = max(1, min(INTERVALS_MAX, int(minutes * 60 // each_s)))
    return Bout(movement, "conditioning", sets, INTERVAL_REST_S, each_s, INTERVAL_RPE, 3, code)


def stretches(situation: Situation, minutes: float, turn: int, count: int, code: str) -> tuple[Bout, ...]:
    """So many stretches, or fewer, held as long as the minutes allow; joint circles first. `turn` moves the start on,
    so that the sessions of a week take turns."""
    chosen = _stretch_order(situation, turn * count)[:count]
    chosen = sorted(chosen, key=lambda movement: movement.mode != "reps")
    bouts = _held(chosen, HOLDS[0], code)
    while bouts and _seconds(bouts) > minutes * 60:
        bouts = bouts[:-1]
    for hold in HOLDS[1:]:
        longer = _held(chosen[: len(bouts)], hold, code)
        if _seconds(longer) > minutes * 60:
            break
        bouts = longer
    return bouts


def _held(movements: Sequence[Movement], hold: tuple[int, int], code: str) -> tuple[Bout, ...]:
    return tuple(_stretch(movement, *hold, code) for movement in movements)


def _seconds(bouts: Sequence[Bout]) -> float:
    return sum(map(bout_seconds, bouts))


def _stretch_order(situation: Situation, start: int) -> Sequence[Movement]:
    """What the athlete asked for first, then stretches and joint circles from another start."""
    focus = set(situation.intent.focus)
    pool = list(situation.of_pattern("stretch", "mobility"))
    asked = [movement for movement in pool if focus & set(movement.primary)]
    others = [movement for movement in pool if movement not in asked]
    start = start % len(others) if others else 0
    return (*asked, *others[start:], *others[:start])


def _stretch(movement: Movement, sets: int, hold_s: int, code: str) -> Bout:
    if movement.mode == "reps":
        return Bout(
            movement, "mobility", min(sets, MOBILITY_SETS), STRETCH_REST_S, None, None, None, code, MOBILITY_REPS
        )
    sides = 2 if movement.unilateral else 1
    held = min(sets, int(STRETCH_SESSION_MAX_S // (hold_s * sides)) or 1)
    return Bout(movement, "mobility", held, STRETCH_REST_S, hold_s, None, None, code)


def bout_seconds(bout: Bout) -> float:
    """Seconds that a bout takes, as `measure.item_seconds` counts them."""
    sides, time = 2 if bout.movement.unilateral else 1, THRESHOLDS.time
    one_s = bout.seconds if bout.seconds is not None else (bout.reps or (0, 0))[1] * time.rep_s
    return bout.sets * (one_s * sides + bout.rest_s) + time.change_over_s


def whole_minutes_s(minutes: float) -> int:
    """Seconds of the whole minutes, one at least."""
    return max(1, int(minutes)) * MIN_S


def minutes_for_m(movement: Movement, metres: float) -> float:
    """Minutes that a distance takes at the movement's easy pace."""
    return metres / 1000 * PACE_S_PER_KM[movement.slug] / 60
