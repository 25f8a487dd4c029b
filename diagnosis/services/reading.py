"""How a diagnosis stands, for whoever asks instead of listening. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from diagnosis import wording
from diagnosis.core.refusals import ReportNotReady
from diagnosis.core.stages import RUNNING, Stage, Status
from diagnosis.models import Clarification, Execution, Report
from diagnosis.services.clarifying import worded as question_worded
from diagnosis.services.executions import queued_before
from diagnosis.wording.reading import read

HISTORY = 20
SHOWN = ("counts", "lifts", "asked", "answered", "clarification")  # of what a stage has given


def find(execution_id: UUID, athlete_id: UUID) -> Execution:
    """Raises Execution.DoesNotExist."""
    return Execution.objects.for_athlete(athlete_id).get(pk=execution_id)


def history(athlete_id: UUID) -> list[Execution]:
    return list(Execution.objects.for_athlete(athlete_id).order_by("-created_at")[:HISTORY])


def state(execution: Execution, now: datetime) -> dict[str, Any]:
    """Everything about a diagnosis but its report, as the API tells it. At most five queries."""
    return {
        "execution_id": str(execution.pk),
        "status": str(execution.status),
        "stage": execution.stage,
        "progress": execution.progress,
        "status_text": status_text(execution),
        "queued_before": queued_before(execution) if execution.status == Status.QUEUED else None,
        "stages": stages(execution),
        "error": error(execution),
        "question": question(execution, now),
        "window_days": execution.window_days,
        "created_at": execution.created_at,
        "finished_at": execution.finished_at,
    }


def status_text(execution: Execution) -> str:
    """The sentence of the last message while it runs; of the end afterwards."""
    if execution.status in RUNNING and execution.told:
        return str(execution.told["data"].get("status_text", ""))
    return wording.status_text(str(execution.status))


def stages(execution: Execution) -> list[dict[str, Any]]:
    done = {row.name: row for row in execution.stages.all()}
    told: list[dict[str, Any]] = []
    for stage in Stage:
        row = done.get(stage.value)
        if row is not None:
            result = {key: value for key, value in row.result.items() if key in SHOWN}
            times = {"started_at": row.started_at, "finished_at": row.finished_at}
            told.append({"name": stage.value, "status": "done", **times, "result": result})
        else:
            status = unfinished(execution, stage)
            told.append({"name": stage.value, "status": status, "started_at": None, "finished_at": None})
    return told


def unfinished(execution: Execution, stage: Stage) -> str:
    """running | waiting, while it goes on; stopped (here it ended) | not_reached, once it is over."""
    is_here = execution.stage == stage.value
    if execution.status in RUNNING:
        return "running" if is_here and execution.status == Status.PROCESSING else "waiting"
    return "stopped" if is_here else "not_reached"


def error(execution: Execution) -> dict[str, Any] | None:
    """What went wrong, what is safe and what to do, in the reader's language."""
    if not execution.error_type:
        return None
    told = wording.problem(execution.error_type)
    details = {"what_is_safe": told.safe, "what_to_do": told.do, "stage": execution.stage}
    return {"error": told.what, "error_type": execution.error_type, "error_details": details}


def question(execution: Execution, now: datetime) -> dict[str, Any] | None:
    """The question that waits for an answer now."""
    if execution.status not in RUNNING or execution.waits_until is None or execution.waits_until <= now:
        return None
    asked = Clarification.objects.filter(execution=execution, answer="").first()
    if asked is None:
        return None
    return {**question_worded(asked.code, asked.facts, execution), "until": asked.until}


def report_of(execution: Execution) -> dict[str, Any]:
    """The data of the report. Raises ReportNotReady."""
    found = Report.objects.filter(execution=execution).values_list("data", flat=True).first()
    if found is None:
        raise ReportNotReady(status=str(execution.status))
    data: dict[str, Any] = found
    return data


def in_words(data: Mapping[str, Any], units: str) -> dict[str, Any]:
    """The report with its sentences beside the codes, in the language of the moment."""
    reading = read(data, units)
    findings = {
        each.key: {
            "title": each.title,
            "meaning": each.meaning,
            "advice": each.advice,
            "professional": each.professional,
            "severity": each.word,
        }
        for each in reading.findings
    }
    words = {"summary": list(reading.summary), "findings": findings, "data_quality": list(reading.gaps)}
    return {**data, "words": words}
