"""What a language model may answer when it reads an athlete's words: closed choices and nothing else.

The words of a person are only ever read by a question whose reply is one of these. Whoever writes sentences is given
facts and never sees them, so nothing that an athlete (or whoever speaks through them) writes is said back or obeyed.
That is also why no provider's tool calls are used: small local servers ignore them or return them as text, and a choice
out of an enum is the same thing with less that can go wrong. Ids never come from a model: exercises have numbers, made
for one question.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict


class Need(StrEnum):
    """What is to be looked up, or said, for a message that no rule could read."""

    TODAY = "today"
    NEXT = "next"
    WEEK = "week"
    CHANGES = "changes"
    PROGRESS = "progress"
    SWAP = "swap"
    SKIP = "skip"
    TIMES = "times"
    SETTINGS = "settings"
    HEALTH = "health"
    NOTHING = "nothing"


class Feeling(StrEnum):
    """How the athlete sounds: the only thing of their words that reaches whoever words the answer."""

    NEUTRAL = "neutral"
    HAPPY = "happy"
    TIRED = "tired"
    WORRIED = "worried"
    FRUSTRATED = "frustrated"


class Choice(BaseModel):
    """A reading of one message. `exercise`: the number under which it was listed, 0 for none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    first: Need
    second: Need
    exercise: int
    feeling: Feeling

    @property
    def needs(self) -> tuple[Need, ...]:
        """At most two, each once. What is about health stands alone."""
        told = tuple(each for each in dict.fromkeys((self.first, self.second)) if each is not Need.NOTHING)
        return (Need.HEALTH,) if Need.HEALTH in told else told


class Confidence(StrEnum):
    HIGH = "high"
    LOW = "low"


class Limit(StrEnum):
    AT = "at"
    FROM = "from"
    UNTIL = "until"


class DaysAndTime(BaseModel):
    """Training times that somebody told in words that no rule knows. `time`: HH:MM, "" where none was told."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    monday: bool
    tuesday: bool
    wednesday: bool
    thursday: bool
    friday: bool
    saturday: bool
    sunday: bool
    time: str
    limit: Limit
    confidence: Confidence

    @property
    def days(self) -> tuple[int, ...]:
        """Weekdays, 0 = Monday."""
        told = (
            self.monday,
            self.tuesday,
            self.wednesday,
            self.thursday,
            self.friday,
            self.saturday,
            self.sunday,
        )
        return tuple(day for day, is_told in enumerate(told) if is_told)


def choice_schema(exercises: Sequence[str]) -> dict[str, Any]:
    """The schema of a Choice among this many exercises."""
    schema = Choice.model_json_schema()
    schema["properties"]["exercise"] = {"type": "integer", "enum": list(range(len(exercises) + 1))}
    return schema


def read_choice(told: Any, exercises: Sequence[str]) -> Choice:
    """A Choice out of parsed JSON. ValueError where it is none, or names an exercise that was not listed."""
    choice = Choice.model_validate(told)
    if not 0 <= choice.exercise <= len(exercises):
        raise ValueError("exercise")
    return choice


def read_times(told: Any) -> DaysAndTime:
    """Training times out of parsed JSON. ValueError where they are none."""
    times = DaysAndTime.model_validate(told)
    hour, colon, minute = times.time.partition(":")
    is_clock = colon and hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60
    if times.time and not is_clock:
        raise ValueError("time")
    return times


# --- Whether the moment is a bad one ----------------------------------------------------------------------------------
class Verdict(StrEnum):
    OK = "ok"
    LATER = "later"
    NEVER_NOW = "never_now"


class Because(StrEnum):
    OCCUPIED = "occupied"
    HARD_TIME = "hard_time"
    WANTS_QUIET = "wants_quiet"
    NOTHING_SAID = "nothing_said"


class TimingVerdict(BaseModel):
    """Whether now is a bad moment to speak. The reasons name nobody's trouble (coaching.core.timing)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    verdict: Verdict
    reason: Because
