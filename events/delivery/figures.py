"""What operators see of the streams, at /metrics."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

OPEN = Gauge("spotter_streams_open", "Streams that are open now.", ["transport"])
OPENED = Counter("spotter_streams_opened", "Streams that were opened.", ["transport"])
RESUMED = Counter(
    "spotter_streams_resumed", "Streams that were opened with a cursor that could be followed.", ["transport"]
)
RESET = Counter("spotter_streams_reset", "Clients that were told to start over.", ["transport"])
ENDED = Counter("spotter_streams_ended", "Streams that ended.", ["transport", "cause"])
WRITTEN = Counter("spotter_stream_entries", "Entries written to streams, live or to catch up.", ["transport", "way"])
DELAY = Histogram(
    "spotter_push_delay_seconds",
    "From writing an entry to handing it to the connection, for entries that were pushed live.",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
HINTS = Counter("spotter_stream_hints", "Hints that this process heard.")
SWEPT = Counter("spotter_stream_swept", "Streams that the sweep found behind: hints that were lost or late.")
