"""Why a stream or a command is refused."""

from __future__ import annotations


class AccessRefused(Exception):
    """The credentials are unknown, expired, used or revoked; which of these is nobody's business."""

    code = "not_authenticated"

    def __init__(self) -> None:
        super().__init__(self.code)
        self.facts: dict[str, str] = {}


class AckAhead(Exception):
    """A client says that it has an entry which was not written yet."""

    code = "ack_ahead"

    def __init__(self, seq: int, head: int) -> None:
        super().__init__(self.code)
        self.facts = {"seq": seq, "head": head}
