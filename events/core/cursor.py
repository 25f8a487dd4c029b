"""A client's place in a journal, as it travels: `<epoch>-<seq>`, or a bare `seq` of the current epoch."""

import re
from typing import NamedTuple

WIRE = re.compile(r"(?:(?P<epoch>[0-9a-f]{1,64})-)?(?P<seq>[0-9]{1,18})", re.ASCII)


class CursorUnreadable(Exception):
    code = "invalid"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.facts = {"after": text[:80]}


class Cursor(NamedTuple):
    epoch: str
    seq: int

    def __str__(self) -> str:
        return f"{self.epoch}-{self.seq}"


def parse(text: str, epoch: str) -> Cursor:
    """The cursor that a client sent. A bare number belongs to the current epoch. Raises CursorUnreadable."""
    match = WIRE.fullmatch(text.strip())
    if match is None:
        raise CursorUnreadable(text)
    return Cursor(match["epoch"] or epoch, int(match["seq"]))


def must_reset(cursor: Cursor, head: Cursor, oldest_seq: int) -> bool:
    """True when entries after this cursor cannot be given without a gap: another epoch, ahead of the head, or older
    than the oldest entry that is kept."""
    return cursor.epoch != head.epoch or cursor.seq > head.seq or cursor.seq + 1 < oldest_seq
