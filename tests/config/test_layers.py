"""The channel layer of the embedded server: threads may write, one loop reads."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import InMemoryChannelLayer, get_channel_layer
from django.test import SimpleTestCase, override_settings

from config import layers
from config.layers import AtHome, LoopBoundChannelLayer

DEADLINE_S = 10


@contextmanager
def home_loop(debug: bool = False) -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop running in a thread, as the server's does while workers run in others."""
    loop = asyncio.new_event_loop()
    loop.set_debug(debug)
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def on(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run_coroutine_threadsafe(work, loop).result(DEADLINE_S)


class LoopBoundChannelLayerTests(SimpleTestCase):
    def received_from_a_thread(self, layer: InMemoryChannelLayer) -> dict[str, Any]:
        """What a reader that already waits on the home loop gets from a group_send in this thread."""
        with home_loop(debug=True) as loop:
            if isinstance(layer, LoopBoundChannelLayer):
                layer.bind(loop)
            on(loop, layer.group_add("athlete", "reader"))
            waiting = asyncio.run_coroutine_threadsafe(layer.receive("reader"), loop)
            on(loop, asyncio.sleep(0))  # the reader now sits in its queue
            async_to_sync(layer.group_send)("athlete", {"type": "wake"})
            message: dict[str, Any] = waiting.result(DEADLINE_S)
            return message

    def test_it_wakes_a_reader_from_another_thread(self) -> None:
        self.assertEqual(self.received_from_a_thread(LoopBoundChannelLayer()), {"type": "wake"})

    def test_it_carries_membership_and_flush_home(self) -> None:
        layer = LoopBoundChannelLayer()
        with home_loop() as loop:
            layer.bind(loop)
            async_to_sync(layer.group_add)("athlete", "reader")
            self.assertIn("reader", layer.groups["athlete"])
            async_to_sync(layer.group_discard)("athlete", "reader")
            self.assertNotIn("athlete", layer.groups)
            async_to_sync(layer.send)("reader", {"type": "wake"})
            self.assertIn("reader", layer.channels)
            async_to_sync(layer.flush)()
            self.assertEqual(layer.channels, {})

    def test_it_loses_nothing_when_many_threads_write_at_once(self) -> None:
        layer = LoopBoundChannelLayer(capacity=10_000)

        async def read(count: int) -> list[int]:
            return [(await layer.receive("reader"))["number"] for _ in range(count)]

        def write(first: int) -> None:
            for number in range(first, first + 250):
                async_to_sync(layer.send)("reader", {"type": "wake", "number": number})

        with home_loop() as loop:
            layer.bind(loop)
            reading = asyncio.run_coroutine_threadsafe(read(1000), loop)
            writers = [threading.Thread(target=write, args=(first,)) for first in range(0, 1000, 250)]
            for writer in writers:
                writer.start()
            self.assertEqual(sorted(reading.result(60)), list(range(1000)))
            for writer in writers:
                writer.join()

    def test_it_refuses_a_reader_on_another_loop(self) -> None:
        layer = LoopBoundChannelLayer()
        with home_loop() as loop:
            layer.bind(loop)
            with self.assertRaisesMessage(RuntimeError, "belongs to the server's event loop"):
                async_to_sync(layer.receive)("reader")

    def test_it_gives_up_on_a_home_that_is_too_busy(self) -> None:
        layer = LoopBoundChannelLayer()
        free = threading.Event()
        with home_loop() as loop, _short_wait():
            layer.bind(loop)
            loop.call_soon_threadsafe(free.wait)
            with self.assertRaises(TimeoutError):
                async_to_sync(layer.send)("reader", {"type": "wake"})
            free.set()
            on(loop, asyncio.sleep(0))  # the late visit is called off on its own loop

    def test_it_tells_nobody_while_the_home_does_not_run(self) -> None:
        layer = LoopBoundChannelLayer()
        loop = asyncio.new_event_loop()
        self.addCleanup(loop.close)
        layer.bind(loop)
        async_to_sync(layer.send)("reader", {"type": "wake"})
        self.assertEqual(layer.channels, {})

    def test_it_is_an_ordinary_layer_without_a_home_and_after_its_end(self) -> None:
        for name, home in (("never bound", None), ("closed", _closed_loop())):
            with self.subTest(name):
                layer = LoopBoundChannelLayer()
                if home is not None:
                    layer.bind(home)
                async_to_sync(layer.send)("reader", {"type": "wake"})
                self.assertEqual(async_to_sync(layer.receive)("reader"), {"type": "wake"})


@contextmanager
def _short_wait() -> Iterator[None]:
    usual, layers.FORWARD_S = layers.FORWARD_S, 0.01
    try:
        yield
    finally:
        layers.FORWARD_S = usual


def _closed_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    loop.close()
    return loop


class AtHomeTests(SimpleTestCase):
    @override_settings(CHANNEL_LAYERS={"default": {"BACKEND": "config.layers.LoopBoundChannelLayer"}})
    def test_it_makes_the_serving_loop_the_home(self) -> None:
        async def page(scope: dict[str, Any], receive: Any, send: Any) -> None:
            scope["home"] = get_channel_layer()._living_home()

        async def serve() -> bool:
            scope: dict[str, Any] = {"type": "http"}
            await AtHome(page)(scope, None, None)
            return scope["home"] is asyncio.get_running_loop()

        self.assertTrue(async_to_sync(serve)())

    @override_settings(CHANNEL_LAYERS={"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}})
    def test_it_leaves_other_layers_alone(self) -> None:
        with home_loop() as loop:
            layers.bind(loop)
        self.assertIsInstance(get_channel_layer(), InMemoryChannelLayer)
