"""Fields that take what they say and nothing like it: a number is no text, a yes no 1, an instant has its zone."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from feedback.core.ratings import is_half_point

HUGE = 10**12


class Number(serializers.FloatField):
    default_error_messages = {"invalid": _("A number is expected.")}

    def to_internal_value(self, data: Any) -> float:
        if isinstance(data, bool) or not isinstance(data, int | float) or not -HUGE < data < HUGE:
            self.fail("invalid")
        return float(data)


class Whole(serializers.IntegerField):
    default_error_messages = {"invalid": _("A whole number is expected.")}

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int | float) or not -HUGE < data < HUGE or data % 1:
            self.fail("invalid")
        return int(data)


@extend_schema_field({"type": "number", "minimum": 1, "maximum": 10, "multipleOf": 0.5})
class HalfPoint(Number):
    """A rating as Decimal: 1 to 10 in halves."""

    default_error_messages = {"scale": _("RPE goes from 1 to 10 in halves, for example 7.5.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=10, **options)

    def to_internal_value(self, data: Any) -> Decimal:  # type: ignore[override]
        value = super().to_internal_value(data)
        if not is_half_point(value):
            self.fail("scale")
        return Decimal(str(value))


class Percent(Number):
    """A share of what was planned as Decimal with two places."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=100, **options)

    def to_internal_value(self, data: Any) -> Decimal:  # type: ignore[override]
        return round(Decimal(str(super().to_internal_value(data))), 2)


class OneDecimal(Number):
    """A rating that may lie between the half points, such as a mean, as Decimal with one place."""

    def to_internal_value(self, data: Any) -> Decimal:  # type: ignore[override]
        return round(Decimal(str(super().to_internal_value(data))), 1)


class Flag(serializers.BooleanField):
    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Text(serializers.CharField):
    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class Id(serializers.UUIDField):
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
