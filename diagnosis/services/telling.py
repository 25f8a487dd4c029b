"""What screens learn of a diagnosis: one message, the same in the journal, on its WebSocket and when asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import translation

from diagnosis import kinds, wording
from diagnosis.core import stages
from diagnosis.models import Execution
from events import services as events

LEAST_GAP = timedelta(milliseconds=100)  # between two messages about progress
LEASE = timedelta(minutes=2)


def message(execution: Execution, event: str, data: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    return {
        "type": "diagnosis_update",
        "execution_id": str(execution.pk),
        "timestamp": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "event": event,
        "data": dict(data),
    }


def progress(execution: Execution, code: str, now: datetime, **facts: Any) -> dict[str, Any]:
    """How far it is, in the athlete's language."""
    with translation.override(execution.athlete.profile.locale):
        text = wording.status_text(code, facts)
    return message(
        execution,
        "progress",
        {
            "progress": execution.progress,
            "stage": execution.stage or stages.Stage.COLLECTING.value,
            "status": str(execution.status),
            "status_text": text,
        },
        now,
    )


def error(execution: Execution, now: datetime) -> dict[str, Any]:
    """That it ended without a report: what happened, what is safe, what to do."""
    with translation.override(execution.athlete.profile.locale):
        what, safe, advice = wording.problem(execution.error_type)
    details = {"what_is_safe": safe, "what_to_do": advice, "stage": execution.stage, "status": str(execution.status)}
    data = {"error": what, "error_type": execution.error_type, "error_details": details}
    return message(execution, "error", data, now)


def tell(execution: Execution, told: dict[str, Any], now: datetime) -> None:
    """Put a message into the journal and keep it for those who come late. Last in the caller's transaction, under the
    lock of the execution's row."""
    entry = events.append(execution.athlete_id, kinds.EXECUTION_UPDATED, told)
    Execution.objects.filter(pk=execution.pk).update(told=told, told_seq=entry.seq, told_at=now)
