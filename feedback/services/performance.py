"""Writing performance metrics: one session as a whole, and the day around it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.core.ids import uuid7
from accounts.models import User
from events import services as events
from feedback import kinds
from feedback.core.ratings import performed_at
from feedback.models import PerformanceMetrics
from feedback.services import rows
from plans.models import PlannedSession
from plans.services import mark_session_done


def record_performance(
    *,
    athlete: User,
    session: PlannedSession,
    now: datetime,
    client_id: UUID | None = None,
    timestamp: datetime | None = None,
    **metrics: Any,
) -> tuple[PerformanceMetrics, bool]:
    """Store how one session went, journal it, and call the session done. Answers the row and whether it is new.

    metrics: total_volume (kg), average_rpe 1–10, completion_rate percent, recovery_time (h), sleep_quality 1–10,
    stress_level 1–10; sleep_hours, duration_min and session_rpe 0–10 where known. Sending the same client_id again
    changes nothing. Raises TimestampImplausible, IdTaken.
    """
    done_at = performed_at(timestamp, now)
    row = PerformanceMetrics(
        athlete=athlete,
        client_id=client_id or uuid7(),
        fingerprint=rows.fingerprint({"session": session.pk, "timestamp": timestamp, **_numbers(metrics)}),
        session=session,
        performed_at=done_at,
        performed_on=athlete.profile.local_date(done_at),
        **metrics,
    )
    return rows.store_once(row, lambda: _tell(row, session))


def correct_performance(row: PerformanceMetrics, changes: Mapping[str, Any], now: datetime) -> PerformanceMetrics:
    """Change what a row says; the former state is kept. Raises TimestampImplausible."""
    columns = {name: value for name, value in changes.items() if name != "timestamp"}
    if "timestamp" in changes:
        columns["performed_at"] = performed_at(changes["timestamp"], now)
        columns["performed_on"] = row.athlete.profile.local_date(columns["performed_at"])
    return rows.correct(row, columns, kinds.PERFORMANCE_CORRECTED, now)


def remove_performance(row: PerformanceMetrics, now: datetime) -> None:
    """Delete a row. Deleting it again changes nothing."""
    rows.remove(row, kinds.PERFORMANCE_DELETED, now)


def _tell(row: PerformanceMetrics, session: PlannedSession) -> None:
    if session.status != PlannedSession.Status.DONE:
        mark_session_done(session.pk)
        session.status = PlannedSession.Status.DONE
    events.append(row.athlete_id, kinds.PERFORMANCE_RECORDED, rows.entry(row))


def _numbers(metrics: Mapping[str, Any]) -> dict[str, float]:
    return {name: float(value) for name, value in metrics.items() if value is not None}
