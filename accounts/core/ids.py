"""Identifiers that sort by the time they were made (UUID version 7, RFC 9562)."""

import os
import time
import uuid
from datetime import datetime


def uuid7() -> uuid.UUID:
    """48 bits of Unix milliseconds, then 74 random bits. The one function of a core that reads the clock: it is the
    default of primary keys, and rows made close together then lie close together in the index."""
    value = int.from_bytes(os.urandom(10), "big") | time.time_ns() // 1_000_000 << 80
    value = value & ~(0xF000 << 64) | 0x7000 << 64
    value = value & ~(0xC000 << 48) | 0x8000 << 48
    return uuid.UUID(int=value)


def first_uuid7(at: datetime) -> uuid.UUID:
    """Where the identifiers made at or after this instant begin, to the millisecond."""
    return uuid.UUID(int=int(at.timestamp() * 1000) << 80 | 0x7000 << 64 | 0x8000 << 48)
