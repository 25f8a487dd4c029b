"""Which sessions of a plan can still be changed. What was done, and a day that is over, stay as they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from plans.core.edits import AddItem, Edit, InsertDeload, MoveSession
from plans.core.spec import PlanSpec


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a session stands: its day and whether it is planned, done or skipped."""

    on: date
    status: str


def closed_sessions(
    spec: PlanSpec, edits: Iterable[Edit], standings: Mapping[str, Standing], today: date
) -> tuple[str, ...]:
    """Ids of sessions that these edits would change although they are closed.

    A missed session may still be moved to today or later; nothing else about it may change. An edit of something
    that the plan does not have closes nothing: applying it will say so.
    """
    return tuple(
        session
        for edit in edits
        for session in _touched(spec, edit)
        if session in standings and _is_closed(edit, standings[session], today)
    )


def _is_closed(edit: Edit, standing: Standing, today: date) -> bool:
    if standing.status == "done":
        return True
    return (edit.on if isinstance(edit, MoveSession) else standing.on) < today


def _touched(spec: PlanSpec, edit: Edit) -> Iterator[str]:
    if isinstance(edit, MoveSession | AddItem):
        yield edit.session
    elif isinstance(edit, InsertDeload):
        for week in spec.weeks:
            if week.number == edit.week:
                yield from (session.id for session in week.sessions)
    else:
        found = spec.find_item(edit.item)
        if found is not None:
            yield found[0].id
