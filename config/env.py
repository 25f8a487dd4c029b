"""Reading the environment: a value is right, absent, or the start is refused with a sentence that says what to set."""

import os
import re
import secrets
import tempfile
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from llm.core.secret import Secret

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}
KEY_ALIASES = {"QWEN_API_KEY": "DASHSCOPE_API_KEY"}
# How long a request waits for a connection, and how long a lost one is tried for in ever longer pauses before the next
# request tries anew. With psycopg's own 30 s and 5 min requests hang while the database is away, and long after.
POOL_WAIT_S = 5
PREPARE_THRESHOLD = 5  # a statement is prepared when it comes for the sixth time


def text(name: str, default: str = "") -> str:
    """The variable, or the content of the file that NAME_FILE points to (for mounted secrets).

    Empty is as good as unset: that is what Compose hands on for a variable that nobody set.
    """
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            with open(path, encoding="utf-8") as file:
                return file.read().strip()
        except OSError as problem:
            raise ImproperlyConfigured(f"{name}_FILE={path} cannot be read: {problem.strerror}.") from problem
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no: set it to 1 or 0.")


def integer(name: str, default: int, *, low: int, high: int) -> int:
    value = text(name)
    if not value:
        return default
    try:
        number = int(value)
    except ValueError as problem:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.") from problem
    if not low <= number <= high:
        raise ImproperlyConfigured(f"{name}={number} is outside {low} to {high}.")
    return number


def choice(name: str, default: str, allowed: Collection[str]) -> str:
    """One of `allowed`, which are upper case; the variable may be written as one likes."""
    value = text(name, default).upper()
    if value not in allowed:
        raise ImproperlyConfigured(f"{name}={value!r} is none of {', '.join(allowed)}.")
    return value


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def providers(name: str, default: str) -> list[dict[str, object]]:
    """What the environment says of each provider of language models that `name` lists, in that order: "openai" is
    described by OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL and so on. llm.registry makes sense of it."""
    told = []
    for each in words(name, default):
        prefix = each.upper()
        if not re.fullmatch(r"[A-Z][A-Z0-9_]*", prefix):
            raise ImproperlyConfigured(f"{name} lists {each!r}: a name has letters, digits and _ only.")
        key = f"{prefix}_API_KEY"
        told.append(
            {
                "NAME": each.lower(),
                "API_KEY": Secret(text(key) or text(KEY_ALIASES.get(key, key))),
                "BASE_URL": text(f"{prefix}_BASE_URL").rstrip("/"),
                "MODELS": words(f"{prefix}_MODEL"),
                "TEMPERATURE": text(f"{prefix}_TEMPERATURE"),
                "MAX_TOKENS": integer(f"{prefix}_MAX_TOKENS", 4000, low=16, high=1_000_000),
                "SLOWNESS": integer(f"{prefix}_SLOWNESS", 0, low=0, high=100),
                "CONTEXT": integer(f"{prefix}_CONTEXT", 0, low=0, high=100_000_000),
                "PLACES": integer(f"{prefix}_PLACES", 8, low=1, high=1000),
            }
        )
    return told


def own_secret(path: Path) -> str:
    """A secret that this installation makes for itself, once, and that only its owner can read.

    Several processes may start at the same moment: each writes a file of its own, the first to name it `path` has won,
    and all read what the winner wrote.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(64))
        with suppress(FileExistsError):
            os.link(draft, path)
        os.unlink(draft)
    return path.read_text(encoding="utf-8").strip()


def database(url: str, pool: int = 0) -> dict[str, object]:
    """A Django database entry from postgres://user:password@host:port/name?option=value or sqlite:///path.

    `pool` connections at most are kept open and shared by the threads of a process; 0 opens one per request. A pool
    asks each connection whether it still lives before it hands it out, so a restarted server costs nobody an error; a
    request waits POOL_WAIT_S at most for one that is away.
    Values travel apart from their statement, so on a connection that is kept the server plans a statement once: a
    fifth of the CPU of a small request. Without a pool nothing is prepared, because behind PgBouncer the next statement
    may reach another connection.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(unquote(parts.path[1:]))  # sqlite:///name is relative, sqlite:////name absolute
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"DATABASE_URL names {parts.scheme!r}: use postgres://… or sqlite:///path.")
    limits = {"min_size": 1, "max_size": pool, "timeout": POOL_WAIT_S, "reconnect_timeout": POOL_WAIT_S}
    kept = {"pool": limits, "prepare_threshold": PREPARE_THRESHOLD} if pool else {}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"server_side_binding": True, **dict(parse_qsl(parts.query)), **kept},
    }


def sqlite(path: str) -> dict[str, object]:
    """WAL lets readers work beside the writer; IMMEDIATE takes the write lock at BEGIN, so a transaction that reads
    and then writes waits its turn instead of failing half way."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
        },
        # A file, not memory: threads of a test race over the same rows as processes would.
        "TEST": {"NAME": f"{path}.test"},
    }
