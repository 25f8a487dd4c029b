"""The servers under measurement: ours on uvicorn or Daphne, and the bare one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from config.launchers import answers, free_port, start_postgres, start_redis

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = {"STREAMS_MAX": "100000", "ACCESS_TOKEN_MIN": "1440", "LOG_LEVEL": "WARNING", "ALLOWED_HOSTS": "localhost"}


@dataclass(frozen=True, slots=True)
class Used:
    cpu_s: float
    rss: int
    threads: int


@dataclass(frozen=True, slots=True)
class Web:
    process: subprocess.Popen[bytes]
    port: int

    def look(self) -> Used:
        about = psutil.Process(self.process.pid)
        times = about.cpu_times()
        return Used(times.user + times.system, about.memory_info().rss, about.num_threads())

    def poke(self) -> None:
        self.process.send_signal(signal.SIGUSR1)


@contextmanager
def database() -> Iterator[None]:
    """PostgreSQL and Redis of our own, named in the environment, and Django set up on them."""
    folder = Path(tempfile.mkdtemp(prefix="spotter-push-"))
    folder.chmod(0o755)
    postgres, redis = start_postgres(folder / "postgres", durable=True), start_redis(folder / "redis", durable=False)
    os.environ.update(PATIENCE, DATABASE_URL=postgres.url(), REDIS_URL=redis.url(), DATA_DIR=str(folder / "data"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    (folder / "data").mkdir()
    import django

    django.setup()
    try:
        yield
    finally:
        from django.db import connections

        connections.close_all()
        postgres.stop()
        redis.process.terminate()
        redis.process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def web(server: str) -> AbstractContextManager[Web]:
    port = free_port()
    commands = {
        "uvicorn": ["uvicorn", "--port", str(port), "--backlog", "4096", "--no-access-log", "--loop", "uvloop"],
        "daphne": ["daphne", "-e", f"tcp:port={port}:interface=127.0.0.1:backlog=4096"],
    }
    return running([*commands[server], "config.asgi:application"], port)


def bare() -> AbstractContextManager[Web]:
    port = free_port()
    return running(["benchmarks.push.bare", str(port)], port)


@contextmanager
def running(arguments: list[str], port: int) -> Iterator[Web]:
    process = subprocess.Popen([sys.executable, "-m", *arguments], cwd=ROOT)
    try:
        while not answers(port):
            if process.poll() is not None:
                raise RuntimeError(f"{arguments[0]} did not start")
            time.sleep(0.1)
        yield Web(process, port)
    finally:
        process.kill()
        process.wait()
