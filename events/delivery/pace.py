"""The times and the room of a hub."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds, unless the name says otherwise.

    sweep_s: how late an entry is at worst, when every hint is lost.
    access_s: how long a revoked stream may stay open.
    stall_s: how long a reader may take nothing before it is cut.
    life_s: how long a stream lives, give or take a fifth, so that a restart looks like everyday's rotation.
    pulse_s, silence_s: how often the hub sends itself a hint, and after how much silence it subscribes anew.
    idle_s: after how long a clerk with nothing to read gives its database connection back.
    """

    heartbeat_s: float = 15.0
    sweep_s: float = 2.0
    access_s: float = 4.0
    stall_s: float = 30.0
    life_s: float = 600.0
    pulse_s: float = 10.0
    silence_s: float = 25.0
    idle_s: float = 2.0
    drain_s: float = 5.0
    per_athlete: int = 5
    in_all: int = 25_000
    retry_ms: tuple[int, int] = (1_000, 8_000)

    def retry(self) -> int:
        """After how many milliseconds a client should come back: another number for each, so that they come spread."""
        return random.randint(*self.retry_ms)  # noqa: S311  jitter

    def life(self) -> float:
        return self.life_s * random.uniform(0.8, 1.2)  # noqa: S311  jitter
