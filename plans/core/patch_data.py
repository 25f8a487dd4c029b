"""Edits as data, and what they changed: strict reading of patches from outside, and a diff for people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, fields
from datetime import date
from math import isfinite
from typing import Any, get_type_hints

from plans.core.edits import OPS, Edit
from plans.core.rules.schema import BASES, CLOCK
from plans.core.spec import NOTE_MAX, Item, PlanSpec, Session

MOST_EDITS = 200
ID_MAX = 80
NAMES = {kind: op for op, kind in OPS.items()}
HINTS = {op: get_type_hints(kind) for op, kind in OPS.items()}
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
ITEM_FIELDS = (
    "exercise", "sets", "reps_min", "reps_max", "duration_s", "distance_m", "target_rpe", "load_kg", "zone", "rest_s",
    "notes",
)  # fmt: skip
Change = dict[str, Any]


class EditsUnreadable(Exception):
    """A patch from outside is no patch. `facts["edits"]`: for each bad record its index and what is wrong with it."""

    code = "edits_unreadable"

    def __init__(self, problems: list[dict[str, Any]]) -> None:
        super().__init__(f"{len(problems)} unreadable")
        self.facts = {"edits": problems}


def to_data(edits: Iterable[Edit]) -> list[dict[str, Any]]:
    """The edits as plain data: `op` and every field."""
    return [{"op": NAMES[type(edit)], **_plain(edit)} for edit in edits]


def _plain(edit: Edit) -> dict[str, Any]:
    values = {each.name: getattr(edit, each.name) for each in fields(edit)}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def parse_edits(raw: Any, at_most: int = MOST_EDITS) -> tuple[Edit, ...]:
    """Typed edits from data. Values are only checked for what they are: whether they fit is for `patch.apply`.

    EditsUnreadable names every record with an unknown op or key, a missing key, a wrong type, NaN or too long a text.
    """
    if not isinstance(raw, list):
        raise EditsUnreadable([{"index": None, "problems": ["list"]}])
    if len(raw) > at_most:
        raise EditsUnreadable([{"index": None, "problems": ["too_many"], "value": len(raw), "limit": at_most}])
    problems = [
        {"index": index, "problems": found} for index, record in enumerate(raw) if (found := list(_problems(record)))
    ]
    if problems:
        raise EditsUnreadable(problems)
    return tuple(_edit(record) for record in raw)


def _problems(record: Any) -> Iterator[str]:
    if not isinstance(record, dict):
        yield "record"
        return
    op = record.get("op")
    if not isinstance(op, str) or op not in OPS:
        yield "op"
        return
    given = record.keys() - {"op"}
    yield from (f"unknown {key}"[:ID_MAX] for key in sorted(map(str, given - HINTS[op].keys())))
    for each in fields(OPS[op]):
        if each.name in given:
            if not _is_sound(each.name, record[each.name], HINTS[op][each.name]):
                yield each.name
        elif each.default is MISSING:
            yield f"missing {each.name}"


def _is_sound(name: str, value: Any, wanted: Any) -> bool:
    if value is None:
        return bool(wanted == float | None or wanted == str | None)
    if wanted in (int, float, float | None):
        return type(value) is int or (wanted is not int and type(value) is float and isfinite(value))
    return isinstance(value, str) and _is_sound_text(name, value)


def _is_sound_text(name: str, value: str) -> bool:
    if name == "on":
        return ISO_DATE.fullmatch(value) is not None and _is_date(value)
    if name == "at":
        return CLOCK.fullmatch(value) is not None
    if name == "load_basis":
        return value in BASES
    return len(value) <= NOTE_MAX if name == "notes" else 0 < len(value) <= ID_MAX


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _edit(record: dict[str, Any]) -> Edit:
    op = record["op"]
    values = {name: _typed(value, HINTS[op][name]) for name, value in record.items() if name != "op"}
    edit: Edit = OPS[op](**values)
    return edit


def _typed(value: Any, wanted: Any) -> Any:
    if wanted is date:
        return date.fromisoformat(value)
    return float(value) if type(value) is int and wanted is not int else value


# --- What changed -----------------------------------------------------------------------------------------------------


def diff(before: PlanSpec, after: PlanSpec) -> list[Change]:
    """What is different, for people: phases, sessions moved, added and dropped, items likewise, and each item's fields.

    In the order of the plan after the change; what was dropped comes last, in the order in which it stood.
    """
    return [*_week_changes(before, after), *_session_changes(before, after), *_item_changes(before, after)]


def _week_changes(before: PlanSpec, after: PlanSpec) -> Iterator[Change]:
    phases = {week.number: week.phase for week in before.weeks}
    for week in after.weeks:
        if phases.get(week.number) != week.phase:
            yield {"change": "week", "week": week.number, "before": phases.get(week.number), "after": week.phase}


def _session_changes(before: PlanSpec, after: PlanSpec) -> Iterator[Change]:
    old = {session.id: session for session in before.sessions()}
    kept = {session.id for session in after.sessions()}
    for session in after.sessions():
        place = {"session": session.id, "title": session.title}
        if session.id not in old:
            yield {"change": "session_added", **place, "on": session.on.isoformat(), "at": session.at}
        elif _when(old[session.id]) != _when(session):
            yield {"change": "moved", **place, "before": _when(old[session.id]), "after": _when(session)}
    for session in before.sessions():
        if session.id not in kept:
            place = {"session": session.id, "title": session.title}
            yield {"change": "session_dropped", **place, "on": session.on.isoformat(), "at": session.at}


def _when(session: Session) -> dict[str, str | None]:
    return {"on": session.on.isoformat(), "at": session.at}


def _item_changes(before: PlanSpec, after: PlanSpec) -> Iterator[Change]:
    old = {item.id: item for item in before.items()}
    kept = {item.id for item in after.items()}
    for session in after.sessions():
        for item in session.items:
            place = _place(session, item)
            if item.id not in old:
                yield {"change": "added", **place, **_asked(item)}
            else:
                yield from ({"change": "changed", **place, **change} for change in _field_changes(old[item.id], item))
    for session in before.sessions():
        yield from ({"change": "dropped", **_place(session, item)} for item in session.items if item.id not in kept)


def _place(session: Session, item: Item) -> Change:
    return {"session": session.id, "on": session.on.isoformat(), "item": item.id, "exercise": item.exercise}


def _asked(item: Item) -> Change:
    asked = ("sets", "reps_min", "reps_max", "duration_s", "distance_m", "target_rpe", "load_kg")
    return {name: value for name in asked if (value := getattr(item, name)) is not None}


def _field_changes(old: Item, new: Item) -> Iterator[Change]:
    for name in ITEM_FIELDS:
        one, two = getattr(old, name), getattr(new, name)
        if one != two:
            yield {"field": name, "before": one, "after": two}
