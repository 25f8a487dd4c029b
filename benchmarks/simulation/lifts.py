"""The lifts that the simulated athletes train."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Lift:
    """k: median slope of the reps curve. learning: factor on the speed of gains.
    start_kg: median 1RM of a beginner, an intermediate and an advanced athlete; increment_kg: smallest step.

    Bench and leg press: k from the published repetitions at 80 and 70 % (Nuzzo 2024). The other slopes, the starting
    strengths and the speeds have no single source: usual values, our own choice.
    """

    slug: str
    k: float
    learning: float
    start_kg: Mapping[str, float]
    increment_kg: float = 2.5


def _starts(beginner: float, intermediate: float, advanced: float) -> Mapping[str, float]:
    return MappingProxyType({"beginner": beginner, "intermediate": intermediate, "advanced": advanced})


SQUAT = Lift("back-squat", 0.0325, 1.10, _starts(70, 120, 165))
LEG_PRESS = Lift("leg-press", 0.0225, 1.15, _starts(110, 190, 260), 5)
BENCH = Lift("barbell-bench-press", 0.0330, 0.68, _starts(50, 88, 122))
DEADLIFT = Lift("conventional-deadlift", 0.0345, 0.90, _starts(85, 145, 195))
PRESS = Lift("overhead-press", 0.0340, 0.60, _starts(32, 56, 75))
LIFTS: Mapping[str, Lift] = MappingProxyType({lift.slug: lift for lift in (SQUAT, LEG_PRESS, BENCH, DEADLIFT, PRESS)})
