"""What feedback refuses, as exceptions with a `code` and `facts`; the words are made in feedback.wording."""

from typing import Any, ClassVar


class Refused(Exception):
    """Base of the refusals: `code` is stable, `facts` holds plain values for the sentence and for the client."""

    code: ClassVar[str] = "refused"

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code, facts)
        self.facts = facts


class TimestampImplausible(Refused):
    """A rating from the future, or from so long ago that it is more likely a wrong clock. Facts: timestamp, earliest,
    latest (ISO 8601)."""

    code = "timestamp_implausible"


class ExerciseUnknown(Refused):
    """No exercise of the catalogue, nor a private one of this athlete, has this slug. Facts: exercise."""

    code = "unknown_exercise"


class IdTaken(Refused):
    """The client id already stands for another body. Facts: id."""

    code = "idempotency_conflict"


class AnotherAthlete(Refused):
    """Rows of one athlete were sent while another one is signed in."""

    code = "another_athlete"


class IllnessRunning(Refused):
    """The athlete is ill already: that report is to be corrected or ended. Facts: id."""

    code = "illness_running"


class LogUnreadable(Refused):
    """A file that is no training log we know, or no text at all. Facts: because (a code), and what was seen."""

    code = "unreadable_log"


class MappingUnknown(Refused):
    """An import maps a title to an exercise that does not exist. Facts: title, exercise."""

    code = "unknown_exercise"
