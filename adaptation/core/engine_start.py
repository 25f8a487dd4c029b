"""The week that an intake's block begins with: reps, effort and rests of the generator, few sets of each lift."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from adaptation.core.engine_types import Intake
from plans.core.generate.lifting import NO_REASON, Lifting, ramp_of
from plans.core.generate.options import HEAVY_MAIN_SETS
from plans.core.generate.outlines import WARM_UP_MIN
from plans.core.generate.prescription import Scheme
from plans.core.generate.selection import Choice
from plans.core.generate.situation import Situation
from plans.core.measure import item_seconds
from plans.core.spec import Item


def at_the_start(intake: Intake, athlete: Situation, work: Lifting) -> Lifting:
    """The generator's week as it begins when the athlete's own answer decides what follows: as many sets of each main
    lift, none added by the calendar."""
    sessions = zip(work.choices, work.schemes, work.base, strict=True)
    return replace(work, base=tuple(_first_sets(intake, athlete, *session) for session in sessions), growth=())


def _first_sets(
    intake: Intake, athlete: Situation, choices: Sequence[Choice], schemes: Sequence[Scheme], usual: Sequence[int]
) -> tuple[int, ...]:
    """As many sets of each main lift as volume begins with, where the minutes allow; else at most the usual ones."""
    wanted = [
        HEAVY_MAIN_SETS if choice.role == "main" else min(HEAVY_MAIN_SETS, sets)
        for choice, sets in zip(choices, usual, strict=True)
    ]
    seconds = sum(item_seconds(_probe(*each), athlete.catalogue) for each in zip(choices, schemes, wanted, strict=True))
    if WARM_UP_MIN * 60 + seconds <= intake.minutes * 60:
        return tuple(wanted)
    return tuple(min(HEAVY_MAIN_SETS, sets) for sets in usual)


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
