"""Training logs of other apps, read row by row. Every row gets an answer: a set, or the reason why there is none."""

from dataclasses import dataclass
from datetime import datetime

from feedback.core.logs.columns import Layout, detect
from feedback.core.logs.rows import LeftRow, Reader, SetRow
from feedback.core.logs.table import Record, records
from feedback.core.logs.values import (
    CellInvalid,
    infer_load_unit,
    number,
    puts_day_first,
)


@dataclass(frozen=True, slots=True)
class Log:
    """A log as read. `is_unit_inferred`: the file did not say whether its numbers are kg or lbs."""

    source: str
    unit: str
    is_unit_inferred: bool
    rows: tuple[SetRow | LeftRow, ...]


def read_log(
    text: str, *, latest: datetime, source: str | None = None, unit: str | None = None, usual_unit: str = "kg"
) -> Log:
    """Read a whole log. Later than `latest` (local, without a zone) nothing can have been done yet.

    source and unit (kg | lbs) where the athlete has said them; usual_unit is what the athlete's profile says, for a
    file that gives no hint at all. Raises LogUnreadable.
    """
    layout = detect(text, source)
    body = [record for record in records(text, layout.delimiter) if record.line > layout.header_line]
    known_unit = unit or layout.load_unit
    reader = Reader(
        layout,
        known_unit or infer_load_unit(_loads(body, layout), usual_unit),
        puts_day_first(_column_of(body, layout, "started")),
        latest,
    )
    is_inferred = known_unit is None and "load_unit" not in layout.places
    return Log(layout.source, reader.unit, is_inferred, tuple(reader.row(record) for record in body))


def _column_of(body: list[Record], layout: Layout, column: str) -> list[str]:
    place = layout.places.get(column)
    if place is None:
        return []
    return [record.cells[place] for record in body if record.cells and place < len(record.cells)]


def _loads(body: list[Record], layout: Layout) -> list[float]:
    loads = []
    for text in _column_of(body, layout, "load"):
        try:
            loads.append(number(text) or 0.0)
        except CellInvalid:  # that row will say so itself
            continue
    return loads
