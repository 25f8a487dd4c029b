"""What became of each row of a log, and the sum of it. Every row has exactly one outcome."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

IMPORTED = "imported"
DUPLICATE = "duplicate"
SKIPPED = "skipped"
UNKNOWN_EXERCISE = "unknown_exercise"  # kept all the same, under an exercise of the athlete's own
REJECTED = "rejected"
OUTCOMES = (IMPORTED, DUPLICATE, SKIPPED, UNKNOWN_EXERCISE, REJECTED)


@dataclass(frozen=True, slots=True)
class RowOutcome:
    line: int
    outcome: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a title of the log stands for. how: mapping (the athlete said so) | alias | name | … | private."""

    title: str
    slug: str
    how: str

    @property
    def is_private(self) -> bool:
        return self.how == "private"


def counts(outcomes: Iterable[RowOutcome]) -> dict[str, int]:
    """How many rows had which outcome; all outcomes are named."""
    tally = dict.fromkeys(OUTCOMES, 0)
    for each in outcomes:
        tally[each.outcome] += 1
    return tally


def reasons(outcomes: Iterable[RowOutcome]) -> dict[str, int]:
    """How often each reason was given."""
    return dict(Counter(each.reason for each in outcomes if each.reason))


def outcome_of(is_new: bool, is_same: bool, recognised: Recognised) -> tuple[str, str]:
    """Outcome and reason of all rows of one exercise of one workout. What is there already is never overwritten."""
    if not is_new:
        return DUPLICATE, "" if is_same else "differs_from_stored"
    return (UNKNOWN_EXERCISE, "kept_as_own_exercise") if recognised.is_private else (IMPORTED, "")


def packed(outcomes: Iterable[RowOutcome]) -> list[list[int | str]]:
    """In the order of the file, small enough to be stored: [[line, outcome, reason], …]."""
    return [[each.line, each.outcome, each.reason] for each in sorted(outcomes, key=lambda each: each.line)]
