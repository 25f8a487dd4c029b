"""Which addresses are answered beside Django."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from channels.routing import URLRouter
from django.urls import path

from events import registry
from events.api import held, stream
from events.consumers import JournalSocket


def websocket_urlpatterns() -> list[Any]:
    """The journal's own, and those of apps above. Channels' router takes any ASGI application."""
    own: dict[str, Any] = {"ws/coaching/": JournalSocket()}
    return [path(address, application) for address, application in {**own, **registry.sockets()}.items()]


class Sockets:
    """ASGI application for WebSockets; an address that nobody answers is refused."""

    def __init__(self) -> None:
        self.routes = websocket_urlpatterns()
        self.router = URLRouter(self.routes)

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        place = scope["path"].removeprefix("/")
        if any(route.pattern.match(place) for route in self.routes):
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
