"""Fields of requests that more than one endpoint takes, of whatever app. They take what they say and nothing like it: a
number is no text, a yes no 1, an instant has its zone."""

from __future__ import annotations

import re
import zoneinfo
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from science.effort import HIGHEST_RPE, LOWEST_RPE

HUGE = 10**12
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@cache
def time_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


@extend_schema_field({"type": "string", "maxLength": 64, "example": "Europe/Berlin"})
class TimezoneField(serializers.CharField):
    """An IANA time zone by name."""

    default_error_messages = {"unknown": _("This is not the name of a time zone, such as Europe/Berlin.")}

    def to_internal_value(self, data: Any) -> str:
        name = super().to_internal_value(data)
        if name not in time_zones():
            self.fail("unknown")
        return name


class Text(serializers.CharField):
    """JSON text: DRF's own field would take a number for it."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class Slug(Text, serializers.SlugField):
    """Letters, digits, hyphens and underscores."""


class Flag(serializers.BooleanField):
    """Yes or no, and nothing that might mean it."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class LocaleField(serializers.ChoiceField):
    def __init__(self, **options: Any) -> None:
        super().__init__(choices=settings.LANGUAGES, **options)


class Number(serializers.FloatField):
    """A JSON number, nothing infinite."""

    default_error_messages = {"invalid": _("A number is expected.")}

    def to_internal_value(self, data: Any) -> float:
        if isinstance(data, bool) or not isinstance(data, int | float) or not -HUGE < data < HUGE:
            self.fail("invalid")
        return float(data)


class Whole(serializers.IntegerField):
    """A whole JSON number."""

    default_error_messages = {"invalid": _("A whole number is expected.")}

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int | float) or not -HUGE < data < HUGE or data % 1:
            self.fail("invalid")
        return int(data)


@extend_schema_field({"type": "number", "minimum": LOWEST_RPE, "maximum": HIGHEST_RPE, "multipleOf": 0.5})
class HalfPoints(Number):
    """A rating of effort: 1 to 10 in halves."""

    default_error_messages = {"scale": _("RPE goes from 1 to 10 in halves, for example 7.5.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=LOWEST_RPE, max_value=HIGHEST_RPE, **options)

    def to_internal_value(self, data: Any) -> float:
        number = super().to_internal_value(data)
        if number * 2 % 1:
            self.fail("scale")
        return number


class Id(serializers.UUIDField):
    """A UUID as text."""

    def to_internal_value(self, data: Any) -> UUID:
        if not isinstance(data, str):
            self.fail("invalid", value=data)
        found: UUID = super().to_internal_value(data)
        return found


class Instant(serializers.DateTimeField):
    """ISO 8601 with Z or an offset. A time without one could be anyone's."""

    default_error_messages = {"zone": _("Add the time zone: Z, or an offset such as +02:00.")}

    def enforce_timezone(self, value: datetime) -> datetime:
        if value.tzinfo is None:
            self.fail("zone")
        try:
            return value.astimezone(UTC)
        except OverflowError:
            self.fail("overflow", timezone="UTC")

    def to_internal_value(self, value: Any) -> datetime:
        if not isinstance(value, str):
            self.fail("invalid", format="YYYY-MM-DDThh:mm:ssZ")
        return super().to_internal_value(value)


@extend_schema_field({"type": "string", "pattern": f"^{CLOCK.pattern}$", "example": "18:30"})
class Clock(Text):
    """A local time of day, "18:30"."""

    default_error_messages = {"clock": _("A time such as 18:30 is expected.")}

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if not CLOCK.fullmatch(text):
            self.fail("clock")
        return text
