"""The patch language: every change to a plan, whoever makes it, is a short list of these typed edits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class SetLoad:
    item: str
    load_kg: float | None


@dataclass(frozen=True, slots=True)
class SetSets:
    item: str
    sets: int


@dataclass(frozen=True, slots=True)
class SetReps:
    item: str
    reps_min: int
    reps_max: int


@dataclass(frozen=True, slots=True)
class SetTargetRpe:
    item: str
    target_rpe: float


@dataclass(frozen=True, slots=True)
class SwapExercise:
    item: str
    exercise: str
    load_kg: float | None = None
    load_basis: str = "find"


@dataclass(frozen=True, slots=True)
class MoveSession:
    """Without `at` the session keeps its time of day."""

    session: str
    on: date
    at: str | None = None


@dataclass(frozen=True, slots=True)
class DropItem:
    item: str


@dataclass(frozen=True, slots=True)
class AddItem:
    """`item` is the id that the new item gets: made by the edit's author, so that replaying gives the same plan."""

    session: str
    item: str
    exercise: str
    sets: int
    reps_min: int
    reps_max: int
    target_rpe: float
    rest_s: int
    load_kg: float | None = None


@dataclass(frozen=True, slots=True)
class InsertDeload:
    """Turn this week into a deload: sets × sets_ratio, load × load_ratio, target RPE − rpe_drop."""

    week: int
    sets_ratio: float = 0.5
    load_ratio: float = 0.925
    rpe_drop: float = 2.0


@dataclass(frozen=True, slots=True)
class SetNote:
    item: str
    notes: str


ItemEdit = SetLoad | SetSets | SetReps | SetTargetRpe | SwapExercise | DropItem | SetNote
Edit = ItemEdit | MoveSession | AddItem | InsertDeload
OPS: dict[str, type[Any]] = {
    "set_load": SetLoad,
    "set_sets": SetSets,
    "set_reps": SetReps,
    "set_target_rpe": SetTargetRpe,
    "swap_exercise": SwapExercise,
    "move_session": MoveSession,
    "drop_item": DropItem,
    "add_item": AddItem,
    "insert_deload": InsertDeload,
    "set_note": SetNote,
}
