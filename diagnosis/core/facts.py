"""What an examination looks at: one athlete's last weeks as plain values, with the ids of the rows that they come from.

Days are the athlete's own. Everything is oldest first. What is not known is None or missing: nothing is filled in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from adaptation.core.facts import Asked, Done
from adaptation.core.illness import Spell
from plans.core.movements import Catalogue
from science.estimator import LiftState
from science.forecast import Interval

WEEK_DAYS = 7
RATING, REPORT, SESSION, LIFT, ILLNESS = "rating", "report", "session", "lift", "illness"
ROW_KINDS = (RATING, REPORT, SESSION, LIFT, ILLNESS)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the athlete that a finding rests on. `place`: the session or exercise under which it is shown."""

    kind: str
    id: str
    on: date | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class SessionFact:
    """One planned session. `at`: local start time "18:30", or ""; status: planned, done or skipped."""

    id: str
    on: date
    status: str
    kind: str = "strength"
    title: str = ""
    at: str = ""
    week: int = 1
    is_deload: bool = False
    estimated_min: int = 0

    @property
    def row(self) -> Row:
        return Row(SESSION, self.id, self.on, self.id)


@dataclass(frozen=True, slots=True)
class Work:
    """One exercise of one session as it was done and rated; `rating` is the id of its row."""

    rating: str
    at: datetime
    done: Done

    @property
    def on(self) -> date:
        return self.done.on

    @property
    def row(self) -> Row:
        return Row(RATING, self.rating, self.done.on, self.done.session)


@dataclass(frozen=True, slots=True)
class DayReport:
    """How one session was as a whole, and the day around it. volume_kg: load times reps; recovery_h: hours since."""

    id: str
    session: str
    on: date
    title: str = ""
    kind: str = "strength"
    volume_kg: float = 0.0
    completion: float = 100.0
    session_rpe: float | None = None
    duration_min: float | None = None
    sleep_quality: float | None = None
    stress_level: float | None = None
    recovery_h: float | None = None
    sleep_hours: float | None = None

    @property
    def row(self) -> Row:
        return Row(REPORT, self.id, self.on, self.session)


@dataclass(frozen=True, slots=True)
class LiftPoint:
    """The estimate of a lift after one of its sessions: e1RM in kg with its shown interval."""

    rating: str
    on: date
    e1rm_kg: float
    low_kg: float
    high_kg: float
    surprise: float | None = None


@dataclass(frozen=True, slots=True)
class LiftFact:
    """One estimated lift: today's e1RM and weekly trend (a ratio) with their intervals, the plateau probability, and
    what may be claimed of it (likely, slowed or None)."""

    id: str
    exercise: str
    state: LiftState
    e1rm: Interval
    weekly_trend: Interval
    plateau: float
    claim: str | None
    may_be_narrow: bool
    points: tuple[LiftPoint, ...]

    @property
    def row(self) -> Row:
        return Row(LIFT, self.id, self.points[-1].on if self.points else None, self.exercise)


@dataclass(frozen=True, slots=True)
class PlanFact:
    """The running plan as far as a patch needs it. coming: what it still asks for, soonest first; next_week: the week
    after the running one, where it could still be made easier; free_days: weekdays on which nothing may be planned are
    left out (0 = Monday)."""

    id: str
    goal: str
    level: str
    start_on: date
    ends_on: date
    revision: int
    coming: tuple[Asked, ...] = ()
    next_week: tuple[int, date] | None = None
    free_days: frozenset[int] = frozenset(range(WEEK_DAYS))


@dataclass(frozen=True, slots=True)
class Case:
    """One athlete as an examination finds them. work, reports and sessions reach back behind the window where something
    is compared with what was usual before; `first_on` of the window is `window_on`."""

    athlete: str
    now: datetime
    today: date
    window_days: int
    level: str
    goal: str
    catalogue: Catalogue
    sessions: tuple[SessionFact, ...] = ()
    work: tuple[Work, ...] = ()
    reports: tuple[DayReport, ...] = ()
    lifts: tuple[LiftFact, ...] = ()
    spells: tuple[Spell, ...] = ()
    plan: PlanFact | None = None
    days_since_deload: float | None = None
    focus: str = ""
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # slug -> {"en": …, "zh": …}

    @property
    def window_on(self) -> date:
        """The first day of the window."""
        return self.today - timedelta(days=self.window_days - 1)

    def sessions_in_window(self) -> tuple[SessionFact, ...]:
        return tuple(each for each in self.sessions if self.window_on <= each.on <= self.today)

    def work_since(self, since: date) -> tuple[Work, ...]:
        return tuple(each for each in self.work if each.on >= since)

    def reports_since(self, since: date) -> tuple[DayReport, ...]:
        return tuple(each for each in self.reports if each.on >= since)

    def days_ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def is_off(self, day: date) -> bool:
        """Whether an illness takes this day out of what counts."""
        return any(spell.holds(day) for spell in self.spells)
