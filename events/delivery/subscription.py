"""One reader of one journal that is connected now."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any, ClassVar, NamedTuple

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


class Reading(NamedTuple):
    """What was read for a reader who stood at `here`: either what was `found` and needs a closer look, or what was made
    ready of it.

    In that case `packed` is as the outlet takes it, `there` where it brings the reader, `entries` how many it has
    and `at_s` when the last of them was written (Unix time). No more than that, because every object that one thread
    has made and another looks at and throws away costs a broadcast as much as making it.
    """

    here: Cursor | None
    found: Slice | None
    packed: Any = None
    there: Cursor | None = None
    entries: int = 0
    at_s: float = 0.0
    is_all: bool = True


# As one call of C: a broadcast makes one for every reader.
new_reading: Callable[[tuple[Cursor | None, None, Any, Cursor, int, float, bool]], Reading] = partial(
    tuple.__new__, Reading
)


class Subscription:
    """Where a reader stands, and how entries get to it. `cursor` is up to where they were handed over; None while a
    reader without a cursor waits to learn the head, from where it will follow.

    A transport says how things look: `ready`, `entries`, `reset`, `beat`. `entries` is asked in the thread that reads,
    so it looks at nothing that changes.
    """

    __slots__ = (
        "athlete", "cursor", "end", "ends_s", "ends_why", "grant", "is_ready", "lags", "outlet", "task",
    )  # fmt: skip
    transport: ClassVar[str] = ""
    is_checked: ClassVar[bool] = True  # whether the hub looks if its grant still holds

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

    def is_behind(self, head: Cursor) -> bool:
        return self.cursor is None or self.cursor != head

    def prepared(self, found: Slice, here: Cursor | None) -> Reading:
        """In the thread that has read it, so that the loop has little to do for each reader of a broadcast. As a rule
        the reader still stands `here` when it comes to the loop."""
        entries, head, _reset = found
        outlet = self.outlet
        if not entries or outlet is None or not self.is_ready:
            return Reading(here, found)
        epoch, top = head
        seq, _kind, _payload, at = entries[-1]
        there = head if seq == top else Cursor(epoch, seq)
        packed, at_s = self.packed(outlet, entries, epoch), datetime.fromisoformat(at).timestamp()
        return new_reading((here, None, packed, there, len(entries), at_s, there is head))

    def packed(self, outlet: Outlet, entries: Sequence[Entry], epoch: str) -> Any:
        """`entries` as its outlet takes them."""
        return outlet.packed(self.entries(entries, epoch))

    def take(self, reading: Reading, way: str) -> bool:
        """Hand over what is new in this slice of the journal. True when there is more to read.

        Slices may overlap and come late, because two clerks read: what was handed over already is passed over, and what
        was made ready for a place that the reader has left is read again.
        """
        here, found, packed, there, entries, at_s, is_all = reading
        outlet = self.outlet
        if outlet is not None and outlet.pending is not None:
            self.lags = True
            return False
        if found is not None:
            self.look_at(found, here, way)
            return self.cursor is not None and is_before(self.cursor, found.head)
        if here is not self.cursor or outlet is None:
            return self.cursor is None or there is None or is_before(self.cursor, there)
        self.cursor = there
        figures.note(self.transport, way, entries, at_s)
        outlet.write(packed)
        return not is_all

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
        self.is_ready = True
        follows_head = self.cursor is None
        if self.cursor is None:
            self.cursor = found.head
        elif not self.cursor.epoch:
            self.cursor = Cursor(found.head.epoch, self.cursor.seq)
        if not follows_head and not found.reset:
            figures.RESUMED.labels(self.transport).inc()
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
        figures.note(self.transport, way, len(new), new[-1].created_at.timestamp())
        return self.entries(new, here.epoch)

    def write(self, messages: list[Message]) -> None:
        if self.outlet is not None and messages:
            self.outlet.write(self.outlet.packed(messages))

    def finish(self, why: End) -> None:
        """End it, from wherever: its own task is taken out of its wait and says goodbye."""
        if self.end is None:
            self.end = why
            if self.task is not None:
                self.task.cancel()


def is_before(here: Cursor, head: Cursor) -> bool:
    return here.epoch == head.epoch and here.seq < head.seq
