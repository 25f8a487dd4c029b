"""The charts of a report with every label in words, loads in the reader's unit: for pages, tables and files alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.core import units as conversion
from diagnosis import wording
from diagnosis.wording import states
from plans.wording.words import MUSCLES


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart: its data with every label in words, and the table that says the same."""

    id: str
    kind: str
    title: str
    text: str
    unit: str
    points: tuple[Mapping[str, Any], ...] = ()
    rows: tuple[Mapping[str, Any], ...] = ()
    weeks: tuple[Any, ...] = ()


def picture(chart: Mapping[str, Any], names: Mapping[str, str], units: str) -> Picture:
    name = chart["id"].partition(":")[0]
    title, text = states.CHARTS[name]
    is_weight = chart["unit"] == "kg"
    unit = ("lb" if units == conversion.IMPERIAL else "kg") if is_weight else str(chart["unit"])
    return Picture(
        id=chart["id"].replace(":", "-"),
        kind=chart["kind"],
        title=str(title) % wording.in_words({"exercise": chart["exercise"]} if "exercise" in chart else {}, names),
        text=str(text),
        unit="" if unit == "sets" else unit,
        points=tuple(_point(each, units if is_weight else "") for each in chart.get("points", ())),
        rows=tuple({**row, "label": str(MUSCLES.get(row["group"], row["group"]))} for row in chart.get("rows", ())),
        weeks=tuple(_week(week) for week in chart.get("weeks", ())),
    )


def _point(point: Mapping[str, Any], units: str) -> dict[str, Any]:
    """A point with its day as a date, loads in the reader's unit."""
    values = {name: point[name] for name in ("value", "low", "high") if name in point}
    if units:
        values = {name: conversion.shown(value, units) for name, value in values.items()}
    return {"on": date.fromisoformat(point["on"]), **values}


def _week(week: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"on": date.fromisoformat(day["on"]), "status": day["status"], "word": str(states.DAY_STATUSES[day["status"]])}
        for day in week
    ]
