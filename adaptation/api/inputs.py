"""What requests may say. Bounds are here for a kind answer."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from adaptation.models import AdaptationSuggestion
from feedback.core.ratings import LOAD_KG, REPS, SETS_MAX, is_half_point
from science.effort import HIGHEST_RPE, LOWEST_RPE

IDS_MAX = 50
REASON_MAX = 160


class Number(serializers.FloatField):
    """A JSON number: no text, no truth value, nothing infinite."""

    def to_internal_value(self, data: Any) -> float:
        if isinstance(data, bool | str):
            self.fail("invalid")
        number = super().to_internal_value(data)
        if number != number or number in (float("inf"), float("-inf")):
            self.fail("invalid")
        return number


class Whole(serializers.IntegerField):
    """A whole JSON number."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool | str) or (isinstance(data, float) and data % 1):
            self.fail("invalid")
        return super().to_internal_value(data)


class Flag(serializers.BooleanField):
    """Yes or no, and nothing that might mean it."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Text(serializers.CharField):
    """JSON text: DRF's own field would take a number for it."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


@extend_schema_field({"type": "number", "minimum": LOWEST_RPE, "maximum": HIGHEST_RPE, "multipleOf": 0.5})
class HalfPoints(Number):
    """A rating of effort: 1 to 10 in halves."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=LOWEST_RPE, max_value=HIGHEST_RPE, **options)

    def to_internal_value(self, data: Any) -> float:
        number = super().to_internal_value(data)
        if LOWEST_RPE <= number <= HIGHEST_RPE and not is_half_point(number):
            raise serializers.ValidationError(_("Ratings go in half points, such as 7 or 7.5."))
        return number


class StatusInput(serializers.Serializer[Any]):
    status = serializers.ChoiceField(AdaptationSuggestion.Status.choices, required=False)


class ApplyInput(serializers.Serializer[Any]):
    ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=IDS_MAX)


class DismissInput(ApplyInput):
    reason = Text(max_length=REASON_MAX, allow_blank=True, default="")


class SetDoneInput(serializers.Serializer[Any]):
    reps = Whole(min_value=REPS[0], max_value=REPS[1])
    load_kg = Number(min_value=LOAD_KG[0], max_value=LOAD_KG[1])
    rpe = HalfPoints(required=False, allow_null=True)
    failed = Flag(default=False)
    warm_up = Flag(default=False)


class NextSetInput(serializers.Serializer[Any]):
    item = serializers.UUIDField()
    sets_done = serializers.ListField(child=SetDoneInput(), max_length=SETS_MAX)
