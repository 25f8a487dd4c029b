"""The minute tick with a million athletes: how long it takes, how many queries, and what a crowd of idle ones costs.

    python -m benchmarks.tick [--athletes 1000000] [--minutes 15] [--backlog-min 150] [--as-installed] [--json FILE]

A PostgreSQL of its own from the wheel, on loopback, durable, and with room in memory as a server of this size is given
(SETTINGS; --as-installed leaves it the 128 MB that it has without being asked). Each athlete has three causes, spread
evenly over a day, so about 2083 of a million come due in a minute; twelve time zones, everybody has agreed, quiet hours
and caps as by default. Then nobody ticks for 150 minutes, and one tick sees to what has piled up. Wall-clock times:
this process and the server share the machine with whatever else runs.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import psycopg
from django.db.models import Model

from config.launchers import Postgres, start_postgres

NOW = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY_MIN = 1440
RULES = ("check_in", "habit", "stalled")
IDLE_FROM = 100_000
ZONES = (
    "UTC", "Europe/Berlin", "Europe/London", "America/New_York", "America/Chicago", "America/Los_Angeles",
    "America/Sao_Paulo", "Asia/Shanghai", "Asia/Kolkata", "Asia/Tokyo", "Australia/Sydney", "Africa/Cairo",
)  # fmt: skip

# What PostgreSQL's own guide gives a server of 8 GB, and fewer checkpoints: after each of them a page is written whole.
SETTINGS = {"shared_buffers": "2GB", "max_wal_size": "8GB", "checkpoint_timeout": "15min"}

ID = "('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid"
# Even over the day by the golden ratio, for any number of athletes, and apart for the rules of one.
DUE_AT = """%(from)s::timestamptz
    + ((n * 0.6180339887 + %(shift)s::numeric) %% 1)::float8 * %(span)s::float8 * interval '1 minute'"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--athletes", type=int, default=1_000_000)
    parser.add_argument("--minutes", type=int, default=15)
    parser.add_argument("--backlog-min", type=int, default=150)
    parser.add_argument("--workers", type=int, default=2, help="processes that see to the backlog")
    parser.add_argument("--as-installed", action="store_true", help="leave PostgreSQL's settings as they come")
    parser.add_argument("--json", type=Path)
    told = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="spotter-tick-"))
    folder.chmod(0o755)
    settings = {} if told.as_installed else SETTINGS
    postgres = start(folder / "postgres", settings)
    try:
        prepare(postgres.url(), folder)
        server = psutil.Process(postgres.process.pid)
        report = measure(server, told.athletes, told.minutes, told.backlog_min, told.workers)
        report["settings"] = settings
    finally:
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)
    text = json.dumps(report, indent=2)
    print(text)
    if told.json:
        told.json.write_text(text + "\n")


def start(folder: Path, settings: dict[str, str]) -> Postgres:
    """A durable server with these settings."""
    postgres = start_postgres(folder, durable=True)
    if not settings:
        return postgres
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        for name, value in settings.items():
            connection.execute(f"ALTER SYSTEM SET {name} = '{value}'".encode())
    postgres.stop()
    return start_postgres(folder, durable=True)


def prepare(url: str, folder: Path) -> None:
    """An empty Spotter whose logs do not get into the way of the figures."""
    os.environ.update(
        DATABASE_URL=url, DATA_DIR=str(folder), DJANGO_SETTINGS_MODULE="config.settings", LOG_LEVEL="ERROR"
    )
    import django

    django.setup()
    from django.core.management import call_command

    from coaching.services.partitions import keep_months

    call_command("migrate", verbosity=0)
    keep_months(NOW)


def measure(server: psutil.Process, athletes: int, minutes: int, backlog_min: int, workers: int) -> dict[str, Any]:
    few = min(IDLE_FROM, athletes // 2)
    per_minute = round(athletes * len(RULES) / DAY_MIN)
    people(1, few)
    with_few = idle_ticks(few, per_minute, NOW - timedelta(hours=3), "few")
    people(few + 1, athletes)
    causes(few + 1, athletes, NOW + timedelta(days=2), DAY_MIN, "idle")
    analyse()
    with_many = idle_ticks(few, per_minute, NOW - timedelta(hours=2), "many")
    for place, rule in enumerate(RULES):
        causes(1, athletes, NOW, DAY_MIN, "day", rule=rule, shift=place / len(RULES))
    analyse()
    before_s = cpu_s(server)
    ticks = [timed(NOW + (minute + 1) * MINUTE) for minute in range(minutes)]
    used_s = cpu_s(server) - before_s
    backlog = seen_to(server, NOW + minutes * MINUTE, backlog_min, workers)
    return {
        "athletes": athletes,
        "load": os.getloadavg(),
        "ticks": {**summary(ticks), "cpu_mean_s": round(used_s / minutes, 3)},
        "ticks_s": [tick["s"] for tick in ticks],
        "backlog": backlog,
        "idle": {
            "few": few,
            "many": athletes,
            "few_median_s": with_few,
            "many_median_s": with_many,
            "ratio": round(with_many / with_few, 3),
        },
    }


def people(first: int, last: int) -> None:
    """Athletes from `first` to `last`, as copies of one that is made as any other is."""
    from accounts.models import AthleteProfile, User
    from coaching.models import PromptBudget, PromptPreferences

    then = NOW - timedelta(days=30)
    about = {"first": first, "last": last, "zones": list(ZONES)}
    one, is_new = User.objects.get_or_create(email="one@example.org", defaults={"password": "!"})
    if is_new:
        AthleteProfile.objects.create(user=one)
        PromptPreferences.objects.create(athlete=one, enabled=True, enabled_at=then)
        PromptBudget.objects.create(athlete=one)
    PromptPreferences.objects.filter(pk=one.pk).update(updated_at=then)
    copy(User, one.pk, {"id": ID, "email": "'a' || n || '@example.org'"}, about)
    zone = f"(%(zones)s::text[])[1 + n %% {len(ZONES)}]"
    copy(AthleteProfile, one.pk, {"user_id": ID, "timezone": zone}, about)
    copy(PromptPreferences, one.pk, {"athlete_id": ID}, about)
    copy(PromptBudget, one.pk, {"athlete_id": ID, "subject": "gen_random_uuid()"}, about)


def causes(
    first: int, last: int, begins_at: datetime, span_min: int, key: str, *, rule: str = "habit", shift: float = 0.0
) -> None:
    """A cause for each of these athletes, at some minute of `span_min` from `begins_at` on."""
    from accounts.models import User
    from coaching.models import DueMoment

    one = User.objects.get(email="one@example.org")
    model = DueMoment.objects.create(
        athlete=one, rule=rule, occurrence=f"{rule}:{key}", due_at=begins_at, expires_at=begins_at + MINUTE
    )
    about = {"first": first, "last": last, "from": begins_at, "span": span_min, "shift": shift}
    expires_at = f"{DUE_AT} + interval '6 hours'"
    copy(DueMoment, model.pk, {"id": None, "athlete_id": ID, "due_at": DUE_AT, "expires_at": expires_at}, about)
    model.delete()


def copy(model: type[Model], pk: object, changes: dict[str, str | None], about: dict[str, Any]) -> None:
    """Rows `first` to `last` like this one, with these columns instead (None: made by the database)."""
    meta = model._meta
    columns = {field.column: changes.get(field.column, f"one.{field.column}") for field in meta.concrete_fields}
    made = {name: value for name, value in columns.items() if value is not None}
    many = "generate_series(%(first)s::bigint, %(last)s::bigint) n"
    rows = f"SELECT {', '.join(made.values())} FROM {meta.db_table} one CROSS JOIN {many}"  # noqa: S608  our own words
    into = f"INSERT INTO {meta.db_table} ({', '.join(made)}) {rows} WHERE one.{meta.pk.column} = %(pk)s"
    execute(into, {**about, "pk": pk})


def idle_ticks(few: int, per_minute: int, begins_at: datetime, key: str, minutes: int = 9) -> float:
    """The median of ticks in which as many come due as in a crowd of a million, whoever else is there."""
    causes(1, min(few, per_minute * minutes), begins_at, minutes, key)
    analyse()
    return float(statistics.median(timed(begins_at + (minute + 1) * MINUTE)["s"] for minute in range(minutes)))


def seen_to(server: psutil.Process, since: datetime, minutes: int, workers: int) -> dict[str, Any]:
    """The tick after an outage, with as many processes as help."""
    now = since + minutes * MINUTE
    context = multiprocessing.get_context("spawn")
    with context.Pool(workers, initializer=set_up) as pool:
        pool.map(nothing, range(workers))  # all have started
        before_s, started = cpu_s(server), time.perf_counter()
        parts = pool.starmap(help_out, [(since, now, place > 0) for place in range(workers)], chunksize=1)
        seconds, used_s = time.perf_counter() - started, cpu_s(server) - before_s
    per_minute = execute(
        "SELECT max(n) FROM (SELECT count(*) n FROM coaching_prompts WHERE not_before >= %(now)s "
        "GROUP BY date_trunc('minute', not_before)) spread",
        {"now": now},
    )
    counts = {
        name: sum(part[name] for part in parts) for name in ("athletes", "decisions", "sent", "missed", "batches")
    }
    twice = execute(
        "SELECT count(*) FROM (SELECT athlete_id FROM coaching_prompts WHERE not_before >= %(now)s "
        "GROUP BY athlete_id HAVING count(*) > 1) twice",
        {"now": now},
    )
    return {
        "workers": workers,
        "s": round(seconds, 2),
        "cpu_s": round(used_s, 2),
        **counts,
        "athletes_a_s": round(counts["athletes"] / seconds),
        "most_prompts_in_a_minute": per_minute,
        "athletes_with_two_prompts": twice,
    }


def set_up() -> None:
    import django

    django.setup()


def nothing(_number: int) -> None:
    from django.db import connection

    connection.ensure_connection()
    time.sleep(0.2)  # so that every process takes one


def help_out(since: datetime, now: datetime, is_helper: bool) -> dict[str, Any]:
    from coaching.core.outages import Outage

    return timed(now, outage=Outage(since, now), is_helper=is_helper)


def cpu_s(server: psutil.Process) -> float:
    """User and system time so far of this process, its children, and the server with all its backends."""
    ours = psutil.Process()
    total = 0.0
    for process in (ours, *ours.children(recursive=True), server, *server.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system
    return total


def timed(now: datetime, **about: Any) -> dict[str, Any]:
    """One tick: seconds, queries, and what it came to."""
    from django.db import connection

    from coaching.services.ticking import tick

    count = Count()
    started = time.perf_counter()
    with connection.execute_wrapper(count):
        ticked = tick(now, **about)
    seconds = time.perf_counter() - started
    return {
        "s": round(seconds, 4),
        "queries": count.n,
        "batches": ticked.batches,
        "athletes": ticked.athletes,
        "decisions": ticked.decisions,
        "sent": ticked.sent,
        "missed": ticked.missed,
    }


class Count:
    def __init__(self) -> None:
        self.n = 0

    def __call__(self, execute: Callable[..., Any], *about: Any) -> Any:
        self.n += 1
        return execute(*about)


def summary(ticks: list[dict[str, Any]]) -> dict[str, Any]:
    seconds = sorted(tick["s"] for tick in ticks)
    return {
        "n": len(ticks),
        "due_mean": round(statistics.mean(tick["athletes"] for tick in ticks)),
        "sent": sum(tick["sent"] for tick in ticks),
        "mean_s": round(statistics.mean(seconds), 3),
        "p95_s": seconds[max(0, round(0.95 * len(seconds)) - 1)],
        "max_s": seconds[-1],
        "queries": sorted({tick["queries"] for tick in ticks}),
    }


def execute(statement: str, about: dict[str, Any]) -> Any:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, about)
        return cursor.fetchone()[0] if cursor.description else None


def analyse() -> None:
    """As autovacuum would have done by the time that an installation has grown so large."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
