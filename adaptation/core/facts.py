"""What the analysis looks at: what was asked for, what was done, and what is still to come, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from science.effort import RatedSet, rir_from_rpe, rpe_as_meant

Scheme = tuple[int | None, int | None]
SHORT_OF_REPS_RIR = 0.5  # fewer reps than asked with at most this left: the set failed, whatever it was called


@dataclass(frozen=True, slots=True)
class Asked:
    """One item of the plan: in a session to come, or as it was when the session was done."""

    item: str
    session: str
    on: date
    exercise: str
    sets: int
    reps_min: int | None
    reps_max: int | None
    target_rpe: float | None
    load_kg: float | None
    week: int = 1
    is_deload: bool = False
    role: str = "main"

    @property
    def reps(self) -> int | None:
        """The reps that the load is chosen for: the middle of the range, rounded down."""
        if self.reps_min is None or self.reps_max is None:
            return None
        return (self.reps_min + self.reps_max) // 2

    @property
    def scheme(self) -> Scheme:
        """What makes two prescriptions of a lift comparable: the range of reps."""
        return self.reps_min, self.reps_max

    @property
    def target_rir(self) -> float | None:
        return None if self.target_rpe is None else rir_from_rpe(self.target_rpe)


@dataclass(frozen=True, slots=True)
class Done:
    """One exercise of one session, as the athlete told it. `rpe` is the rating of the exercise as a whole."""

    feedback: str
    session: str
    on: date
    exercise: str
    sets: tuple[RatedSet, ...]  # in order, warm-ups included
    rpe: float | None
    completion: float  # percent
    level: str
    asked: Asked | None = None
    pain_region: str = ""
    pain: int | None = None
    is_assumed: bool = False  # the sets stand in for what was not told
    is_of_plan: bool = True  # done in a session of the running plan

    @property
    def working(self) -> tuple[RatedSet, ...]:
        return tuple(each for each in self.sets if not each.warm_up)

    @property
    def load_kg(self) -> float | None:
        """The heaviest working load; None where nothing was lifted."""
        return max((each.load_kg for each in self.working if each.load_kg > 0), default=None)

    def effort(self, rated: RatedSet) -> float | None:
        """The set's rating as meant: 10 for a failed set; the exercise's rating where the set has none."""
        if rated.failed:
            return 10.0
        rpe = self.rpe if rated.rpe is None else rated.rpe
        return None if rpe is None else rpe_as_meant(rpe, self.level)

    def has_failed(self, rated: RatedSet) -> bool:
        """A flagged failure, or fewer reps than asked for with nothing left. Reps cut short with something left are
        a choice (time, pain), not a failure."""
        return fell_short(rated, self.rpe, self.asked.reps_min if self.asked else None)


def fell_short(rated: RatedSet, rpe: float | None, reps_min: int | None) -> bool:
    """Whether a set failed. `rpe` stands in where the set has no rating of its own."""
    if rated.failed:
        return True
    own = rpe if rated.rpe is None else rated.rpe
    if own is None or reps_min is None:
        return False
    return rated.reps < reps_min and rir_from_rpe(own) <= SHORT_OF_REPS_RIR


@dataclass(frozen=True, slots=True)
class Lifted:
    """Loads of a lift that were really lifted: in the newest session, and last in each range of reps."""

    last_kg: float
    by_scheme: Mapping[Scheme, float] = field(default_factory=dict)

    def anchor_kg(self, asked: Asked) -> float:
        """The load that the next one is measured against: the last in this range of reps, else the last at all."""
        return self.by_scheme.get(asked.scheme, self.last_kg)


@dataclass(frozen=True, slots=True)
class PainReport:
    """Pain in one session, 0-10, in one region of the body."""

    on: date
    region: str
    severity: int
    exercise: str


@dataclass(frozen=True, slots=True)
class DayReadiness:
    on: date
    readiness: float


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """One session as a whole, for trends over sessions. `effort_gap` is rated minus target RPE, over its exercises."""

    session: str
    on: date
    completion: float
    effort_gap: float | None = None


@dataclass(frozen=True, slots=True)
class Recent:
    """The last weeks of one athlete, oldest first; bounded, so that a long history costs nothing."""

    innovations: tuple[float, ...] = ()  # z of each lift and session of the last ten days
    course: tuple[tuple[date, float], ...] = ()  # the same of the last eight weeks, with their days
    sessions: tuple[SessionRecord, ...] = ()
    readiness: tuple[DayReadiness, ...] = ()
    days_since_deload: float | None = None  # None: none was done lately
    days_without_deload: float = 0.0  # since the last one, else since the plan began
    session_rpe_change: float | None = None
