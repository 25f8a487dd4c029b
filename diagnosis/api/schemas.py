"""What the addresses of the diagnosis take and answer."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.api.fields import Flag, Id, Text, Whole
from diagnosis.core.stages import Stage, Status
from diagnosis.models import Execution, Share
from diagnosis.services.executions import CHOICES, WINDOW_DAYS
from diagnosis.services.sharing import DAYS, DAYS_MAX

Shape = serializers.Serializer[Any]
QUESTION_MAX, QUESTIONS_MAX = 200, 5
ANSWERS = sorted({choice for choices in CHOICES.values() for choice in choices})


class RequestInput(Shape):
    plan_id = Id(required=False, allow_null=True, help_text="One of your plans; the active one without it.")
    window_days = Whole(required=False, min_value=14, max_value=180, default=WINDOW_DAYS)
    focus = Text(required=False, max_length=64, allow_blank=True, default="", help_text="A muscle or an exercise.")
    questions = serializers.ListField(
        child=Text(max_length=QUESTION_MAX), required=False, max_length=QUESTIONS_MAX, default=list,
        help_text="What you want to know, in your own words.",
    )  # fmt: skip
    may_ask = Flag(required=False, default=False, help_text="One question may be put to you; it waits ten minutes.")


class AnswerInput(Shape):
    choice = serializers.ChoiceField(ANSWERS)


class ShareInput(Shape):
    days = Whole(required=False, min_value=1, max_value=DAYS_MAX, default=DAYS)


class Queued(Shape):
    execution_id = serializers.UUIDField()
    status = serializers.ChoiceField([each.value for each in Status])


class StageOutput(Shape):
    name = serializers.ChoiceField([each.value for each in Stage])
    status = serializers.ChoiceField(["waiting", "running", "done", "stopped", "not_reached"])
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    result = serializers.DictField(required=False)


class ErrorOutput(Shape):
    error = serializers.CharField()
    error_type = serializers.CharField()
    error_details = serializers.DictField()


class QuestionOutput(Shape):
    code = serializers.CharField()
    text = serializers.CharField()
    choices = serializers.ListField(child=serializers.DictField())
    until = serializers.DateTimeField()


class ExecutionOutput(Queued):
    stage = serializers.CharField(allow_blank=True)
    progress = serializers.IntegerField(min_value=0, max_value=100)
    status_text = serializers.CharField()
    queued_before = serializers.IntegerField(allow_null=True)
    stages = StageOutput(many=True)
    error = ErrorOutput(allow_null=True)
    question = QuestionOutput(allow_null=True)
    window_days = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class ShareOutput(Shape):
    id = serializers.UUIDField()
    url = serializers.CharField(help_text="Shown once: only its digest is kept.")
    expires_at = serializers.DateTimeField()


class ReportOutput(Shape):
    """Codes, numbers, facts and ids of rows, with the sentences in the reader's language under `words`."""

    version = serializers.IntegerField()
    made_at = serializers.DateTimeField()
    window = serializers.DictField()
    summary = serializers.ListField(child=serializers.DictField())
    state = serializers.DictField()
    charts = serializers.ListField(child=serializers.DictField())
    findings = serializers.ListField(child=serializers.DictField())
    comparison = serializers.DictField(allow_null=True)
    data_quality = serializers.DictField()
    sources = serializers.ListField(child=serializers.DictField())
    authors = serializers.ListField(child=serializers.DictField())
    words = serializers.DictField()


def queued_json(execution: Execution) -> dict[str, Any]:
    return {"execution_id": str(execution.pk), "status": str(execution.status)}


def share_json(share: Share, url: str) -> dict[str, Any]:
    return {"id": str(share.pk), "url": url, "expires_at": share.expires_at}
