"""What answers about training done look like."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.core.instants import instant
from feedback import wording
from feedback.core.illness import SYMPTOMS
from feedback.core.logs.outcomes import OUTCOMES
from feedback.models import IllnessReport, ImportBatch, PerformanceMetrics, RPEFeedback

Shape = serializers.Serializer[Any]
STATUSES = ("created", "duplicate", "rejected")


class RowAnswer(Shape):
    """What became of one row. `code`, `reason` and `details` are there for a rejected row of a batch."""

    id = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField(STATUSES)
    code = serializers.CharField(required=False)
    reason = serializers.CharField(required=False)
    details = serializers.DictField(required=False, allow_null=True)


class FieldConflictOutput(Shape):
    """A field that the phone and somebody else changed apart. The plan keeps `standing`."""

    field = serializers.ChoiceField(("on", "at", "status"))
    base = serializers.CharField(allow_blank=True)
    standing = serializers.CharField(allow_blank=True)
    wanted = serializers.CharField(allow_blank=True)


class SyncAnswer(RowAnswer):
    """`note`: the plan has changed since, what was done is kept."""

    status = serializers.ChoiceField((*STATUSES, "conflict"))
    note = serializers.CharField(required=False)
    conflicts = FieldConflictOutput(many=True, required=False)


class SyncOutput(Shape):
    answers = SyncAnswer(many=True)
    at = serializers.DateTimeField()


class PainOutput(Shape):
    region = serializers.CharField()
    severity = serializers.IntegerField()


class SetOutput(Shape):
    reps = serializers.IntegerField(required=False)
    load_kg = serializers.FloatField(required=False)
    rpe = serializers.FloatField(required=False)
    failed = serializers.BooleanField(required=False)
    warm_up = serializers.BooleanField(required=False)
    duration_s = serializers.IntegerField(required=False)
    distance_m = serializers.IntegerField(required=False)


class RatingOutput(Shape):
    id = serializers.UUIDField()
    session_id = serializers.UUIDField(allow_null=True)
    exercise_id = serializers.CharField()
    rpe = serializers.FloatField(allow_null=True)
    completion_rate = serializers.FloatField()
    sets = SetOutput(many=True)
    pain = PainOutput(allow_null=True)
    notes = serializers.CharField(allow_blank=True)
    timestamp = serializers.DateTimeField()
    performed_on = serializers.DateField()
    corrected_at = serializers.DateTimeField(allow_null=True)


class PerformanceOutput(Shape):
    id = serializers.UUIDField(source="client_id")
    session_id = serializers.UUIDField()
    total_volume = serializers.FloatField()
    average_rpe = serializers.FloatField()
    completion_rate = serializers.FloatField()
    recovery_time = serializers.FloatField()
    sleep_quality = serializers.IntegerField()
    stress_level = serializers.IntegerField()
    sleep_hours = serializers.FloatField(allow_null=True)
    duration_min = serializers.IntegerField(allow_null=True)
    session_rpe = serializers.FloatField(allow_null=True)
    timestamp = serializers.DateTimeField(source="performed_at")
    performed_on = serializers.DateField()
    corrected_at = serializers.DateTimeField(allow_null=True)


class IllnessOutput(Shape):
    id = serializers.UUIDField(source="client_id")
    symptoms = serializers.ChoiceField(SYMPTOMS)
    started_on = serializers.DateField()
    ended_at = serializers.DateTimeField(allow_null=True)
    notes = serializers.CharField(allow_blank=True)
    corrected_at = serializers.DateTimeField(allow_null=True)


class ImportQueued(Shape):
    id = serializers.UUIDField()
    status = serializers.ChoiceField(ImportBatch.State.choices)
    source = serializers.CharField()  # type: ignore[assignment]  # DRF's own attribute of that name is for fields
    dry_run = serializers.BooleanField()


class ImportRow(Shape):
    line = serializers.IntegerField()
    outcome = serializers.ChoiceField(OUTCOMES)
    code = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)


class ImportOutput(ImportQueued):
    """The state of an import; its report and rows are there when it is done."""

    file_name = serializers.CharField(allow_blank=True)
    rows_read = serializers.IntegerField()
    rows_total = serializers.IntegerField()
    error = serializers.CharField(allow_null=True)
    report = serializers.DictField()
    rows = ImportRow(many=True)
    next_row = serializers.IntegerField(allow_null=True)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


def rating_json(rating: RPEFeedback) -> dict[str, Any]:
    pain = {"region": rating.pain_region, "severity": rating.pain_severity} if rating.pain_region else None
    facts = {
        "id": rating.client_id,
        "session_id": rating.session_id,
        "exercise_id": rating.exercise_id,
        "rpe": rating.rpe,
        "completion_rate": rating.completion_rate,
        "sets": rating.sets,
        "pain": pain,
        "notes": rating.notes,
        "timestamp": rating.performed_at,
        "performed_on": rating.performed_on,
        "corrected_at": rating.corrected_at,
    }
    return dict(RatingOutput(facts).data)


def performance_json(row: PerformanceMetrics) -> dict[str, Any]:
    return dict(PerformanceOutput(row).data)


def illness_json(row: IllnessReport) -> dict[str, Any]:
    return dict(IllnessOutput(row).data)


def queued_json(batch: ImportBatch) -> dict[str, Any]:
    return {"id": str(batch.pk), "status": batch.state, "source": batch.source, "dry_run": batch.dry_run}


def import_json(batch: ImportBatch, after: int, limit: int) -> dict[str, Any]:
    """`after` and `limit` choose the page of rows, by place in the report."""
    page = batch.row_answers[after : after + limit]
    more = after + len(page) < len(batch.row_answers)
    return {
        **queued_json(batch),
        "file_name": batch.file_name,
        "rows_read": batch.rows_read,
        "rows_total": batch.rows_total,
        "error": wording.import_error(batch.error) or None,
        "report": batch.report,
        "rows": [
            {"line": line, "outcome": outcome, "code": code, "reason": wording.row_reason(code)}
            for line, outcome, code in page
        ],
        "next_row": after + len(page) if more else None,
        "created_at": instant(batch.created_at),
        "finished_at": instant(batch.finished_at) if batch.finished_at else None,
    }
