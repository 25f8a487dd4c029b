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
        "athlete", "cursor", "end", "ends_s", "ends_why", "grant", "is_ready", "lags", "outlet", "task",
    )  # fmt: skip
    transport: ClassVar[str] = ""
    is_checked: ClassVar[bool] = True  # whether the hub looks if its grant still holds
    takes_text: ClassVar[bool] = False  # whether it is an event stream, whose events the journal can write itself

    def __init__(self, grant: Grant, cursor: Cursor | None) -> None:
        self.grant, self.cursor = grant, cursor
        self.athlete = grant.athlete_id.hex  # as hints name it
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

    def take(self, found: Slice, here: Cursor | None, way: str) -> bool:
        """Hand over what is new in this piece of the journal, which was read for a reader `here`. True when there is
        more to read. Pieces may overlap and come late, because two clerks read."""
        if self.is_busy:
            self.lags = True
            return False
        self.look_at(found, here, way)
        return self.cursor is not None and is_before(self.cursor, found.head)

    def look_at(self, found: Slice, read_from: Cursor | None, way: str) -> None:
        messages: list[Message] = []
        is_late = read_from is not self.cursor  # the other clerk was first, or the client went elsewhere
        if not self.is_ready:
            messages, way = self.greeting(found), "replayed"
        here = self.cursor or found.head
        if found.reset:
            messages += [] if is_late else self.started_over(found.head)
        elif found.head.epoch == here.epoch:
            messages += self.told(found, here, way)
        self.write(messages)

    def greeting(self, found: Slice) -> list[Message]:
        follows_head = self.cursor is None
        if self.cursor is None:
            self.cursor = found.head
        elif not self.cursor.epoch:
            self.cursor = Cursor(found.head.epoch, self.cursor.seq)
        if not follows_head and not found.reset:
            figures.RESUMED.labels(self.transport).inc()
        self.is_ready = True  # after its place is known: the thread that reads looks at both
        return self.ready(found.head, follows_head)

    def started_over(self, head: Cursor) -> list[Message]:
        figures.RESET.labels(self.transport).inc()
        self.cursor = head
        return self.reset(head)

    def told(self, found: Slice, here: Cursor, way: str) -> list[Message]:
        new = found.entries
        if new and new[0].seq <= here.seq:
            new = tuple(entry for entry in new if entry.seq > here.seq)
        if not new or new[0].seq != here.seq + 1:  # read for a place that the client has left since
            return []
        self.cursor = Cursor(here.epoch, new[-1].seq)
        figures.note(self.transport, way, len(new), [new[-1].created_at.timestamp()])
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


def is_before(here: Cursor, head: Cursor) -> bool:
    return here.epoch == head.epoch and here.seq < head.seq
