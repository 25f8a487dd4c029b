"""Hearing hints, from whatever carries them.

Over Redis they are read from a connection as they come. The channel layer has a task of its own for that, which wakes
ten times a second to see whether there is something, then a queue, and many steps for each message: more than half of
what it costs to learn of a new entry. Should the layer ever name its groups otherwise, nothing would be heard: the hub
notices that it does not hear its own pulse, says so, and lives by its sweep.
"""

from __future__ import annotations

import math
import os
from collections.abc import AsyncGenerator
from typing import Any

from channels.layers import InMemoryChannelLayer, get_channel_layer
from django.conf import settings

from events import services as events

CLIENT = "spotter-hints-{}"  # in Redis' list of clients, with the number of the process
Messages = AsyncGenerator[dict[str, Any], None]


def heard() -> Messages:
    """Every message to the group of journals from now on. Raises what the client of Redis raises, also when Redis hangs
    up."""
    layer: Any = get_channel_layer()
    return from_memory(layer) if isinstance(layer, InMemoryChannelLayer) else from_redis(layer)


async def from_memory(layer: Any) -> Messages:
    channel = await layer.new_channel()
    await layer.group_add(events.GROUP, channel)
    while True:
        yield await layer.receive(channel)


async def from_redis(layer: Any) -> Messages:
    from redis.asyncio import ConnectionPool  # a server in one process does without

    name = f"{layer.prefix}__group__{events.GROUP}"  # as the layer calls it
    options = {**settings.REDIS_OPTIONS, "protocol": 2, "client_name": CLIENT.format(os.getpid())}
    pool: Any = ConnectionPool.from_url(settings.REDIS_URL, **options)
    connection = pool.make_connection()
    try:
        await connection.connect()
        await connection.send_command("SUBSCRIBE", name)
        while True:
            # However long it takes: whether the silence is too long is for the hub to say.
            kind, _name, body = await connection.read_response(timeout=math.inf)
            if kind == b"message":
                yield layer.deserialize(body)
    finally:
        await connection.disconnect(nowait=True)
