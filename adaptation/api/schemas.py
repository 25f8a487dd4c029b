"""The declared shape of answers with examples, for the OpenAPI document. A test compares them with real answers."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers

from adaptation.models import AdaptationSuggestion

Shape = serializers.Serializer[Any]
REQUIRES = ("athlete", "coach", "none")


class SuggestionOutput(Shape):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(AdaptationSuggestion.Kind.choices)
    status = serializers.ChoiceField(AdaptationSuggestion.Status.choices)
    target = serializers.DictField(help_text="What it is about: exercise, item, session, week, on.")
    before = serializers.DictField()
    after = serializers.DictField()
    rule = serializers.CharField()
    why = serializers.CharField(help_text="A sentence whose every number is in `evidence`.")
    evidence = serializers.DictField()
    confidence = serializers.FloatField(min_value=0, max_value=1)
    requires = serializers.ChoiceField(REQUIRES, help_text="Who has to confirm it; none: it was applied at once.")
    base_revision = serializers.IntegerField()
    applied_revision = serializers.IntegerField(allow_null=True)
    dismiss_reason = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)


class AppliedOutput(Shape):
    plan_id = serializers.UUIDField()
    revision = serializers.IntegerField(help_text="The newest revision of the plan.")
    number = serializers.IntegerField()
    author = serializers.CharField()
    reason = serializers.CharField()
    diff = serializers.ListField(child=serializers.DictField())
    created_at = serializers.DateTimeField()
    suggestions = SuggestionOutput(many=True)


class NextSetOutput(Shape):
    load_kg = serializers.FloatField(allow_null=True)
    reps = serializers.IntegerField(allow_null=True)
    target_rpe = serializers.FloatField(allow_null=True)
    stop = serializers.BooleanField()
    why = serializers.CharField()
    code = serializers.CharField()
    facts = serializers.DictField()


class LiftName(Shape):
    slug = serializers.CharField()
    name = serializers.CharField()


class IntervalOutput(Shape):
    """An estimate with its 5–95 % interval."""

    value = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()


class PlateauOutput(Shape):
    probability = serializers.FloatField()
    claim = serializers.ChoiceField(("slowed", "likely"), allow_null=True)
    text = serializers.CharField(allow_blank=True)


class LastSetOutput(Shape):
    on = serializers.DateTimeField()
    load_kg = serializers.FloatField(allow_null=True)
    reps = serializers.IntegerField(allow_null=True)
    rpe = serializers.FloatField(allow_null=True)


class LiftOutput(Shape):
    exercise = LiftName()
    e1rm_kg = IntervalOutput()
    trend_percent_per_week = IntervalOutput()
    plateau = PlateauOutput()
    sessions = serializers.IntegerField()
    last = LastSetOutput()
    interval_note = serializers.CharField(allow_blank=True)


class PointOutput(Shape):
    at = serializers.DateTimeField()
    e1rm_kg = serializers.FloatField()
    low_kg = serializers.FloatField()
    high_kg = serializers.FloatField()


class LiftSeriesOutput(LiftOutput):
    series = PointOutput(many=True)


class DayOutput(Shape):
    on = serializers.DateField()
    load_au = serializers.FloatField()


class AcwrOutput(Shape):
    coupled = serializers.FloatField(allow_null=True)
    uncoupled = serializers.FloatField(allow_null=True)
    ewma = serializers.FloatField(allow_null=True)


class LoadOutput(Shape):
    """Session RPE × minutes a day. None where too few days are known."""

    daily = DayOutput(many=True)
    weekly_load_au = serializers.FloatField()
    monotony = serializers.FloatField(allow_null=True)
    strain_au = serializers.FloatField(allow_null=True)
    acwr = AcwrOutput()
    notes = serializers.ListField(child=serializers.CharField())


SUGGESTION: dict[str, Any] = {
    "id": "0195565e-5f0a-7c3e-9a40-0d9b3a1c2f10",
    "kind": "load",
    "status": "proposed",
    "target": {
        "exercise": "barbell-bench-press",
        "item": "0195565e-0000-7000-8000-000000000001",
        "session": "0195565e-0000-7000-8000-000000000002",
        "on": "2026-03-09",
    },
    "before": {"load_kg": 100.0},
    "after": {"load_kg": 102.5},
    "rule": "load_up",
    "why": "Barbell Bench Press at 100 kg felt like RPE 8, and RPE 8 was asked for. All of it was done, so the next"
    " load is 102.5 kg.",
    "evidence": {
        "exercise": "barbell-bench-press",
        "done_kg": 100.0,
        "done_rpe": 8.0,
        "target_rpe": 8.0,
        "to_kg": 102.5,
    },
    "confidence": 0.83,
    "requires": "athlete",
    "base_revision": 1,
    "applied_revision": None,
    "dismiss_reason": "",
    "created_at": "2026-03-02T18:00:00Z",
    "expires_at": "2026-03-16T18:00:00Z",
    "decided_at": None,
}
LIST_EXAMPLE = OpenApiExample("A step up, proposed", value=SUGGESTION, response_only=True)
APPLY_EXAMPLE = OpenApiExample("Yes to one", value={"ids": [SUGGESTION["id"]]}, request_only=True)
DISMISS_EXAMPLE = OpenApiExample(
    "No, and why", value={"ids": [SUGGESTION["id"]], "reason": "The bar was slow."}, request_only=True
)
APPLIED: dict[str, Any] = {
    "plan_id": "0195565e-0000-7000-8000-000000000003",
    "revision": 2,
    "number": 2,
    "author": "rule",
    "reason": SUGGESTION["why"],
    "diff": [{"change": "changed", "field": "load_kg", "before": 100.0, "after": 102.5}],
    "created_at": "2026-03-02T18:05:00Z",
    "suggestions": [{**SUGGESTION, "status": "applied", "applied_revision": 2}],
}
APPLIED_EXAMPLE = OpenApiExample("Applied", value=APPLIED, response_only=True)
DISMISSED_EXAMPLE = OpenApiExample(
    "Dismissed; the plan stays as it was",
    value={
        **APPLIED,
        "suggestions": [{**SUGGESTION, "status": "dismissed", "dismiss_reason": "The bar was slow."}],
    },
    response_only=True,
)
NEXT_SET_EXAMPLE = OpenApiExample(
    "After the first set",
    value={
        "item": SUGGESTION["target"]["item"],
        "sets_done": [{"reps": 8, "load_kg": 100, "rpe": 9}],
    },
    request_only=True,
)
ADVICE_EXAMPLE = OpenApiExample(
    "A little lighter",
    value={
        "load_kg": 97.5,
        "reps": 8,
        "target_rpe": 8.0,
        "stop": False,
        "why": "To meet the effort asked for: 97.5 kg for the next set.",
        "code": "lighter",
        "facts": {"last_kg": 100.0, "load_kg": 97.5, "gap_rpe": 1.0, "sets_done": 1, "sets_asked": 3},
    },
    response_only=True,
)
LIFT: dict[str, Any] = {
    "exercise": {"slug": "barbell-bench-press", "name": "Barbell Bench Press"},
    "e1rm_kg": {"value": 131.2, "low": 121.0, "high": 142.3},
    "trend_percent_per_week": {"value": 0.6, "low": -0.4, "high": 1.6},
    "plateau": {"probability": 0.16, "claim": None, "text": ""},
    "sessions": 7,
    "last": {"on": "2026-03-02T18:00:00Z", "load_kg": 100.0, "reps": 8, "rpe": 8.0},
    "interval_note": "",
}
LIFTS_EXAMPLE = OpenApiExample("One lift", value=LIFT, response_only=True)
SERIES_EXAMPLE = OpenApiExample(
    "Its series",
    value={**LIFT, "series": [{"at": "2026-03-02T18:00:00Z", "e1rm_kg": 131.2, "low_kg": 121.0, "high_kg": 142.3}]},
    response_only=True,
)
LOAD_EXAMPLE = OpenApiExample(
    "Eight weeks",
    value={
        "daily": [{"on": "2026-03-02", "load_au": 420.0}],
        "weekly_load_au": 1260.0,
        "monotony": 0.8,
        "strain_au": 1008.0,
        "acwr": {"coupled": 1.1, "uncoupled": 1.15, "ewma": 1.08},
        "notes": ["This week against your last 4 weeks: +10 %."],
    },
    response_only=True,
)
