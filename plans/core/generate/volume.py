"""How many sets of what: sets are added one at a time where they are worth most for their minutes, until the week's
targets per muscle are met or time runs out. So every week fits its time, and its balance grows with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plans.core.generate.filling import (
    SECOND_DAY_SETS,
    Step,
    Week,
    add,
    fits,
    has_balance,
    imbalance,
    option_at,
)
from plans.core.generate.options import GOOD_SETS
from plans.core.generate.slots import EXTRA, MUST, WANTED
from plans.core.generate.targets import SMALL_GROUPS, VOLUME
from plans.core.thresholds import THRESHOLDS

EXERCISES_MIN = THRESHOLDS.time.exercises[0]
BELOW_MIN, BELOW_TARGET, ABOVE_TARGET = 4.0, 1.0, 0.04  # worth of one fractional set
SECOND_DAY, VARIETY, FRESH_POWER, FEW, BALANCE = 2.5, 1.5, 4.0, 8.0, 25.0
TRUNK = 1.8  # the first trunk exercise of a session, where time is left
SUPPORT, SUPPORTED_EXERCISES = 3.0, 5  # a second compound for push, pull or legs rounds off a session
ENOUGH_SETS, LATE_SET_WORTH = 3, 0.6  # from the fourth set of an exercise on, another exercise is worth more
WORTH_IT = 0.25  # points per minute below which a set is not worth its time
LEGS = frozenset({"squat", "lunge", "hinge"})


def open_musts(week: Week) -> None:
    """Open the main lifts: what a week owes first, then the others, then two sets of each; what time allows."""
    musts = [
        (session, place)
        for place in range(max(map(len, week.options), default=0))
        for session, options in enumerate(week.options)
        if place < len(options) and options[place].choice.tier == MUST
    ]
    for owed in (LEGS, {"push"}, {"pull"}):
        _open_owed(week, [step for step in musts if option_at(week, step).choice.movement.family in owed])
    for goal in range(1, GOOD_SETS + 1):
        for step in musts:
            if week.sets[step[0]][step[1]] < goal:
                _add_if_fits(week, step)


def _open_owed(week: Week, steps: Sequence[Step]) -> None:
    """One set in the session that has the most time left, squats and lunges before hinges."""
    order = sorted(
        steps,
        key=lambda step: (
            option_at(week, step).choice.movement.family == "hinge",
            week.used_s[step[0]] - week.budget.seconds[step[0]],
            step,
        ),
    )
    found = next((step for step in order if fits(week, step, 1)), None)
    if found is not None:
        add(week, found, 1)


def _add_if_fits(week: Week, step: Step) -> None:
    if fits(week, step, 1):
        add(week, step, 1)


def fill(week: Week, stop_below: float = WORTH_IT, most_sets: int | None = None) -> list[Step]:
    """Add what is worth most, one step at a time; the steps taken, in order."""
    taken: list[Step] = []
    while most_sets is None or len(taken) < most_sets:
        best = max(_worths(week, only_sets=most_sets is not None), default=None)
        if best is None or best[0] < stop_below:
            return taken
        _, _, _, step, sets = best
        add(week, step, sets)
        taken.append(step)
    return taken


def _worths(week: Week, only_sets: bool) -> Iterator[tuple[float, int, int, Step, int]]:
    for session, options in enumerate(week.options):
        for place, option in enumerate(options):
            step, has = (session, place), week.sets[session][place]
            if not has and only_sets:
                continue
            sets = 1 if has else min(option.opens_with, option.sets_max)
            if fits(week, step, sets):
                minutes = (option.set_s * sets + (0 if has else option.fixed_s)) / 60
                yield _worth(week, step, sets) / minutes, -session, -place, step, sets


def _worth(week: Week, step: Step, sets: int) -> float:
    """Points for adding sets: what muscles still lack, a second day for each, balance, and exercises to choose from."""
    session, place = step
    option = week.options[session][place]
    worth = option.worth * (LATE_SET_WORTH if week.sets[session][place] >= ENOUGH_SETS else 1.0)
    points = 0.0
    for group, credit in option.groups.items():
        points += _gain(week, group, credit * sets, worth) + _second_day(week, session, group, credit * sets)
    points -= imbalance(week, option, sets) - week.imbalance
    if not week.sets[session][place]:
        open_here = sum(1 for sets_here in week.sets[session] if sets_here)
        points += FEW * (open_here < EXERCISES_MIN) + VARIETY * (open_here <= EXERCISES_MIN)
        points += FRESH_POWER * (option.choice.role == "power") + 0.5 * (option.choice.tier < EXTRA)
        points += SUPPORT * (option.choice.role == "assistance" and open_here < SUPPORTED_EXERCISES)
        points += TRUNK * (option.choice.role == "core" and not _has_trunk(week, session))
        points += BALANCE * (
            option.choice.tier == WANTED and option.choice.role == "accessory" and not has_balance(week)
        )
    return points


def _has_trunk(week: Week, session: int) -> bool:
    pairs = zip(week.sets[session], week.options[session], strict=True)
    return any(count and option.choice.role == "core" for count, option in pairs)


def _second_day(week: Week, session: int, group: str, more: float) -> float:
    """Points where these sets make the session count as one of two days for a muscle."""
    here = week.by_session[session][group]
    if group in SMALL_GROUPS or here >= SECOND_DAY_SETS or here + more < SECOND_DAY_SETS:
        return 0.0
    days = sum(1 for each in week.by_session if each[group] >= SECOND_DAY_SETS)
    return SECOND_DAY if days < VOLUME.days_per_group_min else 0.0


def _gain(week: Week, group: str, more: float, worth: float) -> float:
    """Points for more sets of a muscle: most below its minimum, whatever brings them; then by the exercise's worth."""
    lowest, target = week.lowest[group], week.targets[group]
    before, after = week.groups[group], week.groups[group] + more
    below = min(after, lowest) - min(before, lowest)
    towards = min(max(after, lowest), target) - min(max(before, lowest), target)
    beyond = max(after, target) - max(before, target)
    return BELOW_MIN * below + worth * (BELOW_TARGET * towards + ABOVE_TARGET * beyond)
