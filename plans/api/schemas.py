"""The declared shape of answers with examples, for the OpenAPI document. A test compares them with real answers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from plans.core.spec import GOALS, LEVELS, PHASES, ROLES, SESSION_KINDS
from plans.models import Plan, PlannedSession, PlanRevision

Shape = serializers.Serializer[Any]
PLAN_STATUSES = [(status.value, status.label) for status in Plan.Status]
SESSION_STATUSES = [(status.value, status.label) for status in PlannedSession.Status]
AUTHORS = [(author.value, author.label) for author in PlanRevision.Author]


class ExerciseReference(Shape):
    slug = serializers.CharField()
    name = serializers.CharField()


class RampSetOutput(Shape):
    reps = serializers.IntegerField()
    load_kg = serializers.FloatField(allow_null=True)
    percent = serializers.IntegerField()


class ItemOutput(Shape):
    id = serializers.UUIDField()
    exercise = ExerciseReference()
    role = serializers.ChoiceField(ROLES)
    sets = serializers.IntegerField()
    reps_min = serializers.IntegerField(allow_null=True)
    reps_max = serializers.IntegerField(allow_null=True)
    duration_s = serializers.IntegerField(allow_null=True)
    distance_m = serializers.IntegerField(allow_null=True)
    target_rpe = serializers.FloatField(allow_null=True)
    load_kg = serializers.FloatField(allow_null=True)
    load_basis = serializers.CharField()
    zone = serializers.IntegerField(allow_null=True)
    rest_s = serializers.IntegerField()
    ramp = RampSetOutput(many=True)
    notes = serializers.CharField(allow_blank=True)
    why = serializers.CharField()


class SessionOutput(Shape):
    id = serializers.UUIDField()
    plan_id = serializers.UUIDField()
    week = serializers.IntegerField()
    on = serializers.DateField()
    at = serializers.CharField(allow_null=True, help_text=_("Local start time such as 18:30."))
    title = serializers.CharField()
    kind = serializers.ChoiceField(SESSION_KINDS)
    status = serializers.ChoiceField(SESSION_STATUSES)
    skip_reason = serializers.CharField(allow_blank=True)
    estimated_min = serializers.IntegerField()
    items = ItemOutput(many=True)


class WeekOutput(Shape):
    number = serializers.IntegerField()
    phase = serializers.ChoiceField(PHASES)
    phase_text = serializers.CharField()
    is_deload = serializers.BooleanField()
    starts_on = serializers.DateField()
    sessions = SessionOutput(many=True)


class RefinementOutput(Shape):
    status = serializers.ChoiceField([(each.value, each.label) for each in Plan.Refinement])


class PlanHeadOutput(Shape):
    id = serializers.UUIDField()
    title = serializers.CharField()
    goal = serializers.ChoiceField(GOALS)
    status = serializers.ChoiceField(PLAN_STATUSES)
    revision = serializers.IntegerField()
    start_on = serializers.DateField()
    ends_on = serializers.DateField()
    refinement = RefinementOutput()
    is_ai_generated = serializers.BooleanField(help_text=_("Whether a language model had a hand in this plan."))
    created_at = serializers.DateTimeField()


class PlanOutput(PlanHeadOutput):
    level = serializers.ChoiceField(LEVELS)
    days_per_week = serializers.IntegerField()
    weeks = WeekOutput(many=True)
    rationale = serializers.ListField(child=serializers.CharField())


class GeneratedOutput(Shape):
    plan = PlanOutput()


class NextSessionOutput(SessionOutput):
    pass


class TodayOutput(Shape):
    """Today's session. On a free day `id` is null, `kind` is `rest`, `items` is empty and `next` is the one to come."""

    id = serializers.UUIDField(allow_null=True)
    plan_id = serializers.UUIDField(allow_null=True)
    week = serializers.IntegerField(allow_null=True)
    on = serializers.DateField()
    at = serializers.CharField(allow_null=True)
    title = serializers.CharField()
    kind = serializers.ChoiceField((*SESSION_KINDS, "rest"))
    status = serializers.ChoiceField(SESSION_STATUSES, allow_null=True)
    skip_reason = serializers.CharField(allow_blank=True)
    estimated_min = serializers.IntegerField()
    items = ItemOutput(many=True)
    next = NextSessionOutput(allow_null=True)


class MovedOutput(Shape):
    session = serializers.UUIDField()
    on = serializers.DateField()


class ConflictOutput(Shape):
    """A field that the client and somebody else changed apart: `standing` is what the plan keeps."""

    field = serializers.ChoiceField(("on", "at", "status"))
    base = serializers.CharField(allow_blank=True)
    standing = serializers.CharField(allow_blank=True)
    wanted = serializers.CharField(allow_blank=True)
    text = serializers.CharField()


class SessionChangedOutput(SessionOutput):
    revision = serializers.IntegerField()
    also_moved = MovedOutput(many=True, help_text=_("Other sessions that made way."))
    free_days = serializers.ListField(
        child=serializers.DateField(), help_text=_("Days of the week on which a skipped session would still fit.")
    )
    conflicts = ConflictOutput(many=True, help_text=_("Only where the request had a `base`."))


class OptionOutput(Shape):
    exercise = ExerciseReference()
    load_kg = serializers.FloatField(allow_null=True)
    load_basis = serializers.CharField()


class SwapOutput(Shape):
    """Proposals when no exercise was named; else the session as it is now."""

    options = OptionOutput(many=True)
    session = SessionOutput(allow_null=True)
    revision = serializers.IntegerField()


class RevisionOutput(Shape):
    number = serializers.IntegerField()
    author = serializers.ChoiceField(AUTHORS)
    reason = serializers.CharField()
    reason_code = serializers.CharField()
    diff = serializers.ListField(child=serializers.DictField())
    evidence = serializers.DictField()
    restored_from = serializers.IntegerField(allow_null=True)
    is_ai_generated = serializers.BooleanField()
    created_at = serializers.DateTimeField()


class ExerciseOutput(Shape):
    slug = serializers.CharField()
    name = serializers.CharField()
    cue = serializers.CharField(allow_blank=True)
    pattern = serializers.CharField()
    primary = serializers.ListField(child=serializers.CharField())
    secondary = serializers.ListField(child=serializers.CharField())
    equipment = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    unilateral = serializers.BooleanField()
    level = serializers.ChoiceField(LEVELS)
    mode = serializers.CharField()
    is_private = serializers.BooleanField()
