"""One process, no services: pages, API and WebSocket on the main thread; the worker and the clock in threads."""

import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from config import health


class Command(BaseCommand):
    help = "Serve Spotter from one process: web server, background worker and clock."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--host", default=settings.HOST)
        parser.add_argument("--port", type=int, default=settings.PORT)

    def handle(self, *, host: str, port: int, **options: Any) -> None:
        if settings.REDIS_URL:
            raise CommandError(
                "REDIS_URL is set: run daphne, the Celery worker and beat as processes of their own (deploy/), "
                "or unset it to have everything in one."
            )
        refuse_without_tables()
        # Importing the server installs Twisted's event loop, which no other command should carry.
        from config.embedded import Background
        from config.server import EmbeddedServer

        server = EmbeddedServer(host, port, self.say_where)
        listen_for_stop(server.stop)
        background = Background()
        try:
            background.start()
            server.run()
        finally:
            background.stop()
        if server.refused:
            raise CommandError(f"Nothing can listen on {host}:{port}: {server.refused}")
        self.stdout.write("Stopped.")

    def say_where(self, host: str, port: int) -> None:
        shown = {"0.0.0.0": "localhost", "::": "localhost"}.get(host, host)  # noqa: S104  shown, not bound
        shown = f"[{shown}]" if ":" in shown else shown
        self.stdout.write(f"Spotter is at http://{shown}:{port}/ (Ctrl-C stops it)")
        self.stdout.flush()


def refuse_without_tables() -> None:
    """Said once, instead of by every task each minute. A database that is away will be back: that is waited for."""
    try:
        health.migrations()
    except health.Unwell as problem:
        if not isinstance(problem.__cause__, DatabaseError):
            raise CommandError(f"{problem} Run `{sys.executable} manage.py prepare` first.") from problem


def listen_for_stop(stop: Callable[[], None]) -> None:
    """The first SIGTERM or SIGINT stops in good order, at whatever moment it comes; a second one at once."""

    def on_signal(number: int, frame: FrameType | None) -> None:
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, signal.SIG_DFL)
        stop()

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, on_signal)
