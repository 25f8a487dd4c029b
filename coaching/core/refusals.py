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


class HabitIdTaken(Refused):
    """The client id already stands for another habit or another day. Facts: id."""

    code = "id_taken"


class TooManyHabits(Refused):
    """Facts: most."""

    code = "too_many_habits"


class HabitDayUnfit(Refused):
    """A day that has not come, is long over, or lies before the habit. Facts: on."""

    code = "day_unfit"


class PushUnavailable(Refused):
    """This installation sends no notifications to browsers."""

    code = "push_unavailable"


class PushEndpointUnfit(Refused):
    """An address that is not one of a known push service, or keys that are none."""

    code = "push_endpoint_unfit"


class PromptAnswerUnfit(Refused):
    """An answer that this prompt does not offer, or none at all. Facts: choice."""

    code = "prompt_answer_unfit"
