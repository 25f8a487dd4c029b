"""Clients of the SDK: one per provider and process, without its retries, its time limits, and what it would take from
the environment. The only file that imports it."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import openai

from llm.core.faults import CallFailed, Fault, of_status, refusal_of, words_of
from llm.core.providers import Provider
from llm.core.secret import Secret

BODY_BYTES_MAX = 4_000_000
NO_KEY = "none"  # the SDK demands one, and would take OPENAI_API_KEY from the environment instead
_clients: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, dict[tuple[str, Secret], openai.AsyncOpenAI]]
_clients = weakref.WeakKeyDictionary()


class AnswerTooLarge(Exception):
    """More bytes than any answer has."""


class BoundedBody(httpx2.AsyncByteStream):
    """A body of at most BODY_BYTES_MAX: what a server sends beyond that is not read."""

    def __init__(self, inner: httpx2.AsyncByteStream) -> None:
        self.inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        read = 0
        async for chunk in self.inner:
            read += len(chunk)
            if read > BODY_BYTES_MAX:
                raise AnswerTooLarge
            yield chunk

    async def aclose(self) -> None:
        await self.inner.aclose()


class BoundedTransport(httpx2.AsyncHTTPTransport):
    """Bounds every body, also those of errors, which the SDK reads whole. Compressed ones are refused: we did not ask
    for them, and a few kilobytes may unfold to gigabytes."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await super().handle_async_request(request)
        assert isinstance(response.stream, httpx2.AsyncByteStream)  # noqa: S101  the asynchronous transport's answer
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            await response.aclose()
            raise AnswerTooLarge
        response.stream = BoundedBody(response.stream)
        return response


def client_for(provider: Provider) -> openai.AsyncOpenAI:
    """The client of this provider on the running loop. Another key or address is another client."""
    clients = _clients.setdefault(asyncio.get_running_loop(), {})
    if (provider.base_url, provider.key) not in clients:
        clients[provider.base_url, provider.key] = openai.AsyncOpenAI(
            api_key=provider.key.reveal() or NO_KEY,
            base_url=provider.base_url,
            max_retries=0,
            timeout=None,  # every call brings its own
            default_headers={
                "Accept-Encoding": "identity",
                "OpenAI-Organization": openai.Omit(),  # type: ignore[dict-item]  # how the SDK leaves a header out
                "OpenAI-Project": openai.Omit(),  # type: ignore[dict-item]
            },
            # No proxy out of the environment, no redirect: the key goes to one address.
            http_client=httpx2.AsyncClient(transport=BoundedTransport(), follow_redirects=False, trust_env=False),
        )
    return clients[provider.base_url, provider.key]


async def close_clients() -> None:
    """Close the connections of the running loop."""
    for client in _clients.pop(asyncio.get_running_loop(), {}).values():
        await client.close()


def timeouts(connect_s: float, total_s: float) -> httpx2.Timeout:
    """What the SDK is told. The real deadlines are kept outside: its read limit starts anew with every byte."""
    return httpx2.Timeout(total_s, connect=connect_s)


def mapped(problem: Exception) -> CallFailed:
    """Any exception of a call as one of our faults. The message is left behind: it may repeat the key."""
    name = type(problem).__name__[:60]
    if isinstance(problem, CallFailed):
        return problem
    if isinstance(problem, openai.APIStatusError):
        fault = of_status(problem.status_code, words_of(problem.body))
        if fault is Fault.BAD_REQUEST:
            name = refusal_of(problem.body) or name
        return CallFailed(fault, name, http_status=problem.status_code, retry_after_s=retry_after_s(problem.response))
    if isinstance(problem, TimeoutError | openai.APITimeoutError | httpx2.TimeoutException):
        return CallFailed(Fault.TIMEOUT, name)
    if any(isinstance(each, AnswerTooLarge) for each in (problem, problem.__cause__, problem.__context__)):
        return CallFailed(Fault.MALFORMED, "too_large")
    if isinstance(problem, openai.APIConnectionError | httpx2.TransportError | OSError):
        return CallFailed(Fault.NETWORK, name)
    return CallFailed(Fault.MALFORMED, name)


def retry_after_s(response: httpx2.Response) -> float | None:
    """Seconds of `retry-after-ms` or `Retry-After`; a date there is not believed, because clocks differ."""
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        told: Any = response.headers.get(name, "")
        if told.replace(".", "", 1).isdigit() and len(told) < 12:
            return float(told) / unit
    return None
