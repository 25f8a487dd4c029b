"""The charts of a report as vector drawings for the PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from django.utils.formats import date_format
from reportlab.graphics.shapes import Drawing, Line, Polygon, PolyLine, Rect, String
from reportlab.lib import colors
from reportlab.lib.units import mm

from diagnosis.services.pdf_font import FONT, printable
from diagnosis.wording.pictures import Picture
from plans.wording import quantities

WIDTH, HEIGHT = 174 * mm, 46 * mm
LEFT, BOTTOM, TOP = 40, 16, 8
ROW, CELL = 15, 11
LABEL_X = 90
BAND, INK_LINE = colors.HexColor("#bfe0d3"), colors.HexColor("#0a6650")
GRID, SOFT, CAUTION = colors.HexColor("#d3dad4"), colors.HexColor("#4a5852"), colors.HexColor("#7d4500")
Anchor = Literal["start", "end"]
DAY_COLOURS = {"done": INK_LINE, "extra": BAND, "missed": CAUTION, "ill": SOFT, "coming": GRID}


def drawing(drawn: Picture) -> Drawing:
    """The chart, as wide as the page."""
    if drawn.points:
        return _series(drawn.points)
    return _ranges(drawn.rows) if drawn.rows else _calendar(drawn.weeks)


def _label(x: float, y: float, text: str, anchor: Anchor = "start") -> String:
    return String(x, y, printable(text), fontName=FONT, fontSize=7.5, fillColor=SOFT, textAnchor=anchor)


# --- Lines with a band ------------------------------------------------------------------------------------------------
def _series(points: Sequence[Mapping[str, Any]]) -> Drawing:
    made = Drawing(WIDTH, HEIGHT)
    values = [point[name] for point in points for name in ("value", "low", "high") if name in point]
    low, high = min(values), max(values)
    room = (high - low or 1.0) * 0.08
    first, last = points[0]["on"], points[-1]["on"]

    def place(on: date, value: float) -> tuple[float, float]:
        share = (on - first).days / max(1, (last - first).days)
        height = (value - low + room) / (high - low + 2 * room)
        return LEFT + share * (WIDTH - LEFT - 8), BOTTOM + height * (HEIGHT - BOTTOM - TOP)

    for value in (low, (low + high) / 2, high):
        y = place(first, value)[1]
        made.add(Line(LEFT, y, WIDTH, y, strokeColor=GRID, strokeWidth=0.5))
        made.add(_label(LEFT - 4, y - 2.5, quantities.number(round(value, 1)), "end"))
    banded = [point for point in points if "low" in point]
    if len(banded) > 1:
        edge = [place(each["on"], each["high"]) for each in banded]
        edge += [place(each["on"], each["low"]) for each in reversed(banded)]
        made.add(Polygon([part for spot in edge for part in spot], fillColor=BAND, strokeColor=None))
    line = [part for each in points for part in place(each["on"], each["value"])]
    made.add(PolyLine(line, strokeColor=INK_LINE, strokeWidth=1.6))
    made.add(_label(LEFT, 3, date_format(first, "MONTH_DAY_FORMAT")))
    made.add(_label(WIDTH, 3, date_format(last, "MONTH_DAY_FORMAT"), "end"))
    return made


# --- Bars in their ranges ---------------------------------------------------------------------------------------------
def _ranges(rows: Sequence[Mapping[str, Any]]) -> Drawing:
    made = Drawing(WIDTH, ROW * len(rows) + 4)
    most = max(max(row["value"], row["high"], row["usual"] or 0.0) for row in rows) or 1.0
    scale = (WIDTH - LABEL_X - 40) / most
    for place, row in enumerate(reversed(rows)):
        y = place * ROW + 3
        made.add(_label(0, y + 3, row["label"]))
        made.add(_box(LABEL_X + row["low"] * scale, y, (row["high"] - row["low"]) * scale, 10, BAND))
        is_inside = row["low"] <= row["value"] <= row["high"]
        made.add(_box(LABEL_X, y + 3, row["value"] * scale, 4, INK_LINE if is_inside else CAUTION))
        if row["usual"] is not None:
            made.add(_box(LABEL_X + row["usual"] * scale, y - 1, 1, 12, SOFT))
        made.add(_label(WIDTH, y + 3, quantities.number(row["value"]), "end"))
    return made


def _box(x: float, y: float, width: float, height: float, colour: Any) -> Rect:
    return Rect(x, y, width, height, fillColor=colour, strokeColor=colour)


# --- The calendar -----------------------------------------------------------------------------------------------------
def _calendar(weeks: Sequence[Sequence[Mapping[str, Any]]]) -> Drawing:
    """A column for each week, Monday at the top."""
    made = Drawing(WIDTH, CELL * 7 + 16)
    for column, week in enumerate(weeks):
        x = column * (CELL + 2)
        for day, told in enumerate(week):
            y = 14 + (6 - day) * CELL
            colour = DAY_COLOURS.get(told["status"])
            if colour is not None:
                made.add(_box(x, y, CELL - 2, CELL - 2, colour))
            elif told["status"] == "rest":
                made.add(_box(x + 3, y + 3, 2, 2, GRID))
        if column % 4 == 0:
            made.add(_label(x, 3, date_format(week[0]["on"], "MONTH_DAY_FORMAT")))
    return made
