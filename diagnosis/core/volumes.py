"""Volume per muscle against its range and the athlete's own weeks, and the balance of opposing patterns.

Fractional sets (Pelland 2025), counted by plans.core.measure as everywhere else. Ranges and bands are conventions: they
say nothing about injury, and people differ widely.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean
from typing import Any

from diagnosis.core import patches, thresholds
from diagnosis.core.facts import Case, Row
from diagnosis.core.findings import WATCH, Finding, Look, newest
from diagnosis.core.weeks import Block, blocks
from plans.core import measure
from plans.core.edits import Edit
from plans.core.movements import Movement
from plans.core.thresholds import THRESHOLDS, goal_family
from science.volume import balance_ratio, is_balanced

WEEKS_SHOWN = 8
SIDES = {
    "push_pull": ("push", measure.PUSH, "pull", measure.PULL),
    "quad_hinge": ("quad", measure.QUAD, "hinge", measure.HINGE),
}


def usual_blocks(case: Case) -> tuple[Block, ...]:
    """The last four weeks that count: trained, no easier week, no illness; () unless all four do."""
    found = [each for each in blocks(case, thresholds.WEEKS_OF_VOLUME + 2) if not each.is_easier and each.days]
    found = found[-thresholds.WEEKS_OF_VOLUME :]
    return tuple(found) if len(found) == thresholds.WEEKS_OF_VOLUME else ()


def sets_by_week(case: Case, count: int = WEEKS_SHOWN) -> tuple[tuple[Block, dict[str, float]], ...]:
    """Fractional sets per major group in each of the last weeks."""
    return tuple((each, measure.major_sets(each.items, case.catalogue)) for each in blocks(case, count))


# --- Volume -----------------------------------------------------------------------------------------------------------
def look(case: Case) -> Look:
    """Sets per muscle and week."""
    usual = usual_blocks(case)
    if not usual:
        return Look("volume", missing=("four_usual_weeks",))
    means = mean_sets(case, usual)
    held = sum(_is_held(case, group, sets) for group, sets in means.items())
    numbers = {"groups": len(means), "in_range": held, "sets": {name: round(sets, 1) for name, sets in means.items()}}
    return Look("volume", numbers, tuple(_about(case, usual, means)))


def mean_sets(case: Case, usual: Sequence[Block]) -> dict[str, float]:
    """Mean weekly sets per major group."""
    by_week = [measure.major_sets(each.items, case.catalogue) for each in usual]
    return {group: fmean(week[group] for week in by_week) for group in by_week[0]}


def range_of(case: Case, group: str) -> tuple[float, float]:
    """Fewest and most weekly sets of a group for this goal and level, as the plan rules have them; the fewest never
    above what keeps a muscle."""
    limits, family = THRESHOLDS.volume, goal_family(case.goal)
    least = limits.weekly_min.of(family, case.level) if group in limits.minimum_groups else 0.0
    return min(least, thresholds.LOW_SETS), limits.weekly_max.of(family, case.level)


def _is_held(case: Case, group: str, sets: float) -> bool:
    low, high = range_of(case, group)
    return low <= sets <= high


def _about(case: Case, usual: Sequence[Block], means: Mapping[str, float]) -> Iterator[Finding]:
    """Below or above the range in each of the four weeks: one odd week says nothing."""
    by_week = [measure.major_sets(each.items, case.catalogue) for each in usual]
    for group, sets in means.items():
        low, high = range_of(case, group)
        if all(week[group] < low for week in by_week):
            yield _muscle(case, "muscle_low", usual, group, sets, patches.one_set_more(case, _trains(group)))
        elif all(week[group] > high for week in by_week):
            yield _muscle(case, "muscle_high", usual, group, sets, patches.one_set_less(case, _trains(group)))


def _trains(group: str) -> patches.Wanted:
    return lambda movement: movement.group_credit().get(group, 0.0) >= 1.0


def _muscle(case: Case, code: str, usual: Sequence[Block], group: str, sets: float, edits: tuple[Edit, ...]) -> Finding:
    low, high = range_of(case, group)
    numbers: dict[str, Any] = {"sets": round(sets, 1), "low": low, "high": high, "weeks": len(usual)}
    rows = [each.row for block in usual for each in block.work if _credit(case, each.done.exercise, group)]
    return Finding(code, WATCH, 0.8, numbers, newest(rows), numbers | {"group": group}, edits)


def _credit(case: Case, exercise: str, group: str) -> float:
    movement = case.catalogue.get(exercise)
    return movement.group_credit().get(group, 0.0) if movement is not None else 0.0


# --- Balance ----------------------------------------------------------------------------------------------------------
def look_at_balance(case: Case) -> Look:
    """Pushing against pulling, squatting against hinging: out of the band in each of four weeks. Of a pair with too few
    sets nothing is said, good or bad."""
    usual = usual_blocks(case)
    if not usual:
        return Look("balance", missing=("four_usual_weeks",))
    numbers: dict[str, Any] = {}
    found: list[Finding] = []
    for code, (name, credits, other, opposing) in SIDES.items():
        pairs = [_pair(case, block, credits, opposing) for block in usual]
        sets, opposing_sets = (fmean(side) for side in zip(*pairs, strict=True))
        if sets + opposing_sets < thresholds.BALANCE_LEAST_SETS:
            continue
        ratio = balance_ratio(sets, opposing_sets)
        numbers[code] = None if ratio is None else round(ratio, 2)
        numbers |= {f"{name}_sets": round(sets, 1), f"{other}_sets": round(opposing_sets, 1)}  # a side may have none
        if _is_off(pairs):
            found.append(_unbalanced(case, code, usual, pairs, (name, other)))
    return Look("balance", numbers, tuple(found), () if numbers else ("sets_of_sides",))


def _pair(case: Case, block: Block, credits: dict[str, float], opposing: dict[str, float]) -> tuple[float, float]:
    one = measure.pattern_sets(block.items, case.catalogue, credits)
    return one, measure.pattern_sets(block.items, case.catalogue, opposing)


def _is_off(pairs: Sequence[tuple[float, float]]) -> bool:
    """Each week outside the band on the same side."""
    if any(is_balanced(*pair) for pair in pairs):
        return False
    return len({one > two for one, two in pairs}) == 1


def _unbalanced(
    case: Case, code: str, usual: Sequence[Block], pairs: Sequence[tuple[float, float]], names: tuple[str, str]
) -> Finding:
    one, two = fmean(pair[0] for pair in pairs), fmean(pair[1] for pair in pairs)
    more, less = names if one > two else names[::-1]
    fewer = SIDES[code][3] if one > two else SIDES[code][1]
    ratio = balance_ratio(one, two)
    numbers = {
        "ratio": None if ratio is None else round(ratio, 2),
        "more_sets": round(max(one, two), 1),
        "fewer_sets": round(min(one, two), 1),
        "ratio_low": thresholds.BAND[0],
        "ratio_high": thresholds.BAND[1],
        "weeks": len(usual),
    }
    edits = patches.one_set_more(case, lambda movement: _share(movement, fewer) > 0)
    return Finding(code, WATCH, 0.8, numbers, _rows(case, code, usual), numbers | {"more": more, "fewer": less}, edits)


def _share(movement: Movement, credits: Mapping[str, float]) -> float:
    return credits.get(movement.pattern, credits.get(movement.family, 0.0))


def _rows(case: Case, code: str, usual: Sequence[Block]) -> tuple[Row, ...]:
    _, credits, _, opposing = SIDES[code]
    rows = []
    for block in usual:
        for each in block.work:
            movement = case.catalogue.get(each.done.exercise)
            if movement is not None and _share(movement, credits | opposing) > 0:
                rows.append(each.row)
    return newest(rows)
