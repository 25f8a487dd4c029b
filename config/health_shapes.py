"""What the health addresses answer, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers

Shape = serializers.Serializer[Any]
STATUSES = ("ok", "degraded")


class Summary(Shape):
    status = serializers.ChoiceField(("ok",))
    version = serializers.CharField()
    uptime_s = serializers.IntegerField()


class Live(Shape):
    status = serializers.ChoiceField(("ok",))


class Ready(Shape):
    status = serializers.ChoiceField(STATUSES)
    degraded = serializers.ListField(child=serializers.CharField(), help_text="Parts that only delay things.")
    parts = serializers.DictField(child=serializers.CharField(), help_text="ok, or what ails it.")


class CheckShape(Shape):
    ok = serializers.BooleanField()
    vital = serializers.BooleanField(help_text="Without it no request can be served.")
    note = serializers.CharField()
    latency_ms = serializers.FloatField()


class Detailed(Shape):
    status = serializers.ChoiceField((*STATUSES, "unavailable"))
    version = serializers.CharField()
    checks = serializers.DictField(child=CheckShape())


class Processor(Shape):
    count = serializers.IntegerField(allow_null=True)
    percent = serializers.FloatField()
    load = serializers.ListField(child=serializers.FloatField(), help_text="Over 1, 5 and 15 minutes.")


class Memory(Shape):
    total_bytes = serializers.IntegerField()
    available_bytes = serializers.IntegerField()
    percent = serializers.FloatField()


class Disk(Shape):
    total_bytes = serializers.IntegerField()
    free_bytes = serializers.IntegerField()


class Process(Shape):
    memory_bytes = serializers.IntegerField()
    threads = serializers.IntegerField()
    connections = serializers.IntegerField()


class System(Shape):
    cpu = Processor()
    memory = Memory()
    disk = Disk()
    process = Process()


def example(name: str, value: dict[str, Any]) -> OpenApiExample:
    return OpenApiExample(name, value, response_only=True, status_codes=["200"])


SUMMARY_EXAMPLE = example("Up for an hour", {"status": "ok", "version": "0.1.0", "uptime_s": 3600})
LIVE_EXAMPLE = example("Alive", {"status": "ok"})
READY_EXAMPLE = example(
    "Ready, but nothing works in the background",
    {
        "status": "degraded",
        "degraded": ["workers"],
        "parts": {
            "database": "ok",
            "migrations": "ok",
            "redis": "ok",
            "workers": "No background worker answers; work is kept until one does.",
        },
    },
)
DETAILED_EXAMPLE = example(
    "One check",
    {
        "status": "ok",
        "version": "0.1.0",
        "checks": {"database": {"ok": True, "vital": True, "note": "postgresql", "latency_ms": 0.41}},
    },
)
SYSTEM_EXAMPLE = example(
    "A small machine",
    {
        "cpu": {"count": 2, "percent": 11.5, "load": [0.4, 0.3, 0.2]},
        "memory": {"total_bytes": 4_130_000_000, "available_bytes": 2_900_000_000, "percent": 29.8},
        "disk": {"total_bytes": 40_000_000_000, "free_bytes": 31_000_000_000},
        "process": {"memory_bytes": 142_000_000, "threads": 7, "connections": 12},
    },
)
