"""Values that more than one endpoint takes."""

from __future__ import annotations

import zoneinfo
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


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
