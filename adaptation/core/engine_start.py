"""The week that an intake's block begins with: few sets, reps and effort of the goal, rests no longer than needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from adaptation.core.engine_types import Intake
from adaptation.core.volume import START_SETS
from plans.core.generate.lifting import NO_REASON, Lifting, ramp_of
from plans.core.generate.outlines import WARM_UP_MIN
from plans.core.generate.prescription import Scheme
from plans.core.generate.selection import HEAVY_GOALS, Choice
from plans.core.generate.situation import Situation
from plans.core.measure import item_seconds
from plans.core.spec import Item
from plans.core.thresholds import THRESHOLDS
from science import goals

EFFORT = (7.5, 8.0)  # RPE over a block: 2.5 to 2 in reserve, inside the goal's 2-3 for every level (science.goals)
# Strength wants more than two minutes (Grgic 2018, second-hand); no clear gain beyond (Singer 2024).
LONGEST_REST_S = 150


def at_the_start(intake: Intake, athlete: Situation, work: Lifting) -> Lifting:
    """The generator's week as it begins when the athlete's own answer decides what follows: few sets, as many of each
    main lift, none added by the calendar; rests of two and a half minutes."""
    schemes = tuple(
        tuple(_scheme(athlete, *each) for each in zip(*session, strict=True))
        for session in zip(work.choices, work.schemes, strict=True)
    )
    sessions = zip(work.choices, schemes, work.base, strict=True)
    base = tuple(_first_sets(intake, athlete, *session) for session in sessions)
    return replace(work, base=base, growth=(), schemes=schemes)


def _scheme(athlete: Situation, choice: Choice, planned: Scheme) -> Scheme:
    """Main lifts for strength: the reps of the goal, and two to two and a half in reserve, at every level. A wider
    range of reps leaves room to make up for coarse steps of the load."""
    planned = replace(planned, rest_s=min(planned.rest_s, LONGEST_REST_S))
    low, high = map(int, goals.prescription(athlete.goal, athlete.intent.experience_level).reps)
    limits = athlete.limits
    is_free = limits.reps_min <= low and limits.percent_max >= THRESHOLDS.shape.percent_1rm[1]
    if choice.role != "main" or athlete.goal not in HEAVY_GOALS or not is_free:
        return planned
    return replace(planned, reps=(low, high), rpe=EFFORT)


def _first_sets(
    intake: Intake, athlete: Situation, choices: Sequence[Choice], schemes: Sequence[Scheme], usual: Sequence[int]
) -> tuple[int, ...]:
    """As many sets of each main lift as volume begins with, where the minutes allow; else at most the usual ones."""
    wanted = [
        START_SETS if choice.role == "main" else min(START_SETS, sets)
        for choice, sets in zip(choices, usual, strict=True)
    ]
    seconds = sum(item_seconds(_probe(*each), athlete.catalogue) for each in zip(choices, schemes, wanted, strict=True))
    if WARM_UP_MIN * 60 + seconds <= intake.minutes * 60:
        return tuple(wanted)
    return tuple(min(START_SETS, sets) for sets in usual)


def _probe(choice: Choice, planned: Scheme, sets: int) -> Item:
    """The exercise at its longest, to see what time it takes."""
    reps, rpe = planned.reps or (1, 1), planned.rpe[1] if planned.rpe else None
    return Item(
        id="",
        exercise=choice.movement.slug,
        role=choice.role,
        sets=sets,
        rest_s=planned.rest_s,
        why=NO_REASON,
        reps_min=reps[0],
        reps_max=reps[1],
        target_rpe=rpe,
        ramp=ramp_of(choice.movement, planned, rpe, None),
    )
