"""One clock and one die for everything that happens: what reads the time or rolls, reads these."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from random import Random
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from accounts.core import ids


class Clock:
    """Stands still until it is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def read(self) -> datetime:
        return self.now

    def read_ns(self) -> int:
        return int(self.now.timestamp() * 1e9)


@contextmanager
def running(clock: Clock, rng: Random) -> Iterator[None]:
    """Time, new ids and seeds of draws come from these, in this process, until it is left."""
    with ExitStack() as stack:
        stack.enter_context(_swapped(timezone, "now", clock.read))
        stack.enter_context(_swapped(ids, "time", SimpleNamespace(time_ns=clock.read_ns)))
        stack.enter_context(_swapped(ids, "os", SimpleNamespace(urandom=rng.randbytes)))
        stack.enter_context(_swapped(secrets, "token_hex", lambda size=16: rng.randbytes(size).hex()))
        yield


@contextmanager
def _swapped(owner: Any, name: str, value: Any) -> Iterator[None]:
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)
