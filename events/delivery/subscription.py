"""One reader of one journal that is connected now."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, ClassVar

from events.core.cursor import Cursor
from events.core.entry import Entry, Slice
from events.core.grant import Grant
from events.delivery import figures
from events.delivery.outlet import Message, Outlet


class End(StrEnum):
    """Why a stream ended. All but `gone` are said to the client."""

    GONE = "gone"  # the client left
    BYE = "bye"  # the server stops
    ROTATED = "rotated"  # it lived long enough; come back
    REAUTH = "reauth"  # the token ends or was revoked: come back with a new one
    SUPERSEDED = "superseded"  # too many streams of one athlete: this was the oldest
    SLOW = "slow"  # took nothing for too long
    ANSWERED = "answered"  # a long poll that has something to say


class Subscription:
    """Where a reader stands, and how entries get to it. `cursor` is up to where they were handed over; None while a
    reader without a cursor waits to learn the head, from where it will follow.

    A transport says how things look: `ready`, `entries`, `reset`, `beat`.
    """

    __slots__ = (
        "cursor", "end", "ends_s", "ends_why", "grant", "is_ready", "lags", "outlet", "task",
    )  # fmt: skip
    transport: ClassVar[str] = ""
    is_checked: ClassVar[bool] = True  # whether the hub looks if its grant still holds

    def __init__(self, grant: Grant, cursor: Cursor | None) -> None:
        self.grant, self.cursor = grant, cursor
        self.is_ready = False
        self.lags = False  # something came while the outlet was busy
        self.end: End | None = None
        self.ends_s = float("inf")  # on the loop's clock
        self.ends_why = End.ROTATED
        self.task: asyncio.Task[object] | None = None
        self.outlet: Outlet | None = None

    def ready(self, head: Cursor, follows_head: bool) -> list[Message]:
        raise NotImplementedError

    def entries(self, entries: Sequence[Entry], epoch: str) -> list[Message]:
        raise NotImplementedError

    def reset(self, head: Cursor) -> list[Message]:
        raise NotImplementedError

    def beat(self) -> list[Message]:
        raise NotImplementedError

    def passing(self, kind: str, data: dict[str, Any]) -> list[Message]:
        """What stands in no journal. Nothing, where a transport has no place for it."""
        return []

    @property
    def is_busy(self) -> bool:
        return self.outlet is not None and self.outlet.is_busy

    def is_behind(self, head: Cursor) -> bool:
        return self.cursor is None or self.cursor != head

    def take(self, found: Slice, way: str) -> bool:
        """Hand over what is new in this slice of the journal. True when there is more to read.

        Slices may overlap and come late, because two clerks read: what was handed over already is passed over.
        """
        if self.is_busy:
            self.lags = True
            return False
        messages: list[Message] = []
        if not self.is_ready:
            messages, way = self.greeting(found), "replayed"
        here = self.cursor or found.head
        if found.reset:
            messages += self.started_over(found.head, here)
        elif found.head.epoch == here.epoch:
            messages += self.told(found, here, way)
        self.write(messages)
        return self.cursor is not None and self.cursor.epoch == found.head.epoch and self.cursor.seq < found.head.seq

    def greeting(self, found: Slice) -> list[Message]:
        self.is_ready = True
        follows_head = self.cursor is None
        if self.cursor is None:
            self.cursor = found.head
        elif not self.cursor.epoch:
            self.cursor = Cursor(found.head.epoch, self.cursor.seq)
        if not follows_head and not found.reset:
            figures.RESUMED.labels(self.transport).inc()
        return self.ready(found.head, follows_head)

    def started_over(self, head: Cursor, here: Cursor) -> list[Message]:
        if here == head:  # the other clerk said so already
            return []
        figures.RESET.labels(self.transport).inc()
        self.cursor = head
        return self.reset(head)

    def told(self, found: Slice, here: Cursor, way: str) -> list[Message]:
        new = [entry for entry in found.entries if entry.seq > here.seq]
        if not new or new[0].seq != here.seq + 1:  # read for a place that the client has left since
            return []
        self.cursor = Cursor(here.epoch, new[-1].seq)
        figures.note(self.transport, way, new)
        return self.entries(new, here.epoch)

    def write(self, messages: list[Message]) -> None:
        if self.outlet is not None and messages:
            self.outlet.write(messages)

    def finish(self, why: End) -> None:
        """End it, from wherever: its own task is taken out of its wait and says goodbye."""
        if self.end is None:
            self.end = why
            if self.task is not None:
                self.task.cancel()
