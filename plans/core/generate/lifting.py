"""The strength work of a normal week: exercises, sets, and where the next sets go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plans.core.generate.evening import debt, even_out
from plans.core.generate.filling import Budget, Step, empty_week
from plans.core.generate.options import Option, option
from plans.core.generate.outlines import Outline
from plans.core.generate.prescription import Scheme, scheme
from plans.core.generate.selection import Choice, choose
from plans.core.generate.situation import BRIEF, FULL, QUICK, Situation
from plans.core.generate.volume import fill, open_musts
from plans.core.measure import curve_of, item_seconds
from plans.core.movements import Level, Movement
from plans.core.ramp import can_ramp, ramp
from plans.core.spec import Item, RampSet, Reason
from plans.core.thresholds import THRESHOLDS
from science.effort import rir_from_rpe
from science.strength import share_of_1rm

GROWTH_SHARE = 0.20  # sets that may come on top of the first week's, over a block
ROOM_TO_GROW = 0.90  # share of the minutes that the first week fills
RAMP_FROM_PERCENT = THRESHOLDS.time.ramp_from_percent - 1
ROLE_ORDER = ("power", "main", "assistance", "accessory", "core")
ALWAYS_RAMP_FROM_MIN = 30
NO_REASON = Reason("")
LIFTING_ON_THE_SIDE = frozenset({"endurance", "flexibility"})
EXERCISES_MIN, EXERCISES_MAX = THRESHOLDS.time.exercises
TIMED_ITEMS = {"finisher": 1, "easy": 1, "stretch": 3}  # places that the timed part of a session keeps
Counts = tuple[tuple[int, ...], ...]  # sets of each choice of each session


@dataclass(frozen=True, slots=True)
class Lifting:
    """Choices and their schemes by session, sets of the first full week, and the order in which sets are added."""

    choices: tuple[tuple[Choice, ...], ...]
    schemes: tuple[tuple[Scheme, ...], ...]
    ramped: tuple[tuple[bool, ...], ...]
    base: Counts
    growth: tuple[Step, ...]
    basics: frozenset[Step]  # the week never goes without: a leg exercise, a push, a pull
    needed: frozenset[Step]  # goes last but for those: a hinge, balance work
    owing: int = 0  # basic movements that found no time
    lacking: float = 0.0  # see evening.debt


def lifting(situation: Situation, outlines: Sequence[Outline]) -> Lifting:
    """Choose exercises and sets for the strength parts of a normal week.

    Where time is too short for every muscle, rests get shorter, then sets lighter; strength is only trained with light
    sets where the basics find no time else. Goals that lift on the side do not lift at all where not even one set of
    each basic movement fits.
    """
    found: list[Lifting] = []
    for pace in (FULL, QUICK, BRIEF):
        if pace == BRIEF and _needs_heavy(situation) and not all(work.owing for work in found):
            break
        found.append(_filled(situation.at_pace(pace), outlines))
        if found[-1].lacking == 0:
            break
    best = min(found, key=lambda work: (work.owing, work.lacking))
    return best if not best.owing or situation.goal not in LIFTING_ON_THE_SIDE else _without_lifting(best)


def _needs_heavy(situation: Situation) -> bool:
    return situation.goal == "strength" and situation.level > Level.BEGINNER


def _filled(situation: Situation, outlines: Sequence[Outline]) -> Lifting:
    return dosed(situation, outlines, choose(situation, [outline.slots for outline in outlines]))


def dosed(situation: Situation, outlines: Sequence[Outline], chosen: Sequence[Sequence[Choice]]) -> Lifting:
    """The normal week of these exercises, chosen by session: how each is done, and in how many sets."""
    choices = [sorted(session, key=_place) for session in chosen]
    schemes = [[scheme(situation, choice) for choice in session] for session in choices]
    ramped = [
        _ramped(situation, outline, session, done)
        for outline, session, done in zip(outlines, choices, schemes, strict=True)
    ]
    options = [
        [_option(situation, *parts) for parts in zip(*session, strict=True)]
        for session in zip(choices, schemes, ramped, strict=True)
    ]
    week = empty_week(situation, options, _budget(outlines, situation, ROOM_TO_GROW))
    open_musts(week)
    fill(week)
    even_out(week)
    base = tuple(tuple(session) for session in week.sets)
    still_lacking = debt(week)
    week.budget = _budget(outlines, situation, 1.0)
    most = max(2, round(GROWTH_SHARE * week.total))
    growth = tuple(fill(week, stop_below=0.0, most_sets=most)) if week.total else ()
    return Lifting(
        choices=tuple(map(tuple, choices)),
        schemes=tuple(map(tuple, schemes)),
        ramped=tuple(map(tuple, ramped)),
        base=base,
        growth=growth,
        basics=_first_of(choices, base, *_basic_families(choices)),
        needed=_first_of(choices, base, {"hinge"}) | _first_balance(choices, base),
        owing=_owing(choices, base),
        lacking=still_lacking,
    )


def _owing(choices: Sequence[Sequence[Choice]], base: Counts) -> int:
    """How many of legs, push and pull have an exercise to choose but no set."""
    chosen, done = _families(choices, None), _families(choices, base)
    return sum(bool(chosen & family) and not done & family for family in _basic_families(choices))


def _basic_families(choices: Sequence[Sequence[Choice]]) -> tuple[set[str], ...]:
    """Families of which a week owes one each; hinges for those who cannot squat."""
    return _families(choices, None) & {"squat", "lunge"} or {"hinge"}, {"push"}, {"pull"}


def _families(choices: Sequence[Sequence[Choice]], base: Counts | None) -> set[str]:
    """Families of the compound choices: of all, or of those with a set."""
    return {
        choice.movement.family
        for session, one in enumerate(choices)
        for place, choice in enumerate(one)
        if choice.movement.is_compound and (base is None or base[session][place])
    }


def _without_lifting(work: Lifting) -> Lifting:
    nothing = tuple(tuple(0 for _ in session) for session in work.base)
    return replace(work, base=nothing, growth=(), basics=frozenset(), needed=frozenset(), owing=0)


def _place(choice: Choice) -> tuple[int, bool]:
    """Power first, then main lifts; compound before isolation within a role."""
    return ROLE_ORDER.index(choice.role), not choice.movement.is_compound


def _budget(outlines: Sequence[Outline], situation: Situation, share: float) -> Budget:
    days = [outline.day for outline in outlines]
    neighbours = tuple(tuple(two for two, other in enumerate(days) if (other - day) % 7 in (1, 6)) for day in days)
    return Budget(
        seconds=tuple(outline.lifting_min * 60 * share for outline in outlines),
        neighbours=neighbours,
        session_sets_max=THRESHOLDS.volume.session_sets_max.of(situation.intent.experience_level),
        exercises_max=tuple(EXERCISES_MAX - TIMED_ITEMS.get(outline.activity, 0) for outline in outlines),
    )


def _option(situation: Situation, choice: Choice, planned: Scheme, ramped: bool) -> Option:
    """The choice with its seconds at its hardest: the last week of a block.

    Heavy work keeps time for a ramp even where another exercise should have warmed the athlete up: that one may find no
    set.
    """
    rpe = planned.rpe[1] if planned.rpe else None
    probe = Item(
        id="",
        exercise=choice.movement.slug,
        role=choice.role,
        sets=1,
        rest_s=planned.rest_s,
        why=NO_REASON,
        reps_min=planned.reps[0] if planned.reps else None,
        reps_max=planned.reps[1] if planned.reps else None,
        duration_s=planned.duration_s[1] if planned.duration_s else None,
        distance_m=planned.distance_m[1] if planned.distance_m else None,
        ramp=ramp_of(choice.movement, planned, rpe, None) if ramped or _is_heavy(situation, choice, planned) else (),
    )
    one_s = item_seconds(probe, situation.catalogue)
    bare_s = THRESHOLDS.time.change_over_s + sum(_ramp_set_s(each, choice.movement) for each in probe.ramp)
    return option(situation, choice, bare_s, one_s - bare_s)


def _ramp_set_s(ramp_set: RampSet, movement: Movement) -> float:
    time = THRESHOLDS.time
    return ramp_set.reps * time.rep_s * (2 if movement.unilateral else 1) + time.ramp_rest_s


def _ramped(situation: Situation, outline: Outline, session: Sequence[Choice], schemes: Sequence[Scheme]) -> list[bool]:
    """Which exercises are led up to: heavy compounds always, main lifts where there is time, once per pattern."""
    warm: set[str] = set()
    found = []
    for choice, planned in zip(session, schemes, strict=True):
        movement = choice.movement
        wanted = choice.role == "main" and outline.minutes >= ALWAYS_RAMP_FROM_MIN and situation.pace == FULL
        needed = wanted or _is_heavy(situation, choice, planned)
        is_ramped = movement.pattern not in warm and needed and can_ramp(None, movement)
        warm |= {movement.pattern} if is_ramped else set()
        found.append(is_ramped)
    return found


def _is_heavy(situation: Situation, choice: Choice, planned: Scheme) -> bool:
    """Whether the hardest week of a compound asks for about 80 % of 1RM or more, so that it needs warm-up sets."""
    if planned.reps is None or planned.rpe is None or not choice.movement.is_compound:
        return False
    k = curve_of(choice.movement.slug, situation.intent)
    share = share_of_1rm(planned.reps[0], rir_from_rpe(planned.rpe[1]), k)
    return 100 * share >= RAMP_FROM_PERCENT


def ramp_of(movement: Movement, planned: Scheme, rpe: float | None, load_kg: float | None) -> tuple[RampSet, ...]:
    if planned.reps is None or rpe is None:
        return ()
    return ramp(load_kg, planned.reps[0], rpe, movement)


def _first_of(choices: Sequence[Sequence[Choice]], base: Counts, *families: set[str]) -> frozenset[Step]:
    """The first open compound of each of these groups of families."""
    firsts = (
        next(
            (s for s in _open(base) if _choice(choices, s).movement.family in group and _is_compound(choices, s)), None
        )
        for group in families
    )
    return frozenset(step for step in firsts if step is not None)


def _first_balance(choices: Sequence[Sequence[Choice]], base: Counts) -> frozenset[Step]:
    first = next((step for step in _open(base) if "balance" in _choice(choices, step).movement.flags), None)
    return frozenset() if first is None else frozenset({first})


def _open(base: Counts) -> Iterator[Step]:
    return ((session, place) for session, counts in enumerate(base) for place, count in enumerate(counts) if count)


def _is_compound(choices: Sequence[Sequence[Choice]], step: Step) -> bool:
    return _choice(choices, step).movement.is_compound


def _choice(choices: Sequence[Sequence[Choice]], step: Step) -> Choice:
    return choices[step[0]][step[1]]


def total(counts: Counts) -> int:
    return sum(map(sum, counts))


def grown(work: Lifting, steps: int) -> Counts:
    """The sets of a week that has grown by so many steps."""
    counts = [list(session) for session in work.base]
    for session, place in work.growth[:steps]:
        counts[session][place] += 1
    return tuple(map(tuple, counts))


def shrunk(work: Lifting, counts: Counts, most: float) -> Counts:
    """The same exercises in fewer sets: the longest lose some first, then what matters least goes, the basics never."""
    sets = [list(session) for session in counts]
    while sum(map(sum, sets)) > most:
        step = _least_missed(work, sets)
        if step is None:
            break
        sets[step[0]][step[1]] -= 1
    return tuple(map(tuple, sets))


def _least_missed(work: Lifting, sets: list[list[int]]) -> Step | None:
    """Where one set less is missed least: the most sets first; a single set only of what may be dropped."""
    steps = [(session, place) for session, counts in enumerate(sets) for place, count in enumerate(counts) if count]
    cuttable = [step for step in steps if sets[step[0]][step[1]] > 1]
    if cuttable:
        return max(cuttable, key=lambda step: (sets[step[0]][step[1]], _choice(work.choices, step).tier, step))
    for kept in (work.basics | work.needed, work.basics):
        droppable = [step for step in steps if step not in kept]
        if droppable:
            return max(droppable, key=lambda step: (_choice(work.choices, step).tier, step[1], step[0]))
    return None
