"""One call at the wire: which of its time limits cuts it, what counts as a sign of life, who has to wait."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from django.test import TestCase

from llm import gateway, registry
from llm.core.bodies import Draft, Turn
from llm.core.faults import CallFailed, Fault
from llm.core.jobs import Lane
from llm.core.patience import Limits
from llm.core.questions import never
from llm.gateway import loop
from llm.gateway.lanes import Gate
from tests.llm import server
from tests.llm.base import scripted

DRAFT = Draft((Turn("system", "Be brief."), Turn("user", "Hi")), 50, 0.0)
LONG_S = 60.0


def send(limits: Limits, sending: gateway.Sending | None = None) -> tuple[gateway.Reading, str]:
    """The reading, and what was said on the way."""
    said: list[str] = []
    sending = sending or gateway.Sending(registry.order()[0], DRAFT, limits)
    return gateway.send(sending, said.append, never), "".join(said)


def thinks(to: server.Exchange) -> None:
    """Thoughts for longer than the first limit, then an answer."""
    to.head()
    for _ in range(6):
        to.chunk(reasoning_content="hm")
        to.wait(0.1)
    to.chunk("Well done.", finish="stop")


def says_nothing(to: server.Exchange) -> None:
    to.head()
    while not to.wait(0.05):
        to.event({"choices": [{"index": 0, "delta": {"content": ""}}]})


class LimitTests(TestCase):
    def test_each_limit_cuts_what_it_is_for(self) -> None:
        """The total is a minute in all of them but the last, so it is another limit that cut."""
        for name, script, limits in (
            ("nothing at all", server.hangs, Limits(LONG_S, 0.2, LONG_S, LONG_S)),
            ("pings for a first token", server.pings(), Limits(LONG_S, 0.2, LONG_S, LONG_S)),
            ("chunks without a word", says_nothing, Limits(LONG_S, 0.3, LONG_S, LONG_S)),
            ("a stall in the middle", server.stalls("Your"), Limits(LONG_S, LONG_S, 0.2, LONG_S)),
            ("a drip without end", server.drips("a" * 9999, 0.01), Limits(LONG_S, LONG_S, LONG_S, 0.3)),
        ):
            with self.subTest(name), scripted(script):
                began = time.monotonic()
                with self.assertRaises(CallFailed) as caught:
                    send(limits)
                self.assertEqual(caught.exception.fault, Fault.TIMEOUT)
                self.assertLess(time.monotonic() - began, LONG_S / 2)

    def test_a_thought_is_a_sign_of_life_and_is_not_shown(self) -> None:
        with scripted(thinks):
            reading, said = send(Limits(LONG_S, 0.4, 0.4, LONG_S))
        self.assertEqual((reading.text, said), ("Well done.", "Well done."))

    def test_many_calls_wait_side_by_side(self) -> None:
        """The server answers nobody before all ten are there."""
        together = threading.Barrier(10)

        def meets(to: server.Exchange) -> None:
            together.wait(timeout=LONG_S)
            server.says("Well done.")(to)

        limits = Limits(LONG_S, LONG_S, LONG_S, LONG_S)
        with scripted(meets), ThreadPoolExecutor(10) as pool:
            # Who is asked may be read from the database, which these threads should not open.
            sending = gateway.Sending(registry.order()[0], DRAFT, limits)
            told = list(pool.map(lambda _n: send(limits, sending)[0].text, range(10)))
        self.assertEqual(told, ["Well done."] * 10)

    def test_it_works_again_after_it_was_closed(self) -> None:
        with scripted(server.says("Well done.")):
            for _ in range(2):
                self.assertEqual(send(Limits(LONG_S, LONG_S, LONG_S, LONG_S))[0].text, "Well done.")
                gateway.close()
        self.assertNotIn("llm-gateway", [thread.name for thread in threading.enumerate()])

    def test_a_forked_worker_starts_a_loop_of_its_own(self) -> None:
        with scripted(server.says("Well done.")):
            send(Limits(LONG_S, LONG_S, LONG_S, LONG_S))
            before = loop.running()
            thread = next(thread for thread in threading.enumerate() if thread.name == "llm-gateway")
            loop.forget()  # what happens in the child
            self.assertEqual(send(Limits(LONG_S, LONG_S, LONG_S, LONG_S))[0].text, "Well done.")
            self.assertIsNot(loop.running(), before)
            before.call_soon_threadsafe(before.stop)
            thread.join()
            before.close()


class GateTests(TestCase):
    def test_background_work_leaves_one_place_free(self) -> None:
        gate = Gate(2)
        gate.enter(Lane.BATCH, 0)
        with self.assertRaises(CallFailed) as caught:
            gate.enter(Lane.BATCH, 0)
        self.assertEqual((caught.exception.fault, caught.exception.detail), (Fault.BUSY, "queue_slow"))
        gate.enter(Lane.INTERACTIVE, 0)
        gate.leave()
        gate.leave()
        gate.enter(Lane.BATCH, 0)

    def test_a_single_place_is_for_everybody(self) -> None:
        Gate(1).enter(Lane.BATCH, 0)

    def test_nobody_joins_a_long_queue(self) -> None:
        gate = Gate(1)
        gate.enter(Lane.INTERACTIVE, 0)
        with ThreadPoolExecutor(2) as pool:
            waiting = [pool.submit(gate.enter, Lane.INTERACTIVE, 60) for _ in range(2)]
            while gate.waiting < 2:
                threading.Event().wait(0.005)
            with self.assertRaises(CallFailed) as caught:
                gate.enter(Lane.INTERACTIVE, 60)
            self.assertEqual(caught.exception.detail, "queue_full")
            for _ in waiting:
                gate.leave()
