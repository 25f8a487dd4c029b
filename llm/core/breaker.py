"""A circuit breaker per provider and model: who fails all the time is left alone for a while (Nygard 2007, "Release
It!"). Instants are seconds since the epoch, so that processes can share the state."""

from __future__ import annotations

from dataclasses import dataclass, replace

from llm.core.faults import Mark

WINDOW_S = 60.0
ROW_MAX = 5  # failures in a row
RATIO = 0.5  # of at least CALLS_MIN calls in the window
CALLS_MIN = 10
OPEN_S = 30.0
OPEN_MAX_S = 300.0
PAUSE_MAX_S = 60.0
BROKEN_S = 600.0
PROBE_S = 60.0  # a probe whose process died frees its place after this


@dataclass(frozen=True, slots=True)
class Breaker:
    """`row`: failures since the last good call. `opens`: how often it opened without a good call in between.
    `probe_until`: somebody is trying whether the provider is back. `since`: calls that ended before this instant were
    judged when it opened, and count no more. As long as all goes well nothing of this changes, so nothing is written.
    """

    row: int = 0
    opens: int = 0
    open_until: float = 0.0
    probe_until: float = 0.0
    since: float = 0.0

    @property
    def is_tripped(self) -> bool:
        """Open or half open: only a probe may pass."""
        return self.open_until > 0


@dataclass(frozen=True, slots=True)
class Lately:
    """How many calls of the last WINDOW_S, and after `since`, went well or badly. A call that is being noted is among
    them."""

    good: int = 0
    bad: int = 0

    @property
    def is_poor(self) -> bool:
        calls = self.good + self.bad
        return calls >= CALLS_MIN and self.bad >= RATIO * calls


def admit(breaker: Breaker, now: float) -> tuple[Breaker, bool]:
    """Whether a call may go out now. Once the time is over one probe at a time may."""
    if not breaker.is_tripped:
        return breaker, True
    if now < breaker.open_until or now < breaker.probe_until:
        return breaker, False
    return replace(breaker, probe_until=now + PROBE_S), True


def note(
    breaker: Breaker, mark: Mark, now: float, retry_after_s: float | None = None, lately: Lately = Lately()
) -> Breaker:
    """The breaker after a call. `retry_after_s`: a pause that the provider asked for. `lately` matters after a bad call
    only."""
    if mark is Mark.GOOD:
        return _good(breaker, now)
    if mark is Mark.BROKEN:
        return _opened(breaker, now, BROKEN_S)
    if mark is Mark.PAUSE:
        return _opened(breaker, now, min(PAUSE_MAX_S, retry_after_s or OPEN_S))
    if mark is Mark.NEUTRAL:
        return replace(breaker, probe_until=0.0)
    return _bad(breaker, now, lately)


def _good(breaker: Breaker, now: float) -> Breaker:
    if breaker.is_tripped:
        # A call that was under way when the breaker opened says nothing about now; a probe does.
        return Breaker(since=now) if breaker.probe_until else breaker
    return replace(breaker, row=0, opens=0)


def _bad(breaker: Breaker, now: float, lately: Lately) -> Breaker:
    if breaker.is_tripped:
        return _opened(breaker, now, _next_s(breaker)) if breaker.probe_until else breaker
    told = replace(breaker, row=breaker.row + 1)
    return _opened(told, now, _next_s(told)) if told.row >= ROW_MAX or lately.is_poor else told


def _next_s(breaker: Breaker) -> float:
    return min(OPEN_MAX_S, OPEN_S * 2.0**breaker.opens)


def _opened(breaker: Breaker, now: float, for_s: float) -> Breaker:
    return Breaker(opens=breaker.opens + 1, open_until=max(breaker.open_until, now + for_s), since=now)
