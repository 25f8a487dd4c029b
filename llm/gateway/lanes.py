"""How many calls one process has under way at a provider, and who waits. People at a screen go first: background work
never takes the last place, and nobody queues behind a crowd. What all processes together may have under way is counted
where a call is opened (`llm.services.sharing`)."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from llm.core.faults import CallFailed, Fault
from llm.core.jobs import Lane, places_of

QUEUE_RATIO = 2


class Gate:
    """The places at one provider."""

    def __init__(self, places: int) -> None:
        self.places = places
        self.taken = 0
        self.waiting = 0
        self.at_a_screen = 0  # of those who wait
        self.changed = threading.Condition()

    def has_room(self, lane: Lane) -> bool:
        if lane is Lane.BATCH and self.at_a_screen:
            return False
        return self.taken < places_of(lane, self.places)

    def enter(self, lane: Lane, patience_s: float) -> None:
        """Take a place. CallFailed(BUSY) at once when the queue is long, or when none gets free in time."""
        ends_s = time.monotonic() + patience_s
        with self.changed:
            if not self.has_room(lane) and self.waiting >= QUEUE_RATIO * self.places:
                raise CallFailed(Fault.BUSY, "queue_full")
            self.waiting += 1
            self.at_a_screen += lane is Lane.INTERACTIVE
            try:
                if not self.changed.wait_for(lambda: self.has_room(lane), max(0.0, ends_s - time.monotonic())):
                    raise CallFailed(Fault.BUSY, "queue_slow")
                self.taken += 1
            finally:
                self.waiting -= 1
                self.at_a_screen -= lane is Lane.INTERACTIVE
                self.changed.notify_all()  # whoever gave way may go now

    def leave(self) -> None:
        with self.changed:
            self.taken -= 1
            self.changed.notify_all()


_gates: dict[tuple[str, int], Gate] = {}
_lock = threading.Lock()


@contextmanager
def place(provider: str, places: int, lane: Lane, patience_s: float) -> Iterator[None]:
    """A place at this provider for as long as the block runs."""
    with _lock:
        gate = _gates.setdefault((provider, places), Gate(places))
    gate.enter(lane, patience_s)
    try:
        yield
    finally:
        gate.leave()
