"""Rows handed to the database all at once: as a table that a statement reads, or straight into a table of ours.

On PostgreSQL a column travels as one array and new rows by COPY; on SQLite everything is one JSON text. Each is what
that database reads in a fraction of the time that a parameter for every value takes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model, UUIDField
from django.db.models.expressions import RawSQL

JSON = "jsonb"
Row = Sequence[Any]


def table(name: str, columns: Mapping[str, str], rows: Sequence[Row]) -> tuple[str, list[str]]:
    """The head of a statement (`WITH name (…) AS (…)`) and its parameters. `columns`: name → type on PostgreSQL."""
    if connection.vendor == "postgresql":
        by_column = zip(*rows, strict=True) if rows else ((),) * len(columns)
        params = [_array(kind, values) for kind, values in zip(columns.values(), by_column, strict=True)]
        source = f"SELECT * FROM unnest({', '.join(f'%s::{kind}[]' for kind in columns.values())})"  # noqa: S608  our own words
    else:
        keys = [f"c{place}" for place in range(len(columns))]
        params = [json.dumps([dict(zip(keys, row, strict=True)) for row in rows], default=_stored_plainly)]
        values = (
            f"NULLIF(value -> '$.{key}', 'null')" if kind == JSON else f"value ->> '$.{key}'"
            for key, kind in zip(keys, columns.values(), strict=True)
        )
        source = f"SELECT {', '.join(values)} FROM json_each(%s)"  # noqa: S608  our own words
    return f"WITH {name} ({', '.join(columns)}) AS ({source}) ", params


def update(statement: str, columns: Mapping[str, str], rows: Sequence[Row]) -> None:
    """Run a statement that reads these rows as the table `told`."""
    head, params = table("told", columns, rows)
    with connection.cursor() as cursor:
        cursor.execute(head + statement, params)


def insert(model: type[Model], names: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows with these attributes; the others have the defaults of the model. One statement, none for no rows."""
    if not rows:
        return
    columns, constants = _columns(model, names)
    if connection.vendor == "postgresql":
        _copy(model, columns, rows, constants)
    else:
        _insert(model, columns, [(*row, *constants) for row in rows])


def insert_new(
    model: type[Model], names: Sequence[str], rows: Sequence[Row], *, returning: Sequence[str]
) -> list[tuple[Any, ...]]:
    """As `insert`, but rows that break a promise of uniqueness are left out. These columns of those that were not."""
    if not rows:
        return []
    columns, constants = _columns(model, names)
    told = [(*row, *constants) for row in rows]
    return _insert(model, columns, told, f"ON CONFLICT DO NOTHING RETURNING {', '.join(returning)}")


def among(ids: Sequence[UUID]) -> RawSQL:
    """These ids, for `…__in`: as one parameter, however many."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::uuid[])", [_array("uuid", ids)])
    told = json.dumps([each.hex for each in ids])
    return RawSQL("SELECT value FROM json_each(%s)", [told], output_field=UUIDField())


def as_ids(rows: Sequence[Row]) -> list[UUID]:
    """The first column, as UUIDs."""
    return [value if isinstance(value, UUID) else UUID(value) for value, *_others in rows]


def _columns(model: type[Model], names: Sequence[str]) -> tuple[dict[str, str], list[Any]]:
    """Column → type, of these attributes and of those that have a default; and these defaults."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    others = {name: field.get_default() for name, field in fields.items() if name not in names}
    kept = {name: value for name, value in others.items() if value is not None}
    return {fields[name].column: _kind(fields[name]) for name in (*names, *kept)}, list(kept.values())


def _insert(model: type[Model], columns: Mapping[str, str], rows: Sequence[Row], more: str = "") -> list[Any]:
    head, params = table("told", columns, rows)
    into = f"INSERT INTO {model._meta.db_table} ({', '.join(columns)})"
    with connection.cursor() as cursor:
        # SQLite reads the words after a SELECT without WHERE as those of a join.
        cursor.execute(f"{head} {into} SELECT * FROM told WHERE true {more}", params)  # noqa: S608  our own words
        return cursor.fetchall() if more else []


def _kind(field: Field[Any, Any]) -> str:
    """The type on PostgreSQL, without its length."""
    target = field.target_field if field.is_relation else field  # type: ignore[attr-defined]
    kind = "jsonb" if target.get_internal_type() == "JSONField" else target.db_type(connection)
    return str(kind).split("(")[0]


# --- PostgreSQL -------------------------------------------------------------------------------------------------------
Write = Callable[[Any], str]
TEXTS: Mapping[str, Write] = {JSON: json.dumps, "text": str, "varchar": str}
WRITTEN: Mapping[str, Write] = {"uuid": attrgetter("hex")}


def _array(kind: str, values: Iterable[Any]) -> str:
    """Values of one type as PostgreSQL writes an array."""
    if text := TEXTS.get(kind):
        told = ("NULL" if each is None else f'"{_escaped(text(each), QUOTED)}"' for each in values)
    else:
        write = WRITTEN.get(kind, str)
        told = ("NULL" if each is None else write(each) for each in values)
    return "{" + ",".join(told) + "}"


QUOTED = (("\\", "\\\\"), ('"', '\\"'))
COPIED = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))


def _escaped(text: str, pairs: Sequence[tuple[str, str]]) -> str:
    for char, instead in pairs:
        text = text.replace(char, instead)
    return text


def _copy(model: type[Model], columns: Mapping[str, str], rows: Sequence[Row], constants: Sequence[Any]) -> None:
    kinds = list(columns.values())
    texts = [_copied(kind, values) for kind, values in zip(kinds, zip(*rows, strict=True), strict=False)]
    for kind, value in zip(kinds[len(texts) :], constants, strict=True):
        texts.append(_copied(kind, [value]) * len(rows))
    told = "\n".join(map("\t".join, zip(*texts, strict=True)))
    into = f"COPY {model._meta.db_table} ({', '.join(columns)}) FROM STDIN"
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(into) as copy:
        copy.write(told)


def _copied(kind: str, values: Iterable[Any]) -> list[str]:
    """Values of one type as COPY reads them."""
    text = TEXTS.get(kind)
    write = text or WRITTEN.get(kind, str)
    told = ["\\N" if each is None else write(each) for each in values]
    if text is None or not any(special in "".join(told).replace("\\N", "") for special, _instead in COPIED):
        return told
    return ["\\N" if each is None else _escaped(text(each), COPIED) for each in values]


# --- SQLite -----------------------------------------------------------------------------------------------------------
def _stored_plainly(value: Any) -> str:
    """As SQLite keeps it: letters and figures only, instants in UTC without saying so."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return str(connection.ops.adapt_datetimefield_value(value))
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value))
