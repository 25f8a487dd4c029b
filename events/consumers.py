"""The journal over WebSocket, with the commands that clients send on it.

Plain ASGI: the channel and the task per connection of a Channels consumer would bring nothing here but weight.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

from channels.db import database_sync_to_async

from accounts import services as accounts
from accounts.core.refusals import LimiterAway
from events import registry
from events import services as events
from events.core import frames
from events.core.cursor import Cursor
from events.core.entry import Entry, Slice
from events.core.grant import Grant
from events.core.refusals import AckAhead
from events.delivery import figures
from events.delivery.asking import Asking, cursor_of
from events.delivery.hub import Hub, hub
from events.delivery.outlet import Message
from events.delivery.subscription import End, Subscription

MAX_FRAME = 16_384
GOODBYE_S = 2.0
FORBIDDEN = 4403
COME_BACK = 4012  # 1012 is what the standard has for it, but Daphne may not say it
CLOSE_CODES = {
    End.BYE: COME_BACK,
    End.ROTATED: COME_BACK,
    End.REAUTH: 4401,
    End.SLOW: 4408,
    End.SUPERSEDED: 4409,
}


def frame(text: str) -> Message:
    return {"type": "websocket.send", "text": text}


class SocketSubscription(Subscription):
    """Silent until the client says where it wants to begin."""

    __slots__ = ("is_asleep",)
    transport: ClassVar[str] = "websocket"

    def __init__(self, grant: Grant, cursor: Cursor | None, *, is_asleep: bool) -> None:
        super().__init__(grant, cursor)
        self.is_asleep = is_asleep

    def take(self, found: Slice, here: Cursor | None, way: str) -> bool:
        return not self.is_asleep and super().take(found, here, way)

    def ready(self, head: Cursor, follows_head: bool) -> list[Message]:
        return [frame(frames.socket_frame("ready", cursor=str(head), athlete=str(self.grant.athlete_id)))]

    def entries(self, entries: Sequence[Entry], epoch: str) -> list[Message]:
        return [frame(frames.socket_entry(entry, epoch)) for entry in entries]

    def reset(self, head: Cursor) -> list[Message]:
        return [frame(frames.socket_frame("reset", **frames.reset_fields(head, datetime.now(UTC))))]

    def beat(self) -> list[Message]:
        return [frame(frames.socket_frame("heartbeat"))]

    def passing(self, kind: str, data: dict[str, Any]) -> list[Message]:
        return [frame(frames.socket_frame(kind, **data))]


class CommandRefused(Exception):
    """Answered with an error frame; the connection goes on."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class JournalSocket:
    """ASGI application for `/ws/coaching/`. A browser's session counts only for pages of this site."""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        await receive()  # websocket.connect
        journal, asking = hub(), Asking(scope)
        if is_foreign(asking):
            await send({"type": "websocket.close", "code": FORBIDDEN})  # before it is accepted: the answer is 403
            return
        subscription = await opened(asking, journal)
        del asking  # it would be kept for each connection
        await send({"type": "websocket.accept"})
        if subscription is not None and journal.is_full:
            figures.TURNED_AWAY.labels(subscription.transport).inc()
        if subscription is None or journal.is_full:
            code = CLOSE_CODES[End.REAUTH if subscription is None else End.BYE]
            await send({"type": "websocket.close", "code": code})
            return
        conversation = Conversation(journal, subscription, send)
        why = await journal.attend(subscription, receive, send, conversation.hear)
        await say_goodbye(subscription, why, journal, send)


def is_foreign(asking: Asking) -> bool:
    """A session comes along with whatever page asks, so the page has to say that it is ours."""
    by_session = bool(asking.credentials.session_key)
    return asking.is_foreign or (by_session and b"origin" not in asking.headers)


async def opened(asking: Asking, journal: Hub) -> SocketSubscription | None:
    grant = await journal.admit(asking.credentials)
    return SocketSubscription(grant, asking.cursor, is_asleep=asking.cursor is None) if grant is not None else None


async def say_goodbye(subscription: Subscription, why: End, journal: Hub, send: Any) -> None:
    outlet = subscription.outlet
    if outlet is None or why is End.GONE:
        return
    if why is End.SLOW:
        outlet.drop()
    else:
        last = frames.socket_frame("bye", reason=str(why), retry_ms=journal.pace.retry())
        await outlet.last(frame(last), GOODBYE_S)
    await outlet.last({"type": "websocket.close", "code": CLOSE_CODES[why]}, GOODBYE_S)


class Conversation:
    """What a client says, and what it is answered. Answers carry the command's own `id`, if it has one."""

    def __init__(self, journal: Hub, subscription: SocketSubscription, send: Any) -> None:
        self.journal, self.subscription, self.send = journal, subscription, send

    async def hear(self, message: Message) -> None:
        said: dict[str, Any] = {}
        try:
            said = parsed(message)
            answer = await self.answer(said)
        except CommandRefused as problem:
            answer = {"type": "error", "code": problem.code}
        if answer is not None:
            marked = {"id": said["id"]} if "id" in said else {}
            await self.send(frame(json.dumps({**answer, **marked}, separators=(",", ":"), default=str)))

    async def answer(self, said: dict[str, Any]) -> dict[str, Any] | None:
        kind = said["type"]
        if kind == "ping":
            return {"type": "pong"}
        if kind == "subscribe":
            self.subscription.is_asleep = False
            self.journal.start_over(self.subscription, cursor_of(said.get("after")))
            return None
        if kind == "ack" or registry.command(kind) is not None:
            grant = self.subscription.grant
            run = database_sync_to_async(obey, thread_sensitive=False)
            answer: dict[str, Any] = await run(grant.athlete_id, kind, said)
            return answer
        raise CommandRefused("unknown_command")


def parsed(message: Message) -> dict[str, Any]:
    text = message.get("text") or ""
    if len(text) > MAX_FRAME:
        raise CommandRefused("too_large")
    try:
        said = json.loads(text)
    except ValueError as problem:
        raise CommandRefused("invalid") from problem
    if not isinstance(said, dict) or not isinstance(said.get("type"), str):
        raise CommandRefused("invalid")
    return said


def obey(athlete_id: UUID, kind: str, said: dict[str, Any]) -> dict[str, Any]:
    """A command that writes, under the same limit as every other request. Runs in a thread."""
    try:
        if not accounts.take("all", f"user:{athlete_id}").allowed:
            raise CommandRefused("throttled")
    except LimiterAway:
        pass  # as for every other request: better one too many
    if kind == "ack":
        return {"type": "ack", "seq": acked(athlete_id, said.get("seq"))}
    command = registry.command(kind)
    assert command is not None  # noqa: S101  asked before
    try:
        return {"type": kind, **command(athlete_id, said)}
    except registry.CommandUnfit as problem:
        raise CommandRefused(problem.code) from problem


def acked(athlete_id: UUID, seq: object) -> int:
    if not isinstance(seq, int) or isinstance(seq, bool) or seq < 0:
        raise CommandRefused("invalid")
    try:
        return events.ack(athlete_id, seq)
    except AckAhead as problem:
        raise CommandRefused(problem.code) from problem
