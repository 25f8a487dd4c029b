"""Another exercise in place of one: which can stand in, and with what load."""

from __future__ import annotations

from dataclasses import dataclass

from plans.core.generate.loads import rounded_down_kg
from plans.core.intent import Intent
from plans.core.measure import curve_of, estimated_1rm_kg
from plans.core.movements import Catalogue, Level, Movement
from plans.core.rules.care import is_contraindicated
from plans.core.spec import Item, Session
from science.effort import rir_from_rpe
from science.strength import load_kg as load_for

REP_MODES = frozenset({"load", "bw", "bw+", "assist", "reps"})


@dataclass(frozen=True, slots=True)
class Option:
    """A movement that can stand in. `load_basis` says where the load comes from (known: a told set, estimated: the
    athlete's ratings), or why there is none (find: at the target effort; bodyweight)."""

    movement: Movement
    load_kg: float | None
    load_basis: str


def candidates(session: Session, item: Item, intent: Intent, catalogue: Catalogue) -> tuple[Movement, ...]:
    """What can stand in for the item's exercise, best first: with the athlete's equipment, at their level, nothing that
    they have excluded or that their health rules out, nothing that the session has already, and dosed the same way."""
    movement = catalogue.get(item.exercise)
    if movement is None:
        return ()
    taken = intent.excluded_exercises | {each.exercise for each in session.items}
    level = Level.named(intent.experience_level)
    return tuple(
        other
        for other in catalogue.substitutes(movement, intent.equipment, level, taken)
        if is_dosed_like(other, item) and is_contraindicated(other, intent) is None
    )


def is_dosed_like(movement: Movement, item: Item) -> bool:
    """Whether the movement is counted as the item counts: reps, seconds or metres."""
    if item.duration_s is not None:
        return movement.mode == "time" or (movement.purpose == "endurance" and movement.mode != "reps")
    return movement.mode == "dist" if item.distance_m is not None else movement.mode in REP_MODES


def option(movement: Movement, item: Item, intent: Intent) -> Option:
    """The movement with its load for this item: from the athlete's own estimate or told lifts, else to be found.

    The load leaves the asked-for reps in reserve at the upper end of the reps and is rounded down, so that the first
    set is not the test.
    """
    if not movement.is_weighed_with(intent.equipment):
        return Option(movement, None, "bodyweight" if item.reps_min is not None else "none")
    e1rm_kg = estimated_1rm_kg(movement.slug, intent)
    if e1rm_kg is None or item.reps_max is None or item.target_rpe is None:
        return Option(movement, None, "find")
    exact_kg = load_for(e1rm_kg, item.reps_max, rir_from_rpe(item.target_rpe), curve_of(movement.slug, intent))
    load_kg = rounded_down_kg(exact_kg, movement.increment_kg)
    if load_kg is None:
        return Option(movement, None, "find")
    return Option(movement, load_kg, "estimated" if movement.slug in intent.lifts else "known")
