"""/api/v2/coaching/preferences: when and how often Spotter may speak unasked."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import services as accounts
from accounts.api.fields import Flag
from accounts.core.instants import instant
from accounts.models import AthleteProfile, User
from coaching.core.preferences import (
    DAY_MAX,
    DECISION_WINDOWS,
    GAP_MAX,
    GAP_MIN,
    NIGHT,
    QUIET_MAX,
    RULES_MAX,
    WEEK_MAX,
    WINDOWS_MAX,
)
from coaching.core.usual_times import Proposal
from coaching.models import PromptPreferences
from coaching.services import preferences, prompt_reading, usual_times
from coaching.wording.preferences import reasons
from coaching.wording.preferences import usual_times as usual_words

CHOSEN: dict[str, Any] = {
    "enabled": True,
    "experiments": True,
    "timezone": "Europe/Berlin",
    "tone": "gentle",
    "max_per_day": 2,
    "max_per_week": 7,
    "min_gap_min": 240,
    "quiet_hours": [dict(NIGHT)],
    "windows": list(DECISION_WINDOWS),
    "check_in_at": "12:30",
    "muted_rules": [{"rule": "stalled", "until": None}],
    "halved_rules": [],
    "quiet_until": None,
    "holiday": None,
    "email_digest": False,
}
USUAL = {"days": [0, 2, 4], "from": "18:00", "to": "19:00", "days_trained": 14, "windows": ["12:30", "17:30"]}
TOLD = CHOSEN | {
    "next_allowed_at": "2026-03-03T11:30:00.000000Z",
    "in_the_way": [],
    "usual_times": USUAL | {"why": "You mostly begin between 18:00 and 19:00 (Mon, Wed, Fri). …"},
}


@extend_schema_field({"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$", "example": "20:30"})
class Wall(serializers.TimeField):
    """A time on the wall, to the minute."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%H:%M", input_formats=["%H:%M"], **options)


class Quiet(serializers.Serializer[Any]):
    """From `from` up to `to` on the wall, over midnight where `to` is earlier. `days`: those on which it starts, 0 =
    Monday; none means every day."""

    days = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=6), max_length=7, required=False, default=list
    )

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), "from": Wall(), "to": Wall()}


class Mute(serializers.Serializer[Any]):
    rule = serializers.CharField(max_length=24)
    until = serializers.DateTimeField(required=False, allow_null=True, default=None, help_text="Null: for ever.")


class Holiday(serializers.Serializer[Any]):
    def get_fields(self) -> dict[str, Any]:
        return {"from": serializers.DateField(), "to": serializers.DateField(help_text="The last day of it.")}


class PreferencesInput(serializers.Serializer[Any]):
    """What is left out stays as it is."""

    enabled = Flag(required=False, help_text="Spotter may speak unasked.")
    experiments = Flag(required=False, help_text="Chance may decide on time and wording, to learn what helps.")
    timezone = serializers.CharField(max_length=64, required=False, help_text="IANA name, such as Europe/Berlin.")
    tone = serializers.ChoiceField(AthleteProfile.Tone.choices, required=False)
    max_per_day = serializers.IntegerField(min_value=0, max_value=DAY_MAX, required=False)
    max_per_week = serializers.IntegerField(min_value=0, max_value=WEEK_MAX, required=False)
    min_gap_min = serializers.IntegerField(min_value=GAP_MIN, max_value=GAP_MAX, required=False)
    quiet_hours = serializers.ListField(child=Quiet(), required=False, max_length=QUIET_MAX)
    windows = serializers.ListField(child=Wall(), min_length=1, max_length=WINDOWS_MAX, required=False)
    check_in_at = Wall(required=False, allow_null=True)
    muted_rules = serializers.ListField(child=Mute(), required=False, max_length=RULES_MAX)
    halved_rules = serializers.ListField(
        child=serializers.CharField(max_length=24), max_length=RULES_MAX, required=False
    )
    quiet_until = serializers.DateTimeField(required=False, allow_null=True, help_text="Do not disturb.")
    holiday = Holiday(required=False, allow_null=True)
    email_digest = Flag(required=False, help_text="A mail a week, without anything about health.")

    def validate_timezone(self, name: str) -> str:
        if name not in zoneinfo.available_timezones():
            raise serializers.ValidationError(_("This is not the name of a time zone, such as Europe/Berlin."))
        return name


class UsualTimes(serializers.Serializer[Any]):
    """When sessions mostly begin, out of the log of eight weeks, and `windows` that fit: send them back to choose
    them."""

    days = serializers.ListField(child=serializers.IntegerField(), help_text="0 = Monday.")
    days_trained = serializers.IntegerField()
    windows = serializers.ListField(child=Wall())
    why = serializers.CharField()

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), "from": Wall(), "to": Wall()}


class PreferencesOutput(PreferencesInput):
    next_allowed_at = serializers.DateTimeField(allow_null=True, help_text="When Spotter may speak next.")
    in_the_way = serializers.ListField(child=serializers.CharField(), help_text="Why it may not just now.")
    usual_times = UsualTimes(allow_null=True, help_text="Null where there is nothing to propose.")


class Preferences(APIView):
    @extend_schema(
        operation_id="get_prompt_preferences",
        tags=["coaching"],
        responses=PreferencesOutput,
        examples=[OpenApiExample("twice a day", TOLD, response_only=True)],
    )
    def get(self, request: Request) -> Response:
        """What you have chosen. Without a choice of yours `enabled` is false, and nothing comes unasked."""
        athlete = accounts.signed_in(request.user)
        return Response(as_json(preferences.of(athlete.pk), athlete))

    @extend_schema(
        operation_id="change_prompt_preferences",
        tags=["coaching"],
        request=PreferencesInput,
        responses=PreferencesOutput,
        examples=[
            OpenApiExample("less", {"max_per_day": 1, "muted_rules": [{"rule": "stalled"}]}, request_only=True),
            OpenApiExample("kept", TOLD | {"max_per_day": 1}, response_only=True),
        ],
    )
    def put(self, request: Request) -> Response:
        """Choose. A no counts at once: what waits or is under way is called off. What is left out stays as it is."""
        form = PreferencesInput(data=request.data)
        form.is_valid(raise_exception=True)
        athlete = accounts.signed_in(request.user)
        row = preferences.change(athlete=athlete, changes=form.validated_data, now=timezone.now())
        return Response(as_json(row, athlete))


def as_json(row: PromptPreferences, athlete: User) -> dict[str, Any]:
    now = timezone.now()
    outlook, usual = prompt_reading.outlook(athlete, now), usual_times.proposal(athlete, row, now)
    has_holiday = row.holiday_from is not None and row.holiday_to is not None
    return {
        "enabled": row.enabled,
        "experiments": row.experiments,
        "timezone": athlete.profile.timezone,
        "tone": athlete.profile.tone,
        "max_per_day": row.max_per_day,
        "max_per_week": row.max_per_week,
        "min_gap_min": row.min_gap_min,
        "quiet_hours": row.quiet_hours,
        "windows": row.windows,
        "check_in_at": None if row.check_in_at is None else row.check_in_at.strftime("%H:%M"),
        "muted_rules": row.muted_rules,
        "halved_rules": row.halved_rules,
        "quiet_until": None if row.quiet_until is None else instant(row.quiet_until),
        "holiday": {"from": row.holiday_from, "to": row.holiday_to} if has_holiday else None,
        "email_digest": row.email_digest,
        "next_allowed_at": None if outlook.next_allowed_at is None else instant(outlook.next_allowed_at),
        "in_the_way": reasons(outlook.reasons),
        "usual_times": None if usual is None else usual_json(usual),
    }


def usual_json(proposal: Proposal) -> dict[str, Any]:
    habit = proposal.usual
    return {
        "days": list(habit.days),
        "from": f"{habit.starts:%H:%M}",
        "to": f"{habit.ends:%H:%M}",
        "days_trained": habit.trained,
        "windows": list(proposal.windows),
        "why": usual_words(proposal),
    }
