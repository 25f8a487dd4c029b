"""Writing reports of illness."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from accounts.core.ids import uuid7
from accounts.models import User
from events import services as events
from feedback import kinds
from feedback.core import illness
from feedback.core.refusals import IllnessRunning
from feedback.models import IllnessReport
from feedback.services import rows


def report_illness(
    *,
    athlete: User,
    symptoms: str,
    now: datetime,
    started_on: date | None = None,
    ended_at: datetime | None = None,
    client_id: UUID | None = None,
    notes: str = "",
) -> tuple[IllnessReport, bool]:
    """Store that the athlete is ill, or was, and journal it. Answers the report and whether it is new: sending the same
    client_id again changes nothing.

    symptoms: the worst of above_neck, below_neck, fever. started_on: by the athlete's own calendar, today where it is
    not told. ended_at: the last symptom; None while it lasts. Raises TimestampImplausible, IdTaken, and IllnessRunning
    where another illness has not been ended.
    """
    profile = athlete.profile
    today = profile.local_date(now)
    first = illness.began_on(started_on or today, today)
    told = {"symptoms": symptoms, "started_on": started_on, "ended_at": ended_at, "notes": notes}
    row = IllnessReport(
        athlete=athlete,
        client_id=client_id or uuid7(),
        fingerprint=rows.fingerprint(told),
        symptoms=symptoms,
        started_on=first,
        ended_at=None if ended_at is None else illness.ended(ended_at, first, now, profile.zone),
        notes=notes,
    )
    try:
        return rows.store_once(row, lambda: _tell(row))
    except IntegrityError:
        raise _running(row) from None


def correct_illness(row: IllnessReport, changes: Mapping[str, Any], now: datetime) -> IllnessReport:
    """Change any of symptoms, started_on, ended_at, notes; the former state is kept. `ended_at` ends it, None takes
    that back. Raises TimestampImplausible, and IllnessRunning where two would last at once."""
    profile = row.athlete.profile
    columns = dict(changes)
    if "started_on" in columns:
        columns["started_on"] = illness.began_on(columns["started_on"], profile.local_date(now))
    first, last = columns.get("started_on", row.started_on), columns.get("ended_at", row.ended_at)
    if last is not None and {"started_on", "ended_at"} & columns.keys():
        columns["ended_at"] = illness.ended(last, first, now, profile.zone)
    is_end = row.ended_at is None and last is not None
    try:
        return rows.correct(row, columns, kinds.ILLNESS_ENDED if is_end else kinds.ILLNESS_CORRECTED, now)
    except IntegrityError:
        raise _running(row) from None


def remove_illness(row: IllnessReport, now: datetime) -> None:
    """Take a report back. Taking it back again changes nothing."""
    rows.remove(row, kinds.ILLNESS_DELETED, now)


def running_illness(athlete_id: UUID) -> IllnessReport | None:
    """The illness that has not been ended. One query."""
    return IllnessReport.objects.for_athlete(athlete_id).running().first()


def _running(row: IllnessReport) -> IllnessRunning:
    other = running_illness(row.athlete_id)
    return IllnessRunning(id=str(other.client_id) if other else None)


def _tell(row: IllnessReport) -> None:
    events.append(row.athlete_id, kinds.ILLNESS_REPORTED, rows.entry(row))
