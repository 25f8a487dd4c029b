"""What an athlete asks for, and what Spotter knows of them when it writes a plan. Checked for shape at the edge;
whether it can be met is for the generator and the rules to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

REGIONS = (
    "neck", "shoulder", "elbow", "wrist", "upper_back", "lower_back", "hip", "groin", "knee", "ankle", "foot", "chest",
    "abdomen",
)  # fmt: skip
CONDITIONS = (
    "hypertension", "hypertension_uncontrolled", "heart_condition", "diabetes", "eating_disorder", "recent_surgery",
    "kidney_disease", "osteoporosis", "asthma",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limitation:
    region: str
    severity: int  # 0-10
    note: str = ""


@dataclass(frozen=True, slots=True)
class KnownLift:
    """A set that the athlete has done. `source`: told | tested | estimated (from the athlete's own ratings)."""

    exercise: str
    load_kg: float
    reps: int
    rpe: float | None = None
    source: str = "told"


@dataclass(frozen=True, slots=True)
class LiftKnowledge:
    """What the estimator knows of one lift: e1RM with its 5-95 % interval, the reps curve, the last load lifted."""

    e1rm_kg: float
    low_kg: float
    high_kg: float
    k: float
    last_load_kg: float | None = None
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class Health:
    conditions: frozenset[str] = frozenset()
    pregnancy_week: int | None = None
    screening_yes: tuple[str, ...] = ()  # PAR-Q+ questions that were answered with yes
    cleared_by_professional: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """What was really done lately. Empty for a new athlete."""

    last_trained_on: date | None = None
    weekly_sets: tuple[float, ...] = ()  # working sets of the last real weeks, newest last, at most 4
    longest_run_m: int | None = None  # in the last 30 days
    weekly_run_m: int | None = None  # last full week


@dataclass(frozen=True, slots=True)
class Intent:
    primary_goal: str
    experience_level: str
    time_availability_h: float  # a week, 1-20
    equipment: frozenset[str]
    start_on: date
    today: date
    days_per_week: int | None = None
    weeks: int | None = None
    sport: str = ""
    focus: tuple[str, ...] = ()  # muscles or exercise slugs
    limitations: tuple[Limitation, ...] = ()
    known_lifts: tuple[KnownLift, ...] = ()
    session_minutes_max: int | None = None
    available_days: frozenset[int] | None = None  # weekdays, 0 = Monday; None = all
    blocked_days: frozenset[int | date] = frozenset()  # weekdays or dates
    training_times: Mapping[int, str] = field(default_factory=dict)  # weekday -> "18:30"
    excluded_exercises: frozenset[str] = frozenset()
    event_on: date | None = None
    age_years_low: int | None = None  # only the birth year is known: the younger and the older reading
    age_years_high: int | None = None
    sex: str = ""
    bodyweight_kg: float | None = None
    health: Health = Health()
    history: History = History()
    lifts: Mapping[str, LiftKnowledge] = field(default_factory=dict)  # by exercise slug


class IntentInfeasible(Exception):
    """No plan within the hard rules meets this intent. `facts["change"]` is the code of what to change."""

    code = "intent_infeasible"

    def __init__(self, change: str, **facts: object) -> None:
        super().__init__(change)
        self.facts = {"change": change, **facts}


class NeedsClearance(Exception):
    """The health screening asks for a professional's word before any plan. `facts["because"]` lists the codes."""

    code = "needs_clearance"

    def __init__(self, because: tuple[str, ...]) -> None:
        super().__init__(", ".join(because))
        self.facts = {"because": list(because)}
