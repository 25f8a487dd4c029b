"""Every number that the plan rules judge by, in one versioned value.

Where the numbers come from stands with each rule in `plans.core.rules`. Change a number here, raise RULES_VERSION: a
plan remembers the version that it passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")

RULES_VERSION = 1
FAMILIES = ("general", "strength", "hypertrophy")
GOAL_FAMILY = {"strength": "strength", "muscle_gain": "hypertrophy"}  # every other goal is general
NO_GROWTH_PHASES = frozenset({"deload", "taper", "return"})
STRENGTH_PLAN_GOALS = frozenset({"strength", "muscle_gain", "weight_loss", "sports_specific"})

Band = tuple[float, float]


@dataclass(frozen=True, slots=True)
class ByLevel(Generic[Value]):
    beginner: Value
    intermediate: Value
    advanced: Value

    def of(self, level: str) -> Value:
        """The value of a level, one of spec.LEVELS."""
        return {"beginner": self.beginner, "intermediate": self.intermediate, "advanced": self.advanced}[level]


@dataclass(frozen=True, slots=True)
class ByFamily(Generic[Value]):
    general: ByLevel[Value]
    strength: ByLevel[Value]
    hypertrophy: ByLevel[Value]

    def of(self, family: str, level: str) -> Value:
        """The value of a goal family, one of FAMILIES, and a level."""
        rows = {"general": self.general, "strength": self.strength, "hypertrophy": self.hypertrophy}
        return rows[family].of(level)


@dataclass(frozen=True, slots=True)
class Shape:
    """S: what any prescription may hold at all."""

    weeks_max: int = 16
    sets: tuple[int, int] = (1, 10)
    reps: tuple[int, int] = (1, 30)
    rir: Band = (0, 5)
    percent_1rm: Band = (30, 97)
    rest_s: tuple[int, int] = (15, 600)
    easy_rest_s: tuple[int, int] = (0, 600)  # one stretch or one run needs no rest
    duration_s: tuple[int, int] = (5, 6 * 3600)
    distance_m: tuple[int, int] = (5, 200_000)
    load_kg: Band = (0, 1000)
    text_max: int = 160


@dataclass(frozen=True, slots=True)
class Volume:
    """V: fractional sets of a major muscle group."""

    weekly_min: ByFamily[float] = ByFamily(ByLevel(2, 4, 4), ByLevel(3, 4, 5), ByLevel(4, 8, 10))
    weekly_max: ByFamily[float] = ByFamily(ByLevel(12, 16, 20), ByLevel(12, 16, 20), ByLevel(14, 20, 26))
    # Calves and the trunk have no agreed minimum and count towards the maximum only (own choice).
    minimum_groups: tuple[str, ...] = (
        "chest",
        "back",
        "shoulders",
        "quads",
        "hamstrings",
        "glutes",
        "biceps",
        "triceps",
    )
    per_session_max: float = 11
    session_sets_max: ByLevel[int] = ByLevel(18, 24, 30)
    over_recent_ratio: float = 1.25
    days_per_group_min: int = 2


@dataclass(frozen=True, slots=True)
class Balance:
    """B: ratios of a week. Push:pull and quad:hinge share the band that the diagnosis uses."""

    push_pull: Band = (0.67, 1.5)
    quad_hinge: Band = (0.67, 1.5)
    upper_lower: Band = (0.5, 2.0)
    compound_share_min: ByLevel[float] = ByLevel(0.60, 0.40, 0.40)


@dataclass(frozen=True, slots=True)
class Intensity:
    """I: how heavy, how close to failure, how much rest."""

    heavy_percent: float = 80
    heavy_reps_max: int = 6
    heavy_sets_min: int = 2
    growth_share_min: float = 0.80
    growth_reps: tuple[int, int] = (5, 30)
    growth_rir_max: float = 4
    power_percent: Band = (30, 70)
    power_reps_max: int = 6
    failure_share_max: float = 0.20
    feasible_slack_reps: float = 1.5
    heavy_rest_s: int = 120
    growth_rest_s: int = 45
    first_load_rise_ratio: float = 1.10
    first_load_rise_kg: float = 2.5


@dataclass(frozen=True, slots=True)
class Progression:
    """P: how fast anything may grow, and when it must shrink."""

    weekly_rise_ratio: float = 1.10
    weekly_rise_sets: float = 2
    deload_plan_weeks: int = 6
    deload_gap_weeks: tuple[int, int] = (4, 8)
    deload_sets_cut: Band = (0.30, 0.60)
    deload_load_ratio: float = 0.90
    overload_weeks: int = 3
    run_single_ratio: float = 1.10
    run_week_warn_ratio: float = 1.10
    run_week_hard_ratio: float = 1.30
    run_easy_share_min: float = 0.75
    quality_sessions_max: ByLevel[int] = ByLevel(1, 3, 3)
    first_week_ratio: float = 1.20
    first_week_sets: float = 4
    break_days: int = 14
    return_sets_min: float = 4


@dataclass(frozen=True, slots=True)
class Recovery:
    """R: days. Hard days only; mobility and easy walking may fill the rest."""

    hard_days_in_row_max: ByLevel[int] = ByLevel(2, 3, 3)
    hard_days_max: ByLevel[int] = ByLevel(4, 5, 6)
    hard_days_of_seven_max: int = 6
    same_muscle_sets: float = 4
    heavy_squat_percent: float = 80
    heavy_hinge_percent: float = 80
    poor_sleep_h: float = 6
    high_soreness: int = 8


@dataclass(frozen=True, slots=True)
class Time:
    """T: minutes and order. Seconds per rep, per exercise and the paces make up the estimate of a session."""

    rep_s: float = 3.5
    change_over_s: float = 60
    ramp_rest_s: float = 60
    over_ratio: float = 1.05
    used_ratio_min: float = 0.40
    useful_minutes_max: float = 90  # more time on offer is no reason to fill it (own choice)
    ramp_from_percent: float = 80
    warm_up_min: int = 3
    exercises: tuple[int, int] = (3, 8)
    three_exercises_min: float = 20  # shorter sessions hold no three with a warm-up (own choice)


@dataclass(frozen=True, slots=True)
class Care:
    """C: special groups. To be reviewed by a professional before release."""

    hypertension_percent_max: float = 80
    hypertension_rir_min: float = 2
    hypertension_hold_s_max: int = 30
    pregnancy_from_week: int = 14
    pregnancy_percent_max: float = 80
    young_below_years: int = 18
    young_reps_min: int = 6
    young_percent_max: float = 80
    young_days_max: int = 3
    old_from_years: int = 65
    old_percent_max: float = 85
    old_days: tuple[int, int] = (2, 3)
    old_first_sets_max: int = 3
    youngest_years: int = 15
    oldest_years: int = 80
    pain_removes: int = 7


@dataclass(frozen=True, slots=True)
class Authorship:
    """X: how far a model's patch may reach."""

    model_sets_share_max: float = 0.30


@dataclass(frozen=True, slots=True)
class Thresholds:
    version: int = RULES_VERSION
    shape: Shape = Shape()
    volume: Volume = Volume()
    balance: Balance = Balance()
    intensity: Intensity = Intensity()
    progression: Progression = Progression()
    recovery: Recovery = Recovery()
    time: Time = Time()
    care: Care = Care()
    authorship: Authorship = Authorship()


THRESHOLDS = Thresholds()


def goal_family(goal: str) -> str:
    """strength, hypertrophy, or general for every other goal."""
    return GOAL_FAMILY.get(goal, "general")
