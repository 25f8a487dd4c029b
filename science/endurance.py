"""Endurance work: zones by effort, the split between them, how far a week may grow.

Zones by the talk test: 1 below the first ventilatory threshold, 2 between the two, 3 above the second. About 80 % of
sessions easy is common practice (Seiler 2010, second-hand); most elites train pyramidally and polarise in phases
(Stöggl 2015). Split, weekly rise and long-session share are habits (own choice), no laws.
"""

from collections.abc import Iterable
from math import log10

from science.refusals import within

EASY_MAX_RPE = 4.0
HARD_MIN_RPE = 7.0
DEFAULT_SPLIT = (0.80, 0.15, 0.05)
PYRAMIDAL_BELOW_H = 6.0  # hours a week below which the split is pyramidal in any case
LONG_SESSION_SHARE = 0.30
WEEKLY_RISE = 0.10


def zone(rpe: float) -> int:
    """Intensity zone of an effort 0-10: 1 up to RPE 4, 2 between, 3 from RPE 7."""
    if within("rpe", rpe, 0, 10) <= EASY_MAX_RPE:
        return 1
    return 3 if rpe >= HARD_MIN_RPE else 2


def intensity_split(sessions: Iterable[tuple[float, float]]) -> tuple[float, float, float] | None:
    """Shares of the minutes in zones 1, 2, 3 from (rpe, minutes) of each session; None without a minute."""
    minutes = [0.0, 0.0, 0.0]
    for rpe, duration_min in sessions:
        minutes[zone(rpe) - 1] += within("duration_min", duration_min, 0, float("inf"))
    total = sum(minutes)
    return (minutes[0] / total, minutes[1] / total, minutes[2] / total) if total else None


def polarisation_index(zone_1: float, zone_2: float, zone_3: float) -> float | None:
    """log10(Z1/Z2 × Z3 × 100) on shares of the time; above 2.0 is polarised (Treff 2019). None with an empty zone."""
    if min(zone_1, zone_2, zone_3) <= 0:
        return None
    return log10(zone_1 / zone_2 * zone_3 * 100)


def is_pyramidal(zone_1: float, zone_2: float, zone_3: float) -> bool:
    """Whether each zone holds less time than the one below."""
    return zone_1 > zone_2 > zone_3


def next_week_min(last_week_min: float) -> float:
    """Most minutes for next week by the habit of +10 %."""
    return within("last_week_min", last_week_min, 0, float("inf")) * (1 + WEEKLY_RISE)


def long_session_max_min(week_min: float) -> float:
    """Longest session in a week of so many minutes: 30 %."""
    return within("week_min", week_min, 0, float("inf")) * LONG_SESSION_SHARE
