"""Hearing hints, from whatever carries them.

Over Redis they are read from the connection as they come. The channel layer has a task of its own for that, which wakes
ten times a second to see whether there is something, then a queue, and many steps for each message: more than half of
what it costs to learn of a new entry.
"""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Iterator
from typing import Any

from channels.layers import InMemoryChannelLayer, get_channel_layer
from django.conf import settings

from events import services as events

AT_ONCE = 65_536
CLIENT = "spotter-hints-{}"  # in Redis' list of clients, with the number of the process
Messages = AsyncGenerator[dict[str, Any], None]


def heard() -> Messages:
    """Every message to the group of journals from now on. Raises what the client of Redis raises, and ConnectionError
    when Redis hangs up."""
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
        await connection.read_response()
        parts = Parts(name.encode())
        while data := await connection._reader.read(AT_ONCE):
            for body in parts.fed(data):
                yield layer.deserialize(body)
        raise ConnectionError("Redis has hung up")
    finally:
        await connection.disconnect(nowait=True)


class Parts:
    """The messages to one channel, in what Redis sends to whoever has subscribed to it: a list of three texts, each
    with its length before it, of which the last is the message."""

    def __init__(self, channel: bytes) -> None:
        self.mark = b"*3\r\n$7\r\nmessage\r\n$%d\r\n%b\r\n$" % (len(channel), channel)
        self.rest = b""

    def fed(self, data: bytes) -> Iterator[bytes]:
        """Those that are complete now. Whatever else is sent is passed over."""
        self.rest += data
        while True:
            _before, mark, after = self.rest.partition(self.mark)
            if not mark:
                self.rest = self.rest[-len(self.mark) :]
                return
            length, end, body = after.partition(b"\r\n")
            if not end or len(body) < int(length) + 2:
                return
            yield body[: int(length)]
            self.rest = body[int(length) + 2 :]
