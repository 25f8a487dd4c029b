"""The journal as a `text/event-stream`.

An ASGI application beside Django, because a Django view would hold a thread for each stream. Whoever is not let in is
passed on to the view below, which knows how to refuse.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import uuid4

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from events.core import frames
from events.core.cursor import Cursor
from events.core.entry import Entry
from events.core.grant import Grant
from events.delivery import figures
from events.delivery.asking import Asking
from events.delivery.hub import Hub, hub
from events.delivery.outlet import Message, Outlet
from events.delivery.subscription import End, Subscription

PATH = "/api/v2/coaching/sse"
GOODBYE_S = 2.0
# `identity` and `no-transform` keep everything on the way from compressing, which would hold events back.
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache, no-transform"),
    (b"content-encoding", b"identity"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
# One event of the stream; comments between events keep the connection alive.
EVENT = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "description": "The cursor to resume from."},
        "event": {"type": "string", "description": "`ready`, `reset`, `bye` and the like, or the kind of an entry."},
        "data": {"type": "string", "description": "JSON: the entry, or what the event says."},
        "retry": {"type": "integer", "description": "Milliseconds to wait before coming back."},
    },
}
EXAMPLE = {"id": "9f2c-42", "event": "plans.plan_revised", "data": '{"seq":42,"cursor":"9f2c-42","payload":{}}'}


def body(text: str, *, more: bool = True) -> Message:
    return {"type": "http.response.body", "body": text.encode(), "more_body": more}


class EventStreamSubscription(Subscription):
    __slots__ = ("retry_ms",)
    transport: ClassVar[str] = "sse"
    takes_text: ClassVar[bool] = True

    def __init__(self, grant: Grant, cursor: Cursor | None, retry_ms: int) -> None:
        super().__init__(grant, cursor)
        self.retry_ms = retry_ms

    def ready(self, head: Cursor, follows_head: bool) -> list[Message]:
        # Its id would become the client's cursor: right only where the client has no other.
        place = str(head) if follows_head else ""
        said = {"cursor": str(head), "athlete": str(self.grant.athlete_id)}
        return [body(frames.sse("ready", said, id_=place, retry_ms=self.retry_ms))]

    def entries(self, entries: Sequence[Entry], epoch: str) -> list[Message]:
        return [body(frames.sse_entries(entries, epoch))]

    def reset(self, head: Cursor) -> list[Message]:
        return [body(frames.sse("reset", frames.reset_entry(head, datetime.now(UTC)), id_=str(head)))]

    def beat(self) -> list[Message]:
        return [body(frames.HEARTBEAT)]

    def passing(self, kind: str, data: dict[str, Any]) -> list[Message]:
        return [body(frames.sse(kind, data))]  # without an id: the client's cursor stays where it is


class EventStream:
    """ASGI application: streams to whoever is let in; everyone else is passed on."""

    def __init__(self, pages: Callable[..., Awaitable[None]]) -> None:
        self.pages = pages

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        journal = hub()
        subscription = await opened(scope, journal)
        if subscription is None:
            await self.pages(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": headers()})
        if journal.is_full:
            figures.TURNED_AWAY.labels(subscription.transport).inc()
            await send(body(f"retry: {10 * journal.pace.retry()}\n\n", more=False))
            return
        why = await journal.attend(subscription, receive, send)
        await say_goodbye(subscription.outlet, why, journal)


async def opened(scope: dict[str, Any], journal: Hub) -> EventStreamSubscription | None:
    """None for whoever is not let in. What was asked is let go of: it would be kept for each stream."""
    asking = Asking(scope)
    grant = None if asking.is_foreign else await journal.admit(asking.credentials)
    if grant is None:
        return None
    if isinstance(scope["headers"], list):
        scope["headers"].clear()  # the server would keep cookies and tokens as long as the stream lives
    return EventStreamSubscription(grant, asking.cursor, journal.pace.retry())


def headers() -> list[tuple[bytes, bytes]]:
    return [*HEADERS, (b"x-request-id", uuid4().hex.encode())]


async def say_goodbye(outlet: Outlet | None, why: End, journal: Hub) -> None:
    """The last event names the reason, which a client acts upon: get a new token, or stay away."""
    if outlet is None or why is End.GONE:
        return
    if why is End.SLOW:
        outlet.drop()
    event = "bye" if why is End.ROTATED else str(why)
    last = frames.sse(event, {"reason": str(why)}, retry_ms=journal.pace.retry())
    await outlet.last(body(last, more=False), GOODBYE_S)


class StreamUnavailable(APIException):
    status_code = 406
    default_code = "stream_unavailable"
    default_detail = _("This server does not stream. Poll the events instead.")


class EventStreamView(APIView):
    """One's own journal, live. First `ready` with the head's cursor and the athlete's id, then every entry after the
    given cursor and every new one; a comment every 15 seconds. A cursor that is too old, ahead of the head or of
    another epoch gets one `reset`; without a cursor the stream begins at the head. It ends with `bye`, `reauth` (get a
    new token), `superseded` (too many streams are open; do not come back by yourself) or `slow`.
    """

    @extend_schema(
        operation_id="journal_stream",
        tags=["coaching"],
        parameters=[
            OpenApiParameter("Last-Event-ID", str, OpenApiParameter.HEADER, description="The last cursor seen."),
            OpenApiParameter("after", str, description="The same in the address, also as a bare seq of this epoch."),
            OpenApiParameter("ticket", str, description="One from `POST ticket`, where no header can be sent."),
        ],
        responses={(200, "text/event-stream"): OpenApiResponse(EVENT, examples=[
            OpenApiExample("a changed plan", value=EXAMPLE, media_type="text/event-stream"),
        ])},
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        raise StreamUnavailable

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """A refusal is JSON, although an event stream was asked for: 401 must not become 406."""
        return super().perform_content_negotiation(request, force=True)
