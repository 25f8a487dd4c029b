"""What ratings, performance metrics and reports of illness have in common: stored once per client id, corrected with
the former state kept, deleted without being lost, and each change journaled last in its transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from events import services as events
from feedback.core.refusals import IdTaken
from feedback.models import Correction, IllnessReport, PerformanceMetrics, RPEFeedback
from plans.services import hold_sessions, reopen_session

Row = TypeVar("Row", RPEFeedback, PerformanceMetrics, IllnessReport)
AnyRow = RPEFeedback | PerformanceMetrics | IllnessReport


def fingerprint(facts: Mapping[str, Any]) -> str:
    """SHA-256 of what a client sent, by value: 8 and 8.0, or two orders of the keys, are the same body."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True, default=str).encode()).hexdigest()


def store_once(row: Row, then: Callable[[], None]) -> tuple[Row, bool]:
    """Insert a row and do `then` in the same transaction. Answers the row and whether it is new.

    The unique client id decides between posts at the same moment, so there is no look before the insert. IdTaken when
    the id already stands for another body. A row that was deleted or corrected since still answers to its first body.
    """
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            then()
    except IntegrityError:
        standing = type(row)._default_manager.filter(athlete_id=row.athlete_id, client_id=row.client_id).first()
        if standing is None:
            raise
        if standing.fingerprint != row.fingerprint:
            raise IdTaken(id=str(row.client_id)) from None
        return standing, False
    return row, True


@transaction.atomic
def correct(row: Row, columns: Mapping[str, Any], kind: str, now: datetime) -> Row:
    """Change these columns, keep what they said before, journal it. Nothing happens when they already say so, or when
    the row was deleted in the meantime."""
    # Not the key: estimates that point at this row are written meanwhile, and would wait for us while we wait for them.
    locked = type(row)._default_manager.select_for_update(no_key=True).get(pk=row.pk)
    before: dict[str, Any] = {
        name: getattr(locked, name) for name, value in columns.items() if getattr(locked, name) != value
    }
    if locked.deleted_at or not before:
        return locked
    for name in before:
        setattr(locked, name, columns[name])
    locked.corrected_at = now
    locked.save(update_fields=[*before, "corrected_at"])
    Correction.objects.create(before={name: _plain(value) for name, value in before.items()}, at=now, **_of(locked))
    events.append(locked.athlete_id, kind, {**entry(locked), "changed": sorted(before)})
    return locked


@transaction.atomic
def remove(row: Row, kind: str, now: datetime) -> None:
    """Take a row out of every count. It stays in the table, so that a phone that sends it again finds it. With the last
    word on a session taken back, the session is open again."""
    changed = type(row)._default_manager.filter(pk=row.pk, deleted_at__isnull=True).update(deleted_at=now)
    if not changed:
        return
    if not isinstance(row, IllnessReport) and row.session_id:
        # Or two last words that are taken back at once would each see the other, and a revision at the same moment
        # would still take the session for done.
        hold_sessions([row.session_id])
        if not _is_told_of(row.session_id):
            reopen_session(row.session_id)
    events.append(row.athlete_id, kind, entry(row))


def _is_told_of(session_id: UUID) -> bool:
    return any(
        kind.objects.standing().filter(session_id=session_id).exists() for kind in (RPEFeedback, PerformanceMetrics)
    )


def entry(row: AnyRow) -> dict[str, Any]:
    """What the journal says of a row: enough to find it and to know which estimates it concerns."""
    if isinstance(row, IllnessReport):
        return {
            "feedback": str(row.pk),
            "id": str(row.client_id),
            "started_on": row.started_on.isoformat(),
            "ended_at": _plain(row.ended_at),
        }
    payload: dict[str, Any] = {
        "feedback": str(row.pk),
        "id": str(row.client_id),
        "session": str(row.session_id) if row.session_id else None,
        "performed_on": row.performed_on.isoformat(),
    }
    return payload | ({"exercise": row.exercise_id} if isinstance(row, RPEFeedback) else {})


def _of(row: AnyRow) -> dict[str, Any]:
    if isinstance(row, IllnessReport):
        return {"illness": row}
    return {"rating": row} if isinstance(row, RPEFeedback) else {"metrics": row}


def _plain(value: Any) -> Any:
    """As JSON: numbers stay numbers, instants and days become text."""
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value
