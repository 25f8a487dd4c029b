"""The channel layer of the embedded server, where the web and the worker are threads of one process."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from channels import DEFAULT_CHANNEL_LAYER
from channels.layers import InMemoryChannelLayer, get_channel_layer

FORWARD_S = 5.0


class LoopBoundChannelLayer(InMemoryChannelLayer):  # type: ignore[misc]
    """An in-memory layer whose queues live on one event loop, the server's.

    An `asyncio.Queue` may only be touched on its own loop: a put from another thread does not wake the reader there. So
    calls on any other loop are carried to the home loop and waited for. Until a home is bound the layer is an ordinary
    in-memory layer.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._home: asyncio.AbstractEventLoop | None = None

    def bind(self, loop: asyncio.AbstractEventLoop) -> None:
        """Make this the loop of all queues. Called before the first message."""
        self._home = loop

    async def send(self, channel: str, message: dict[str, Any]) -> None:
        await self._at_home(super().send, channel, message)

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        await self._at_home(super().group_send, group, message)

    async def group_add(self, group: str, channel: str) -> None:
        await self._at_home(super().group_add, group, channel)

    async def group_discard(self, group: str, channel: str) -> None:
        await self._at_home(super().group_discard, group, channel)

    async def flush(self) -> None:
        await self._at_home(super().flush)

    async def receive(self, channel: str) -> dict[str, Any]:
        home = self._living_home()
        if home is not None and home is not asyncio.get_running_loop():
            raise RuntimeError("receive() belongs to the server's event loop; a second reader would never be woken")
        message: dict[str, Any] = await super().receive(channel)
        return message

    def _living_home(self) -> asyncio.AbstractEventLoop | None:
        return None if self._home is None or self._home.is_closed() else self._home

    async def _at_home(self, call: Callable[..., Awaitable[None]], *args: Any) -> None:
        """Run the call on the home loop. TimeoutError when that loop is too busy to take it."""
        home = self._living_home()
        if home is None or home is asyncio.get_running_loop():
            await call(*args)
        elif home.is_running():  # else nobody is connected yet, or any more, so there is nobody to tell
            visit = asyncio.run_coroutine_threadsafe(_coroutine(call, *args), home)
            async with asyncio.timeout(FORWARD_S):
                await asyncio.wrap_future(visit)


async def _coroutine(call: Callable[..., Awaitable[None]], *args: Any) -> None:
    await call(*args)


def bind(loop: asyncio.AbstractEventLoop) -> None:
    """Bind the configured layer, where it is ours: a layer over Redis needs no home."""
    layer = get_channel_layer(DEFAULT_CHANNEL_LAYER)
    if isinstance(layer, LoopBoundChannelLayer):
        layer.bind(loop)


class AtHome:
    """ASGI wrapper: the loop that serves the first connection is the home of the channel layer.

    `serve` binds earlier; this covers every other server that runs the application in one process.
    """

    def __init__(self, application: Callable[..., Awaitable[None]]) -> None:
        self.application = application
        self.loop: asyncio.AbstractEventLoop | None = None

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        running = asyncio.get_running_loop()
        if self.loop is not running:
            self.loop = running
            bind(running)
        await self.application(scope, receive, send)
