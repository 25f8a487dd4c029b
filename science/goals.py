"""What each training goal asks of a set, a session and a week.

Synthesis of ACSM 2009 (Ratamess, Med Sci Sports Exerc 41:687), Robinson 2024 and Refalo 2022 on effort, Singer 2024 on
rest, Baz-Valle 2022 on volume, and our own choice where they leave room. Failure is not needed; people differ widely.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from science.refusals import row

Range = tuple[float, float]

BEGINNER_RIR: Range = (2, 4)
ADVANCED_STRENGTH_RIR: Range = (1, 3)
SETS_PER_EXERCISE: Mapping[str, Range] = MappingProxyType(
    {"beginner": (1, 3), "intermediate": (2, 4), "advanced": (2, 6)}
)
DAYS_PER_WEEK: Mapping[str, Range] = MappingProxyType({"beginner": (2, 3), "intermediate": (3, 4), "advanced": (4, 5)})


@dataclass(frozen=True, slots=True)
class Prescription:
    """Ranges for the strength work of a goal; the work that is not lifting is in `endurance` and `health`.

    reps per set, share of 1RM (0-1), reps in reserve, fractional sets per muscle and week, rest between sets in
    seconds, sessions per muscle and week.
    """

    reps: Range
    share_of_1rm: Range
    rir: Range
    weekly_sets: Range
    rest_s: Range
    sessions_per_muscle: Range = (2, 3)


PRESCRIPTIONS: Mapping[str, Prescription] = MappingProxyType(
    {
        "strength": Prescription((3, 6), (0.77, 0.90), (2, 3), (6, 12), (180, 300)),
        "muscle_gain": Prescription((6, 15), (0.60, 0.85), (0, 3), (10, 20), (90, 180)),
        "weight_loss": Prescription((8, 12), (0.65, 0.75), (2, 3), (6, 12), (60, 90)),
        "endurance": Prescription((6, 12), (0.65, 0.85), (2, 3), (4, 8), (90, 180), (2, 2)),
        "flexibility": Prescription((8, 12), (0.65, 0.75), (2, 3), (4, 8), (60, 120), (2, 2)),
        "sports_specific": Prescription((3, 6), (0.80, 0.92), (2, 4), (6, 10), (180, 300)),
    }
)


def prescription(goal: str, level: str) -> Prescription:
    """The ranges of a goal as a level should train it; UnknownName for an unknown goal or level.

    A beginner keeps 2-4 reps in reserve whatever the goal; an advanced lifter may go to 1 for strength.
    """
    row("level", SETS_PER_EXERCISE, level)
    found = row("goal", PRESCRIPTIONS, goal)
    if level == "beginner":
        return replace(found, rir=BEGINNER_RIR)
    if level == "advanced" and goal == "strength":
        return replace(found, rir=ADVANCED_STRENGTH_RIR)
    return found
