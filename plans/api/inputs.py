"""What requests may say. Bounds are here for a kind answer; what a plan may hold is for the rules to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.fields import Clock, HalfPoints, Number, Text, Whole
from plans.api.fields import Equipment, Weekday, WeekdayOrDate
from plans.core.intent import REGIONS
from plans.core.movements import FAMILY_PATTERNS, MAJOR_MUSCLES, MUSCLES, PATTERNS
from plans.core.spec import GOALS, LEVELS
from plans.models import Exercise

LATEST_START = timedelta(days=365)
TEXT_MAX = 160
MUSCLE_WORDS = {*MUSCLES, *MAJOR_MUSCLES}
PATTERN_WORDS = sorted({*PATTERNS, *FAMILY_PATTERNS})


class LimitationInput(serializers.Serializer[Any]):
    region = serializers.ChoiceField(REGIONS)
    severity = Whole(min_value=0, max_value=10)
    note = Text(max_length=TEXT_MAX, required=False, allow_blank=True)


class KnownLiftInput(serializers.Serializer[Any]):
    exercise = Text(max_length=80)
    load_kg = Number(min_value=0, max_value=1000)
    reps = Whole(min_value=1, max_value=100)
    rpe = HalfPoints(required=False)


class GenerateInput(serializers.Serializer[Any]):
    """Wishes for a plan. Further keys are passed over. Context: `today`, the athlete's day, and their `athlete_id`."""

    primary_goal = serializers.ChoiceField(GOALS)
    experience_level = serializers.ChoiceField(LEVELS)
    time_availability = Number(min_value=1, max_value=20, help_text=_("Hours a week."))
    equipment = Equipment(min_length=1, max_length=60)
    days_per_week = Whole(min_value=1, max_value=7, required=False)
    weeks = Whole(min_value=1, max_value=16, required=False)
    start_on = serializers.DateField(required=False)
    sport = Text(max_length=40, required=False, allow_blank=True)
    focus = serializers.ListField(child=Text(max_length=80), max_length=10, required=False)
    limitations = serializers.ListField(child=LimitationInput(), required=False, max_length=20)
    known_lifts = serializers.ListField(child=KnownLiftInput(), required=False, max_length=50)
    session_minutes_max = Whole(min_value=10, max_value=300, required=False)
    available_days = serializers.ListField(child=Weekday(), max_length=7, required=False)
    blocked_days = serializers.ListField(child=WeekdayOrDate(), max_length=100, required=False)
    training_times = serializers.DictField(child=Clock(), required=False)
    excluded_exercises = serializers.ListField(child=Text(max_length=80), max_length=200, required=False)
    event_on = serializers.DateField(required=False)

    def validate_start_on(self, value: date) -> date:
        today: date = self.context["today"]
        if not today <= value <= today + LATEST_START:
            raise serializers.ValidationError(_("A plan starts today or within a year."))
        return value

    def validate_training_times(self, value: Mapping[str, str]) -> dict[str, str]:
        return {str(Weekday().to_internal_value(weekday)): at for weekday, at in value.items()}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        start_on = attrs.get("start_on", self.context["today"])
        if "event_on" in attrs and attrs["event_on"] < start_on:
            raise serializers.ValidationError({"event_on": [_("The event lies before the start of the plan.")]})
        self._refuse_unknown_exercises(attrs)
        return attrs

    def _refuse_unknown_exercises(self, attrs: Mapping[str, Any]) -> None:
        named = {
            "focus": [word for word in attrs.get("focus", ()) if word not in MUSCLE_WORDS],
            "known_lifts": [lift["exercise"] for lift in attrs.get("known_lifts", ())],
            "excluded_exercises": list(attrs.get("excluded_exercises", ())),
        }
        every = {slug for slugs in named.values() for slug in slugs}
        if not every:
            return
        visible = Exercise.objects.visible_to(self.context["athlete_id"])
        known = set(visible.filter(slug__in=every).values_list("slug", flat=True))
        faults = {field: unknown(slug for slug in slugs if slug not in known) for field, slugs in named.items()}
        if any(faults.values()):
            raise serializers.ValidationError({field: each for field, each in faults.items() if each})


def unknown(slugs: Iterable[str]) -> list[str]:
    return [_("There is no exercise “%(slug)s”.") % {"slug": slug} for slug in dict.fromkeys(slugs)]


class SeenInput(serializers.Serializer[Any]):
    """What the client saw of a session when it changed it, as GET told it."""

    on = serializers.DateField(required=False)
    at = Clock(required=False, allow_null=True)
    status = serializers.ChoiceField(("planned", "skipped", "done"), required=False)


class SessionInput(serializers.Serializer[Any]):
    """Move (`on`, `at`), skip (`status` skipped, with a `reason`) or take up again (`status` planned), not both.

    With `base`, a change made without a network: fields that somebody else changed meanwhile keep their value, and
    both values are kept as a conflict. Its `id` is made by the client, so that it is carried out once."""

    id = serializers.UUIDField(required=False)
    base = SeenInput(required=False)
    on = serializers.DateField(required=False)
    at = Clock(required=False)
    status = serializers.ChoiceField(("planned", "skipped"), required=False)
    reason = Text(max_length=TEXT_MAX, required=False, allow_blank=True)
    base_revision = Whole(min_value=1, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        moves, changes_status = {"on", "at"} & attrs.keys(), "status" in attrs
        if not moves and not changes_status:
            raise serializers.ValidationError(_("Say what to change: on, at or status."))
        if moves and changes_status:
            raise serializers.ValidationError({"status": [_("Move or skip a session, not both at once.")]})
        if "reason" in attrs and attrs.get("status") != "skipped":
            raise serializers.ValidationError({"reason": [_("A reason belongs to a session that is skipped.")]})
        return attrs


class SwapInput(serializers.Serializer[Any]):
    """Without `exercise` three are proposed and nothing changes."""

    item = serializers.UUIDField()
    exercise = Text(max_length=80, required=False)
    base_revision = Whole(min_value=1, required=False)


class BaseRevisionInput(serializers.Serializer[Any]):
    """`base_revision`: the newest revision that the client has seen; another one answers 409."""

    base_revision = Whole(min_value=1, required=False)


class SpanInput(serializers.Serializer[Any]):
    """Days, both included."""

    to = serializers.DateField(required=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {"from": serializers.DateField(required=False), **super().get_fields()}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "from" in attrs and "to" in attrs and attrs["to"] < attrs["from"]:
            raise serializers.ValidationError({"to": [_("The last day lies before the first.")]})
        return attrs


class ExerciseFilter(serializers.Serializer[Any]):
    q = serializers.CharField(max_length=80, required=False, allow_blank=True)
    equipment = serializers.CharField(max_length=400, required=False)
    muscle = serializers.ChoiceField(sorted(MUSCLE_WORDS), required=False)
    pattern = serializers.ChoiceField(PATTERN_WORDS, required=False)

    def validate_equipment(self, value: str) -> list[str]:
        return Equipment().run_validation(value.split(","))  # type: ignore[no-any-return]
