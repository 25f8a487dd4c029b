"""How many sets of what: sets are added one at a time where they are worth most for their minutes, until the week's
targets per muscle are met or time runs out. So every week fits its time, and its balance grows with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from plans.core.generate.selection import Choice
from plans.core.generate.situation import Situation
from plans.core.generate.slots import EXTRA, MUST, WANTED
from plans.core.measure import HINGE, PULL, PUSH, QUAD, UNCOUNTED_PATTERNS
from plans.core.movements import MAJOR_MUSCLES
from plans.core.thresholds import THRESHOLDS

VOLUME = THRESHOLDS.volume
TARGETS = {  # fractional sets of a major muscle and week to aim at (science.goals, science.volume)
    "strength": {"beginner": 6, "intermediate": 8, "advanced": 10},
    "muscle_gain": {"beginner": 8, "intermediate": 12, "advanced": 15},
    "weight_loss": {"beginner": 6, "intermediate": 7, "advanced": 8},
    "endurance": {"beginner": 4, "intermediate": 5, "advanced": 6},
    "flexibility": {"beginner": 4, "intermediate": 5, "advanced": 6},
    "sports_specific": {"beginner": 6, "intermediate": 7, "advanced": 8},
}
SMALL_GROUPS = frozenset(MAJOR_MUSCLES) - frozenset(VOLUME.minimum_groups)
SMALL_SHARE = 0.5  # of the target, for calves and trunk
FOCUS_SHARE = 1.4
ITEM_SETS_MAX = {"beginner": 3, "intermediate": 4, "advanced": 5}
SMALL_ITEM_SETS_MAX = 3
GOOD_SETS = 2  # of a main lift, before anything else gets a set
EXERCISES_MIN = THRESHOLDS.time.exercises[0]

BELOW_MIN, BELOW_TARGET, ABOVE_TARGET = 4.0, 1.0, 0.04  # worth of one fractional set
SECOND_DAY, VARIETY, IMBALANCE, FRESH_POWER, FEW, BALANCE = 2.5, 1.5, 3.0, 4.0, 8.0, 10.0
ROLE_WORTH = {"power": 1.0, "main": 2.0, "assistance": 1.5, "accessory": 1.0, "core": 1.0}
HEAVY_MAIN_WORTH = 3.0  # where strength itself is the goal
HEAVY_GOALS = frozenset({"strength", "sports_specific"})
ENOUGH_SETS, LATE_SET_WORTH = 3, 0.6  # from the fourth set of an exercise on, another exercise is worth more
SECOND_DAY_SETS = 1.0  # fractional sets that make a day count for a muscle
WORTH_IT = 0.25  # points per minute below which a set is not worth its time
PAIRS = ((PUSH, PULL), (QUAD, HINGE))
EVEN_ENOUGH, REGION_RATIO = 1.45, 1.8  # inside the bands of rules B01 to B03
REGIONS = ("upper", "lower")
LEGS = frozenset({"squat", "lunge", "hinge"})


@dataclass(frozen=True, slots=True)
class Option:
    """A choice with what it costs and counts. `fixed_s`: getting to it and warming up; `set_s`: a set with its rest."""

    choice: Choice
    fixed_s: float
    set_s: float
    sets_max: int
    opens_with: int
    groups: dict[str, float] = field(default_factory=dict)
    worth: float = 1.0
    sides: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)  # push, pull, quad, hinge
    region: str = ""

    @property
    def in_compound_share(self) -> bool:
        return bool(self.groups) and self.choice.movement.family != "core"


def option(situation: Situation, choice: Choice, fixed_s: float, set_s: float) -> Option:
    """The option behind a choice; power and trunk work stay at two or three sets."""
    movement = choice.movement
    counted = movement.purpose == "resistance" and movement.pattern not in UNCOUNTED_PATTERNS
    small = choice.role in ("core", "power", "accessory") or movement.mode in ("time", "dist")
    heavy = choice.role == "main" and situation.goal in HEAVY_GOALS
    most = min(ITEM_SETS_MAX[situation.intent.experience_level], situation.limits.first_sets_max)
    credit = [side.get(movement.pattern, side.get(movement.family, 0.0)) for pair in PAIRS for side in pair]
    return Option(
        choice=choice,
        fixed_s=fixed_s,
        set_s=set_s,
        sets_max=min(SMALL_ITEM_SETS_MAX, most) if small else most,
        opens_with=GOOD_SETS,
        worth=HEAVY_MAIN_WORTH if heavy else ROLE_WORTH[choice.role],
        groups=movement.group_credit() if counted else {},
        sides=tuple(credit) if counted else (0.0, 0.0, 0.0, 0.0),
        region=movement.region if counted else "",
    )


@dataclass(frozen=True, slots=True)
class Budget:
    """Seconds of each session, sessions on neighbouring days, most sets of a session."""

    seconds: tuple[float, ...]
    neighbours: frozenset[tuple[int, int]]  # sessions on consecutive days
    session_sets_max: int
    exercises_max: tuple[int, ...]  # of each session


Step = tuple[int, int]  # session, place in the session


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
        targets={group: max(lowest[group], target) for group, target in _targets(situation).items()},
        imbalance=0.0,
        one_sided=tuple(doable[2 * pair] != doable[2 * pair + 1] for pair in range(2)),
    )


def _targets(situation: Situation) -> dict[str, float]:
    """Sets to aim at for each major muscle; more for what the athlete asked to focus on."""
    intent = situation.intent
    usual = float(TARGETS[intent.primary_goal][intent.experience_level])
    focus = {
        group for group, muscles in MAJOR_MUSCLES.items() if group in intent.focus or set(muscles) & set(intent.focus)
    }
    return {
        group: min(
            situation.weekly_max - 1,
            usual * (SMALL_SHARE if group in SMALL_GROUPS else 1.0) * (FOCUS_SHARE if group in focus else 1.0),
        )
        for group in MAJOR_MUSCLES
    }


def open_musts(week: Week) -> None:
    """Open the main lifts: what a week owes first, then the others, then two sets of each; what time allows."""
    musts = [
        (session, place)
        for place in range(max(map(len, week.options), default=0))
        for session, options in enumerate(week.options)
        if place < len(options) and options[place].choice.tier == MUST
    ]
    for owed in (LEGS, {"push"}, {"pull"}):
        _open_owed(week, [step for step in musts if _option(week, step).choice.movement.family in owed])
    for goal in range(1, GOOD_SETS + 1):
        for step in musts:
            if week.sets[step[0]][step[1]] < goal:
                _add_if_fits(week, step)


def _open_owed(week: Week, steps: Sequence[Step]) -> None:
    """One set in the session that has the most time left, squats and lunges before hinges."""
    order = sorted(
        steps,
        key=lambda step: (
            _option(week, step).choice.movement.family == "hinge",
            week.used_s[step[0]] - week.budget.seconds[step[0]],
            step,
        ),
    )
    found = next((step for step in order if _fits(week, step, 1)), None)
    if found is not None:
        _add(week, found, 1)


def _add_if_fits(week: Week, step: Step) -> None:
    if _fits(week, step, 1):
        _add(week, step, 1)


def fill(week: Week, stop_below: float = WORTH_IT, most_sets: int | None = None) -> list[Step]:
    """Add what is worth most, one step at a time; the steps taken, in order."""
    taken: list[Step] = []
    while most_sets is None or len(taken) < most_sets:
        best = max(_worths(week, only_sets=most_sets is not None), default=None)
        if best is None or best[0] < stop_below:
            return taken
        _, _, _, step, sets = best
        _add(week, step, sets)
        taken.append(step)
    return taken


def _worths(week: Week, only_sets: bool) -> Iterator[tuple[float, int, int, Step, int]]:
    for session, options in enumerate(week.options):
        for place, option in enumerate(options):
            step, has = (session, place), week.sets[session][place]
            if not has and only_sets:
                continue
            sets = 1 if has else min(option.opens_with, option.sets_max)
            if _fits(week, step, sets):
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
    points -= _imbalance(week, option, sets) - week.imbalance
    if not week.sets[session][place]:
        open_here = sum(1 for sets_here in week.sets[session] if sets_here)
        points += FEW * (open_here < EXERCISES_MIN) + VARIETY * (open_here <= EXERCISES_MIN)
        points += FRESH_POWER * (option.choice.role == "power") + 0.5 * (option.choice.tier < EXTRA)
        points += BALANCE * (
            option.choice.tier == WANTED and option.choice.role == "accessory" and not _has_balance(week)
        )
    return points


def _has_balance(week: Week) -> bool:
    return any("balance" in _option(week, step).choice.movement.flags for step in _opened(week))


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


def _imbalance(week: Week, option: Option, sets: int) -> float:
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


def _fits(week: Week, step: Step, sets: int) -> bool:
    session, place = step
    option, budget = week.options[session][place], week.budget
    has = week.sets[session][place]
    if has + sets > option.sets_max or not _fits_counts(week, session, sets, has):
        return False
    if not _keeps_compound(week, option, sets):
        return False
    seconds = option.set_s * sets + (0 if has else option.fixed_s)
    if week.used_s[session] + seconds > budget.seconds[session]:
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
    if here < limit:
        return True
    return not any(
        session in pair and max(week.by_session[other][group] for other in pair if other != session) >= limit
        for pair in week.budget.neighbours
    )


def _add(week: Week, step: Step, sets: int) -> None:
    session, place = step
    option = week.options[session][place]
    week.imbalance = _imbalance(week, option, sets)
    if not week.sets[session][place]:
        week.used_s[session] += option.fixed_s
    week.used_s[session] += option.set_s * sets
    week.sets[session][place] += sets
    for group, credit in option.groups.items():
        week.groups[group] += credit * sets
        week.by_session[session][group] += credit * sets
    week.sides = [have + sets * credit for have, credit in zip(week.sides, option.sides, strict=True)]
    if option.region in week.regions:
        week.regions[option.region] += sets
    if option.in_compound_share:
        week.compound[0] += sets * option.choice.movement.is_compound
        week.compound[1] += sets


def _option(week: Week, step: Step) -> Option:
    return week.options[step[0]][step[1]]


def _opened(week: Week) -> Iterator[Step]:
    for session, counts in enumerate(week.sets):
        for place, count in enumerate(counts):
            if count:
                yield session, place
