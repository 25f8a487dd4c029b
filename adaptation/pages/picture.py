"""The geometry of our pictures, in whole units of an SVG view box: drawn on the server, so that a page without scripts
shows them and no library is loaded. What a picture shows stands in a table beside it as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil, floor, log10

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 76, 14, 16, 38
LINES_ASKED = 4
NICE = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Point:
    """A value with its interval at one instant."""

    at: datetime
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Line:
    """A grid line at height `y` and what it stands for."""

    y: int
    value: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A line with its band. `band`, `line`: coordinates as SVG wants them; dots as (x, y); `outside`: those of them
    that lie outside the band."""

    band: str
    line: str
    dots: tuple[tuple[int, int], ...]
    outside: tuple[tuple[int, int], ...]
    grid: tuple[Line, ...]
    first: datetime
    last: datetime
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: int = HEIGHT - 10


@dataclass(frozen=True, slots=True)
class Bar:
    x: int
    y: int
    width: int
    height: int
    on: date
    value: float
    is_recent: bool


@dataclass(frozen=True, slots=True)
class Bars:
    bars: tuple[Bar, ...]
    grid: tuple[Line, ...]
    first_on: date
    last_on: date
    width: int = WIDTH
    height: int = 220
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: int = 210


def steps(low: float, high: float, wanted: int = LINES_ASKED) -> tuple[float, ...]:
    """Round numbers that cover low to high: about so many."""
    span = max(high - low, 1e-9)
    size = 10 ** floor(log10(span / wanted))
    step = next(size * nice for nice in NICE if size * nice * wanted >= span * (1 - 1e-9))
    first, last = floor(low / step), ceil(high / step - 1e-9)
    return tuple(round(place * step, 6) for place in range(first, max(last, first + 1) + 1))


def curve(points: Sequence[Point], told: Sequence[float] = ()) -> Curve | None:
    """The picture of a series, oldest first; None without points. A single point gets a band of some width.

    told: what came true at each point, where that is another number than its value: the dots then stand there.
    """
    if not points:
        return None
    seen = told or [each.value for each in points]
    marks = steps(min([*seen, *(each.low for each in points)]), max([*seen, *(each.high for each in points)]))
    first, last = points[0].at, points[-1].at
    span = (last - first).total_seconds()

    def x_of(at: datetime) -> int:
        share = (at - first).total_seconds() / span if span else 0.5
        return round(LEFT + 10 + share * (WIDTH - RIGHT - LEFT - 20))

    def y_of(value: float) -> int:
        return round(TOP + (marks[-1] - value) / (marks[-1] - marks[0]) * (HEIGHT - BOTTOM - TOP))

    highs = [(x_of(each.at), y_of(each.high)) for each in points]
    lows = [(x_of(each.at), y_of(each.low)) for each in reversed(points)]
    line = [(x_of(each.at), y_of(each.value)) for each in points]
    dots = [(x_of(each.at), y_of(value)) for each, value in zip(points, seen, strict=True)]
    is_held = [each.low <= value <= each.high for each, value in zip(points, seen, strict=True)]
    if len({x for x, _ in dots}) == 1:
        x = dots[0][0]
        highs, lows = [(x - 12, highs[-1][1]), (x + 12, highs[-1][1])], [(x + 12, lows[0][1]), (x - 12, lows[0][1])]
    return Curve(
        band=path([*highs, *lows]),
        line=path(line),
        dots=tuple(dot for dot, held in zip(dots, is_held, strict=True) if held),
        outside=tuple(dot for dot, held in zip(dots, is_held, strict=True) if not held),
        grid=tuple(Line(y_of(mark), mark) for mark in marks),
        first=first,
        last=last,
    )


def bars(values: Sequence[float], days: Sequence[date], recent: int) -> Bars | None:
    """One bar a day; the last `recent` of them are marked. None where there is nothing but rest."""
    if not values or not any(values):
        return None
    marks = steps(0.0, max(values), 3)
    floor_y, room = 220 - BOTTOM, 220 - BOTTOM - TOP
    pitch = (WIDTH - LEFT - RIGHT) / max(len(values), 7)
    drawn = []
    for place, (value, on) in enumerate(zip(values, days, strict=True)):
        height = round(value / marks[-1] * room)
        drawn.append(
            Bar(
                x=round(LEFT + place * pitch + pitch * 0.12),
                y=floor_y - height,
                width=max(2, round(pitch * 0.76)),
                height=height,
                on=on,
                value=value,
                is_recent=place >= len(values) - recent,
            )
        )
    grid = tuple(Line(floor_y - round(mark / marks[-1] * room), mark) for mark in marks)
    return Bars(bars=tuple(drawn), grid=grid, first_on=days[0], last_on=days[-1])


def path(points: Sequence[tuple[int, int]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)
