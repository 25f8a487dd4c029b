"""Edits applied: a plan and a patch give another plan. Judging it is for the rules, storing it for the services.

The same plan and patch always give the same bytes; that is what makes a stored patch replayable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from plans.core.edits import (
    AddItem,
    DropItem,
    Edit,
    InsertDeload,
    ItemEdit,
    MoveSession,
    SetLoad,
    SetNote,
    SetReps,
    SetSets,
    SwapExercise,
)
from plans.core.measure import with_estimate
from plans.core.movements import Catalogue, Movement
from plans.core.patch_data import NAMES, EditsUnreadable, diff, parse_edits, to_data
from plans.core.ramp import percent_of_1rm_of, ramp
from plans.core.spec import Item, PlanSpec, Reason, Session, Week, with_session
from plans.core.swap import is_dosed_like
from plans.core.thresholds import THRESHOLDS
from science.endurance import zone
from science.strength import rounded_kg

__all__ = ["EditRefused", "EditsUnreadable", "apply", "diff", "parse_edits", "replay", "to_data"]

SHAPE, RAMP_FROM_PERCENT = THRESHOLDS.shape, THRESHOLDS.time.ramp_from_percent
LOADED_MODES = frozenset({"load", "bw+", "assist"})
TARGET_RPE = (1.0, 10.0)
EASIEST_RPE = 5.0  # of a deload
SETS_RATIO, LOAD_RATIO, RPE_DROP = (0.4, 0.7), (0.8, 1.0), (0.0, 4.0)  # what a deload may be made of
DURATION_STEP_S, DISTANCE_STEP_M = 60, 100
SWAPPED, ADDED = "swapped_in", "added"


class EditRefused(Exception):
    """An edit does not fit the plan. `facts`: index in the patch, op, problem, and what it is about."""

    code = "edit_refused"

    def __init__(self, problem: str, **facts: Any) -> None:
        super().__init__(problem)
        self.facts: dict[str, Any] = {"problem": problem, **facts}


def apply(spec: PlanSpec, edits: Iterable[Edit], catalogue: Catalogue) -> PlanSpec:
    """The plan with the edits made one after the other. EditRefused at the first that does not fit; then none is made.

    Problems: unknown_item, unknown_session, unknown_week, unknown_exercise, out_of_bounds, not_loaded, not_in_reps,
    dosed_differently, outside_plan, last_item, id_taken, already_deload. An edit that says what stands there already
    changes nothing.
    """
    for index, edit in enumerate(edits):
        try:
            spec = _apply_one(spec, edit, catalogue)
        except EditRefused as refused:
            refused.facts |= {"index": index, "op": NAMES[type(edit)]}
            raise
    return spec


def replay(spec: PlanSpec, patches: Iterable[Sequence[Edit]], catalogue: Catalogue) -> PlanSpec:
    """The plan after all stored patches: the newest revision, byte for byte."""
    for edits in patches:
        spec = apply(spec, edits, catalogue)
    return spec


def _apply_one(spec: PlanSpec, edit: Edit, catalogue: Catalogue) -> PlanSpec:
    match edit:
        case MoveSession():
            return _move(spec, edit)
        case AddItem():
            return _add(spec, edit, catalogue)
        case InsertDeload():
            return _deload(spec, edit, catalogue)
        case _:
            return _edit_item(spec, edit, catalogue)


# --- One item ---------------------------------------------------------------------------------------------------------


def _edit_item(spec: PlanSpec, edit: ItemEdit, catalogue: Catalogue) -> PlanSpec:
    found = spec.find_item(edit.item)
    if found is None:
        raise EditRefused("unknown_item", item=edit.item)
    session, item = found
    items = tuple(
        changed
        for each in session.items
        for changed in (_changed(each, edit, catalogue) if each.id == item.id else (each,))
    )
    if not items:
        raise EditRefused("last_item", item=edit.item, session=session.id)
    if items == session.items:
        return spec
    return with_session(spec, with_estimate(replace(session, items=items), catalogue))


def _changed(item: Item, edit: ItemEdit, catalogue: Catalogue) -> tuple[Item, ...]:
    """The item after the edit: one, or none where it is dropped."""
    match edit:
        case DropItem():
            return ()
        case SetNote(notes=notes):
            _within("notes", len(notes), (0, SHAPE.text_max))
            return (replace(item, notes=notes),)
        case SwapExercise():
            changed = _swapped(item, edit, catalogue)
        case SetSets(sets=sets):
            return (replace(item, sets=_whole("sets", sets, SHAPE.sets)),)
        case SetLoad(load_kg=load_kg):
            changed = _loaded(item, load_kg, _movement(catalogue, item.exercise))
        case SetReps(reps_min=low, reps_max=high):
            changed = _counted(item, low, high)
        case _:
            changed = _rated(item, float(_within("target_rpe", edit.target_rpe, TARGET_RPE)))
    return (item if changed == item else _with_ramp(changed, bool(item.ramp), catalogue),)


def _swapped(item: Item, edit: SwapExercise, catalogue: Catalogue) -> Item:
    if edit.exercise == item.exercise:
        return item
    movement = _movement(catalogue, edit.exercise)
    if not is_dosed_like(movement, item):
        raise EditRefused("dosed_differently", item=item.id, exercise=edit.exercise)
    why = Reason(SWAPPED, {"before": item.exercise, "after": edit.exercise})
    changed = replace(
        item, exercise=edit.exercise, load_kg=None, load_basis=edit.load_basis, ramp=(), notes="", why=why
    )
    if edit.load_kg is None:
        return replace(
            changed, load_basis=edit.load_basis if movement.mode == "load" else _basis_without_load(movement)
        )
    return replace(_loaded(changed, edit.load_kg, movement), load_basis=edit.load_basis)


def _loaded(item: Item, load_kg: float | None, movement: Movement) -> Item:
    if load_kg == item.load_kg:
        return item
    if load_kg is None:
        return replace(item, load_kg=None, load_basis=_basis_without_load(movement))
    if movement.mode not in LOADED_MODES:
        raise EditRefused("not_loaded", item=item.id, exercise=movement.slug)
    return replace(item, load_kg=float(_within("load_kg", load_kg, SHAPE.load_kg)), load_basis="known")


def _basis_without_load(movement: Movement) -> str:
    return "find" if movement.mode == "load" else "bodyweight" if movement.purpose == "resistance" else "none"


def _rated(item: Item, target_rpe: float) -> Item:
    """Timed work goes over to the zone of its new effort."""
    changed = replace(item, target_rpe=target_rpe)
    return changed if item.zone is None or changed == item else replace(changed, zone=zone(target_rpe))


def _counted(item: Item, low: int, high: int) -> Item:
    if item.reps_min is None:
        raise EditRefused("not_in_reps", item=item.id)
    if _whole("reps_min", low, SHAPE.reps) > _whole("reps_max", high, SHAPE.reps):
        raise EditRefused("out_of_bounds", field="reps_min", value=low, lowest=SHAPE.reps[0], highest=high)
    return replace(item, reps_min=low, reps_max=high)


def _with_ramp(item: Item, had_ramp: bool, catalogue: Catalogue) -> Item:
    """The item with its warm-up sets made anew: where it had some, and where it is heavy enough to need them."""
    if item.reps_min is None or item.target_rpe is None:
        return item
    movement = _movement(catalogue, item.exercise)
    is_heavy = movement.is_compound and percent_of_1rm_of(item.reps_min, item.target_rpe, movement) >= RAMP_FROM_PERCENT
    steps = ramp(item.load_kg, item.reps_min, item.target_rpe, movement) if had_ramp or is_heavy else ()
    return replace(item, ramp=steps)


def _movement(catalogue: Catalogue, slug: str) -> Movement:
    movement = catalogue.get(slug)
    if movement is None:
        raise EditRefused("unknown_exercise", exercise=slug)
    return movement


def _within(field: str, value: float, bounds: tuple[float, float]) -> float:
    lowest, highest = bounds
    if not lowest <= value <= highest:
        raise EditRefused("out_of_bounds", field=field, value=repr(value), lowest=lowest, highest=highest)
    return value


def _whole(field: str, value: int, bounds: tuple[int, int]) -> int:
    return int(_within(field, value, bounds))


# --- Sessions and weeks -----------------------------------------------------------------------------------------------


def _move(spec: PlanSpec, edit: MoveSession) -> PlanSpec:
    session = spec.find_session(edit.session)
    if session is None:
        raise EditRefused("unknown_session", session=edit.session)
    if not spec.start_on <= edit.on <= spec.ends_on():
        raise EditRefused("outside_plan", session=edit.session, on=edit.on.isoformat())
    moved = replace(session, on=edit.on, at=edit.at if edit.at is not None else session.at)
    if moved == session:
        return spec
    number = (edit.on - spec.start_on).days // 7 + 1
    return replace(spec, weeks=tuple(_resettled(week, moved, week.number == number) for week in spec.weeks))


def _resettled(week: Week, moved: Session, is_home: bool) -> Week:
    """The week without the moved session, or with it in its new place; other weeks as they are."""
    others = tuple(session for session in week.sessions if session.id != moved.id)
    if is_home:
        return replace(week, sessions=tuple(sorted((*others, moved), key=lambda session: session.on)))
    return week if len(others) == len(week.sessions) else replace(week, sessions=others)


def _add(spec: PlanSpec, edit: AddItem, catalogue: Catalogue) -> PlanSpec:
    session = spec.find_session(edit.session)
    if session is None:
        raise EditRefused("unknown_session", session=edit.session)
    if not edit.item or spec.find_item(edit.item) is not None:
        raise EditRefused("id_taken", item=edit.item)
    item = _with_ramp(_new_item(edit, _movement(catalogue, edit.exercise)), False, catalogue)
    return with_session(spec, with_estimate(replace(session, items=(*session.items, item)), catalogue))


def _new_item(edit: AddItem, movement: Movement) -> Item:
    item = Item(
        id=edit.item,
        exercise=edit.exercise,
        role="assistance" if movement.is_compound else "core" if movement.family == "core" else "accessory",
        sets=_whole("sets", edit.sets, SHAPE.sets),
        rest_s=_whole("rest_s", edit.rest_s, SHAPE.easy_rest_s),
        why=Reason(ADDED, {"exercise": edit.exercise}),
        reps_min=SHAPE.reps[0],
        reps_max=SHAPE.reps[0],
        target_rpe=float(_within("target_rpe", edit.target_rpe, TARGET_RPE)),
        load_basis=_basis_without_load(movement),
    )
    if not is_dosed_like(movement, item):
        raise EditRefused("dosed_differently", item=edit.item, exercise=edit.exercise)
    return _loaded(_counted(item, edit.reps_min, edit.reps_max), edit.load_kg, movement)


def _deload(spec: PlanSpec, edit: InsertDeload, catalogue: Catalogue) -> PlanSpec:
    week = next((week for week in spec.weeks if week.number == edit.week), None)
    if week is None:
        raise EditRefused("unknown_week", week=edit.week)
    if week.is_deload:
        raise EditRefused("already_deload", week=edit.week)
    _within("sets_ratio", edit.sets_ratio, SETS_RATIO)
    _within("load_ratio", edit.load_ratio, LOAD_RATIO)
    _within("rpe_drop", edit.rpe_drop, RPE_DROP)
    less = _fewer_sets(edit.sets_ratio)
    sessions = tuple(
        with_estimate(
            replace(session, items=tuple(_easier(item, edit, less, catalogue) for item in session.items)), catalogue
        )
        for session in week.sessions
    )
    easy = replace(week, phase="deload", is_deload=True, sessions=sessions)
    return replace(spec, weeks=tuple(easy if each.number == week.number else each for each in spec.weeks))


def _fewer_sets(ratio: float) -> Callable[[int], int]:
    """Rounds the sets of one item after the other, so that the week as a whole comes down by the ratio."""
    owed = 0.0

    def fewer(sets: int) -> int:
        nonlocal owed
        owed += sets * ratio
        kept = min(sets, max(1, int(owed + 0.5)))
        owed -= kept
        return kept

    return fewer


def _easier(item: Item, edit: InsertDeload, fewer: Callable[[int], int], catalogue: Catalogue) -> Item:
    movement = _movement(catalogue, item.exercise)
    if movement.purpose == "mobility":
        return item
    if movement.purpose == "endurance":
        return _easier_endurance(item, edit)
    load_kg = item.load_kg
    if load_kg and movement.mode != "assist":  # there the load is the help
        load_kg = min(load_kg, rounded_kg(load_kg * edit.load_ratio, movement.increment_kg))
    eased = replace(item, sets=fewer(item.sets), load_kg=load_kg, target_rpe=_lower_rpe(item, edit, EASIEST_RPE))
    return _with_ramp(eased, bool(item.ramp), catalogue)


def _easier_endurance(item: Item, edit: InsertDeload) -> Item:
    """Fewer repeats, or a shorter way; the effort comes down as well."""
    rpe = _lower_rpe(item, edit, TARGET_RPE[0])
    eased = replace(item, target_rpe=rpe, zone=zone(rpe) if item.zone is not None and rpe is not None else item.zone)
    if item.sets > 1:
        return replace(eased, sets=max(1, round(item.sets * edit.sets_ratio)))
    return replace(
        eased,
        duration_s=_shorter(item.duration_s, edit.sets_ratio, DURATION_STEP_S),
        distance_m=_shorter(item.distance_m, edit.sets_ratio, DISTANCE_STEP_M),
    )


def _shorter(extent: int | None, ratio: float, step: int) -> int | None:
    return None if extent is None else min(extent, max(step, round(extent * ratio / step) * step))


def _lower_rpe(item: Item, edit: InsertDeload, easiest: float) -> float | None:
    rpe = item.target_rpe
    return None if rpe is None else min(rpe, max(easiest, rpe - edit.rpe_drop))
