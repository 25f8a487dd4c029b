"""What an answer is made of: facts without a word, as the rules know them. Whatever writes an answer, a template or a
language model that words it better, is given these and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from coaching.core.training_times import Times


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """One exercise of a session as it is asked for; loads in kg."""

    id: str
    exercise: str
    name: str
    sets: int
    reps_min: int | None
    reps_max: int | None
    duration_s: int | None
    distance_m: int | None
    target_rpe: float | None
    load_kg: float | None
    load_basis: str
    why: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """A session; `title` is a code. Without items where only its place matters."""

    id: str
    on: date
    at: str
    title: str
    kind: str
    status: str
    estimated_min: int
    items: tuple[ItemFacts, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.status == "planned"


@dataclass(frozen=True, slots=True)
class DayFacts:
    """The athlete's day: the session on it, and the next open one after it. `is_ill`: as CareFacts."""

    on: date
    has_plan: bool
    session: SessionFacts | None
    next: SessionFacts | None
    is_ill: bool = False


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """The sessions of the seven days from today on."""

    on: date
    has_plan: bool
    sessions: tuple[SessionFacts, ...]


@dataclass(frozen=True, slots=True)
class SuggestionFacts:
    """A change that waits for the athlete's yes."""

    id: str
    rule: str
    target: Mapping[str, Any]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    evidence: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RevisionFacts:
    """The last change of a plan; `diff` as plans.core.patch_data.diff writes it."""

    number: int
    author: str
    code: str
    facts: Mapping[str, Any]
    diff: tuple[Mapping[str, Any], ...]
    on: date


@dataclass(frozen=True, slots=True)
class WhyFacts:
    """What changed last, of the whole plan or of one exercise; what an exercise is there for, where nothing did; and
    the newest of `waiting` suggestions. `names`: exercises by slug, in the athlete's language."""

    plan_id: str | None
    exercise: str | None
    revision: RevisionFacts | None
    item: ItemFacts | None
    rationale: tuple[tuple[str, Mapping[str, Any]], ...]
    suggestions: tuple[SuggestionFacts, ...]
    waiting: int
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OptionFacts:
    """An exercise that can stand in."""

    slug: str
    name: str
    load_kg: float | None
    load_basis: str


@dataclass(frozen=True, slots=True)
class SwapFacts:
    """The exercise to be replaced and what can stand in; without `item` it has to be chosen from the session's."""

    on: date
    session: SessionFacts | None
    item: ItemFacts | None
    options: tuple[OptionFacts, ...]


@dataclass(frozen=True, slots=True)
class PointFacts:
    on: date
    e1rm_kg: float
    low_kg: float
    high_kg: float


@dataclass(frozen=True, slots=True)
class LiftFacts:
    """A lift today: its e1RM and weekly trend (a ratio), each as value and 5-95 % interval, and its points so far."""

    slug: str
    name: str
    e1rm_kg: tuple[float, float, float]
    weekly_trend: tuple[float, float, float]
    sessions: int
    points: tuple[PointFacts, ...]


@dataclass(frozen=True, slots=True)
class ProgressFacts:
    """One lift, and how many sessions of the last `days` were done of those that were planned. `unknown`: the name of
    a lift that was asked for and has no estimate yet; "" otherwise."""

    lift: LiftFacts | None
    unknown: str
    done: int
    planned: int
    days: int


@dataclass(frozen=True, slots=True)
class CareFacts:
    """Something about the athlete's health. `country`: ISO 3166, "" where unknown; `severity` 0-10 where it was said;
    `session_id` of today, where there is one to log it in; `is_ill`: by their own report, until a full day without
    symptoms."""

    country: str
    severity: int | None
    session_id: str | None
    is_ill: bool = False


@dataclass(frozen=True, slots=True)
class TimesFacts:
    """When the athlete said that they can train."""

    times: Times


@dataclass(frozen=True, slots=True)
class SettingsFacts:
    """A preference to be changed. `tone`: the one that was asked for, "" where it was another preference or none."""

    tone: str


@dataclass(frozen=True, slots=True)
class TalkFacts:
    """Small talk: nothing to look up. `is_noted`: something of what was said is remembered."""

    has_plan: bool
    is_noted: bool = False


@dataclass(frozen=True, slots=True)
class AskedFacts:
    """Where an exercise comes next. `found`: the session and the item, one for each exercise that may be meant."""

    has_plan: bool
    found: tuple[tuple[SessionFacts, ItemFacts], ...]


@dataclass(frozen=True, slots=True)
class TopicFacts:
    """A question with one answer, and what it depends on. `session`: the open one of today or of the day that was
    named (`on`), else the next; `rest_on`: the next day of the coming week without one; `is_ai`: whether a language
    model had a hand in the plan."""

    topic: str
    has_plan: bool
    session: SessionFacts | None = None
    on: date | None = None
    rest_on: date | None = None
    is_ai: bool = False


Facts = (
    TimesFacts | SettingsFacts | DayFacts | WeekFacts | WhyFacts | SwapFacts | ProgressFacts | CareFacts | TalkFacts
    | AskedFacts | TopicFacts
)  # fmt: skip
