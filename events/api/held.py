"""Long polling: a look that found nothing is held until there is something, and then made once more.

An ASGI application around Django, because a view that waits would hold a thread for each client that waits.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar
from uuid import UUID

from events.core.cursor import Cursor
from events.core.entry import Slice
from events.core.grant import Grant, Source
from events.delivery.hub import hub
from events.delivery.outlet import Message
from events.delivery.subscription import End, Subscription

PATH = "/api/v2/coaching/events"
HOLD = "journal.hold"  # in the scope: where the view notes that it found nothing


class Waiter(Subscription):
    """Reads only to learn that there is something. The second look asks again who is there, so nobody checks that."""

    __slots__ = ()
    transport: ClassVar[str] = "long_poll"
    is_checked: ClassVar[bool] = False

    def __init__(self, athlete_id: UUID, cursor: Cursor) -> None:
        super().__init__(Grant(athlete_id, Source.TOKEN, "", ""), cursor)
        self.is_ready = True

    def take(self, found: Slice, here: Cursor | None, way: str) -> bool:
        if found.entries or found.reset:
            self.finish(End.ANSWERED)
        return False

    def beat(self) -> list[Message]:
        return []


class Hold:
    """What the view notes: whose journal has nothing after which cursor, and for how long that is worth waiting."""

    waiter: Waiter | None = None
    seconds: float = 0.0

    def note(self, athlete_id: UUID, cursor: Cursor, seconds: float) -> None:
        self.waiter, self.seconds = Waiter(athlete_id, cursor), seconds


class Held:
    """ASGI application: passes everything on, and an empty answer only when the time is over."""

    def __init__(self, pages: Callable[..., Awaitable[None]]) -> None:
        self.pages = pages

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if b"wait=" not in scope["query_string"]:
            await self.pages(scope, receive, send)
            return
        request, answer, hold = await receive(), list[Message](), Hold()
        await self.pages({**scope, HOLD: hold}, once_more(request, receive), recorder(answer))
        if not answer:  # the client has left
            return
        journal = hub()
        if hold.waiter is None or journal.is_full:
            for message in answer:
                await send(message)
            return
        timer = journal.loop.call_later(hold.seconds, hold.waiter.finish, End.ANSWERED)
        why = await journal.attend(hold.waiter, receive, None)
        timer.cancel()
        if why is not End.GONE:
            await self.pages(scope, once_more(request, receive), send)


def once_more(request: Message, receive: Callable[[], Awaitable[Message]]) -> Callable[[], Awaitable[Message]]:
    """The request that was received already, then what comes."""
    first = [request]

    async def receive_again() -> Message:
        return first.pop() if first else await receive()

    return receive_again


def recorder(answer: list[Message]) -> Callable[[Message], Awaitable[None]]:
    async def keep(message: Message) -> None:
        answer.append(message)

    return keep
