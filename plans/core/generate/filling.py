"""The strength part of a week while it fills up: what it holds, and what still fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plans.core.generate.options import Option
from plans.core.generate.situation import Situation
from plans.core.generate.targets import VOLUME, targets
from plans.core.movements import MAJOR_MUSCLES
from plans.core.thresholds import THRESHOLDS

SECOND_DAY_SETS = 1.0  # fractional sets that make a day count for a muscle
IMBALANCE = 3.0  # points off for a set too many on one side
EVEN_ENOUGH, REGION_RATIO = 1.45, 1.8  # inside the bands of rules B01 to B03
REGIONS = ("upper", "lower")
Step = tuple[int, int]  # session, place in the session


@dataclass(frozen=True, slots=True)
class Budget:
    """Seconds of each session, its neighbours, most sets of a session."""

    seconds: tuple[float, ...]
    neighbours: tuple[tuple[int, ...], ...]  # of each session, the sessions on the day before and after
    session_sets_max: int
    exercises_max: tuple[int, ...]  # of each session


@dataclass(slots=True)
class Week:
    """The week as it fills up. It changes in place, because it is asked thousands of times."""

    situation: Situation
    options: Sequence[Sequence[Option]]
    budget: Budget
    sets: list[list[int]]
    used_s: list[float]
    groups: dict[str, float]
    by_session: list[dict[str, float]]
    sides: list[float]
    regions: dict[str, float]
    compound: list[int]  # compound sets, all sets but trunk work
    lowest: dict[str, float]
    targets: dict[str, float]
    imbalance: float  # points off as it stands
    trainable: frozenset[str]  # muscle groups that some option trains directly
    one_sided: tuple[bool, ...]  # pairs of which the athlete can only do one side: never balanced, so never weighed

    @property
    def total(self) -> int:
        return sum(map(sum, self.sets))


def empty_week(situation: Situation, options: Sequence[Sequence[Option]], budget: Budget) -> Week:
    credits = [option.sides for session in options for option in session]
    lowest = {group: situation.weekly_min if group in VOLUME.minimum_groups else 1.0 for group in MAJOR_MUSCLES}
    doable = [any(sides[index] for sides in credits) for index in range(4)]
    return Week(
        situation=situation,
        options=options,
        budget=budget,
        sets=[[0] * len(session) for session in options],
        used_s=[0.0] * len(options),
        groups=dict.fromkeys(MAJOR_MUSCLES, 0.0),
        by_session=[dict.fromkeys(MAJOR_MUSCLES, 0.0) for _ in options],
        sides=[0.0] * 4,
        regions=dict.fromkeys(REGIONS, 0.0),
        compound=[0, 0],
        lowest=lowest,
        targets={group: max(lowest[group], target) for group, target in targets(situation).items()},
        imbalance=0.0,
        trainable=frozenset(
            group for session in options for each in session for group, share in each.groups.items() if share >= 1
        ),
        one_sided=tuple(doable[2 * pair] != doable[2 * pair + 1] for pair in range(2)),
    )


def option_at(week: Week, step: Step) -> Option:
    return week.options[step[0]][step[1]]


def opened(week: Week) -> Iterator[Step]:
    """The steps that have a set."""
    for session, counts in enumerate(week.sets):
        for place, count in enumerate(counts):
            if count:
                yield session, place


def has_balance(week: Week) -> bool:
    """Whether the week trains standing on one leg, or the like."""
    return any("balance" in option_at(week, step).choice.movement.flags for step in opened(week))


def imbalance(week: Week, option: Option, sets: int) -> float:
    """Points off for sets by which one side outweighs the other: push and pull, squat and hinge, upper and lower."""
    sides = [have + sets * credit for have, credit in zip(week.sides, option.sides, strict=True)]
    points = 0.0
    for pair, one_sided in enumerate(week.one_sided):
        one, other = sides[2 * pair], sides[2 * pair + 1]
        if not one_sided:
            points += max(0.0, one - EVEN_ENOUGH * other, other - EVEN_ENOUGH * one)
    upper = week.regions["upper"] + sets * (option.region == "upper")
    lower = week.regions["lower"] + sets * (option.region == "lower")
    points += (
        max(0.0, upper - REGION_RATIO * lower, lower - REGION_RATIO * upper) if not week.situation.intent.focus else 0.0
    )
    return IMBALANCE * points


def fits(week: Week, step: Step, sets: int) -> bool:
    session, place = step
    option, has = week.options[session][place], week.sets[session][place]
    seconds = option.set_s * sets + (0 if has else option.fixed_s)
    if has + sets > option.sets_max or week.used_s[session] + seconds > week.budget.seconds[session]:
        return False
    if not _fits_counts(week, session, sets, has) or not _keeps_compound(week, option, sets):
        return False
    return all(_fits_group(week, session, group, credit * sets) for group, credit in option.groups.items())


def _fits_counts(week: Week, session: int, sets: int, has: int) -> bool:
    here, budget = week.sets[session], week.budget
    if not has and sum(1 for count in here if count) >= budget.exercises_max[session]:
        return False
    return sum(here) + sets <= budget.session_sets_max


def _keeps_compound(week: Week, option: Option, sets: int) -> bool:
    if not option.in_compound_share or option.choice.movement.is_compound:
        return True
    share = THRESHOLDS.balance.compound_share_min.of(week.situation.intent.experience_level)
    return week.compound[0] >= share * (week.compound[1] + sets)


def _fits_group(week: Week, session: int, group: str, more: float) -> bool:
    here = week.by_session[session][group] + more
    if week.groups[group] + more > week.situation.weekly_max or here > VOLUME.per_session_max:
        return False
    limit = THRESHOLDS.recovery.same_muscle_sets
    return here < limit or all(week.by_session[other][group] < limit for other in week.budget.neighbours[session])


def add(week: Week, step: Step, sets: int) -> None:
    session, place = step
    option = week.options[session][place]
    week.imbalance = imbalance(week, option, sets)
    if not week.sets[session][place]:
        week.used_s[session] += option.fixed_s
    week.used_s[session] += option.set_s * sets
    week.sets[session][place] += sets
    _count(week, session, option, sets)


def remove(week: Week, step: Step) -> None:
    """Take one set away again."""
    option = option_at(week, step)
    week.imbalance = imbalance(week, option, -1)
    week.sets[step[0]][step[1]] -= 1
    week.used_s[step[0]] -= option.set_s + (0 if week.sets[step[0]][step[1]] else option.fixed_s)
    _count(week, step[0], option, -1)


def _count(week: Week, session: int, option: Option, sets: int) -> None:
    for group, credit in option.groups.items():
        week.groups[group] += credit * sets
        week.by_session[session][group] += credit * sets
    week.sides = [have + sets * credit for have, credit in zip(week.sides, option.sides, strict=True)]
    if option.region in week.regions:
        week.regions[option.region] += sets
    if option.in_compound_share:
        week.compound[0] += sets * option.choice.movement.is_compound
        week.compound[1] += sets
