"""One row of a training log: a set, or the reason why there is none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.core.units import KG_PER_LB
from feedback.core.logs.columns import DISTANCE_UNITS, LOAD_UNITS, Layout
from feedback.core.logs.table import Record
from feedback.core.logs.values import METRES_PER, CellInvalid, duration_s, folded, moment, number, whole
from feedback.core.ratings import DISTANCE_M, DURATION_S, LOAD_KG, REPS, in_halves

TITLE_MAX = 240
IMPERIAL_DISTANCE = {"kg": "km", "lbs": "mi"}

# What a log says of a set, in our words. Hevy writes words, Strong letters in the column of the set's number.
SET_KINDS = {
    **dict.fromkeys(("normal", "working", "n"), "normal"),
    **dict.fromkeys(("warmup", "warm up", "warm_up", "w", "热", "热身", "熱身"), "warm_up"),
    **dict.fromkeys(("failure", "f", "力竭", "竭"), "failure"),
    **dict.fromkeys(("dropset", "drop set", "drop_set", "drop", "d", "递减", "递减组", "遞減"), "drop"),
}
NOT_SETS = {
    **dict.fromkeys(
        ("rest timer", "pausentimer", "ruhetimer", "temporizador de descanso", "descanso", "minuteur de repos", "repos",
         "timer di recupero", "timer de descanso", "rusttimer", "таймер отдыха", "休息计时器", "休息计时", "休息時間",
         "休息", "レストタイマー", "휴식 타이머"), "rest_timer",
    ),
    **dict.fromkeys(("note", "notes", "notiz", "nota", "备注", "備註", "メモ"), "note"),
}  # fmt: skip
FOLDED_KINDS = {folded(name): kind for name, kind in SET_KINDS.items()}
FOLDED_NOT_SETS = {folded(name): kind for name, kind in NOT_SETS.items()}


class RowRefused(Exception):
    """A row that is no set that we can keep. `outcome`: skipped (nothing is lost) | rejected (something is wrong)."""

    def __init__(self, outcome: str, reason: str) -> None:
        super().__init__(outcome, reason)
        self.outcome, self.reason = outcome, reason


@dataclass(frozen=True, slots=True)
class SetRow:
    """One set of a log. `done` is in the form that ratings keep: {reps, load_kg, rpe?, failed?, warm_up?, …}."""

    line: int
    started: datetime  # local, without a zone
    workout: str
    title: str
    done: Mapping[str, Any]
    workout_s: int | None = None  # length of the whole workout, where the log tells it


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A row that is not taken over, and why. outcome: skipped | rejected."""

    line: int
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the rows of one log. latest: local, without a zone; nothing can have been done after it."""

    layout: Layout
    unit: str
    day_first: bool
    latest: datetime

    def row(self, record: Record) -> SetRow | LeftRow:
        try:
            return self._set_row(record)
        except RowRefused as refusal:
            return LeftRow(record.line, refusal.outcome, refusal.reason)

    def _set_row(self, record: Record) -> SetRow:
        cell = _cells(record, self.layout)
        kind = self._kind(cell)
        title = cell("title").strip()
        if not title or len(title) > TITLE_MAX:
            raise RowRefused("rejected", "exercise_missing" if not title else "exercise_too_long")
        started = _value("date", lambda text: moment(text, self.day_first), cell("started"))
        if started is None:
            raise RowRefused("rejected", "date_missing")
        if started > self.latest:
            raise RowRefused("rejected", "date_in_future")
        done = self._done(cell, kind)
        return SetRow(
            record.line, started, cell("workout").strip()[:TITLE_MAX], title, done, self._workout_s(cell, started)
        )

    def _workout_s(self, cell: Callable[[str], str], started: datetime) -> int | None:
        """Only told, never counted on: a length that cannot be read costs nobody a set."""
        try:
            if ended := cell("ended").strip():
                return max(0, round((moment(ended, self.day_first) - started).total_seconds()))
            return duration_s(cell("duration"))
        except CellInvalid:
            return None

    def _kind(self, cell: Callable[[str], str]) -> str:
        text = folded(cell("kind") or cell("order")) if self.layout.source == "hevy" else folded(cell("order"))
        if reason := FOLDED_NOT_SETS.get(text):
            raise RowRefused("skipped", reason)
        kind = "normal" if text.isdecimal() or not text else FOLDED_KINDS.get(text)
        if kind is None:
            raise RowRefused("rejected", "unknown_set_kind")
        return kind

    def _done(self, cell: Callable[[str], str], kind: str) -> dict[str, Any]:
        """The set itself. Failure means no rep left whatever the rating says, so the flag is kept beside it."""
        reps = _bounded("reps", _value("reps", whole, cell("reps")), *REPS)
        seconds = _bounded("duration", _value("duration", duration_s, cell("seconds")) or None, *DURATION_S)
        metres = _bounded("distance", self._metres(cell), *DISTANCE_M)
        if not (reps or seconds or metres or (kind == "failure" and reps == 0)):
            raise RowRefused("skipped", "empty_set")
        measured = {
            "reps": None if reps == 0 and (seconds or metres) else reps,
            "load_kg": _bounded("load", self._load_kg(cell), *LOAD_KG),
            "duration_s": seconds,
            "distance_m": metres,
        }
        done: dict[str, Any] = {name: value for name, value in measured.items() if value is not None}
        rpe = _value("rpe", number, cell("rpe"))
        if rpe:
            done["rpe"] = float(in_halves(_bounded("rpe", rpe, 1, 10) or rpe))
        flag = {"warm_up": "warm_up", "failure": "failed"}.get(kind)
        return {**done, flag: True} if flag else done

    def _load_kg(self, cell: Callable[[str], str]) -> float | None:
        load = _value("load", number, cell("load"))
        if load is None:
            return None
        unit = LOAD_UNITS.get(folded(cell("load_unit")), self.unit)
        return float(round(load * KG_PER_LB, 2) if unit == "lbs" else round(load, 3))

    def _metres(self, cell: Callable[[str], str]) -> int | None:
        distance = _value("distance", number, cell("distance"))
        if not distance:
            return None
        said = DISTANCE_UNITS.get(folded(cell("distance_unit")), self.layout.distance_unit)
        metres: int = round(distance * METRES_PER[said or IMPERIAL_DISTANCE[self.unit]])
        return metres


def _cells(record: Record, layout: Layout) -> Callable[[str], str]:
    """A look-up by column name. A row may end early; one with more than the header has is torn."""
    cells = record.cells
    if cells is None:
        raise RowRefused("rejected", "broken_quotes")
    if not any(cell.strip() for cell in cells):
        raise RowRefused("skipped", "empty_row")
    if any(cell.strip() for cell in cells[layout.width :]):
        raise RowRefused("rejected", "too_many_cells")

    def cell(column: str) -> str:
        place = layout.places.get(column)
        return cells[place] if place is not None and place < len(cells) else ""

    return cell


def _value(name: str, read: Callable[[str], Any], text: str) -> Any:
    try:
        return read(text) if text.strip() else None
    except CellInvalid as problem:
        raise RowRefused("rejected", f"{name}_unreadable") from problem


def _bounded(name: str, value: Any, lowest: float, highest: float) -> Any:
    if value is not None and not lowest <= value <= highest:
        raise RowRefused("rejected", f"{name}_out_of_range")
    return value
