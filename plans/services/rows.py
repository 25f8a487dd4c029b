"""Rows of sessions and items, rebuilt from the spec. Ids stay, so whatever points at a session goes on pointing at it.

What a revision did not change is not written: both states are at hand as values, so nothing has to be read to know.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from plans.core.spec import Item, PlanSpec, Session, Week
from plans.models import Plan, PlannedItem, PlannedSession

BATCH = 500
SESSION_COLUMNS = (
    "week", "phase", "is_deload", "on", "at", "kind", "title", "estimated_min", "position", "is_dropped",
)  # fmt: skip
ITEM_COLUMNS = (
    "exercise_id", "position", "role", "sets", "reps_min", "reps_max", "duration_s", "distance_m", "target_rpe",
    "load_kg", "load_basis", "zone", "rest_s", "ramp", "notes", "why",
)  # fmt: skip
Columns = dict[str, Any]


def create(plan: Plan, spec: PlanSpec) -> None:
    """All rows of a new plan. Two queries."""
    sessions, items = _sessions(spec), _items(spec)
    PlannedSession.objects.bulk_create([_session_row(plan, key, sessions[key]) for key in sessions], BATCH)
    PlannedItem.objects.bulk_create([_item_row(key, items[key]) for key in items], BATCH)


def sync(plan: Plan, before: PlanSpec, after: PlanSpec, frozen: Collection[str] = ()) -> None:
    """Bring the rows from one state of the plan to the next. `frozen` sessions stay as they are, with their items."""
    _sync_sessions(plan, _without(_sessions(before), frozen), _without(_sessions(after), frozen))
    _sync_items(_items(before, frozen), _items(after, frozen))


def rebuild_session(spec: PlanSpec, session_id: UUID) -> None:
    """Write one session and its items anew: a session that was done, and thereby frozen, is open again."""
    key = str(session_id)
    columns = _sessions(spec).get(key, {"is_dropped": True})
    PlannedSession.objects.filter(pk=session_id).update(**columns)
    PlannedItem.objects.filter(session=session_id).delete()
    items = {item: columns for item, columns in _items(spec).items() if columns["session_id"] == key}
    PlannedItem.objects.bulk_create([_item_row(item, columns) for item, columns in items.items()])


def _sync_sessions(plan: Plan, before: dict[str, Columns], after: dict[str, Columns]) -> None:
    gone = before.keys() - after.keys()
    if gone:
        PlannedSession.objects.filter(plan=plan, pk__in=gone).update(is_dropped=True)
    new = after.keys() - before.keys()
    returning = set(_texts(PlannedSession.objects.filter(plan=plan, pk__in=new).values_list("pk"))) if new else set()
    changed = [key for key in after if key in returning or (key in before and before[key] != after[key])]
    _upsert_sessions([_session_row(plan, key, after[key]) for key in changed])
    PlannedSession.objects.bulk_create([_session_row(plan, key, after[key]) for key in after if key in new - returning])


def _sync_items(before: dict[str, Columns], after: dict[str, Columns]) -> None:
    """An id that is new is inserted, never upserted: it may not take over a row of another plan."""
    gone = before.keys() - after.keys()
    if gone:
        PlannedItem.objects.filter(pk__in=gone).delete()
    changed = [key for key in after if key in before and before[key] != after[key]]
    if changed:
        PlannedItem.objects.bulk_create(
            [_item_row(key, after[key]) for key in changed],
            BATCH,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=[column.removesuffix("_id") for column in ITEM_COLUMNS],
        )
    PlannedItem.objects.bulk_create([_item_row(key, after[key]) for key in after if key not in before], BATCH)


def _upsert_sessions(rows: list[PlannedSession]) -> None:
    """What is in the spec is written; status and reason for skipping are the row's own and stay."""
    if rows:
        PlannedSession.objects.bulk_create(
            rows, BATCH, update_conflicts=True, unique_fields=["id"], update_fields=list(SESSION_COLUMNS)
        )


def _sessions(spec: PlanSpec) -> dict[str, Columns]:
    return {
        session.id: _session_columns(week, session, position)
        for week in spec.weeks
        for position, session in enumerate(week.sessions)
    }


def _items(spec: PlanSpec, frozen: Collection[str] = ()) -> dict[str, Columns]:
    return {
        item.id: _item_columns(session, item, position)
        for session in spec.sessions()
        if session.id not in frozen
        for position, item in enumerate(session.items)
    }


def _without(sessions: dict[str, Columns], frozen: Collection[str]) -> dict[str, Columns]:
    return {key: columns for key, columns in sessions.items() if key not in frozen}


def _session_columns(week: Week, session: Session, position: int) -> Columns:
    return {
        "week": week.number,
        "phase": week.phase,
        "is_deload": week.is_deload,
        "on": session.on,
        "at": session.at or "",
        "kind": session.kind,
        "title": session.title,
        "estimated_min": session.estimated_min,
        "position": position,
        "is_dropped": False,
    }


def _item_columns(session: Session, item: Item, position: int) -> Columns:
    return {
        "session_id": session.id,
        "exercise_id": item.exercise,
        "position": position,
        "role": item.role,
        "sets": item.sets,
        "reps_min": item.reps_min,
        "reps_max": item.reps_max,
        "duration_s": item.duration_s,
        "distance_m": item.distance_m,
        "target_rpe": item.target_rpe,
        "load_kg": item.load_kg,
        "load_basis": item.load_basis,
        "zone": item.zone,
        "rest_s": item.rest_s,
        "ramp": [{"reps": each.reps, "load_kg": each.load_kg, "percent": each.percent} for each in item.ramp],
        "notes": item.notes,
        "why": {"code": item.why.code, "facts": dict(item.why.facts)},
    }


def _session_row(plan: Plan, key: str, columns: Columns) -> PlannedSession:
    return PlannedSession(id=UUID(key), plan=plan, **columns)


def _item_row(key: str, columns: Columns) -> PlannedItem:
    return PlannedItem(id=UUID(key), **columns)


def _texts(rows: Any) -> list[str]:
    return [str(key) for (key,) in rows]
