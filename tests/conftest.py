"""Fixtures for every test. Services come from tests/plugins/services.py, which is loaded much earlier."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.core.management import call_command
from django.db import connections, transaction
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

# The collector looks at a hundred thousand objects of Django again and again, and finds nothing: what is loaded stays.
gc.freeze()
gc.set_threshold(50_000, 20, 20)
TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
# What the migrations wrote, and nothing else ever does.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}
# The shipped exercises are there before the first test and stay; what a test or somebody's log brought goes.
SHARED = {"plans_exercise": "owner_id IS NOT NULL OR source <> 'spotter'"}


def empty(database: Any) -> None:
    """Delete every row of every table that has one. Triggers that keep rows from being changed are lifted meanwhile."""
    tables = [name for name in database.introspection.django_table_names(only_existing=True) if name not in KEPT]
    looks = [f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in tables]  # noqa: S608  Django's own names
    with transaction.atomic(using=database.alias), database.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(looks))
        filled = [name for (name,) in cursor.fetchall()]
        triggers: list[tuple[str, str]] = []
        if database.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        elif filled:
            triggers = cursor.execute(TRIGGERS).fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        for name in filled:
            cursor.execute(f'DELETE FROM "{name}" WHERE {SHARED.get(name, "TRUE")}')  # noqa: S608
        for _name, sql in triggers:
            cursor.execute(sql)


def emptied(self: TransactionTestCase) -> None:
    for alias in self._databases_names(include_mirrors=False):  # type: ignore[attr-defined]
        empty(connections[alias])


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """As pytest-django makes the database, with the shipped exercises: loading them for each test class takes longer
    than many a class."""
    with django_db_blocker.unblock():
        call_command("load_catalogue", verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def emptying_is_quick() -> Iterator[None]:
    """After each TransactionTestCase Django truncates all tables and writes permissions and content types anew. That
    takes a fifth of a second on PostgreSQL, several hundred times; and on SQLite the audit refuses it."""
    with mock.patch.object(TransactionTestCase, "_fixture_teardown", emptied):
        yield


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A request leaves its language active in the thread that served it; the next test must not inherit it."""
    with translation.override("en"):
        yield
