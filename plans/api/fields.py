"""Fields of requests that only plans take: weekdays, days, equipment."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.fields import Text
from plans.core.movements import EQUIPMENT, NO_EQUIPMENT

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAY_NUMBERS = {
    **{name: number for number, name in enumerate(WEEKDAYS)},
    **{name[:3]: number for number, name in enumerate(WEEKDAYS)},
    **{str(number): number for number in range(7)},
}
# Names that people and older clients use for the same thing.
EQUIPMENT_SYNONYMS = {
    "bodyweight": NO_EQUIPMENT, "body_weight": NO_EQUIPMENT, "dumbbells": "dumbbell", "barbells": "barbell",
    "kettlebells": "kettlebell", "machines": "machine", "cables": "cable", "bands": "band", "resistance_band": "band",
    "resistance_bands": "band", "pull_up_bar": "pullup_bar", "pullup": "pullup_bar", "squat_rack": "rack",
    "power_rack": "rack", "smith_machine": "smith", "trx": "suspension", "rowing_machine": "rower",
    "stationary_bike": "bike",
}  # fmt: skip
WEEKDAY = {"oneOf": [{"type": "integer", "minimum": 0, "maximum": 6}, {"type": "string", "enum": list(WEEKDAYS)}]}
DAY = {"oneOf": [*WEEKDAY["oneOf"], {"type": "string", "format": "date"}]}


@extend_schema_field(WEEKDAY)
class Weekday(serializers.Field):  # type: ignore[type-arg]
    """0 (Monday) to 6, or the English name."""

    def to_internal_value(self, data: Any) -> int:
        number = WEEKDAY_NUMBERS.get(str(data).strip().lower()) if not isinstance(data, bool | float) else None
        if number is None:
            raise serializers.ValidationError(_("A weekday is expected: 0 (Monday) to 6, or its English name."))
        return number

    def to_representation(self, value: int) -> int:
        return value


@extend_schema_field(DAY)
class WeekdayOrDate(Weekday):
    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", data):
            return serializers.DateField().run_validation(data)
        return super().to_internal_value(data)

    def to_representation(self, value: Any) -> Any:
        return value


class Equipment(serializers.ListField):
    """At least one piece that Spotter knows; others are passed over, because a gym has more than plans can use."""

    child = Text(max_length=40)

    def to_internal_value(self, data: Any) -> list[str]:
        named = [word.strip().lower().replace(" ", "_").replace("-", "_") for word in super().to_internal_value(data)]
        known = [EQUIPMENT_SYNONYMS.get(word, word) for word in named]
        known = [word for word in dict.fromkeys(known) if word in EQUIPMENT]
        if not known:
            raise serializers.ValidationError(_("Name at least one piece of equipment that Spotter knows, or “none”."))
        return known
