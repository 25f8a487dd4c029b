"""Counting calls: never more than the limit within one window, however many arrive at the same moment.

A window begins with the first call. Where there is a Redis, it counts (one script, so counting and expiring are one
step). Without one Spotter is a single process with a database: hard limits are rows. The limit on all requests is
counted in memory, because a GET writes nothing, and so is what is said while somebody types.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from redis import BlockingConnectionPool, Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from accounts.core.refusals import LimiterAway
from accounts.models import RateCounter

logger = logging.getLogger(__name__)
IN_MEMORY = {"all", "typing"}
REST_S = 5  # after a failure Redis is left alone for so long: one slow request, not all of them
MEMORY_ROOM = 50_000
COUNT = """
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {count, redis.call('PTTL', KEYS[1])}
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """One call against a limit; `reset_s` whole seconds until the window ends."""

    allowed: bool
    limit: int
    remaining: int
    reset_s: int


def take(scope: str, who: str, now: datetime | None = None) -> Counted:
    """Count one call of `who` against settings.RATE_LIMITS[scope]. LimiterAway when Redis cannot be asked.

    Call it outside a transaction: a count that is rolled back was never made.
    """
    limit, window_s = settings.RATE_LIMITS[scope]
    key = f"{scope}:{who}"[:160]
    if settings.REDIS_URL:
        count, left_s = shared_counter(settings.REDIS_URL).take(f"limit:{key}", window_s)
    elif scope in IN_MEMORY:
        count, left_s = memory.take(key, window_s)
    else:
        count, left_s = take_row(key, limit, window_s, now or timezone.now())
    return Counted(count <= limit, limit, max(0, limit - count), max(1, math.ceil(left_s)))


def seconds_to_wait(scope: str, who: str) -> int:
    """Count one call as `take` does; how long `who` has to wait: 0 within the limit, and while nobody can count."""
    try:
        counted = take(scope, who)
    except LimiterAway:
        return 0
    return 0 if counted.allowed else counted.reset_s


class SharedCounter:
    def __init__(self, url: str) -> None:
        # A crowd of threads waits for one of few connections; an unbounded pool would be refused by Redis instead.
        pool = BlockingConnectionPool.from_url(
            url, max_connections=32, timeout=2, retry=Retry(NoBackoff(), 0), **settings.REDIS_OPTIONS
        )
        self.count = Redis(connection_pool=pool).register_script(COUNT)
        self.rests_until = 0.0

    def take(self, key: str, window_s: int) -> tuple[int, float]:
        if time.monotonic() < self.rests_until:
            raise LimiterAway(retry_after_s=REST_S)
        try:
            count, left_ms = self.count(keys=[key], args=[window_s * 1000])
        except RedisError as problem:
            self.rests_until = time.monotonic() + REST_S
            logger.error("Redis cannot count calls: %s", problem)
            raise LimiterAway(retry_after_s=REST_S) from problem
        return int(count), int(left_ms) / 1000


@cache
def shared_counter(url: str) -> SharedCounter:
    return SharedCounter(url)


class MemoryCounter:
    """The same for one process, behind a lock."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.windows: dict[str, tuple[int, float]] = {}

    def take(self, key: str, window_s: int) -> tuple[int, float]:
        now = time.monotonic()
        with self.lock:
            count, ends = self.windows.get(key, (0, 0.0))
            if ends <= now:
                count, ends = 0, now + window_s
            if len(self.windows) >= MEMORY_ROOM:
                self.windows = {name: window for name, window in self.windows.items() if window[1] > now}
            self.windows[key] = (count + 1, ends)
        return count + 1, ends - now


memory = MemoryCounter()


def take_row(key: str, limit: int, window_s: int, now: datetime) -> tuple[int, float]:
    """Each UPDATE checks and counts in one step, so parallel calls cannot both take the last place."""
    ends = now + timedelta(seconds=window_s)
    rows = RateCounter.objects.filter(key=key)
    room = rows.filter(window_ends_at__gt=now, count__lt=limit)
    taken = room.update(count=F("count") + 1) or rows.filter(window_ends_at__lte=now).update(
        count=1, window_ends_at=ends
    )
    if not taken:
        RateCounter.objects.bulk_create([RateCounter(key=key, window_ends_at=ends)], ignore_conflicts=True)
        taken = room.update(count=F("count") + 1)
    row = rows.get()
    return row.count if taken else limit + 1, (row.window_ends_at - now).total_seconds()


def forget_counts(now: datetime) -> int:
    """Drop the rows of windows that are over."""
    return RateCounter.objects.filter(window_ends_at__lte=now).delete()[0]
