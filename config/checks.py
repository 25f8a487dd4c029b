"""System checks: what is wrong with an installation, and the cure. They run with every command."""

import os
import sqlite3
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured

SECRET_LENGTH = 50
MIN_SQLITE = (3, 35, 0)  # RETURNING
EXAMPLES = ("change-me", "changeme", "django-insecure", "secret", "example")


def installation(app_configs: Any, **options: Any) -> list[CheckMessage]:
    return [*secrets(), *exposure(), *storage(), *services()]


def refuse_a_dangerous_start() -> None:
    """For servers that run no system checks of their own."""
    faults = [message for message in installation(None) if message.is_serious()]
    if faults:
        raise ImproperlyConfigured("\n".join(f"{fault.id}: {fault.msg} {fault.hint}" for fault in faults))


def secrets() -> Iterator[CheckMessage]:
    key = settings.SECRET_KEY
    if len(key) < SECRET_LENGTH or len(set(key)) < 5:
        yield Error(
            f"SECRET_KEY is shorter than {SECRET_LENGTH} characters or repeats itself.",
            hint="Leave it unset to have one made in DATA_DIR, or set SECRET_KEY to 64 random characters.",
            id="spotter.E001",
        )
    elif key.lower().startswith(EXAMPLES):
        yield Error(
            "SECRET_KEY looks like an example out of a document, so everyone knows it.",
            hint="Leave it unset to have one made in DATA_DIR, or set SECRET_KEY to 64 random characters.",
            id="spotter.E002",
        )
    if settings.HEALTH_TOKEN and len(settings.HEALTH_TOKEN) < 16:
        yield Error(
            "HEALTH_TOKEN is shorter than 16 characters and could be guessed.",
            hint="Set 16 or more random characters, or unset it: then only staff see the details.",
            id="spotter.E003",
        )


def exposure() -> Iterator[CheckMessage]:
    if settings.DEBUG and not is_loopback(settings.HOST):
        yield Error(
            f"DEBUG is on while others can reach HOST={settings.HOST}: they would see error pages and demo logins.",
            hint="Set DEBUG=0, or HOST=127.0.0.1.",
            id="spotter.E004",
        )
    if settings.DEBUG and settings.HTTPS:
        yield Error(
            "DEBUG and HTTPS are both on: a production installation must not show its error pages.",
            hint="Set DEBUG=0.",
            id="spotter.E005",
        )
    if not settings.DEBUG and "*" in settings.ALLOWED_HOSTS:
        yield Error(
            "ALLOWED_HOSTS admits every host name, so a forged Host header ends up in links that we send.",
            hint="Name the hosts under which people reach Spotter, separated by commas.",
            id="spotter.E006",
        )


def storage() -> Iterator[CheckMessage]:
    if settings.DATA_DIR.exists() and not os.access(settings.DATA_DIR, os.W_OK | os.X_OK):
        yield Error(
            f"DATA_DIR={settings.DATA_DIR} cannot be written by this user.",
            hint="Give the folder to the user that runs Spotter, or set DATA_DIR to another one.",
            id="spotter.E007",
        )
    if uses_sqlite() and sqlite3.sqlite_version_info < MIN_SQLITE:
        yield Error(
            f"SQLite {sqlite3.sqlite_version} is too old; {'.'.join(map(str, MIN_SQLITE))} is needed.",
            hint="Use a newer Python build, or set DATABASE_URL to a PostgreSQL.",
            id="spotter.E008",
        )


def services() -> Iterator[CheckMessage]:
    if settings.REDIS_URL and uses_sqlite():
        yield Error(
            "REDIS_URL is set, which means several processes, but the database is a SQLite file of one machine.",
            hint="Set DATABASE_URL to a PostgreSQL as well, or unset REDIS_URL to run everything in one process.",
            id="spotter.E009",
        )


def uses_sqlite() -> bool:
    return bool(settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3")


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
