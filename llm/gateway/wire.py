"""One call of one provider: sent, watched, cut at its deadline, and turned into a Reading or a CallFailed."""

from __future__ import annotations

import asyncio
import queue
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from llm.core.bodies import Draft, body
from llm.core.faults import CallFailed, Fault
from llm.core.patience import Limits
from llm.core.providers import Provider
from llm.gateway import loop
from llm.gateway.reading import Folder, Reading
from llm.gateway.sse import EventDecoder

LOOK_S = 0.3  # how often somebody is asked whether they still want the answer
GRACE_S = 0.25  # how much later than the deadline the loop may say so


@dataclass(frozen=True, slots=True)
class Sending:
    """A call that is to be made: of whom, what, and how patiently."""

    provider: Provider
    draft: Draft
    limits: Limits


def load() -> None:
    """Import the SDK, unless that was done: about a third of a second, once in a process."""
    import llm.gateway.clients  # noqa: F401  not needed without a model


def send(sending: Sending, on_text: Callable[[str], None], is_cancelled: Callable[[], bool]) -> Reading:
    """Make the call and wait for it; `on_text` is given pieces of text in this thread. CallFailed for everything that
    is not a whole answer, at most GRACE_S after the deadline. When a callback raises, the call is cut and that goes on.
    """
    from llm.gateway import clients  # see load

    ends_s = time.monotonic() + sending.limits.total_s
    pieces: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    work = loop.submit(exchange(sending, pieces.put, clients))
    work.add_done_callback(lambda _done: pieces.put(None))
    try:
        follow(pieces, on_text, is_cancelled, ends_s + GRACE_S)
        return result(work)
    finally:
        work.cancel()


def follow(
    pieces: queue.SimpleQueue[str | None],
    on_text: Callable[[str], None],
    is_cancelled: Callable[[], bool],
    until_s: float,
) -> None:
    """Hand on pieces until the call is over. CallFailed when it is not wanted any more, or overdue."""
    look_at = time.monotonic() + LOOK_S
    while True:
        now_s = time.monotonic()
        if now_s >= until_s:
            raise CallFailed(Fault.TIMEOUT, "loop_late")
        if now_s >= look_at:
            look_at = now_s + LOOK_S
            if is_cancelled():
                raise CallFailed(Fault.CANCELLED, "not_wanted")
        with suppress(queue.Empty):
            piece = pieces.get(timeout=max(0.0, min(until_s, look_at) - now_s))
            if piece is None:
                return
            on_text(piece)


def result(work: Future[Reading]) -> Reading:
    try:
        problem = work.exception(timeout=GRACE_S)
    except CancelledError as cut:  # this process is going down
        raise CallFailed(Fault.CANCELLED, "loop_ended") from cut
    if problem is None:
        return work.result()
    if isinstance(problem, CallFailed):
        raise problem
    raise CallFailed(Fault.MALFORMED, type(problem).__name__[:60]) from problem


async def exchange(sending: Sending, say: Callable[[str], None], sdk: ModuleType) -> Reading:
    """The call itself, on the loop. Only CallFailed leaves it. `sdk`: llm.gateway.clients."""
    try:
        async with asyncio.timeout(sending.limits.total_s), asyncio.timeout(sending.limits.first_token_s) as patience:
            return await stream(sending, say, patience, sdk)
    except Exception as problem:  # noqa: BLE001  the one place where everything that a provider can do ends as a fault
        raise sdk.mapped(problem) from None


async def events(response: Any, decoder: EventDecoder) -> AsyncIterator[str]:
    async for chunk in response.iter_bytes():
        for data in decoder.feed(chunk):
            yield data
    for data in decoder.feed(b"", is_last=True):
        yield data


def whole(folder: Folder, body: bytes, content_type: str, say: Callable[[str], None]) -> None:
    """An answer in one piece, from a server that does not stream although it was asked to."""
    if "json" not in content_type.lower():
        raise CallFailed(Fault.MALFORMED, "content_type", http_status=200)
    text, _is_alive = folder.take(body.decode("utf-8", errors="replace"))
    if text:
        say(text)


async def stream(sending: Sending, say: Callable[[str], None], patience: asyncio.Timeout, sdk: ModuleType) -> Reading:
    clock = asyncio.get_running_loop().time
    began_s, first_token_s = clock(), None
    limits, kind = sending.limits, sending.provider.kind
    create: Any = sdk.client_for(sending.provider).chat.completions.with_streaming_response.create
    folder, decoder = Folder(), EventDecoder()
    told = body(sending.draft, sending.provider) | dict(kind.extra_body)
    async with create(
        model=told["model"],
        messages=(),
        stream=True,
        # What stands here is sent as it is. The rest the SDK walks through, field by field against its types, which
        # takes a millisecond for a question.
        extra_body=told,
        timeout=sdk.timeouts(limits.connect_s, limits.total_s),
    ) as response:
        request_id = response.headers.get("x-request-id", "")
        if "text/event-stream" not in response.headers.get("content-type", "").lower():
            # The head of an answer that was not streamed comes when it is written; nothing is left to wait for.
            patience.reschedule(None)
            whole(folder, await response.read(), response.headers.get("content-type", ""), say)
            return folder.reading(request_id, clock() - began_s)
        async for chunk in events(response, decoder):
            text, is_alive = folder.take(chunk)
            if is_alive:
                first_token_s = first_token_s or clock() - began_s
                patience.reschedule(clock() + limits.idle_s)
            if text:
                say(text)
            if folder.is_closed:
                break
    return folder.reading(request_id, first_token_s)
