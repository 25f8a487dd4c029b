"""What passes: written to the streams that are open now, and to no journal. Nobody waits for it: a reader that is busy
goes without."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from events.delivery.subscription import Subscription

Told = Iterable[tuple[str, str, dict[str, Any]]]


def pass_on(told: Told, following: Mapping[str, Sequence[Subscription]]) -> None:
    """`told` as it came over the channel layer: athlete in hex, kind, data."""
    for athlete, kind, data in told:
        for subscription in following.get(athlete, ()):
            if subscription.is_ready and not subscription.is_busy and subscription.end is None:
                subscription.write(subscription.passing(kind, data))
