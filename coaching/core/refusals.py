"""What the chat refuses, as exceptions with a `code` and `facts`; the words are made elsewhere."""

from __future__ import annotations

from typing import Any, ClassVar


class Refused(Exception):
    """Base of the refusals: `code` is stable, `facts` holds plain values for the sentence and for the client."""

    code: ClassVar[str] = "refused"

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code, facts)
        self.facts = facts


class MessageUnfit(Refused):
    """A text that cannot be kept. Facts: problem (empty | too_long | unprintable), most (characters)."""

    code = "message_unfit"


class MessageIdTaken(Refused):
    """The client id already stands for another text. Facts: client_id."""

    code = "idempotency_conflict"
