"""How a request runs under ASGI: in one thread, whatever its parts are made of."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any
from unittest import mock

from asgiref.testing import ApplicationCommunicator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import SimpleTestCase, override_settings
from django.urls import path
from django.utils import translation

from config import handler
from config.handler import OneHop

DEADLINE_S = 10


def here() -> str:
    return threading.current_thread().name


entered = threading.Event()
left = threading.Event()


def closing(response: Any, told: Callable[[], None]) -> Any:
    response._resource_closers.append(told)
    return response


def plain(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(f"{here()} {request.body.decode()}")
    return closing(answer, lambda: answer.headers.setdefault("X-Closed-In", here()))  # type: ignore[no-any-return]


async def coroutine(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(here())


async def waits(_request: HttpRequest) -> HttpResponse:
    entered.set()
    try:
        await asyncio.Event().wait()
    finally:
        left.set()
    return HttpResponse()


def parts(_request: HttpRequest) -> StreamingHttpResponse:
    def each() -> Iterator[str]:
        yield from ("one ", "two")

    return closing(StreamingHttpResponse(each()), left.set)  # type: ignore[no-any-return]


def later_parts(_request: HttpRequest) -> StreamingHttpResponse:
    async def each() -> AsyncIterator[str]:
        yield "one "
        await asyncio.sleep(0)
        yield "open" if not left.is_set() else "closed"

    return closing(StreamingHttpResponse(each()), left.set)  # type: ignore[no-any-return]


def endless(_request: HttpRequest) -> StreamingHttpResponse:
    async def each() -> AsyncIterator[str]:
        yield "first"
        await asyncio.Event().wait()

    return closing(StreamingHttpResponse(each()), left.set)  # type: ignore[no-any-return]


def speaks(request: HttpRequest) -> HttpResponse:
    before = translation.get_language()
    translation.activate(request.GET["language"])
    return HttpResponse(before)


urlpatterns = [
    path("plain", plain),
    path("coroutine", coroutine),
    path("waits", waits),
    path("parts", parts),
    path("later-parts", later_parts),
    path("endless", endless),
    path("speaks", speaks),
]


def with_one_thread() -> OneHop:
    with mock.patch.object(handler, "THREADS", 1):
        return OneHop()


@override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=["config.middleware.RequestIdMiddleware"])
class OneHopTests(SimpleTestCase):
    def setUp(self) -> None:
        entered.clear()
        left.clear()
        self.app = OneHop()

    async def asked(self, where: str, query: bytes = b"", body: bytes = b"", **more: Any) -> ApplicationCommunicator:
        scope = {"type": "http", "method": "POST", "path": where, "query_string": query, "headers": [], "root_path": ""}
        call = ApplicationCommunicator(self.app, scope)
        await call.send_input({"type": "http.request", "body": body, **more})
        return call

    async def answered(self, where: str, query: bytes = b"", body: bytes = b"") -> tuple[dict[str, Any], str]:
        """The head of the answer and its text; the client stays until the end."""
        call = await self.asked(where, query, body)
        head, text, more = await call.receive_output(DEADLINE_S), b"", True
        while more:
            part = await call.receive_output(DEADLINE_S)
            text, more = text + part.get("body", b""), part.get("more_body", False)
        await call.wait(DEADLINE_S)
        return head, text.decode()

    async def test_view_and_clean_up_run_in_one_thread_apart_from_the_loop(self) -> None:
        head, text = await self.answered("/plain", body=b"hello")
        thread, said = text.split()
        self.assertEqual((said, dict(head["headers"])[b"X-Closed-In"].decode()), ("hello", thread))
        self.assertTrue(thread.startswith("request"), thread)

    async def test_the_next_request_finds_the_thread_of_the_one_before(self) -> None:
        self.app = with_one_thread()
        self.assertEqual(await self.thread_of("/plain"), await self.thread_of("/plain"))

    async def thread_of(self, where: str) -> str:
        return (await self.answered(where))[1].split()[0]

    async def test_a_coroutine_runs_on_the_loop(self) -> None:
        self.assertEqual(await self.thread_of("/coroutine"), here())

    async def test_middleware_sees_every_answer(self) -> None:
        head, _text = await self.answered("/coroutine")
        self.assertIn(b"X-Request-ID", dict(head["headers"]))

    async def test_one_that_waits_does_not_keep_others_out(self) -> None:
        waiting = await self.asked("/waits")
        self.assertTrue(await asyncio.to_thread(entered.wait, DEADLINE_S))
        self.assertEqual((await self.answered("/coroutine"))[0]["status"], 200)
        waiting.stop()

    async def test_a_client_that_leaves_ends_the_wait(self) -> None:
        waiting = await self.asked("/waits")
        self.assertTrue(await asyncio.to_thread(entered.wait, DEADLINE_S))
        await waiting.send_input({"type": "http.disconnect"})
        self.assertTrue(await asyncio.to_thread(left.wait, DEADLINE_S))
        await waiting.wait(DEADLINE_S)

    async def test_a_client_that_leaves_ends_a_stream(self) -> None:
        stream = await self.asked("/endless")
        await stream.receive_output(DEADLINE_S)
        self.assertEqual((await stream.receive_output(DEADLINE_S))["body"], b"first")
        await stream.send_input({"type": "http.disconnect"})
        self.assertTrue(await asyncio.to_thread(left.wait, DEADLINE_S))
        await stream.wait(DEADLINE_S)

    async def test_a_stream_is_closed_after_its_last_part(self) -> None:
        self.assertEqual((await self.answered("/later-parts"))[1], "one open")
        self.assertTrue(left.is_set())

    async def test_it_streams_from_what_is_not_a_coroutine(self) -> None:
        with self.assertWarnsMessage(Warning, "synchronous iterators"):
            self.assertEqual((await self.answered("/parts"))[1], "one two")

    async def test_a_client_that_leaves_before_it_has_asked_gets_nothing(self) -> None:
        call = await self.asked("/plain", body=b"half", more_body=True)
        await call.send_input({"type": "http.disconnect"})
        await call.wait(DEADLINE_S)
        self.assertTrue(call.output_queue.empty())

    async def test_what_is_no_request_is_refused(self) -> None:
        self.assertEqual((await self.answered("/plain", query=b"\xff"))[0]["status"], 400)

    async def test_a_language_ends_with_its_request(self) -> None:
        self.app = with_one_thread()
        first = (await self.answered("/speaks", query=b"language=zh-hans"))[1]
        self.assertEqual((await self.answered("/speaks", query=b"language=en"))[1], first)
