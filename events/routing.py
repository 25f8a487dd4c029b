"""Which addresses are answered beside Django."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from channels.routing import URLRouter
from django.urls import path

from events.api import held, stream
from events.consumers import JournalSocket

websocket_urlpatterns = [path("ws/coaching/", JournalSocket())]  # type: ignore[arg-type]  # for Channels' router


class Sockets:
    """ASGI application for WebSockets; an address that nobody answers is refused."""

    def __init__(self) -> None:
        self.router = URLRouter(websocket_urlpatterns)

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        place = scope["path"].removeprefix("/")
        if any(route.pattern.match(place) for route in websocket_urlpatterns):
            await self.router(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": 4404})


class Journals:
    """ASGI application: streams and long polls are taken care of here, everything else is passed on."""

    def __init__(self, pages: Callable[..., Awaitable[None]]) -> None:
        self.pages = pages
        self.own: dict[str, Callable[..., Awaitable[None]]] = {
            stream.PATH: stream.EventStream(pages),
            held.PATH: held.Held(pages),
        }

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        answerer = self.own.get(scope["path"]) if scope["method"] == "GET" else None
        await (answerer or self.pages)(scope, receive, send)
