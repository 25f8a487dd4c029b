"""The last touch on a week whose time is short: sets move from what has enough to what lacks most."""

from __future__ import annotations

from collections.abc import Iterator

from plans.core.generate.filling import (
    IMBALANCE,
    SECOND_DAY_SETS,
    Step,
    Week,
    add,
    fits,
    opened,
    option_at,
    remove,
)
from plans.core.generate.options import GOOD_SETS, PAIRS, Option
from plans.core.generate.slots import MUST
from plans.core.generate.targets import VOLUME
from plans.core.thresholds import THRESHOLDS

MOST_MOVES = 6
BETTER = 0.25
EXERCISES_MIN = THRESHOLDS.time.exercises[0]
MINIMUM_GROUPS = frozenset(VOLUME.minimum_groups)


def even_out(week: Week) -> None:
    """Move single sets as long as the week lacks less for it; the basics keep a set."""
    for _ in range(MOST_MOVES):
        owed = debt(week)
        if not owed or not _move_best(week, owed):
            return


def lacking(week: Week) -> float:
    """How much the week lacks: sets below the minimum of a muscle, days below two, exercises below three a session."""
    return sum(short for _, short in _short_groups(week)) + _few_exercises(week)


def debt(week: Week) -> float:
    """The same, and what tips the balance of the week."""
    return lacking(week) + week.imbalance / IMBALANCE


def _short_groups(week: Week) -> Iterator[tuple[str, float]]:
    """What each muscle group that can be trained lacks in sets and in days, where it lacks any."""
    enough_days = min(len(week.sets), VOLUME.days_per_group_min)
    for group in sorted(week.trainable & MINIMUM_GROUPS):
        days = sum(1 for session in week.by_session if session[group] >= SECOND_DAY_SETS)
        short = max(0.0, week.situation.weekly_min - week.groups[group]) + max(0, enough_days - days)
        if short:
            yield group, short


def _few_exercises(week: Week) -> int:
    counts = (sum(1 for count in session if count) for session in week.sets)
    return sum(
        max(0, min(EXERCISES_MIN, len(session)) - count) for session, count in zip(week.sets, counts, strict=True)
    )


def _move_best(week: Week, owed: float) -> bool:
    """Make the move that leaves the least debt; whether there was one."""
    short = {group for group, _ in _short_groups(week)}
    light = _light_sides(week)
    wanted = [step for step in _all_steps(week) if _helps(option_at(week, step), short, light)]
    best, found = owed - BETTER, None
    for giver in [step for step in opened(week) if _may_give(week, step)]:
        remove(week, giver)
        for taker in wanted:
            if taker != giver and fits(week, taker, 1):
                add(week, taker, 1)
                after = debt(week)
                if after < best:
                    best, found = after, (giver, taker)
                remove(week, taker)
        add(week, giver, 1)
    if found is not None:
        remove(week, found[0])
        add(week, found[1], 1)
    return found is not None


def _all_steps(week: Week) -> Iterator[Step]:
    return ((session, place) for session, options in enumerate(week.options) for place in range(len(options)))


def _may_give(week: Week, step: Step) -> bool:
    """Main lifts keep their two sets; from 65 years on, what trains balance keeps one."""
    choice, sets = option_at(week, step).choice, week.sets[step[0]][step[1]]
    if week.situation.is_old and "balance" in choice.movement.flags:
        return sets > 1
    return sets > GOOD_SETS or choice.tier != MUST


def _light_sides(week: Week) -> frozenset[int]:
    """Places in `sides` of the lighter ones of each pair."""
    pairs = ((2 * pair, 2 * pair + 1) for pair in range(len(PAIRS)))
    return frozenset(one if week.sides[one] < week.sides[other] else other for one, other in pairs)


def _helps(option: Option, short: set[str], light: frozenset[int]) -> bool:
    return not short.isdisjoint(option.groups) or any(option.sides[side] for side in light)
