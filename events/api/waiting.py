"""Long polling: a look that found nothing waits for a hint and looks again."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import wraps
from typing import Any, cast

from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from redis.exceptions import RedisError
from rest_framework.response import Response

from events import services as events
from events.api.journal import Look

logger = logging.getLogger(__name__)


def waiting(view: Callable[..., HttpResponseBase]) -> Callable[..., Any]:
    """Let a look that found nothing wait for a hint and look once more. The wait costs a thread, because some links of
    the middleware chain are synchronous, but no database connection: those are few, and those who wait are many."""

    @csrf_exempt
    @wraps(view)  # the OpenAPI document knows the view by its attributes
    async def view_that_waits(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = cast(Response, await sync_to_async(view)(request, *args, **kwargs))
        look: Look | None = getattr(response, "look", None)
        seconds = float(request.GET.get("wait", 0)) if look is not None else 0.0
        if look is None or not seconds or not look.is_empty:
            return response
        later = await wait_for_entries(look, seconds)
        response.data = later.entries()
        response.content = await sync_to_async(lambda: response.rendered_content)()
        return response

    return view_that_waits


async def wait_for_entries(look: Look, seconds: float) -> Look:
    """The look after the next hint, or after so many seconds. Between subscribing and waiting it looks once more, so
    that an entry written just before is not waited past; and at the end in any case, because a hint may be lost."""
    until = time.monotonic() + seconds
    try:
        async with hints(events.group(look.athlete_id)) as hint:
            look = await sync_to_async(look.again)()
            if not look.is_empty:
                return look
            await sync_to_async(close_old_connections)()
            with suppress(TimeoutError):
                await asyncio.wait_for(hint.wait(), until - time.monotonic())
    except RedisError as problem:  # answering at once would make every client ask again at once
        logger.warning("Nobody can be woken by a hint: %s", problem)
        await sync_to_async(close_old_connections)()
        await asyncio.sleep(until - time.monotonic())
    return await sync_to_async(look.again)()


@asynccontextmanager
async def hints(group: str) -> AsyncIterator[asyncio.Event]:
    """An event that the next hint to this group sets."""
    layer: Any = get_channel_layer()
    channel, heard = await layer.new_channel(), asyncio.Event()
    await layer.group_add(group, channel)
    listener = asyncio.create_task(listen(layer, channel, heard))
    try:
        yield heard
    finally:
        # A layer has no call to give a channel up: it drops one whose reader is cancelled.
        listener.cancel()
        await asyncio.wait({listener})
        await layer.group_discard(group, channel)


async def listen(layer: Any, channel: str, heard: asyncio.Event) -> None:
    while True:
        await layer.receive(channel)
        heard.set()
