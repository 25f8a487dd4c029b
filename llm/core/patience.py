"""How long to wait, and how often to try: one deadline through everything, at most one retry at a provider.

Full jitter after Brooker 2015 (AWS Architecture Blog, "Exponential Backoff And Jitter"). Seconds are those of a
monotonic clock that the caller reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from llm.core.faults import RULES, CallFailed, Fault, Step

ATTEMPTS_MAX = 3
RETRY_AFTER_MAX_S = 2.0
BASE_S = 0.25
CAP_S = 2.0
RETRIES_RATIO = 0.10
RETRIES_MIN = 3
WORTHWHILE_S = 0.05  # with less than this left, no call is begun


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment after which nobody waits any more."""

    ends_s: float

    def left_s(self, now_s: float) -> float:
        return max(0.0, self.ends_s - now_s)

    def is_over(self, now_s: float) -> bool:
        return self.left_s(now_s) < WORTHWHILE_S


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds within one call: to connect, to the first token, between two tokens, altogether. `slowness` stretches
    all of them for a provider that is known to be slow."""

    connect_s: float
    first_token_s: float
    idle_s: float
    total_s: float

    def stretched(self, slowness: float, left_s: float) -> Limits:
        total = min(self.total_s * slowness, left_s)
        return Limits(
            min(self.connect_s * slowness, total),
            min(self.first_token_s * slowness, total),
            min(self.idle_s * slowness, total),
            total,
        )


@dataclass(frozen=True, slots=True)
class Tried:
    """What has happened to one question so far: calls made in all, and retries at the provider of this call."""

    attempts: int
    retries_here: int
    tokens_shown: bool


def next_step(failure: CallFailed, tried: Tried) -> Step:
    """Where to go after a failed call. Nothing is repeated once the athlete has seen a part of its answer."""
    rule = RULES[failure.fault]
    if rule.step is Step.STOP or tried.attempts >= ATTEMPTS_MAX:
        return Step.STOP
    if rule.may_retry and not tried.retries_here and not tried.tokens_shown and is_soon(failure):
        return Step.RETRY
    return rule.step


def is_soon(failure: CallFailed) -> bool:
    """Whether the provider lets us come back at once. A 429 that names no time means: not now."""
    if failure.fault is Fault.OVERLOADED and failure.http_status == 429:
        return failure.retry_after_s is not None and failure.retry_after_s <= RETRY_AFTER_MAX_S
    return failure.retry_after_s is None or failure.retry_after_s <= RETRY_AFTER_MAX_S


def pause_s(failure: CallFailed, retry: int, rng: Random) -> float:
    """Seconds before the retry: what the provider asked for, else full jitter under an exponential cap."""
    if failure.retry_after_s is not None:
        return failure.retry_after_s
    return rng.uniform(0.0, min(CAP_S, BASE_S * 2**retry))


def may_spend_retry(calls: int, retries: int) -> bool:
    """Whether one more retry stays within a tenth of a provider's calls of the last minute (three are always free):
    when everything fails, retries must not double the load."""
    return retries < max(RETRIES_MIN, calls * RETRIES_RATIO)
