"""Loads, times and prescriptions as people read them, in the language of the moment and the unit of the person."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.core import units as conversion

MINUTE_S = 60
LONG_S = 5 * MINUTE_S  # from here on a duration is told in minutes


class Asked(Protocol):
    """What an item asks for: a row of plans.PlannedItem, or the same facts from elsewhere."""

    sets: int
    reps_min: int | None
    reps_max: int | None
    duration_s: int | None
    distance_m: int | None
    target_rpe: float | None
    load_kg: float | None
    load_basis: str


def number(value: float) -> str:
    """A number without needless zeros, with the decimal sign of the language."""
    return number_format(f"{float(value):.2f}".rstrip("0").rstrip("."))


def weight(load_kg: float | None, units: str) -> str:
    if load_kg is None:
        return "–"
    load = number(conversion.shown(load_kg, units))
    return _("%(load)s lb") % {"load": load} if units == conversion.IMPERIAL else _("%(load)s kg") % {"load": load}


def estimate(load_kg: float, units: str) -> str:
    """An estimated load: whole kg or lb, because more digits would promise more than is known; thousands in groups."""
    whole = number_format(round(conversion.shown(load_kg, units)), force_grouping=True)
    return _("%(load)s lb") % {"load": whole} if units == conversion.IMPERIAL else _("%(load)s kg") % {"load": whole}


def percent(value: float) -> str:
    """A change in percent with its sign: `+0.6 %`, `−0.5 %`."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return _("%(value)s %%") % {"value": sign + number(abs(value))}


def duration(seconds: int) -> str:
    """`45 s`, `12 min`, `1 min 30 s`."""
    minutes, rest = divmod(int(seconds), MINUTE_S)
    if not minutes:
        return _("%(seconds)d s") % {"seconds": rest}
    if not rest or seconds >= LONG_S:
        return _("%(minutes)d min") % {"minutes": minutes}
    return _("%(minutes)d min %(seconds)d s") % {"minutes": minutes, "seconds": rest}


def distance(metres: int) -> str:
    if metres >= 1000:
        return _("%(kilometres)s km") % {"kilometres": number(metres / 1000)}
    return _("%(metres)d m") % {"metres": metres}


def rpe(value: float) -> str:
    return _("RPE %(value)s") % {"value": number(value)}


def amount(asked: Asked) -> str:
    """What one set asks for: reps, a time or a distance."""
    if asked.duration_s is not None:
        return duration(asked.duration_s)
    if asked.distance_m is not None:
        return distance(asked.distance_m)
    if asked.reps_min is None or asked.reps_min == asked.reps_max:
        return str(asked.reps_min or "–")
    return f"{asked.reps_min}–{asked.reps_max}"


def load_asked(asked: Asked, units: str) -> str:
    if asked.load_kg is not None:
        return weight(asked.load_kg, units)
    if asked.load_basis == "find":
        return _("find your load")
    return _("bodyweight") if asked.load_basis == "bodyweight" else ""


def prescription(asked: Asked, units: str) -> str:
    """`3 × 6–8 · 80 kg · RPE 8`."""
    parts = [f"{asked.sets} × {amount(asked)}" if asked.sets > 1 else amount(asked), load_asked(asked, units)]
    if asked.target_rpe is not None:
        parts.append(rpe(asked.target_rpe))
    return " · ".join(part for part in parts if part)


def done_set(done: dict[str, Any], units: str) -> str:
    """One set as it was done: `80 kg × 8 · RPE 8`."""
    if done.get("duration_s"):
        what = duration(done["duration_s"])
    elif done.get("distance_m"):
        what = distance(done["distance_m"])
    else:
        what = ngettext("%(reps)d rep", "%(reps)d reps", done["reps"]) % {"reps": done["reps"]}
    if done.get("load_kg"):
        what = f"{weight(done['load_kg'], units)} × {done['reps']}" if done.get("reps") is not None else what
    parts = [what, rpe(done["rpe"]) if done.get("rpe") is not None else "", _("failed") if done.get("failed") else ""]
    return " · ".join(part for part in parts if part)


def day(on: date) -> str:
    """`Monday, November 23`."""
    return _("%(weekday)s, %(day)s") % {"weekday": date_format(on, "l"), "day": date_format(on, "MONTH_DAY_FORMAT")}


def short_day(on: date) -> str:
    return date_format(on, "MONTH_DAY_FORMAT")
