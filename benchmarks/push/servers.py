"""The servers under measurement: ours on uvicorn or Daphne with its services, and whatever it is compared with."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from config import launchers

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = {
    "STREAMS_MAX": "100000",
    "STREAM_DRAIN_S": "2",
    "ACCESS_TOKEN_MIN": "1440",
    "ALLOWED_HOSTS": "localhost",
}
START_S = 60.0


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
        return Used(cpu_s(self.process.pid), about.memory_info().rss, about.num_threads())

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()


def cpu_s(pid: int) -> float:
    """What its threads have used, to the nanosecond; the kernel's usual count has steps of ten milliseconds."""
    return sum(int(path.read_text().split()[0]) for path in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9


class Services:
    """PostgreSQL and Redis of our own, each at a port that it keeps."""

    def __init__(self, folder: Path, *, durable: bool) -> None:
        self.folder, self.durable = folder, durable
        self.keeper = launchers.Keeper()  # should we be killed
        self.start_postgres(None)
        self.start_redis(None)

    def start_postgres(self, port: int | None) -> None:
        self.postgres = launchers.start_postgres(self.folder / "postgres", durable=self.durable, port=port)
        self.keeper.stop_later(self.postgres.process, signal.SIGINT)

    def start_redis(self, port: int | None) -> None:
        self.redis = launchers.start_redis(self.folder / "redis", durable=False, port=port)
        self.keeper.stop_later(self.redis.process, signal.SIGKILL)  # also a frozen one

    @property
    def env(self) -> dict[str, str]:
        return {
            **PATIENCE,
            "DATABASE_URL": self.postgres.url(),
            "REDIS_URL": self.redis.url(),
            "DATA_DIR": str(self.folder / "data"),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }

    def restart_postgres(self, away_s: float) -> None:
        self.postgres.stop()
        time.sleep(away_s)
        self.start_postgres(self.postgres.port)

    def kill_redis(self) -> None:
        self.redis.process.kill()
        self.redis.process.wait()

    def freeze_redis(self) -> None:
        self.redis.process.send_signal(signal.SIGSTOP)

    def thaw_redis(self) -> None:
        self.redis.process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        self.postgres.stop()
        self.keeper.release()


@contextmanager
def services(*, durable: bool = True, quiet: bool = False) -> Iterator[Services]:
    """Named in the environment, which child processes inherit. `quiet`: their complaints are expected."""
    folder = Path(tempfile.mkdtemp(prefix="spotter-push-"))
    folder.chmod(0o755)
    (folder / "data" / "static").mkdir(parents=True)
    started = Services(folder, durable=durable)
    before = dict(os.environ)
    os.environ.update(started.env, LOG_LEVEL="CRITICAL" if quiet else "ERROR")
    try:
        yield started
    finally:
        started.stop()
        os.environ.clear()
        os.environ.update(before)
        shutil.rmtree(folder, ignore_errors=True)


def command_of(server: str, port: int) -> list[str]:
    commands = {
        "uvicorn": ["uvicorn", "--port", str(port), "--backlog", "4096", "--no-access-log", "--loop", "uvloop",
                    "--http", "httptools", "--timeout-graceful-shutdown", "5", "--log-level", "warning"],
        "daphne": ["daphne", "-v", "0", "-e", f"tcp:port={port}:interface=127.0.0.1:backlog=4096"],
    }  # fmt: skip
    return [sys.executable, "-m", *commands[server], "config.asgi:application"]


def start(command: Sequence[str], port: int, cwd: Path = ROOT) -> Web:
    """A server that answers at this port. RuntimeError when it does not."""
    return answering(Web(subprocess.Popen(command, cwd=cwd), port))


def start_many(server: str, count: int) -> list[Web]:
    """Several at once, so that they start beside each other."""
    ports = [launchers.free_port() for _ in range(count)]
    begun = [Web(subprocess.Popen(command_of(server, port), cwd=ROOT), port) for port in ports]
    return [answering(web) for web in begun]


def answering(web: Web) -> Web:
    until_s = time.monotonic() + START_S
    while not launchers.answers(web.port):
        if web.process.poll() is not None or time.monotonic() > until_s:
            web.process.kill()
            raise RuntimeError(f"{web.process.args!r} did not start")
        time.sleep(0.05)
    return web


def web(server: str) -> AbstractContextManager[Web]:
    port = launchers.free_port()
    return running(command_of(server, port), port)


@contextmanager
def running(command: Sequence[str], port: int, cwd: Path = ROOT) -> Iterator[Web]:
    server = start(command, port, cwd)
    try:
        yield server
    finally:
        server.end()
