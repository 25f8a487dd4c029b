"""Daphne inside our own process. Importing this installs Twisted's asyncio reactor."""

import asyncio
from collections.abc import Callable
from typing import Any

from daphne.endpoints import build_endpoint_description_strings
from daphne.server import Server, twisted_loop
from twisted.internet import reactor

from config import layers
from config.asgi import application

BACKLOG = 4096


class EmbeddedServer(Server):  # type: ignore[misc]
    """Daphne's server, which tells where it listens or why it cannot, and leaves the signals to the command."""

    def __init__(self, host: str, port: int, say_where: Callable[[str, int], None]) -> None:
        # Many come back at once after a restart, and those who do not fit into the queue wait for seconds.
        endpoints = [f"{each}:backlog={BACKLOG}" for each in build_endpoint_description_strings(host=host, port=port)]
        super().__init__(application, endpoints=endpoints, signal_handlers=False, server_name="spotter")
        self.say_where = say_where
        self.refused = ""

    def run(self) -> None:
        layers.bind(self.loop)
        super().run()

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        loop: asyncio.AbstractEventLoop = twisted_loop
        return loop

    def stop(self) -> None:
        """From any thread and from a signal handler, also before the server runs."""
        self.abort_start = True
        reactor.callFromThread(super().stop)

    def listen_success(self, port: Any) -> None:
        super().listen_success(port)
        self.say_where(*self.listening_addresses[-1])

    def listen_error(self, failure: Any) -> None:
        self.refused = failure.getErrorMessage()
        self.stop()
