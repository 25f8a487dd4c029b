"""How the lifts and the load have gone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from accounts.core import units as conversion
from accounts.pages.doors import AthletePage
from adaptation import services as adaptation
from adaptation import wording
from adaptation.core.forecasts import Expected
from adaptation.pages.picture import Curve, Point, bars, curve
from adaptation.services import LiftProgress, NextTime, Scored, Trial
from adaptation.wording import forecasts as words
from adaptation.wording import trials as trial_wording
from plans.wording import quantities

RECENT_DAYS, WEEK_DAYS = 7, 7
ROWS_SHOWN = 30
FORECASTS_DRAWN = 40
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
            "series": series_of(shown),
            "unit": self.units_word,
            "points": points[::-1][:ROWS_SHOWN],
            "older": max(0, len(points) - ROWS_SHOWN),
            "trend": trend(progress.weekly_trend),
            "claim": wording.plateau(progress.claim),
            "interval_note": wording.interval_note(progress.may_be_narrow),
            "forecasts": self.forecasts(progress, adaptation.scored(points)),
            "trials": [
                trial_words(trial, profile.local_date(trial.started_at))
                for trial in adaptation.trials_of(self.athlete.pk, slug, points, timezone.now())
            ],
            "place": "lifts",
        }
        return self.page("adaptation/lift.html", context)

    @property
    def units_word(self) -> str:
        return "lb" if self.units == conversion.IMPERIAL else "kg"

    def forecasts(self, progress: LiftProgress, scored: Scored | None) -> dict[str, Any]:
        """What comes next, and how good such forecasts have been."""
        now, profile = timezone.now(), self.athlete.profile
        coming = adaptation.next_time(progress.lift, now, profile.local_date(now))
        told: dict[str, Any] = {"next": coming and next_words(coming, self.units)}
        if scored is not None:
            newest = [(at.astimezone(profile.zone), each) for at, each in scored.expected[-FORECASTS_DRAWN:]]
            told |= {
                "claim": words.claim(scored.score),
                "calibration": words.calibration(scored.score),
                "loads": words.loads(scored.score),
                "is_worse": scored.score.claim == "worse",
                "picture": forecast_picture(newest),
                "rows": [(at.date(), each, words.rpe_range(each.rpe)) for at, each in reversed(newest)],
            }
        return told


def next_words(coming: NextTime, units: str) -> dict[str, Any]:
    """The next session's forecast, in the viewer's unit."""
    ahead = coming.ahead
    kg = ahead.planned_kg
    return {
        "on": coming.on,
        "reps": coming.reps,
        "target_rpe": quantities.number(coming.target_rpe),
        "load": None if coming.load_kg is None else quantities.weight(coming.load_kg, units),
        "rpe": ahead.rpe and words.rpe_range(ahead.rpe),
        "fits": quantities.estimate(kg.value, units),
        "fits_low": quantities.estimate(kg.low, units),
        "fits_high": quantities.estimate(kg.high, units),
    }


def trial_words(trial: Trial, started_on: date) -> dict[str, Any]:
    followed = trial.followed
    return {
        "what": trial_wording.what(trial.suggestion.rule),
        "told": trial_wording.told(followed, started_on, trial.is_undone),
        "is_running": not (followed.is_over or trial.is_undone),
    }


def forecast_picture(newest: Sequence[tuple[datetime, Expected]]) -> Curve | None:
    """Expected ratings as a line with its band, those that were told as dots."""
    points = [Point(at, each.rpe.value, each.rpe.low, each.rpe.high) for at, each in newest]
    return curve(points, [each.told_rpe for _, each in newest])


class LoadPage(AthletePage):
    def get(self, request: HttpRequest) -> HttpResponse:
        today = self.athlete.profile.local_date(timezone.now())
        load = adaptation.training_load(self.athlete.pk, today)
        days = [load.first_on + timedelta(days=place) for place in range(len(load.daily_au))]
        context = {
            "load": load,
            "picture": bars(load.daily_au, days, RECENT_DAYS),
            "series": daily_series(load.daily_au, days),
            "weekly_series": weekly_series(weeks(load.daily_au, days)),
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


# --- What <series-chart> draws ----------------------------------------------------------------------------------------
def series_of(points: Sequence[Point]) -> str:
    """A point for each day, the last of it, as data."""
    days = {each.at.date().isoformat(): each for each in points}
    return json.dumps(
        [
            {"on": on, "value": round(each.value, 1), "low": round(each.low, 1), "high": round(each.high, 1)}
            for on, each in days.items()
        ]
    )


def daily_series(daily_au: Sequence[float], days: Sequence[date]) -> str:
    """A bar for each day; all but the last week stand back."""
    past = len(days) - RECENT_DAYS
    rows = enumerate(zip(days, daily_au, strict=True))
    return json.dumps([{"on": on.isoformat(), "value": value, "is_past": place < past} for place, (on, value) in rows])


def weekly_series(rows: Sequence[dict[str, Any]]) -> str:
    """A bar for each whole week, at its first day, oldest first."""
    whole = [each for each in rows if (each["last_on"] - each["first_on"]).days == WEEK_DAYS - 1]
    told = [(each["first_on"].isoformat(), each["load_au"]) for each in reversed(whole)]
    newest = len(told) - 1
    return json.dumps([{"on": on, "value": au, "is_past": place < newest} for place, (on, au) in enumerate(told)])
