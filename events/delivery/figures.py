"""What operators see of the streams, at /metrics and on the console's live page.

Of several processes that share PROMETHEUS_MULTIPROC_DIR, gauges count those that live.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import time

from prometheus_client import Counter, Gauge, Histogram

OPEN = Gauge("spotter_streams_open", "Streams that are open now.", ["transport"], multiprocess_mode="livesum")
OPENED = Counter("spotter_streams_opened", "Streams that were opened.", ["transport"])
TURNED_AWAY = Counter(
    "spotter_streams_turned_away", "Clients that were asked to come back later: full, or about to stop.", ["transport"]
)
RESUMED = Counter(
    "spotter_streams_resumed", "Streams that were opened with a cursor that could be followed.", ["transport"]
)
RESET = Counter("spotter_streams_reset", "Clients that were told to start over.", ["transport"])
ENDED = Counter("spotter_streams_ended", "Streams that ended.", ["transport", "cause"])
WRITTEN = Counter("spotter_stream_entries", "Entries written to streams, live or to catch up.", ["transport", "way"])


class Delays(Histogram):
    """A histogram that takes many observations in one call, which costs a fraction of as many calls."""

    def observe_many(self, amounts_s: Sequence[float]) -> None:
        """Seconds."""
        ordered, below = sorted(amounts_s), 0
        for bound_s, bucket in zip(self._upper_bounds, self._buckets, strict=True):
            upto = bisect_right(ordered, bound_s)
            if upto > below:
                bucket.inc(upto - below)
                below = upto
        self._sum.inc(max(0.0, sum(ordered)))  # clocks differ


DELAY = Delays(
    "spotter_push_delay_seconds",
    "From writing an entry to handing it to the connection, for entries that were pushed live.",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
HINTS = Counter("spotter_stream_hints", "Hints that this process heard.")
DEAF = Gauge(
    "spotter_stream_deaf", "Processes that hear no hints: entries come with the sweep.", multiprocess_mode="livesum"
)
SWEPT = Counter("spotter_stream_swept", "Streams that the sweep found behind: hints that were lost or late.")
SWEPT_AT = Gauge(
    "spotter_stream_swept_at_seconds", "When the last sweep ended, in Unix time.", multiprocess_mode="livemax"
)


@dataclass(slots=True)
class Handed:
    """Entries, and of each connection that got some, when the last of them was written (Unix time)."""

    count: int = 0
    at_s: list[float] = field(default_factory=list)


# What is written while a batch is handed over is noted here, and told to the metrics once a batch: they take locks, and
# longer than the writing itself. Only the loop's thread comes here.
_handed: defaultdict[tuple[str, str], Handed] = defaultdict(Handed)


def note(transport: str, way: str, count: int, at_s: Sequence[float]) -> None:
    """So many entries were handed to some connections; the last of each was written then, in Unix time."""
    handed = _handed[transport, way]
    handed.count += count
    handed.at_s += at_s


def settle() -> None:
    """Tell the metrics what was noted."""
    now_s = time()
    for (transport, way), handed in _handed.items():
        WRITTEN.labels(transport, way).inc(handed.count)
        if way == "live":
            DELAY.observe_many([now_s - each_s for each_s in handed.at_s])
    _handed.clear()
