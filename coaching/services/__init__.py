"""The only writers of the chat, and the ways to read it. Callers say `coaching.services`."""

from coaching.services.answering import KINDS, NAME, react
from coaching.services.messages import (
    as_json,
    find,
    history,
    mark_json,
    post,
    read_mark,
    read_up_to,
    unread_count,
    write_as_coach,
)
from coaching.services.typing import typing

__all__ = [
    "KINDS",
    "NAME",
    "as_json",
    "find",
    "history",
    "mark_json",
    "post",
    "react",
    "read_mark",
    "read_up_to",
    "typing",
    "unread_count",
    "write_as_coach",
]
