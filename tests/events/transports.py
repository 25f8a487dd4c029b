"""The journal as a client sees it, over each transport, through the application that a server would call."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlencode

from asgiref.sync import sync_to_async
from django.db import connection, connections, transaction

from accounts.models import User
from config.asgi import application
from events import services as events
from events.delivery.hub import hub
from events.delivery.pace import Pace

DEADLINE_S = 20
HOST = "testserver"
# Quick, where waiting would be all that a test does; hints and sweeps are tested on their own.
BRISK = Pace(heartbeat_s=0.3, sweep_s=0.1, access_s=0.1, stall_s=0.2, drain_s=0.3, retry_ms=(1000, 8000))
NO_SWEEP = Pace(sweep_s=3600, access_s=3600)

Message = dict[str, Any]


def told(athlete: User, *numbers: int) -> None:
    for number in numbers or (1,):
        with transaction.atomic():
            events.append(athlete.pk, "tests.something_told", {"number": number, "text": "两组\u2028 \n\r\"'"})


def told_elsewhere(athlete: User, *numbers: int) -> None:
    """From another thread, as another request would."""
    try:
        told(athlete, *numbers)
    finally:
        connection.close()


async def elsewhere(call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """In a thread with a connection of its own, which is closed."""

    def run() -> Any:
        try:
            return call(*args, **kwargs)
        finally:
            connection.close()

    return await sync_to_async(run, thread_sensitive=False)()


def played(scene: Coroutine[Any, Any, Any], pace: Pace | None = None) -> Any:
    """What the scene gives, on a loop and a hub of its own; no connection is left in any thread."""

    async def play() -> Any:
        hub(pace)
        try:
            async with asyncio.timeout(DEADLINE_S):
                return await scene
        finally:
            await sync_to_async(connections.close_all)()

    return asyncio.run(play())


class Connection:
    """One connection to the application. `stuck`: its client takes nothing, so `send` waits."""

    def __init__(self, kind: str, path: str, headers: dict[str, str], **query: Any) -> None:
        raw = [(name.lower().encode(), value.encode()) for name, value in {"host": HOST, **headers}.items()]
        self.scope: Message = {
            "type": kind, "method": "GET", "path": path, "raw_path": path.encode(), "headers": raw,
            "http_version": "1.1",
            "query_string": urlencode({name: value for name, value in query.items() if value is not None}).encode(),
            "scheme": "http", "server": (HOST, 80), "client": ("127.0.0.1", 9), "root_path": "", "subprotocols": [],
            "asgi": {"version": "3.0"},
        }  # fmt: skip
        self.said: asyncio.Queue[Message] = asyncio.Queue()
        self.sent: list[Message] = []
        self.changed = asyncio.Event()
        self.takes = asyncio.Event()
        self.takes.set()
        self.task = asyncio.create_task(self.run())

    async def run(self) -> None:
        try:
            await application(self.scope, self.said.get, self.send)
        finally:
            self.changed.set()

    async def send(self, message: Message) -> None:
        await self.takes.wait()
        self.sent.append(message)
        self.changed.set()

    async def until(self, reached: Callable[[], Any]) -> Any:
        """Wait until this holds, and return it; what was sent is shown when it never does."""
        try:
            async with asyncio.timeout(DEADLINE_S - 5):
                while not (found := reached()):
                    if self.task.done():
                        self.task.result()
                        raise AssertionError(f"It ended before: {self.sent}")
                    self.changed.clear()
                    await self.changed.wait()
        except TimeoutError:
            raise AssertionError(f"It never came: {self.sent}") from None
        return found

    async def ended(self) -> None:
        async with asyncio.timeout(DEADLINE_S):  # `wait_for` may swallow a cancellation that meets the end of the task
            await asyncio.shield(self.task)

    async def hang_up(self) -> None:
        self.said.put_nowait({"type": f"{self.scope['type']}.disconnect", "code": 1001})
        await self.ended()

    @property
    def status(self) -> int:
        return next((message["status"] for message in self.sent if message["type"] == "http.response.start"), 0)

    @property
    def answer_headers(self) -> dict[str, str]:
        return {name.decode().lower(): value.decode() for name, value in self.sent[0]["headers"]}

    @property
    def text(self) -> str:
        return b"".join(message.get("body", b"") for message in self.sent).decode()


class EventStream(Connection):
    """GET /api/v2/coaching/sse."""

    def __init__(self, token: str = "", headers: dict[str, str] | None = None, **query: Any) -> None:
        bearer = {"authorization": f"Bearer {token}"} if token else {}
        super().__init__("http", "/api/v2/coaching/sse", {**bearer, **(headers or {})}, **query)
        self.said.put_nowait({"type": "http.request", "body": b"", "more_body": False})

    @property
    def events(self) -> list[dict[str, str]]:
        """As the HTML standard reads them."""
        found = []
        for block in self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n\n")[:-1]:
            fields = [line.partition(":") for line in block.split("\n") if not line.startswith(":")]
            if fields:
                found.append({name: value.removeprefix(" ") for name, _colon, value in fields})
        return found

    def of(self, kind: str) -> list[dict[str, str]]:
        return [event for event in self.events if event["event"] == kind]

    @property
    def entries(self) -> list[dict[str, Any]]:
        return [json.loads(event["data"]) for event in self.events if event["event"] not in NOTICES]

    @property
    def seqs(self) -> list[int]:
        return [entry["seq"] for entry in self.entries]

    async def ready(self) -> EventStream:
        await self.until(lambda: self.of("ready") or (self.status not in (0, 200)))
        return self

    async def reach(self, seq: int) -> EventStream:
        await self.until(lambda: self.seqs[-1:] == [seq])
        return self


NOTICES = {"ready", "bye", "reauth", "superseded", "slow", "reset", "typing"}


class Socket(Connection):
    """/ws/coaching/, or another WebSocket."""

    def __init__(
        self, token: str = "", headers: dict[str, str] | None = None, path: str = "/ws/coaching/", **query: Any
    ) -> None:
        bearer = {"authorization": f"Bearer {token}"} if token else {}
        super().__init__("websocket", path, {**bearer, **(headers or {})}, **query)
        self.said.put_nowait({"type": "websocket.connect"})

    def say(self, frame: Any) -> None:
        text = frame if isinstance(frame, str) else json.dumps(frame)
        self.said.put_nowait({"type": "websocket.receive", "text": text})

    @property
    def frames(self) -> list[dict[str, Any]]:
        return [json.loads(message["text"]) for message in self.sent if message["type"] == "websocket.send"]

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [frame for frame in self.frames if frame["type"] == kind]

    async def answer(self, kind: str) -> dict[str, Any]:
        """The last frame of this type, when there is one."""
        await self.until(lambda: self.of(kind))
        return self.of(kind)[-1]

    @property
    def entries(self) -> list[dict[str, Any]]:
        return self.of("entry")

    @property
    def seqs(self) -> list[int]:
        return [entry["seq"] for entry in self.entries]

    @property
    def is_accepted(self) -> bool:
        return any(message["type"] == "websocket.accept" for message in self.sent)

    @property
    def close_code(self) -> int | None:
        return next((message["code"] for message in self.sent if message["type"] == "websocket.close"), None)

    async def ready(self) -> Socket:
        await self.until(lambda: self.of("ready"))
        return self

    async def reach(self, seq: int) -> Socket:
        await self.until(lambda: self.seqs[-1:] == [seq])
        return self


class Ask(Connection):
    """GET /api/v2/coaching/events."""

    def __init__(self, token: str, **query: Any) -> None:
        super().__init__("http", "/api/v2/coaching/events", {"authorization": f"Bearer {token}"}, **query)
        self.said.put_nowait({"type": "http.request", "body": b"", "more_body": False})

    async def answer(self) -> Any:
        await self.ended()
        return json.loads(self.text)
