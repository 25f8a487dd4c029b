"""From one record of a model to edits of the patch language: one for each week that is still to come.

What the fields of a record may be is narrower than what the rules allow: a model moves a plan by small steps, and never
says a load that it was not given. A number a little beyond its bounds is cut to them; one far beyond is a
misunderstanding, and its record means nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from plans.core import swap
from plans.core.edits import (
    AddItem,
    DropItem,
    Edit,
    InsertDeload,
    MoveSession,
    SetLoad,
    SetNote,
    SetReps,
    SetSets,
    SetTargetRpe,
    SwapExercise,
)
from plans.core.movements import DEFAULT_INCREMENT_KG, Movement
from plans.core.refining_board import Board, Line, Place
from plans.core.replies import EditRecord
from plans.core.spec import Item
from science.strength import rounded_kg

NewId = Callable[[], str]

# How far one edit of a model may go. Our own choice: half of what a cautious coach changes at once, more downwards.
LOAD_RATIO = (0.7, 1.05)
SETS_STEP = (-2, 1)
REPS_STEP = (-4, 4)
RPE_STEP = (-2.0, 0.5)
LEAST_RPE = 4.0
ADDED_SETS, ADDED_REPS, ADDED_RPE, ADDED_REST_S = (1, 3), (6, 20), (5.0, 8.0), 75
WEEKDAYS = (1, 7)

NUMBERS = ("sets", "reps_min", "reps_max", "load_kg", "rpe", "weekday", "week")
HANDLES = ("session", "item", "exercise")
USED: dict[str, frozenset[str]] = {
    "set_load": frozenset({"item", "load_kg"}),
    "set_sets": frozenset({"item", "sets"}),
    "set_reps": frozenset({"item", "reps_min", "reps_max"}),
    "set_target_rpe": frozenset({"item", "rpe"}),
    "swap_exercise": frozenset({"item", "exercise"}),
    "move_session": frozenset({"session", "weekday"}),
    "drop_item": frozenset({"item"}),
    "add_item": frozenset({"session", "exercise", "sets", "reps_min", "reps_max", "rpe"}),
    "insert_deload": frozenset({"week"}),
    "set_note": frozenset({"item", "note"}),
}


class RecordUnfit(Exception):
    """A record means nothing here, or too much: unknown_op, unknown_item, unknown_session, unknown_exercise, fields,
    too_far, too_late."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def edits_of(record: EditRecord, board: Board, new_id: NewId) -> tuple[Edit, ...]:
    """The edits that a record asks for. RecordUnfit where its fields do not fit its op, or go too far."""
    used = USED.get(record.op)
    if used is None:
        raise RecordUnfit("unknown_op")
    if "item" in used:
        line = board.lines.get(record.item)
        if line is None:
            raise RecordUnfit("unknown_item")
        _refuse_fields(record, used, _standing(line))
        return _of_line(record, line, board)
    _refuse_fields(record, used, {})
    if record.op == "insert_deload":
        return _deload(record, board)
    place = board.places.get(record.session)
    if place is None:
        raise RecordUnfit("unknown_session")
    return _moved(record, place, board) if record.op == "move_session" else _added(record, place, board, new_id)


def _refuse_fields(record: EditRecord, used: frozenset[str], standing: dict[str, Any]) -> None:
    """What an op does not use is empty, or says what stands there already; what it uses is filled."""
    for name in (*HANDLES, *NUMBERS, "note"):
        value = getattr(record, name)
        is_filled = value not in ("", 0)
        if name in used:
            if not is_filled:
                raise RecordUnfit("fields")
        elif is_filled and value != standing.get(name):
            raise RecordUnfit("fields")


def _standing(line: Line) -> dict[str, Any]:
    item = line.first
    return {
        "session": line.place,
        "item": line.handle,
        "exercise": line.exercise,
        "sets": item.sets,
        "reps_min": item.reps_min,
        "reps_max": item.reps_max,
        "load_kg": item.load_kg,
        "rpe": item.target_rpe,
    }


def _of_line(record: EditRecord, line: Line, board: Board) -> tuple[Edit, ...]:
    match record.op:
        case "swap_exercise":
            return _swapped(record, line, board)
        case "drop_item":
            return tuple(DropItem(use.item.id) for use in line.uses)
        case "set_note":
            return tuple(SetNote(use.item.id, record.note) for use in line.uses)
        case "set_load":
            return _loaded(record, line, board)
        case "set_sets":
            return _counted_sets(record, line)
        case "set_reps":
            return _counted_reps(record, line)
        case _:
            return _rated(record, line)


def _swapped(record: EditRecord, line: Line, board: Board) -> tuple[Edit, ...]:
    """Only what was offered, and with the load that the athlete's own history gives."""
    movement = board.catalogue.get(record.exercise)
    if movement is None or record.exercise not in line.options:
        raise RecordUnfit("unknown_exercise")
    chosen = ((use.item, swap.option(movement, use.item, board.intent)) for use in line.uses)
    return tuple(SwapExercise(item.id, movement.slug, each.load_kg, each.load_basis) for item, each in chosen)


def _loaded(record: EditRecord, line: Line, board: Board) -> tuple[Edit, ...]:
    """The same share of the load in every week, to the steps that the equipment has."""
    movement = board.catalogue.get(line.exercise)
    standing = line.first.load_kg
    if movement is None or not standing:
        raise RecordUnfit("fields")
    ratio = record.load_kg / standing
    if abs(record.load_kg - standing) > _increment_kg(movement):  # one step of the equipment may always be taken
        is_assist = movement.mode == "assist"
        harder = _within(1 / ratio if is_assist else ratio, LOAD_RATIO)
        ratio = 1 / harder if is_assist else harder
    loaded = [(use.item, use.item.load_kg) for use in line.uses if use.item.load_kg]
    return tuple(SetLoad(item.id, rounded_kg(load_kg * ratio, _increment_kg(movement))) for item, load_kg in loaded)


def _increment_kg(movement: Movement) -> float:
    return movement.increment_kg or DEFAULT_INCREMENT_KG


def _counted_sets(record: EditRecord, line: Line) -> tuple[Edit, ...]:
    step = _within(record.sets - line.first.sets, SETS_STEP)
    return tuple(SetSets(item.id, max(1, item.sets + int(step))) for item in _working(line))


def _counted_reps(record: EditRecord, line: Line) -> tuple[Edit, ...]:
    first = line.first
    if first.reps_min is None or first.reps_max is None or record.reps_min > record.reps_max:
        raise RecordUnfit("fields")
    low = int(_within(record.reps_min - first.reps_min, REPS_STEP))
    high = int(_within(record.reps_max - first.reps_max, REPS_STEP))
    return tuple(
        SetReps(item.id, max(1, item.reps_min + low), max(1, item.reps_max + high))
        for item in _working(line)
        if item.reps_min is not None and item.reps_max is not None
    )


def _rated(record: EditRecord, line: Line) -> tuple[Edit, ...]:
    standing = line.first.target_rpe
    if standing is None:
        raise RecordUnfit("fields")
    step = _within(_halves(record.rpe) - standing, RPE_STEP)
    rated = ((item, item.target_rpe) for item in _working(line) if item.target_rpe is not None)
    return tuple(SetTargetRpe(item.id, max(LEAST_RPE, rpe + step)) for item, rpe in rated)


def _working(line: Line) -> tuple[Item, ...]:
    """The items of weeks that are no deload, which stays what it is; of a deload where there is nothing else."""
    working = tuple(use.item for use in line.uses if not use.week.is_deload)
    return working or tuple(use.item for use in line.uses)


def _within(value: float, bounds: tuple[float, float]) -> float:
    """The value, cut to its bounds where it is no further beyond them than they are apart. RecordUnfit("too_far")."""
    low, high = bounds
    if not low - (high - low) <= value <= high + (high - low):
        raise RecordUnfit("too_far")
    return min(max(value, low), high)


def _halves(rpe: float) -> float:
    return round(rpe * 2) / 2


def _moved(record: EditRecord, place: Place, board: Board) -> tuple[Edit, ...]:
    """To that weekday in each of its weeks, where that day is still to come."""
    if not WEEKDAYS[0] <= record.weekday <= WEEKDAYS[1]:
        raise RecordUnfit("fields")
    moves = []
    for week, session in place.uses:
        starts_on = board.spec.week_starts_on(week.number)
        on = starts_on + timedelta(days=(record.weekday - starts_on.isoweekday()) % 7)
        if on < board.intent.today:
            raise RecordUnfit("too_late")
        moves.append(MoveSession(session.id, on))
    return tuple(moves)


def _added(record: EditRecord, place: Place, board: Board, new_id: NewId) -> tuple[Edit, ...]:
    movement = board.catalogue.get(record.exercise)
    if movement is None or record.exercise not in board.additions:
        raise RecordUnfit("unknown_exercise")
    if record.reps_min > record.reps_max:
        raise RecordUnfit("fields")
    sets, rpe = int(_within(record.sets, ADDED_SETS)), _within(_halves(record.rpe), ADDED_RPE)
    reps_min, reps_max = (int(_within(reps, ADDED_REPS)) for reps in (record.reps_min, record.reps_max))
    return tuple(
        AddItem(
            session=session.id,
            item=new_id(),
            exercise=movement.slug,
            sets=sets,
            reps_min=reps_min,
            reps_max=reps_max,
            target_rpe=rpe,
            rest_s=ADDED_REST_S,
        )
        for week, session in place.uses
        if not week.is_deload
    )


def _deload(record: EditRecord, board: Board) -> tuple[Edit, ...]:
    week = next((week for week in board.spec.weeks if week.number == record.week), None)
    if week is None:
        raise RecordUnfit("fields")
    if any(session.id in board.closed for session in week.sessions):
        raise RecordUnfit("too_late")
    return (InsertDeload(week.number),)
