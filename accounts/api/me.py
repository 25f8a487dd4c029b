"""/api/v1/me: the profile, everything about a person, and its end."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import logout
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import services as accounts
from accounts.api.auth import PASSWORD_MAX
from accounts.api.authentication import address_of
from accounts.api.fields import Flag, LocaleField, Slug, Text, TimezoneField
from accounts.core.ages import YOUNGEST, is_too_young
from accounts.core.vocabulary import CONDITIONS, EQUIPMENT, REGIONS
from accounts.models import AthleteProfile

FIRST_BIRTH_YEAR = 1900
WEEKS_MAX = 45
NOTE_MAX = 160
LIST_MAX = 50
NOTHING_SAID: dict[str, Any] = {
    "conditions": [],
    "pregnancy_week": None,
    "screening_yes": [],
    "cleared_by_professional": False,
}


ANA = OpenApiExample(
    "Ana",
    {
        "id": "0195565e-5f0a-7c3e-9a40-0d9b3a1c2f10",
        "email": "ana@example.org",
        "is_coach": False,
        "display_name": "Ana",
        "birth_year": 1991,
        "sex": "female",
        "bodyweight_kg": 64.5,
        "country": "DE",
        "experience_level": "intermediate",
        "equipment": ["barbell", "rack"],
        "limitations": [{"region": "knee", "severity": 3, "note": ""}],
        "health": NOTHING_SAID,
        "timezone": "Europe/Berlin",
        "locale": "en",
        "units": "metric",
        "tone": "gentle",
        "autonomy": "ask",
    },
    response_only=True,
)
CHANGE = OpenApiExample("Weighed again", {"bodyweight_kg": 63.8}, request_only=True)
EXPORT = OpenApiExample(
    "One table of many",
    {"plans.Plan": [{"id": "0195565e-5f0a-7c3e-9a40-0d9b3a1c2f11", "goal": "strength", "start_on": "2026-03-02"}]},
    response_only=True,
)


class Limitation(serializers.Serializer[Any]):
    region = serializers.ChoiceField(REGIONS)
    severity = serializers.IntegerField(min_value=0, max_value=10)
    note = Text(max_length=NOTE_MAX, allow_blank=True, default="")


class Health(serializers.Serializer[Any]):
    """What the screening before a plan asks. Keys that are left out of a change stay as they are."""

    conditions = serializers.ListField(child=serializers.ChoiceField(CONDITIONS), max_length=LIST_MAX, required=False)
    pregnancy_week = serializers.IntegerField(min_value=1, max_value=WEEKS_MAX, allow_null=True, required=False)
    screening_yes = serializers.ListField(child=Slug(max_length=40), max_length=LIST_MAX, required=False)
    cleared_by_professional = Flag(required=False)

    def to_representation(self, instance: dict[str, Any]) -> dict[str, Any]:
        return super().to_representation({**NOTHING_SAID, **instance})


class Profile(serializers.ModelSerializer[AthleteProfile]):
    """What may be read and changed of a profile."""

    birth_year = serializers.IntegerField(min_value=FIRST_BIRTH_YEAR, max_value=2100, allow_null=True, required=False)
    bodyweight_kg = serializers.DecimalField(5, 2, min_value=20, max_value=400, allow_null=True, required=False)
    country = Text(
        max_length=2,
        allow_blank=True,
        required=False,
        validators=[RegexValidator(r"^[A-Z]{2}\Z", _("Two capital letters are expected, such as DE."))],
    )
    equipment = serializers.ListField(child=serializers.ChoiceField(EQUIPMENT), max_length=LIST_MAX, required=False)
    limitations = serializers.ListField(child=Limitation(), max_length=LIST_MAX, required=False)
    health = Health(required=False)
    timezone = TimezoneField(required=False)
    locale = LocaleField(required=False)

    display_name = Text(max_length=80, allow_blank=True, required=False)

    class Meta:
        model = AthleteProfile
        fields = [
            "display_name",
            "birth_year",
            "sex",
            "bodyweight_kg",
            "country",
            "experience_level",
            "equipment",
            "limitations",
            "health",
            "timezone",
            "locale",
            "units",
            "tone",
            "autonomy",
        ]

    def validate_birth_year(self, year: int | None) -> int | None:
        if year is not None and year > timezone.now().year:
            raise serializers.ValidationError(_("This year has not come yet."))
        if is_too_young(year, timezone.now().date()):
            raise serializers.ValidationError(_("Spotter is for people of %(age)d and older.") % {"age": YOUNGEST})
        return year

    def validate_equipment(self, equipment: list[str]) -> list[str]:
        return list(dict.fromkeys(equipment))


class MeView(APIView):
    """The person who asks: account and profile."""

    confirms_delete = True

    class Input(Profile):
        pass

    class Output(Profile):
        id = serializers.UUIDField(source="user.id")
        email = serializers.EmailField(source="user.email")
        is_coach = serializers.BooleanField(source="user.is_coach")

        class Meta(Profile.Meta):
            fields = ["id", "email", "is_coach", *Profile.Meta.fields]

    class Farewell(serializers.Serializer[Any]):
        password = serializers.CharField(max_length=PASSWORD_MAX, trim_whitespace=False)

    @extend_schema(operation_id="get_me", request=None, examples=[ANA])
    def get(self, request: Request) -> Response:
        return Response(self.Output(accounts.signed_in(request.user).profile).data)

    @extend_schema(operation_id="change_me", examples=[CHANGE, ANA])
    def patch(self, request: Request) -> Response:
        form = self.Input(data=request.data)  # no field is required; `partial` would also excuse halves of a limitation
        form.is_valid(raise_exception=True)
        profile = accounts.update_profile(accounts.signed_in(request.user), **form.validated_data)
        return Response(self.Output(profile).data)

    @extend_schema(operation_id="erase_me", request=Farewell, responses={204: None})
    def delete(self, request: Request) -> Response:
        """Erase the account and everything in it, for good. The password has to be given once more."""
        form = self.Farewell(data=request.data)
        form.is_valid(raise_exception=True)
        user = accounts.signed_in(request.user)
        accounts.confirm_password(user, form.validated_data["password"], address_of(request))
        accounts.erase(user)
        logout(request._request)
        return Response(status=204)


class ExportView(APIView):
    """Everything that is stored about the person who asks, by table."""

    @extend_schema(
        operation_id="export_me",
        responses={200: {"type": "object", "additionalProperties": {"type": "array", "items": {}}}},
        examples=[EXPORT],
    )
    def get(self, request: Request) -> Response:
        return Response(accounts.export(accounts.signed_in(request.user)))
