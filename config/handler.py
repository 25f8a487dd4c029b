"""How a request runs: one hop into a thread and back, whatever middleware and view are made of."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Lock
from typing import IO, Any, cast

from asgiref.sync import sync_to_async
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.signals import request_started  # noqa: TID251  Django's own, sent as Django sends it
from django.db import close_old_connections
from django.http import FileResponse, HttpResponseBase
from django.urls import set_script_prefix

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]

# Threads start when they are needed and then stay; a request more waits in line. Not many more than a process has
# connections (DATABASE_POOL): they would wait there instead, in the way of the reader of the journals, and take the
# interpreter from each other. Whoever waits for news holds none: streams and long polls stand in front of this handler.
THREADS = 16


class OneHop(ASGIHandler):
    """Django's ASGI handler, but a request is one call in a thread of a pool, from first middleware to clean-up.

    Django starts a thread for each request and hops into it and out of it five times, which was measured at a third of
    the CPU time of a small read. Views may be coroutines all the same: they run on the loop, their thread waits.
    """

    def __init__(self) -> None:
        super().__init__()
        threads = ThreadPoolExecutor(THREADS, thread_name_prefix="request")
        self.respond_in_thread = sync_to_async(self.respond, thread_sensitive=False, executor=threads)

    def load_middleware(self, is_async: bool = False) -> None:
        """As one synchronous chain, also where Django asks for the other kind."""
        super().load_middleware(is_async=False)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        turn = Lock()  # whoever takes it closes the body: the thread, or we where the client leaves before it starts
        answering = asyncio.create_task(self.answer(scope, body, turn, send))
        leaving = asyncio.ensure_future(receive())  # after the body a client says nothing more than that it is gone
        leaving.add_done_callback(lambda _said: answering.cancel())
        try:
            await answering
        except asyncio.CancelledError:
            if not leaving.done():
                raise
        finally:
            leaving.cancel()
            if turn.acquire(blocking=False):
                body.close()

    async def answer(self, scope: Scope, body: IO[bytes], turn: Lock, send: Send) -> None:
        response = await self.respond_in_thread(scope, body, turn)
        try:
            await self.send_response(response, send)
        finally:
            if response.streaming:
                await sync_to_async(response.close)()

    def respond(self, scope: Scope, body: IO[bytes], turn: Lock) -> HttpResponseBase:
        """The answer to a request. What it held is free again, unless parts of the answer are still to be read."""
        if not turn.acquire(blocking=False):
            raise RequestAborted
        set_script_prefix(get_script_prefix(scope))
        request_started.send(sender=self.__class__, scope=scope)
        try:
            with closing(body):
                request, refusal = self.create_request(scope, body)
                response: Any = refusal if request is None else self.get_response(request)
            response._handler_class = self.__class__
            if isinstance(response, FileResponse):
                response.block_size = self.chunk_size
            if not response.streaming:
                response.close()
            return cast(HttpResponseBase, response)
        finally:
            close_old_connections()  # they belong to this thread, which the end of a stream does not know
