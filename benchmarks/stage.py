"""A served Spotter for benchmarks: PostgreSQL and Redis from wheels, Daphne and a Celery worker as processes, and the
CPU time that each of them has used. Loopback only; everything stops with the benchmark."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from config.launchers import BEHIND, free_port, start_postgres, start_redis

ROOT = Path(__file__).resolve().parent.parent
NO_LIMITS = {
    f"LIMIT_{name}": "1000000" for name in ("ALL", "GENERATE", "FEEDBACK", "LOGIN", "LOGIN_ACCOUNT", "LOGIN_ADDRESS")
}


@dataclass(slots=True)
class Stage:
    """`cpu_s` sums user and system time of the web, the worker, PostgreSQL with all its backends, and Redis."""

    port: int
    roots: dict[str, int]  # process ids by role
    seen: dict[str, dict[int, float]]

    def cpu_s(self) -> dict[str, float]:
        """CPU seconds by role so far, with those of child processes that have ended meanwhile as last seen."""
        for role, pid in self.roots.items():
            with contextlib.suppress(psutil.NoSuchProcess):
                parent = psutil.Process(pid)
                for process in (parent, *parent.children(recursive=True)):
                    with contextlib.suppress(psutil.NoSuchProcess):
                        times = process.cpu_times()
                        self.seen[role][process.pid] = times.user + times.system
        return {role: sum(times.values()) for role, times in self.seen.items()}


@contextlib.contextmanager
def served() -> Iterator[Stage]:
    """Start everything, prepare the database, and set this process's environment so that Django can be set up here."""
    folder = Path(tempfile.mkdtemp(prefix="spotter-bench-"))
    folder.chmod(0o755)
    (folder / "data").mkdir()
    postgres = start_postgres(folder / "postgres", durable=True)
    redis = start_redis(folder / "redis", durable=False)
    port = free_port()
    os.environ.update(
        NO_LIMITS,
        DATABASE_URL=postgres.url(),
        REDIS_URL=redis.url(),
        DATA_DIR=str(folder / "data"),
        DJANGO_SETTINGS_MODULE="config.settings",
        LOG_LEVEL="ERROR",
    )
    processes: list[subprocess.Popen[bytes]] = []
    try:
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, check=True)
        subprocess.run([sys.executable, "manage.py", "load_catalogue", "-v0"], cwd=ROOT, check=True)
        web = _start("daphne", "-b", "127.0.0.1", "-p", str(port), "-v", "0", "config.asgi:application")
        worker = _start(
            "celery", "-A", "config", "worker", "--pool", "threads", "--concurrency", "2", "-l", "ERROR",
            before=BEHIND,
        )  # fmt: skip
        processes += [web, worker]
        _wait_for(f"http://127.0.0.1:{port}/health/live")
        roots = {"web": web.pid, "worker": worker.pid, "postgres": postgres.process.pid, "redis": redis.process.pid}
        yield Stage(port, roots, {role: {} for role in roots})
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(15)
            process.kill()
        redis.stop()
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _start(module: str, *arguments: str, before: Sequence[str] = ()) -> subprocess.Popen[bytes]:
    command = [*before, sys.executable, "-m", module, *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310  our own server on loopback
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
