"""Instants as every transport writes them."""

from __future__ import annotations

from datetime import UTC, datetime


def instant(at: datetime) -> str:
    """ISO 8601 in UTC, with microseconds and Z: texts that sort as the instants do. Takes an aware instant."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
