"""What a revision changed, in lines that a person can read: the same change on many days is one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from plans.wording import listed, phase, quantities, title
from plans.wording.words import SESSION_KINDS

DAYS_SHOWN = 2
FIELDS = {
    "exercise": gettext_lazy("exercise"),
    "sets": gettext_lazy("sets"),
    "reps": gettext_lazy("reps"),
    "reps_min": gettext_lazy("reps, at least"),
    "reps_max": gettext_lazy("reps, at most"),
    "duration_s": gettext_lazy("time"),
    "distance_m": gettext_lazy("distance"),
    "target_rpe": gettext_lazy("target RPE"),
    "load_kg": gettext_lazy("load"),
    "zone": gettext_lazy("zone"),
    "rest_s": gettext_lazy("rest"),
    "notes": gettext_lazy("note"),
}
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Difference:
    """One line: what it is about, what of it, before and after ("" where there is none), and on which days."""

    about: str
    what: str
    before: str
    after: str
    days: str = ""


def differences(diff: Iterable[Mapping[str, Any]], names: Mapping[str, str], units: str) -> list[Difference]:
    """The lines of a revision's diff (see plans.core.patch_data.diff). `names` are exercises by slug."""
    days_of: dict[tuple[str, str, str, str], list[date]] = {}
    for change in with_ranges(diff):
        line = _line(change, names, units)
        on = change.get("on") if change["change"] in {"added", "dropped", "changed"} else None
        days_of.setdefault(line, []).extend([date.fromisoformat(on)] if on else [])
    return [Difference(*line, _days(days)) for line, days in days_of.items()]


def with_ranges(diff: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The same changes, where both ends of an item's range of reps changed as one: `8–10` to `10–12`."""
    told: list[Mapping[str, Any]] = []
    for change in diff:
        low = told[-1] if told else {}
        is_pair = (low.get("field"), change.get("field")) == ("reps_min", "reps_max")
        if is_pair and low["item"] == change["item"]:
            ends = {side: reps_range(low[side], change[side]) for side in ("before", "after")}
            told[-1] = {**change, "field": "reps", **ends}
        else:
            told.append(change)
    return told


def reps_range(low: int | None, high: int | None) -> str:
    if low is None or high is None or low == high:
        return str(high or low or NOTHING)
    return f"{low}–{high}"


def exercises_in(diff: Iterable[Mapping[str, Any]]) -> set[str]:
    """Slugs that the lines of a diff name."""
    slugs: set[str] = set()
    for change in diff:
        slugs.add(change.get("exercise", ""))
        if change.get("field") == "exercise":
            slugs |= {change["before"], change["after"]}
    return slugs - {""}


def _line(change: Mapping[str, Any], names: Mapping[str, str], units: str) -> tuple[str, str, str, str]:
    kind = change["change"]
    if kind == "week":
        about = _("Week %(number)s") % {"number": change["week"]}
        return about, "", phase(change["before"]) if change["before"] else "", phase(change["after"])
    if kind in {"moved", "session_added", "session_dropped"}:
        about = title(change["title"]) if change["title"] not in SESSION_KINDS else str(SESSION_KINDS[change["title"]])
        return about, *_session(change)
    name = names.get(change["exercise"], change["exercise"])
    if kind == "changed":
        field = change["field"]
        before, after = (value_in_words(field, change[side], names, units) for side in ("before", "after"))
        about = value_in_words("exercise", change["after"], names, units) if field == "exercise" else name
        return about, str(FIELDS[field]), before, after
    if kind == "added":
        facts = {"reps_min": None, "reps_max": None, "duration_s": None, "distance_m": None, "target_rpe": None}
        asked: Any = SimpleNamespace(**{**facts, "load_kg": None, "load_basis": "", **change})
        return name, _("added"), "", quantities.prescription(asked, units)
    return name, _("taken out"), "", ""


def _session(change: Mapping[str, Any]) -> tuple[str, str, str]:
    if change["change"] == "moved":
        return _("day"), _when(change["before"]), _when(change["after"])
    return (
        (_("added"), "", _when(change)) if change["change"] == "session_added" else (_("taken out"), _when(change), "")
    )


def _when(place: Mapping[str, Any]) -> str:
    on = quantities.day(date.fromisoformat(place["on"]))
    return f"{on} {place['at']}" if place.get("at") else on


def value_in_words(field: str, value: Any, names: Mapping[str, str], units: str) -> str:
    """What a field of an item says, before or after a change."""
    if value is None or value == "":
        return NOTHING
    if field == "load_kg":
        return quantities.weight(value, units)
    if field in {"duration_s", "rest_s"}:
        return quantities.duration(value)
    if field == "distance_m":
        return quantities.distance(value)
    if field == "exercise":
        return names.get(value, value)
    return quantities.number(value) if isinstance(value, int | float) else str(value)


def _days(days: list[date]) -> str:
    ordered = sorted(set(days))
    if len(ordered) <= DAYS_SHOWN:
        return listed(quantities.short_day(on) for on in ordered)
    told = {"count": len(ordered), "day": quantities.short_day(ordered[0])}
    return ngettext("%(count)d day from %(day)s on", "%(count)d days from %(day)s on", len(ordered)) % told
