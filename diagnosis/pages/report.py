"""The report as a page: the same data as the JSON and the PDF, in the reader's language and unit."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format

from accounts.models import User
from diagnosis import wording
from diagnosis.wording.pictures import Picture
from diagnosis.wording.reading import read

TEMPLATE = "diagnosis/report.html"
WEEK_DAYS = 7
BAR_WIDTH, BAR_HEIGHT = 240, 22
GRAVE = ("urgent", "act", "watch")


def report_page(
    request: HttpRequest,
    report: Mapping[str, Any],
    *,
    execution_id: UUID | None = None,
    visited: User | None = None,
    may_offer: bool = False,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """A report to read and to look at.

    execution_id: whose files and patches it links to; visited: the athlete, where somebody else reads; may_offer:
    whether a tap may turn a finding's patch into a suggestion; more: what else the page around it needs.
    """
    user = cast(User, request.user)
    units = user.profile.units if user.is_authenticated else "metric"
    context = {
        **page_context(report, units),
        "execution_id": execution_id,
        "may_offer": may_offer and execution_id is not None,
        **({"visited": visited, "place": "athletes"} if visited else {"place": "diagnosis"}),
        **(more or {}),
    }
    return render(request, TEMPLATE, context)


def page_context(report: Mapping[str, Any], units: str) -> dict[str, Any]:
    """What the template shows: the report in words, and its charts as pictures."""
    reading = read(report, units)
    return {
        "reading": reading,
        "grave": [each for each in reading.findings if each.severity in GRAVE],
        "other": [each for each in reading.findings if each.severity not in GRAVE],
        "pictures": [picture(each) for each in reading.pictures],
    }


def picture(drawn: Picture) -> dict[str, Any]:
    """A chart as the template wants it: the series as JSON, bars as shapes, the calendar with its weekdays."""
    return {
        "drawn": drawn,
        "series": json.dumps([{**each, "on": each["on"].isoformat()} for each in drawn.points]),
        "rows": [shape(row, _most(drawn.rows)) for row in drawn.rows],
        "weekdays": [(wording.weekday(day), wording.weekday(day, "D")) for day in range(WEEK_DAYS)],
        "weeks": [{"starts": date_format(week[0]["on"], "MONTH_DAY_FORMAT"), "days": week} for week in drawn.weeks],
    }


def _most(rows: Sequence[Mapping[str, Any]]) -> float:
    return max((max(row["value"], row["high"], row["usual"] or 0.0) for row in rows), default=1.0) or 1.0


def shape(row: Mapping[str, Any], most: float) -> dict[str, Any]:
    """One bar in whole units of its view box: the value, the range behind it, a tick where it usually was."""

    def x_of(value: float) -> int:
        return round(value / most * BAR_WIDTH)

    return {
        **row,
        "width": BAR_WIDTH,
        "height": BAR_HEIGHT,
        "band_x": x_of(row["low"]),
        "band_width": x_of(row["high"]) - x_of(row["low"]),
        "bar_width": x_of(row["value"]),
        "tick_x": None if row["usual"] is None else x_of(row["usual"]),
        "is_outside": not row["low"] <= row["value"] <= row["high"],
    }
