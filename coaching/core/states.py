"""The states of a prompt and the moves between them; what is not listed is forbidden.

Every move is a compare-and-set on the old state, so of two writers one wins. `delivered` means handed over in the
journal; the client's ack is a receipt beside it. A prompt whose sender died may have been delivered: `unknown` is never
sent again.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PENDING, SENDING, DELIVERED, UNKNOWN = "pending", "sending", "delivered", "unknown"
SEEN, ANSWERED = "seen", "answered"
EXPIRED, CANCELLED, FAILED = "expired", "cancelled", "failed"

MOVES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        PENDING: frozenset({SENDING, CANCELLED, EXPIRED}),
        SENDING: frozenset({DELIVERED, UNKNOWN, CANCELLED, EXPIRED, FAILED}),
        DELIVERED: frozenset({SEEN, ANSWERED, EXPIRED}),
        UNKNOWN: frozenset({DELIVERED, SEEN, ANSWERED, EXPIRED}),
        SEEN: frozenset({ANSWERED, EXPIRED}),
        ANSWERED: frozenset(),
        EXPIRED: frozenset(),
        CANCELLED: frozenset(),
        FAILED: frozenset(),
    }
)
ENDED = frozenset(state for state, onwards in MOVES.items() if not onwards)
UNSENT = frozenset({PENDING, SENDING})  # the athlete knows nothing of it
HANDED_OVER = frozenset({DELIVERED, UNKNOWN, SEEN})  # it stands in the journal


def sources(to: str) -> frozenset[str]:
    """The states from which a prompt may get there."""
    return frozenset(state for state, onwards in MOVES.items() if to in onwards)
