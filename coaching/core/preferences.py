"""What an athlete may choose about prompts, read and checked: plain values in, columns out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from coaching.core.local_time import QuietWindow

NIGHT: Mapping[str, Any] = {"days": [], "from": "21:00", "to": "08:00"}  # our own choice
DECISION_WINDOWS = ("12:30", "18:30")  # mornings get the fewest answers
DAY_MAX, WEEK_MAX = 5, 35
GAP_MIN, GAP_MAX = 30, 7 * 24 * 60
WINDOWS_MAX, QUIET_MAX, RULES_MAX = 6, 14, 40


class PreferenceUnfit(Exception):
    """Choices that cannot be kept; `faults` is {field: code}."""

    code = "preference_unfit"

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(faults)
        self.faults = faults
        self.facts = dict(faults)


def default_quiet_hours() -> list[dict[str, Any]]:
    return [dict(NIGHT)]


def default_windows() -> list[str]:
    return list(DECISION_WINDOWS)


def quiet_windows(rows: Sequence[Mapping[str, Any]]) -> tuple[QuietWindow, ...]:
    """Stored rows {days, from, to} as windows. Raises ValueError for what is none."""
    return tuple(QuietWindow(frozenset(row["days"]), _time(row["from"]), _time(row["to"])) for row in rows)


def with_night(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Quiet hours that hold the whole night, whatever else they hold: for who may be under age."""
    kept = [dict(row) for row in rows]
    return kept if dict(NIGHT) in kept else [dict(NIGHT), *kept]


def columns(wishes: Mapping[str, Any], rules: Collection[str]) -> dict[str, Any]:
    """Choices by the names of the API as columns of PromptPreferences; what was not named is not there.

    `rules`: the rules that can be muted. Raises PreferenceUnfit for every field at once.
    """
    read: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for name, wish in wishes.items():
        try:
            read |= _READERS[name](wish, rules)
        except (ValueError, TypeError, KeyError, AttributeError) as problem:
            faults[name] = problem.args[0] if problem.args and problem.args[0] in CODES else "unfit"
    if faults:
        raise PreferenceUnfit(faults)
    return read


CODES = ("unfit", "too_many", "unknown_rule", "turned_round", "twice")
Reader = Callable[[Any, Collection[str]], dict[str, Any]]


def _flag(name: str) -> Reader:
    def read(wish: Any, _rules: Collection[str]) -> dict[str, Any]:
        _need(isinstance(wish, bool))
        return {name: wish}

    return read


def _number(name: str, low: int, high: int) -> Reader:
    def read(wish: Any, _rules: Collection[str]) -> dict[str, Any]:
        _need(type(wish) is int and low <= wish <= high)
        return {name: wish}

    return read


def _quiet_hours(wish: Any, _rules: Collection[str]) -> dict[str, Any]:
    _need(len(wish) <= QUIET_MAX, "too_many")
    return {"quiet_hours": [_quiet(row) for row in wish]}


def _quiet(row: Mapping[str, Any]) -> dict[str, Any]:
    days = sorted(set(row.get("days") or ()))
    _need(all(type(day) is int and 0 <= day <= 6 for day in days))
    return {"days": days, "from": _wall(row["from"]), "to": _wall(row["to"])}


def _windows(wish: Any, _rules: Collection[str]) -> dict[str, Any]:
    starts = sorted(_wall(each) for each in wish)
    _need(len(starts) <= WINDOWS_MAX, "too_many")
    _need(len(starts) > 0)
    _need(len(set(starts)) == len(starts), "twice")
    return {"windows": starts}


def _check_in_at(wish: Any, _rules: Collection[str]) -> dict[str, Any]:
    return {"check_in_at": None if wish is None else _time(_wall(wish))}


def _muted_rules(wish: Any, rules: Collection[str]) -> dict[str, Any]:
    _need(len(wish) <= RULES_MAX, "too_many")
    rows = [{"rule": row["rule"], "until": _until(row.get("until"))} for row in wish]
    _need(all(row["rule"] in rules for row in rows), "unknown_rule")
    _need(len({row["rule"] for row in rows}) == len(rows), "twice")
    return {"muted_rules": rows}


def _halved_rules(wish: Any, rules: Collection[str]) -> dict[str, Any]:
    _need(all(each in rules for each in wish), "unknown_rule")
    return {"halved_rules": sorted(set(wish))}


def _quiet_until(wish: Any, _rules: Collection[str]) -> dict[str, Any]:
    _need(wish is None or (isinstance(wish, datetime) and wish.tzinfo is not None))
    return {"quiet_until": wish}


def _holiday(wish: Any, _rules: Collection[str]) -> dict[str, Any]:
    if wish is None:
        return {"holiday_from": None, "holiday_to": None}
    first, last = wish["from"], wish["to"]
    _need(isinstance(first, date) and isinstance(last, date))
    _need(first <= last, "turned_round")
    return {"holiday_from": first, "holiday_to": last}


def _until(value: Any) -> str | None:
    if value is None:
        return None
    at = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    _need(at.tzinfo is not None)
    return at.isoformat()


def _wall(value: Any) -> str:
    """A time on the wall, to the minute: 21:00."""
    return (value if isinstance(value, time) else time.fromisoformat(value)).strftime("%H:%M")


def _time(value: str) -> time:
    return time.fromisoformat(value)


def _need(holds: bool, code: str = "unfit") -> None:
    if not holds:
        raise ValueError(code)


_READERS: Mapping[str, Reader] = {
    "enabled": _flag("enabled"),
    "experiments": _flag("experiments"),
    "email_digest": _flag("email_digest"),
    "max_per_day": _number("max_per_day", 0, DAY_MAX),
    "max_per_week": _number("max_per_week", 0, WEEK_MAX),
    "min_gap_min": _number("min_gap_min", GAP_MIN, GAP_MAX),
    "quiet_hours": _quiet_hours,
    "windows": _windows,
    "check_in_at": _check_in_at,
    "muted_rules": _muted_rules,
    "halved_rules": _halved_rules,
    "quiet_until": _quiet_until,
    "holiday": _holiday,
}


def is_muted(muted_rules: Sequence[Mapping[str, Any]], rule: str, now: datetime) -> bool:
    """Whether the athlete wants nothing of this rule at `now`; a mute without an end has none."""
    return any(
        row["rule"] == rule and (row["until"] is None or now < datetime.fromisoformat(row["until"]))
        for row in muted_rules
    )


def muted_until(muted_rules: Sequence[Mapping[str, Any]], rule: str) -> datetime | None:
    """When the mute of a rule ends; None where it has no end or there is none."""
    ends = [row["until"] for row in muted_rules if row["rule"] == rule and row["until"] is not None]
    return max((datetime.fromisoformat(each) for each in ends), default=None)
