"""Weekly training volume: fractional sets per muscle, where to start, how fast to change, what is balanced.

A primary muscle counts 1 per set, a secondary one 0.5 (Pelland 2025, Sports Med, doi 10.1007/s40279-025-02344-w: best
supported count; returns diminish, for strength already near four weekly sets; people differ widely).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from science.refusals import row, within

PRIMARY_CREDIT = 1.0
SECONDARY_CREDIT = 0.5
MAINTAIN_SETS = 4.0  # per muscle and week; the figures from here to MIN_SET_STEP are our own choice
START_SETS: Mapping[str, float] = MappingProxyType({"beginner": 6.0, "intermediate": 10.0, "advanced": 12.0})
CAP_SETS = 20.0
MAX_SET_STEP = 2.0
MAX_SET_RISE = 0.20
MIN_SET_STEP = 1.0
GROWTH_PERCENT_PER_SET = 0.37  # Schoenfeld 2017, J Sports Sci 35:1073
BALANCE_BAND = (0.67, 1.5)
BALANCE_WEEKS = 4


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Weekly sets of one muscle group by coaching habit: no evidence, a hint at most."""

    minimum: float
    working: tuple[float, float]
    cap: float


LANDMARKS: Mapping[str, Landmarks] = MappingProxyType(
    {
        "chest": Landmarks(6, (10, 16), 20),
        "back": Landmarks(8, (12, 18), 22),
        "quads": Landmarks(6, (10, 16), 20),
        "hamstrings": Landmarks(4, (8, 14), 18),
        "glutes": Landmarks(2, (6, 12), 16),
        "side_rear_delts": Landmarks(6, (10, 18), 24),
        "front_delts": Landmarks(0, (2, 8), 12),
        "biceps": Landmarks(4, (8, 16), 20),
        "triceps": Landmarks(4, (8, 14), 18),
        "calves": Landmarks(6, (8, 14), 18),
        "abs": Landmarks(0, (6, 14), 20),
    }
)
GROUP_OF_MUSCLE: Mapping[str, str] = MappingProxyType(
    {"lats": "back", "upper_back": "back", "side_delts": "side_rear_delts", "rear_delts": "side_rear_delts"}
)


@dataclass(frozen=True, slots=True)
class MuscleWork:
    """Hard sets of one exercise and the muscles that it trains."""

    sets: float
    primary: tuple[str, ...]
    secondary: tuple[str, ...] = ()


def fractional_sets(work: Iterable[MuscleWork]) -> dict[str, float]:
    """Sets per muscle: 1 for each set as primary, 0.5 as secondary (Pelland 2025)."""
    return _credited(work, lambda muscle: muscle)


def fractional_sets_by_group(work: Iterable[MuscleWork]) -> dict[str, float]:
    """Fractional sets per group of LANDMARKS; a set counts once for a group, however many of its muscles take part."""
    return _credited(work, lambda muscle: GROUP_OF_MUSCLE.get(muscle, muscle))


def _credited(work: Iterable[MuscleWork], named: Callable[[str], str]) -> dict[str, float]:
    totals: dict[str, float] = {}
    for item in work:
        credits = {named(muscle): SECONDARY_CREDIT for muscle in item.secondary}
        credits |= {named(muscle): PRIMARY_CREDIT for muscle in item.primary}
        for name, credit in credits.items():
            totals[name] = totals.get(name, 0.0) + credit * item.sets
    return totals


def start_sets(level: str) -> float:
    """Weekly sets per muscle to start with: 6, 10 or 12 (own choice)."""
    return row("level", START_SETS, level)


def next_weekly_sets(current_sets: float, wanted_sets: float, cap_sets: float = CAP_SETS) -> float:
    """The wanted weekly sets of a muscle, by at most two sets a week and +20 % (own choice), never above the cap.

    One set more is always allowed, so that small volumes can grow at all.
    """
    within("current_sets", current_sets, 0, float("inf"))
    rise = max(MIN_SET_STEP, min(MAX_SET_STEP, MAX_SET_RISE * current_sets))
    lowest = max(0.0, current_sets - MAX_SET_STEP)
    return max(lowest, min(wanted_sets, current_sets + rise, cap_sets))


def growth_percent(extra_weekly_sets: float) -> float:
    """Mean extra muscle size in % from extra weekly sets, up to about 20 in all: 0.37 per set (Schoenfeld 2017)."""
    return GROWTH_PERCENT_PER_SET * extra_weekly_sets


def balance_ratio(sets: float, opposing_sets: float) -> float | None:
    """Fractional sets over those of the opposing pattern (push:pull, quad:hinge); None over zero."""
    return sets / opposing_sets if opposing_sets > 0 else None


def is_balanced(sets: float, opposing_sets: float) -> bool:
    """Whether the ratio lies within 0.67-1.5 (own choice; nothing about injury). No work on both sides is balanced."""
    ratio = balance_ratio(sets, opposing_sets)
    if ratio is None:
        return sets <= 0
    return BALANCE_BAND[0] <= ratio <= BALANCE_BAND[1]
