"""The declared shape of answers with examples, for the OpenAPI document. A test compares them with real answers."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers

from adaptation.models import AdaptationSuggestion

Shape = serializers.Serializer[Any]
REQUIRES = ("athlete", "coach", "none")


class IntervalOutput(Shape):
    """An estimate with its 5–95 % interval."""

    value = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()


class SideOutput(Shape):
    """One set as the estimate saw it before the session: its rating, and the chance that all its reps come."""

    load_kg = serializers.FloatField()
    reps = serializers.IntegerField()
    set = serializers.IntegerField(help_text="Which set of the session.")
    rpe = IntervalOutput()
    chance_percent = serializers.IntegerField()


class ReportedOutput(Shape):
    load_kg = serializers.FloatField()
    reps = serializers.IntegerField()
    rpe = serializers.FloatField()
    failed = serializers.BooleanField()


class OutcomeOutput(Shape):
    """A model's answer to what would have happened without the change, on the day the new prescription was done."""

    on = serializers.DateField()
    moved = serializers.ChoiceField(("load_kg", "reps_max", "sets"))
    old = SideOutput()
    new = SideOutput()
    reported = ReportedOutput()
    text = serializers.CharField()


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
    outcome = OutcomeOutput(allow_null=True, help_text="Null until the changed prescription has been trained.")


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


class NextTimeOutput(Shape):
    """The next planned occurrence of the lift. `rpe`: what its planned load should feel like; null without a load."""

    on = serializers.DateField()
    reps = serializers.IntegerField()
    target_rpe = serializers.FloatField()
    load_kg = serializers.FloatField(allow_null=True)
    rpe = IntervalOutput(allow_null=True)
    fitting_load_kg = IntervalOutput()


class ForecastOutput(Shape):
    """One session: the rating that was expected of its first rated set, the rating told, and "same as last time"."""

    at = serializers.DateTimeField()
    load_kg = serializers.FloatField()
    reps = serializers.IntegerField()
    rpe = IntervalOutput()
    told_rpe = serializers.FloatField()
    same_as_last_rpe = serializers.FloatField()
    is_inside = serializers.BooleanField()
    fitting_load_kg = IntervalOutput(allow_null=True, help_text="For the planned reps and effort; null without a plan.")
    shown_load_kg = serializers.FloatField(allow_null=True, help_text="What the rated set points to for them.")


class ScoreOutput(Shape):
    """Mean absolute errors, and the share of ratings inside their 90 % range with its 95 % interval (Wilson)."""

    n = serializers.IntegerField()
    rpe_error = serializers.FloatField()
    same_as_last_rpe_error = serializers.FloatField()
    claim = serializers.ChoiceField(
        ("better", "equal", "worse"), allow_null=True, help_text='Against "same as last time"; null below 8 sessions.'
    )
    inside_percent = IntervalOutput()
    loads = serializers.IntegerField()
    load_error_percent = serializers.FloatField(allow_null=True)
    same_as_last_load_error_percent = serializers.FloatField(allow_null=True)


class ForecastsOutput(Shape):
    score = ScoreOutput()
    text = serializers.CharField()
    series = ForecastOutput(many=True)


class TrialOutput(Shape):
    """Something tried while the lift seemed to stand still. The trends show what followed, not what caused it."""

    suggestion = serializers.UUIDField()
    rule = serializers.ChoiceField(("plateau", "trial_easier", "trial_less", "trial_reps", "trial_swap"))
    started_on = serializers.DateField()
    before = serializers.DictField()
    after = serializers.DictField()
    trend_before_percent = IntervalOutput(help_text="A week, as estimated when it began.")
    trend_after_percent = IntervalOutput(allow_null=True, help_text="After at most four weeks; null without a session.")
    sessions = serializers.IntegerField()
    is_over = serializers.BooleanField()
    is_undone = serializers.BooleanField()
    text = serializers.CharField()


class LiftSeriesOutput(LiftOutput):
    series = PointOutput(many=True)
    next = NextTimeOutput(allow_null=True)
    forecasts = ForecastsOutput(allow_null=True)
    trials = TrialOutput(many=True)


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
    "outcome": None,
}
TRAINED: dict[str, Any] = {
    **SUGGESTION,
    "status": "applied",
    "applied_revision": 2,
    "decided_at": "2026-03-02T18:05:00Z",
    "outcome": {
        "on": "2026-03-09",
        "moved": "load_kg",
        "old": {
            "load_kg": 100.0,
            "reps": 8,
            "set": 1,
            "rpe": {"value": 7.62, "low": 6.1, "high": 9.04},
            "chance_percent": 97,
        },
        "new": {
            "load_kg": 102.5,
            "reps": 8,
            "set": 1,
            "rpe": {"value": 8.17, "low": 6.69, "high": 9.55},
            "chance_percent": 93,
        },
        "reported": {"load_kg": 102.5, "reps": 8, "rpe": 8.5, "failed": False},
        "text": "Before the session of 9 March the estimate expected RPE 8.2 (6.7–9.6) of 102.5 kg × 8, with a chance"
        " of 93 % for all reps; of 100 kg × 8, as it was before, RPE 7.6 (6.1–9) and 97 %. Reported: 102.5 kg × 8 at"
        " RPE 8.5. This is a model's estimate: nobody can know what was not done. Nine ratings out of ten should"
        " fall inside this range.",
    },
}
LIST_EXAMPLE = OpenApiExample("A step up, proposed", value=SUGGESTION, response_only=True)
TRAINED_EXAMPLE = OpenApiExample("Applied and trained since", value=TRAINED, response_only=True)
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
    value={
        **LIFT,
        "series": [{"at": "2026-03-02T18:00:00Z", "e1rm_kg": 131.2, "low_kg": 121.0, "high_kg": 142.3}],
        "next": {
            "on": "2026-03-09",
            "reps": 8,
            "target_rpe": 8.0,
            "load_kg": 102.5,
            "rpe": {"value": 8.24, "low": 6.9, "high": 9.51},
            "fitting_load_kg": {"value": 101.8, "low": 95.9, "high": 108.1},
        },
        "forecasts": {
            "score": {
                "n": 6,
                "rpe_error": 0.42,
                "same_as_last_rpe_error": 0.58,
                "claim": None,
                "inside_percent": {"value": 100.0, "low": 61.0, "high": 100.0},
                "loads": 6,
                "load_error_percent": 1.31,
                "same_as_last_load_error_percent": 1.74,
            },
            "text": "6 sessions have been forecast so far: too few to say how good that is. It takes 8.",
            "series": [
                {
                    "at": "2026-03-02T18:00:00Z",
                    "load_kg": 100.0,
                    "reps": 8,
                    "rpe": {"value": 7.85, "low": 6.4, "high": 9.2},
                    "told_rpe": 8.0,
                    "same_as_last_rpe": 8.5,
                    "is_inside": True,
                    "fitting_load_kg": {"value": 100.6, "low": 94.2, "high": 107.4},
                    "shown_load_kg": 100.0,
                }
            ],
        },
        "trials": [],
    },
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
