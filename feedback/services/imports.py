"""Imports as jobs: a row that is queued, claimed with a lease, renewed while at work, and picked up by whoever comes
next when its owner dies. Doing it again from the start is harmless: the same work always gets the same id."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from accounts.models import User
from events import services as events
from feedback import kinds
from feedback.core.logs.columns import detect
from feedback.core.refusals import LogUnreadable, MappingUnknown
from feedback.models import ImportBatch
from feedback.services.transfer import Progress, Transfer
from plans.models import Exercise

LEASE = timedelta(minutes=2)
ATTEMPTS_MAX = 3
FILE_NAME_MAX = 120
SWEEP_BATCH = 100
State = ImportBatch.State


class LeaseLost(Exception):
    """Someone else has taken this import over; whatever we still hold must not be written."""


@transaction.atomic
def queue_import(
    *,
    athlete: User,
    text: str,
    file_name: str = "",
    source: str | None = None,
    unit: str | None = None,
    mapping: Mapping[str, str] | None = None,
    dry_run: bool = False,
) -> ImportBatch:
    """Take a training log in; run_import does the work. source (hevy | strong) and unit (kg | lbs) are told by the file
    where they are not given; mapping goes from titles of the log to exercise slugs.

    Raises LogUnreadable, MappingUnknown.
    """
    layout = detect(text, source)
    _refuse_unknown(athlete, mapping or {})
    batch = ImportBatch.objects.create(
        athlete=athlete,
        source=layout.source,
        file_name=file_name[:FILE_NAME_MAX],
        file_sha256=hashlib.sha256(text.encode()).hexdigest(),
        content=text,
        dry_run=dry_run,
        options={"unit": unit, "mapping": dict(mapping or {})},
    )
    events.append(athlete.pk, kinds.IMPORT_STARTED, _payload(batch, state=State.QUEUED.value))
    return batch


def run_import(import_id: UUID, now: datetime, watch: Progress | None = None) -> None:
    """Do one import, if it is free to be done. Does nothing when someone else is at it or it is over. `watch` is told
    how many rows of how many were read."""
    batch = _claim(import_id)
    if batch is None:
        return
    try:
        report, answers = Transfer.of(batch, now, _progress(batch, watch)).run()
    except LogUnreadable as problem:
        _finish(batch, _mine(batch), State.FAILED, error=problem.facts["because"])
    except LeaseLost:
        return
    else:
        rows = len(answers)
        _finish(batch, _mine(batch), State.DONE, report=report, row_answers=answers, rows_read=rows, rows_total=rows)


def waiting_imports() -> list[UUID]:
    """Imports that nobody works on, the oldest first: queued ones, and those whose owner has died."""
    return list(_free().order_by("created_at").values_list("pk", flat=True)[:SWEEP_BATCH])


def give_up_imports() -> int:
    """Call those failed that have taken their workers down too often; how many."""
    hopeless = ImportBatch.objects.filter(state=State.RUNNING, lease_until__lt=Now(), attempts__gte=ATTEMPTS_MAX)
    batches = list(hopeless)
    for batch in batches:
        _finish(batch, hopeless.filter(pk=batch.pk), State.FAILED, error="gave_up")
    return len(batches)


def _free() -> Any:
    orphaned = Q(state=State.RUNNING, lease_until__lt=Now())
    return ImportBatch.objects.filter(Q(state=State.QUEUED) | orphaned, attempts__lt=ATTEMPTS_MAX)


def _claim(import_id: UUID) -> ImportBatch | None:
    """The import, if it was free: one UPDATE decides among all who ask. The clock is the database's."""
    claimed = _free().filter(pk=import_id)
    if not claimed.update(state=State.RUNNING, attempts=F("attempts") + 1, lease_until=Now() + LEASE):
        return None
    return ImportBatch.objects.select_related("athlete__profile").get(pk=import_id)


def _mine(batch: ImportBatch) -> Any:
    """The row, as long as it is ours: a later attempt has another number."""
    return ImportBatch.objects.filter(pk=batch.pk, state=State.RUNNING, attempts=batch.attempts)


def _progress(batch: ImportBatch, watch: Progress | None) -> Progress:
    """Renews the lease; tells the athlete at most ten times. Called inside the transaction of each step."""
    told = 0

    def tell(read: int, total: int) -> None:
        nonlocal told
        if not _mine(batch).update(rows_read=read, rows_total=total, lease_until=Now() + LEASE):
            raise LeaseLost
        tenths = read * 10 // total if total else 10
        if tenths > told:
            told = tenths
            if watch:
                watch(read, total)
            events.append(
                batch.athlete_id,
                kinds.IMPORT_PROGRESSED,
                _payload(batch, state=State.RUNNING.value, rows_read=read, rows_total=total),
            )

    return tell


@transaction.atomic
def _finish(batch: ImportBatch, rows: Any, state: State, **columns: Any) -> None:
    """The end, written once and only to `rows` that are still ours to end. The file is not kept."""
    if not rows.update(state=state, finished_at=Now(), lease_until=None, content="", **columns):
        return
    report = columns.get("report", {})
    news = {
        "counts": report.get("counts", {}),
        "exercises": sorted({each["slug"] for each in report.get("exercises", [])}),
        "first_on": report.get("first_on"),
        "error": columns.get("error", ""),
    }
    events.append(batch.athlete_id, kinds.IMPORT_FINISHED, _payload(batch, state=state.value, **news))


def _payload(batch: ImportBatch, **facts: Any) -> dict[str, Any]:
    return {"import": str(batch.pk), "source": batch.source, "dry_run": batch.dry_run, **facts}


def _refuse_unknown(athlete: User, mapping: Mapping[str, str]) -> None:
    visible = Exercise.objects.visible_to(athlete.pk).filter(slug__in=mapping.values())
    known = set(visible.values_list("slug", flat=True)) if mapping else set()
    for title, slug in mapping.items():
        if slug not in known:
            raise MappingUnknown(title=title, exercise=slug)
