"""A plan as a value. Every plan that Spotter stores, shows or changes is one of these; rows in the database are only
rebuilt from it, so that they can be queried."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

Fact = str | int | float | bool | None | list["Fact"] | dict[str, "Fact"]

GOALS = ("strength", "endurance", "flexibility", "weight_loss", "muscle_gain", "sports_specific")
LEVELS = ("beginner", "intermediate", "advanced")
PHASES = ("accumulation", "intensification", "deload", "taper", "return", "base", "build")
SESSION_KINDS = ("strength", "power", "endurance", "intervals", "long", "mobility", "walk", "mixed")
ROLES = ("main", "assistance", "accessory", "core", "power", "conditioning", "mobility", "test")
TITLE_MAX, NOTE_MAX = 80, 160


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something stands in the plan: a code that the shell words, and the facts that the words may use."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RampSet:
    """One warm-up set before the working sets of an item. `load_kg` is None where the working load is not known."""

    reps: int
    load_kg: float | None
    percent: int  # of the working load


@dataclass(frozen=True, slots=True)
class Item:
    """One exercise of one session. Exactly one of reps, duration_s, distance_m is prescribed."""

    id: str
    exercise: str
    role: str
    sets: int
    rest_s: int
    why: Reason
    reps_min: int | None = None
    reps_max: int | None = None
    duration_s: int | None = None
    distance_m: int | None = None
    target_rpe: float | None = None
    load_kg: float | None = None  # None: bodyweight, or "find your load at target_rpe"
    load_basis: str = "none"  # known | estimated | progressed | find | bodyweight | none
    zone: int | None = None  # 1-3, endurance work
    ramp: tuple[RampSet, ...] = ()
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    id: str
    on: date
    kind: str
    title: str  # a title code such as "upper_a"; the shell words it
    at: str | None = None  # local start time "18:30"
    estimated_min: int = 0
    warm_up_min: int = 5  # general warm-up; ramps come on top
    cool_down_min: int = 0
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Week:
    number: int  # from 1, seven days from start_on + 7 (number - 1)
    phase: str
    is_deload: bool
    sessions: tuple[Session, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanSpec:
    goal: str
    level: str
    start_on: date
    days_per_week: int
    weeks: tuple[Week, ...]
    rationale: tuple[Reason, ...] = ()
    rules_version: int = 1

    def sessions(self) -> Iterator[Session]:
        for week in self.weeks:
            yield from week.sessions

    def items(self) -> Iterator[Item]:
        for session in self.sessions():
            yield from session.items

    def find_session(self, session_id: str) -> Session | None:
        return next((session for session in self.sessions() if session.id == session_id), None)

    def find_item(self, item_id: str) -> tuple[Session, Item] | None:
        for session in self.sessions():
            for item in session.items:
                if item.id == item_id:
                    return session, item
        return None

    def week_starts_on(self, number: int) -> date:
        return self.start_on + timedelta(days=7 * (number - 1))

    def ends_on(self) -> date:
        """The last day that belongs to the plan."""
        return self.week_starts_on(len(self.weeks) + 1) - timedelta(days=1)


def with_session(spec: PlanSpec, changed: Session) -> PlanSpec:
    """The same plan with this one session in place of the one that has its id."""
    weeks = tuple(
        replace(week, sessions=tuple(changed if session.id == changed.id else session for session in week.sessions))
        for week in spec.weeks
    )
    return replace(spec, weeks=weeks)


def to_json(spec: PlanSpec) -> str:
    """The canonical text of a plan: same plan, same bytes (sorted keys, no spaces, UTF-8)."""
    return json.dumps(_plain(spec), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def spec_hash(text: str) -> str:
    """SHA-256 of the canonical text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def from_json(text: str) -> PlanSpec:
    """The plan behind a canonical text. Unknown keys are a TypeError: a stored plan is never guessed at."""
    raw = json.loads(text)
    weeks = tuple(
        Week(**{**week, "sessions": tuple(_session(session) for session in week["sessions"])}) for week in raw["weeks"]
    )
    return PlanSpec(
        **{
            **raw,
            "start_on": date.fromisoformat(raw["start_on"]),
            "weeks": weeks,
            "rationale": tuple(Reason(**reason) for reason in raw["rationale"]),
        }
    )


def _session(raw: dict[str, Any]) -> Session:
    items = tuple(_item(item) for item in raw["items"])
    return Session(**{**raw, "on": date.fromisoformat(raw["on"]), "items": items})


def _item(raw: dict[str, Any]) -> Item:
    ramp = tuple(RampSet(**ramp_set) for ramp_set in raw["ramp"])
    return Item(**{**raw, "why": Reason(**raw["why"]), "ramp": ramp})


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value
