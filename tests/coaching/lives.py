"""Small lives for tests of the detector: nothing happens in them unless a test says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from coaching.core.moments.detector import wanted
from coaching.core.moments.life import Life, Lift, Moment, Night, Planned, Point, Rated, Ritual, Running

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 3, 4)  # a Wednesday
NOW = datetime(2026, 3, 4, 11, 0, tzinfo=UTC)  # noon in Berlin
DAY = timedelta(days=1)
PLAN = Running("plan", TODAY - 30 * DAY, TODAY + 30 * DAY, done=10, sessions=30)
QUIET_LIFE = Life(zone=BERLIN, enabled_at=NOW - 60 * DAY, plan=PLAN, last_on=TODAY - DAY)


def life(**changes: Any) -> Life:
    return replace(QUIET_LIFE, **changes)


def at(on: date, hour: int = 18, minute: int = 0) -> datetime:
    """On Berlin's wall, as an instant."""
    return datetime.combine(on, time(hour, minute), BERLIN).astimezone(UTC)


def session(on: date, at: time | None = None, *, id: str = "", **changes: Any) -> Planned:
    return replace(Planned(id or f"s-{on}", on, at, 60, "planned", "full_body"), **changes)


def rated(on: date, rpe: float | None = 7.0, *, session: str = "", **changes: Any) -> Rated:
    key = session or f"s-{on}"
    return Rated(
        id=str(changes.pop("id", f"r-{key}-{changes.get('exercise', 'row')}")), session=key,
        exercise=changes.pop("exercise", "row"), at=changes.pop("at", at(on)), on=on, rpe=rpe, **changes,
    )  # fmt: skip


def night(on: date, hours: float | None, *, is_short: bool | None = None) -> Night:
    short = hours is not None and hours < 6 if is_short is None else is_short
    return Night(on, hours, at(on, 9), short)


def lift(*e1rms: float | None, sets: int = 4, days: int = 4, last: date = TODAY, slug: str = "squat") -> Lift:
    """A lift trained every `days` days, the last time on `last`."""
    first = last - (len(e1rms) - 1) * days * DAY
    dates = [first + n * days * DAY for n in range(len(e1rms))]
    told = enumerate(zip(dates, e1rms, strict=True))
    return Lift(slug, tuple(Point(f"p{n}", at(on), on, kg, sets) for n, (on, kg) in told))


def habit(**changes: Any) -> Ritual:
    told = {
        "id": "h", "title": "Walk", "days": frozenset(range(7)), "at": time(20),
        "since_on": TODAY - 9 * DAY, "done_on": frozenset(),
    }  # fmt: skip
    return Ritual(**(told | changes))  # type: ignore[arg-type]


def found(one: Life, rule: str, now: datetime = NOW) -> list[Moment]:
    return [moment for moment in wanted(one, now) if moment.rule == rule]


def keys(one: Life, rule: str, now: datetime = NOW) -> list[str]:
    return [moment.occurrence for moment in found(one, rule, now)]
