"""Lists as parameters of a statement, one row for each item, so that one statement asks about many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from events.models import JournalHead

UNNESTED = "SELECT * FROM unnest({lists}) WITH ORDINALITY"


def listed(*columns: tuple[str, Sequence[Any]]) -> tuple[str, list[Any]]:
    """A SELECT of these columns and of the row's number, counted from 1, and its parameters. A column is its type in
    PostgreSQL and its values: ids (or their hex), numbers, or texts without quotes and backslashes."""
    if connection.vendor == "postgresql":
        # The text of the statement is the same for any number of rows, so it need not be parsed again.
        lists = ", ".join([f"%s::{kind}[]" for kind, _values in columns])
        return UNNESTED.format(lists=lists), [array(values) for _kind, values in columns]
    own = [[stored(each) for each in values] if kind == "uuid" else values for kind, values in columns]
    count = len(own[0])
    row = "(" + ", ".join(["%s"] * (len(own) + 1)) + ")"
    rows = zip(*own, range(1, count + 1), strict=True)
    return "VALUES " + ", ".join([row] * count), [value for each in rows for value in each]


def array(values: Sequence[Any]) -> str:
    """As PostgreSQL writes lists. Its driver would look at each item by itself, which costs ten times as much."""
    return '{"' + '","'.join([each if isinstance(each, str) else str(each) for each in values]) + '"}'


def stored(athlete_id: UUID | str) -> Any:
    """An id as this database stores it."""
    return JournalHead._meta.get_field("athlete").get_db_prep_value(athlete_id, connection)
