"""The months of the decisions on PostgreSQL, each a table of its own. SQLite has one plain table, and nothing to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import connection, transaction

TABLE = "coaching_decisions"
AHEAD = 3  # months that are there before anything is put into them


def keep_months(now: datetime) -> list[str]:
    """Make the tables of this month and the next three, and bring over what waited without one; the names of the new
    ones. Safe to repeat and beside itself: the lock lets one in at a time."""
    if connection.vendor != "postgresql":
        return []
    return [name for first, after in months(now.date()) if (name := _make(first, after))]


def months(on: date) -> Iterator[tuple[date, date]]:
    """The first days of these months, and of those after them."""
    first = on.replace(day=1)
    for _count in range(AHEAD + 1):
        after = (first + timedelta(days=32)).replace(day=1)
        yield first, after
        first = after


@transaction.atomic
def _make(first: date, after: date) -> str | None:
    name = f"{TABLE}_{first:%Y_%m}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [name])
        if cursor.fetchone()[0] is not None:
            return None
        cursor.execute(f"LOCK TABLE {TABLE} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SELECT to_regclass(%s)", [name])  # somebody may have made it while we waited
        if cursor.fetchone()[0] is not None:
            return None
        cursor.execute(f"CREATE TABLE {name} (LIKE {TABLE} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)")
        cursor.execute(
            f"WITH waited AS (DELETE FROM {TABLE}_other WHERE slot_on >= %s AND slot_on < %s RETURNING *) "  # noqa: S608
            f"INSERT INTO {name} SELECT * FROM waited",
            [first, after],
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing may be left to check when the table changes
        cursor.execute(f"ALTER TABLE {TABLE} ATTACH PARTITION {name} FOR VALUES FROM ('{first}') TO ('{after}')")
    return name
