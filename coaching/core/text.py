"""What may stand in a message."""

from __future__ import annotations

from coaching.core.refusals import MessageUnfit

TEXT_MAX = 4000  # characters
NUL = "\x00"


def fit(text: str) -> str:
    """The text as it is kept: without the space around it. Whatever else people write stays as they wrote it.

    Raises MessageUnfit for nothing at all, for more than TEXT_MAX characters, and for what no database can hold.
    """
    kept = text.strip()
    if not kept:
        raise MessageUnfit(problem="empty", most=TEXT_MAX)
    if len(kept) > TEXT_MAX:
        raise MessageUnfit(problem="too_long", most=TEXT_MAX)
    if NUL in kept or any("\ud800" <= sign <= "\udfff" for sign in kept):
        raise MessageUnfit(problem="unprintable", most=TEXT_MAX)
    return kept
