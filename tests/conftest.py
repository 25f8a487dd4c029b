"""Fixtures for every test. Services come from tests/plugins/services.py, which is loaded much earlier."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.utils import translation

# The collector looks at a hundred thousand objects of Django again and again, and finds nothing: what is loaded stays.
gc.freeze()
gc.set_threshold(50_000, 20, 20)
TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"


@pytest.fixture(scope="session", autouse=True)
def emptying_lifts_the_triggers() -> Iterator[None]:
    """Django empties the tables after each TransactionTestCase; on SQLite it does so with DELETE, which the audit
    refuses. (PostgreSQL has TRUNCATE for it.)"""
    if connection.vendor != "sqlite":
        yield
        return
    operations = type(connection.ops)
    plain = operations.execute_sql_flush

    def execute_sql_flush(self: Any, statements: Iterable[str]) -> None:
        with self.connection.cursor() as cursor:
            triggers = cursor.execute(TRIGGERS).fetchall()
        drops = [f'DROP TRIGGER "{name}"' for name, _sql in triggers]
        plain(self, [*drops, *statements, *(sql for _name, sql in triggers)])

    with mock.patch.object(operations, "execute_sql_flush", execute_sql_flush):
        yield


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A request leaves its language active in the thread that served it; the next test must not inherit it."""
    with translation.override("en"):
        yield
