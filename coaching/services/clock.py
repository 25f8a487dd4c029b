"""The database's clock: what is scheduled goes by it, so that a worker whose own clock is wrong changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection

NOW = {
    "postgresql": "SELECT clock_timestamp()",
    "sqlite": "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')",
}


def database_now() -> datetime:
    """The instant by the database's clock, aware, in UTC. Not that of the transaction's begin."""
    with connection.cursor() as cursor:
        cursor.execute(NOW[connection.vendor])
        value: datetime | str = cursor.fetchone()[0]
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    return value.astimezone(UTC)
