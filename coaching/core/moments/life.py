"""What the detector knows of one athlete: facts, none of them made up. What nobody told is not in here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from adaptation.core.illness import Spell


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that may be said from `due_at` until `expires_at` (aware UTC). `occurrence` names what it is about and
    never comes twice; `facts`: the reason, as JSON-able values without words."""

    rule: str
    occurrence: str
    due_at: datetime
    expires_at: datetime
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Planned:
    """A session of the active plan. `at`: its time on the wall, None where only the day is planned."""

    id: str
    on: date
    at: time | None
    estimated_min: int
    status: str  # planned | done | skipped
    title: str
    is_deload: bool = False


@dataclass(frozen=True, slots=True)
class Running:
    """The active plan, or the one that was finished last."""

    id: str
    start_on: date
    ends_on: date
    done: int  # of its sessions
    sessions: int


@dataclass(frozen=True, slots=True)
class Rated:
    """One rated exercise of one session of a plan."""

    id: str
    session: str
    exercise: str
    at: datetime
    on: date
    rpe: float | None
    pain_region: str = ""
    pain: int | None = None


@dataclass(frozen=True, slots=True)
class Night:
    """The night before the day `on`, and when it was told. `hours`: None where only its being short is known."""

    on: date
    hours: float | None
    told_at: datetime
    is_short: bool


@dataclass(frozen=True, slots=True)
class Point:
    """One session of one lift: what its sets point to, and how many of them were hard."""

    id: str
    at: datetime
    on: date
    e1rm_kg: float | None
    hard_sets: int


@dataclass(frozen=True, slots=True)
class Lift:
    exercise: str
    points: tuple[Point, ...]  # oldest first


@dataclass(frozen=True, slots=True)
class Ritual:
    """A habit: on these weekdays (0 = Monday) at this time on the wall."""

    id: str
    title: str
    days: frozenset[int]
    at: time
    since_on: date
    done_on: frozenset[date]


@dataclass(frozen=True, slots=True)
class Offer:
    """A suggestion that waits for the athlete's word."""

    id: str
    plan: str
    is_deload: bool
    created_at: datetime
    expires_at: datetime
    exercise: str = ""


@dataclass(frozen=True, slots=True)
class Life:
    """`done_before`: sessions trained before the first of `ratings`. `last_on`: the last day of training, whether or
    not it is among them. `unanswered`: prompts in a row; when the first of them was
    sent, and when the last one came that was not the question whether to stay quiet."""

    zone: ZoneInfo
    enabled_at: datetime | None
    check_in_at: time | None = None
    plan: Running | None = None
    sessions: tuple[Planned, ...] = ()  # in the order of their days
    ratings: tuple[Rated, ...] = ()  # oldest first
    done_before: int = 0
    last_on: date | None = None
    nights: tuple[Night, ...] = ()  # oldest first, one a day
    spells: tuple[Spell, ...] = ()
    lifts: tuple[Lift, ...] = ()
    habits: tuple[Ritual, ...] = ()
    offers: tuple[Offer, ...] = ()  # oldest first
    checked_in_on: frozenset[date] = frozenset()
    holiday: tuple[date, date] | None = None  # both days included
    unanswered: int = 0
    first_unanswered_at: datetime | None = None
    last_told_at: datetime | None = None

    def day(self, at: datetime) -> date:
        """The athlete's civil day at an instant."""
        return at.astimezone(self.zone).date()

    def is_away(self, on: date) -> bool:
        """Whether this day lies in a holiday of which the athlete has told."""
        return self.holiday is not None and self.holiday[0] <= on <= self.holiday[1]

    def is_ill(self, on: date) -> bool:
        return any(spell.holds(on) for spell in self.spells)

    def coming(self, on: date) -> tuple[Planned, ...]:
        """Sessions that are still to be done, from this day on."""
        return tuple(session for session in self.sessions if session.on >= on and session.status == "planned")
