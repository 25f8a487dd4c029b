"""How the lifts and the load have gone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from accounts.core import units as conversion
from accounts.pages.doors import AthletePage
from adaptation import services as adaptation
from adaptation import wording
from adaptation.pages.picture import Point, bars, curve

RECENT_DAYS, WEEK_DAYS = 7, 7
ROWS_SHOWN = 30
PERCENT = 100


class LiftsPage(AthletePage):
    def get(self, request: HttpRequest) -> HttpResponse:
        found = adaptation.lifts(self.athlete.pk, timezone.now(), self.athlete.profile.experience_level)
        return self.page("adaptation/lifts.html", {"lifts": found, "place": "lifts"})


class LiftPage(AthletePage):
    """One lift: today's estimate with its interval, and how it got there."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        profile = self.athlete.profile
        found = adaptation.lifts(self.athlete.pk, timezone.now(), profile.experience_level, slug)
        if not found:
            raise Http404
        progress = found[0]
        points = adaptation.series(progress.lift)
        shown = [
            Point(each.performed_at.astimezone(profile.zone), *(
                conversion.shown(value, self.units) for value in (each.e1rm_kg, each.low_kg, each.high_kg)
            ))
            for each in points
        ]  # fmt: skip
        context = {
            "progress": progress,
            "exercise": progress.lift.exercise,
            "picture": curve(shown),
            "points": points[::-1][:ROWS_SHOWN],
            "older": max(0, len(points) - ROWS_SHOWN),
            "trend": trend(progress.weekly_trend),
            "claim": wording.plateau(progress.claim),
            "interval_note": wording.interval_note(progress.may_be_narrow),
            "place": "lifts",
        }
        return self.page("adaptation/lift.html", context)


class LoadPage(AthletePage):
    def get(self, request: HttpRequest) -> HttpResponse:
        today = self.athlete.profile.local_date(timezone.now())
        load = adaptation.training_load(self.athlete.pk, today)
        days = [load.first_on + timedelta(days=place) for place in range(len(load.daily_au))]
        context = {
            "load": load,
            "picture": bars(load.daily_au, days, RECENT_DAYS),
            "weeks": weeks(load.daily_au, days),
            "notes": wording.load_notes(load.monotony, load.acwr_coupled, load.has_variation),
            "place": "load",
        }
        return self.page("adaptation/load.html", context)


def trend(weekly: Any) -> dict[str, float]:
    """The weekly change in percent with its interval."""
    return {name: round(getattr(weekly, name) * PERCENT, 1) for name in ("value", "low", "high")}


def weeks(daily_au: Any, days: Any) -> list[dict[str, Any]]:
    """The table behind the bars: seven days a row, the newest first; the oldest row may be shorter."""
    rows = []
    for end in range(len(days), 0, -WEEK_DAYS):
        start = max(0, end - WEEK_DAYS)
        rows.append({"first_on": days[start], "last_on": days[end - 1], "load_au": sum(daily_au[start:end])})
    return rows
