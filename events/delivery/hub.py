"""The hub: one per process and event loop. It knows who is connected, hears hints, reads journals in batches and hands
entries over; and it ends streams that may not or should not go on.

Hints are only for speed. What guarantees delivery is the sweep, which compares every reader's cursor with the head.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass
from itertools import count, islice
from typing import Any
from weakref import WeakKeyDictionary

from channels.layers import get_channel_layer
from django.conf import settings
from django.utils import timezone
from redis.exceptions import RedisError

from events import services as events
from events.core.cursor import Cursor
from events.core.grant import Credentials, Grant
from events.delivery import figures
from events.delivery.clerk import Clerk
from events.delivery.direct import outlet_to
from events.delivery.drain import drain_before_stopping
from events.delivery.ear import heard
from events.delivery.outlet import Message, Send
from events.delivery.pace import Pace
from events.delivery.passing import pass_on
from events.delivery.reading import Found, hand_over, read
from events.delivery.subscription import End, Subscription

logger = logging.getLogger(__name__)
ROOM = 500  # journals read by one query
CHECKED = 500  # heads or grants looked up by one query
BEATS = 15  # heartbeats are spread over so many moments
PULSE = "journal.pulse"
AWAY = (RedisError, OSError, TimeoutError)


@dataclass(frozen=True, slots=True, eq=False)
class Knock:
    """Somebody who waits at the door."""

    credentials: Credentials
    answer: asyncio.Future[Grant | None]


class Hub:
    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self.loop = asyncio.get_running_loop()
        self.following: dict[str, list[Subscription]] = {}  # by the athlete's id in hex, as hints name it
        self.beating: list[dict[Subscription, None]] = [{} for _ in range(BEATS)]
        self.numbers = count()
        self.open = 0
        self.is_draining = False
        self.is_deaf = False
        # Two clerks read, so that a crowd that comes back does not keep anyone waiting for what is new.
        self.live = self.reader("live")
        self.catching_up = self.reader("replayed")
        self.door: Clerk[Knock, list[Grant | None]] = self.clerk("door", let_in, answered)
        self.looks: Clerk[Look, list[Any]] = self.clerk("looks", looked, answered)
        self.tasks: list[asyncio.Task[None]] = []

    def reader(self, way: str) -> Clerk[Subscription, Found]:
        return self.clerk(way, read, lambda _readers, found: self.hand_over(found, way))

    def clerk(self, name: str, answer: Any, hand_over: Any) -> Clerk[Any, Any]:
        return Clerk(name, answer, hand_over, room=ROOM, idle_s=self.pace.idle_s)

    def start(self) -> None:
        calm_the_collector()
        work = (self.live.run, self.catching_up.run, self.door.run, self.looks.run, self.listen, self.sweep,
                self.check_access, self.beat)  # fmt: skip
        self.tasks = [self.loop.create_task(each(), name=f"hub {each.__qualname__}") for each in work]
        for task in self.tasks:
            task.add_done_callback(self.stopped)

    def stopped(self, task: asyncio.Task[None]) -> None:
        """A hub that has lost a part is of no use: whoever is connected comes back to a new one."""
        if _hubs.get(self.loop) is self:
            del _hubs[self.loop]
        for other in self.tasks:
            other.cancel()
        if not task.cancelled() and (problem := task.exception()) is not None:
            logger.error("The hub stops: %s", task.get_name(), exc_info=problem)
            for subscription in self.everyone():
                subscription.finish(End.BYE)
            for knock in (*self.door.asking, *self.door.wanted):
                knock.answer.cancel()

    # --- Who is connected ---------------------------------------------------------------------------------------------
    async def admit(self, credentials: Credentials) -> Grant | None:
        """Who this is, asked together with everyone who knocks at the same time."""
        knock = Knock(credentials, self.loop.create_future())
        self.door.want(knock)
        return await knock.answer

    @property
    def is_full(self) -> bool:
        return self.is_draining or self.open >= self.pace.in_all

    async def attend(
        self, subscription: Subscription, receive: Callable[[], Awaitable[Message]], send: Send | None,
        on_message: Callable[[Message], Awaitable[None]] | None = None,
    ) -> End:  # fmt: skip
        """Keep this reader supplied until the client leaves or the stream is ended; says why it ended."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  every coroutine that a server runs is one
        subscription.task = task
        if send is not None:
            subscription.outlet = outlet_to(
                send, lambda: self.freed(subscription), lambda: subscription.finish(End.GONE)
            )  # fmt: skip
        beating = self.follow(subscription)
        try:
            while True:
                message = await receive()
                if message["type"].endswith(".disconnect"):
                    return End.GONE
                if on_message is not None:
                    await on_message(message)
        except asyncio.CancelledError:
            if subscription.end is None:
                raise
            task.uncancel()
            return subscription.end
        finally:
            subscription.end = subscription.end or End.GONE
            self.leave(subscription, beating)

    def follow(self, subscription: Subscription) -> dict[Subscription, None]:
        """Register first and read then, so that nothing falls in between."""
        now_s, grant = self.loop.time(), subscription.grant
        subscription.ends_s = now_s + self.pace.life()
        if grant.ends_at is not None:
            left_s = (grant.ends_at - timezone.now()).total_seconds()
            if now_s + left_s < subscription.ends_s:
                subscription.ends_s, subscription.ends_why = now_s + left_s, End.REAUTH
        others = self.following.setdefault(subscription.athlete, [])
        if len(others) >= self.pace.per_athlete:
            others[0].finish(End.SUPERSEDED)
        others.append(subscription)
        beating = self.beating[next(self.numbers) % BEATS]
        beating[subscription] = None
        self.open += 1
        figures.OPEN.labels(subscription.transport).inc()
        figures.OPENED.labels(subscription.transport).inc()
        self.catching_up.want(subscription)
        return beating

    def leave(self, subscription: Subscription, beating: dict[Subscription, None]) -> None:
        others = self.following[subscription.athlete]
        others.remove(subscription)
        if not others:
            del self.following[subscription.athlete]
        del beating[subscription]
        self.open -= 1
        figures.OPEN.labels(subscription.transport).dec()
        figures.ENDED.labels(subscription.transport, str(subscription.end)).inc()

    def everyone(self) -> list[Subscription]:
        return [each for readers in self.following.values() for each in readers]

    # --- What is new --------------------------------------------------------------------------------------------------
    def hinted(self, told: Sequence[tuple[str, int]]) -> None:
        """These athletes' journals have grown to these numbers."""
        following, wanted = self.following, []
        for athlete, seq in told:
            for subscription in following.get(athlete, ()):
                cursor = subscription.cursor
                if cursor is None or seq > cursor.seq or not subscription.is_ready:
                    wanted.append(subscription)
        if wanted:
            self.live.want_all(wanted)

    def hand_over(self, found: Found, way: str) -> None:
        if again := hand_over(found, way):
            self.catching_up.want_all(again)

    def freed(self, subscription: Subscription) -> None:
        if subscription.lags and subscription.end is None:
            subscription.lags = False
            self.catching_up.want(subscription)

    async def listen(self) -> None:
        """Hear hints. A layer that is away is tried again; one that has fallen silent is subscribed to anew."""
        while True:
            try:
                await self.hear()
            except AWAY as problem:
                end_if_told_to()
                self.heard_something(False)
                logger.warning("No hints are heard, so entries are up to %s s late: %r", self.pace.sweep_s, problem)
                await asyncio.sleep(1)
                with suppress(*AWAY):
                    await get_channel_layer().flush()

    async def hear(self) -> None:
        pulse = self.loop.create_task(self.send_pulse(get_channel_layer()))
        try:
            async with asyncio.timeout(self.pace.silence_s) as patience, aclosing(heard()) as messages:
                async for message in messages:
                    end_if_told_to()
                    self.heard_something(True)
                    kind = message.get("type")
                    if kind == events.TOLD:
                        figures.HINTS.inc(len(message["told"]))
                        self.hinted(message["told"])
                    elif kind == events.PASSING:
                        pass_on(message["told"], self.following)
                    else:
                        patience.reschedule(self.loop.time() + self.pace.silence_s)
        finally:
            pulse.cancel()
            await asyncio.wait({pulse})

    def heard_something(self, did: bool) -> None:
        if self.is_deaf is did:
            self.is_deaf = not did
            figures.DEAF.set(self.is_deaf)

    async def send_pulse(self, layer: Any) -> None:
        """A hint of nothing to all who listen, so that silence means that something is broken."""
        while True:
            await asyncio.sleep(self.pace.pulse_s)
            with suppress(*AWAY):  # the silence will tell
                await layer.group_send(events.GROUP, {"type": PULSE})
            end_if_told_to()

    # --- Looking after everyone ---------------------------------------------------------------------------------------
    async def sweep(self) -> None:
        while True:
            await asyncio.sleep(self.pace.sweep_s)
            for some in batches(self.everyone(), CHECKED):
                await self.sweep_at(some)
            figures.SWEPT_AT.set_to_current_time()

    async def sweep_at(self, readers: list[Subscription]) -> None:
        """Have those read for who are behind, and were not handed anything while we asked."""
        places = [(each, each.cursor) for each in readers if each.is_ready and not each.is_busy]
        asked = [(each.athlete, here) for each, here in places]
        for number in await self.look(events.behind, asked):
            subscription, here = places[number]
            if subscription.end is None and subscription.cursor is here:
                figures.SWEPT.inc(not self.live.is_on(subscription))
                self.catching_up.want(subscription)

    async def check_access(self) -> None:
        while True:
            await asyncio.sleep(self.pace.access_s)
            for some in batches([each for each in self.everyone() if each.is_checked], CHECKED):
                good = await self.look(grants_hold, [each.grant for each in some])
                for subscription, holds in zip(some, good, strict=True):
                    if not holds:
                        subscription.finish(End.REAUTH)

    async def look(self, question: Callable[[Any], Any], about: Sequence[Any]) -> Any:
        look = Look(question, about, self.loop.create_future())
        self.looks.want(look)
        return await look.answer

    async def beat(self) -> None:
        """Heartbeats of one part after the other, and with them the end of whoever is over their time."""
        for number in count():
            await asyncio.sleep(self.pace.heartbeat_s / BEATS)
            now_s = self.loop.time()
            for subscription in list(self.beating[number % BEATS]):
                self.attend_to(subscription, now_s)

    def attend_to(self, subscription: Subscription, now_s: float) -> None:
        outlet = subscription.outlet
        if subscription.ends_s <= now_s + self.pace.heartbeat_s:
            subscription.finish(subscription.ends_why)
        elif outlet is not None and outlet.is_busy:
            if now_s - outlet.busy_since > self.pace.stall_s:
                subscription.finish(End.SLOW)
        elif subscription.end is None:
            subscription.write(subscription.beat())

    def start_over(self, subscription: Subscription, cursor: Cursor | None) -> None:
        """Have an open stream go on from another place."""
        subscription.cursor, subscription.is_ready = cursor, False
        self.catching_up.want(subscription)

    async def drain(self) -> None:
        """End every stream, one after the other within `drain_s`, and let nobody new in."""
        self.is_draining = True
        everyone = self.everyone()
        for number, subscription in enumerate(everyone):
            self.loop.call_later(self.pace.drain_s * number / len(everyone), subscription.finish, End.BYE)
        until_s = self.loop.time() + self.pace.drain_s + 1
        while self.open and self.loop.time() < until_s:
            await asyncio.sleep(0.05)


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A question to the database that is not about one reader."""

    question: Callable[[Any], Any]
    about: Sequence[Any]
    answer: asyncio.Future[Any]


def let_in(knocks: list[Knock]) -> list[Grant | None]:
    return events.admit_all([knock.credentials for knock in knocks], timezone.now())


def looked(looks: list[Look]) -> list[Any]:
    return [look.question(look.about) for look in looks]


def grants_hold(grants: Sequence[Grant]) -> list[bool]:
    return events.still_good(grants, timezone.now())


def answered(questions: Sequence[Knock | Look], answers: Sequence[Any]) -> None:
    for question, answer in zip(questions, answers, strict=True):
        if not question.answer.done():  # who asked may have left
            question.answer.set_result(answer)


def end_if_told_to() -> None:
    """The client of Redis swallows the cancellation of a task that is just connecting, and calls it a timeout."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


def batches(items: list[Any], size: int) -> Iterator[list[Any]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def calm_the_collector() -> None:
    """A full collection looks at every stream's objects, hundreds of milliseconds at ten thousand of them. What exists
    at the start stays, and the rest is looked at rarely; cycles are few here."""
    if gc.get_threshold()[0] < 50_000:
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 50, 100_000)


def pace_of_settings() -> Pace:
    return Pace(
        drain_s=settings.STREAM_DRAIN_S, per_athlete=settings.STREAMS_PER_ATHLETE, in_all=settings.STREAMS_MAX
    )  # fmt: skip


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub(pace: Pace | None = None) -> Hub:
    """The hub of the running loop, started at the first call."""
    loop = asyncio.get_running_loop()
    found = _hubs.get(loop)
    if found is None:
        found = _hubs[loop] = Hub(pace or pace_of_settings())
        found.start()
        drain_before_stopping(found)
    return found
