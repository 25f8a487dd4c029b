"""What is known of one athlete, as the analysis asks for it: from rows in a database, or in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from adaptation.core.diary import Scores
from adaptation.core.facts import Asked, PainReport, Recent
from adaptation.core.illness import Spell
from adaptation.core.log import Log
from adaptation.core.volume import VolumeChange
from plans.core.edits import Edit
from plans.core.intent import Intent
from plans.core.movements import DEFAULT_INCREMENT_KG, Catalogue, Movement
from plans.core.spec import PlanSpec
from science import dose
from science.estimator import LiftState


class Facts(Protocol):
    """What is known of one athlete and their running plan. Parts may be read when they are asked for first."""

    @property
    def today(self) -> date: ...
    @property
    def spec(self) -> PlanSpec: ...
    @property
    def intent(self) -> Intent: ...
    @property
    def catalogue(self) -> Catalogue: ...
    @property
    def log(self) -> Log: ...
    @property
    def pains(self) -> Sequence[PainReport]: ...
    @property
    def recent(self) -> Recent: ...
    @property
    def spells(self) -> Sequence[Spell]:
        """Illness of the last weeks."""
        ...

    @property
    def last_on(self) -> date | None:
        """The last day on which anything of the plan was trained."""
        ...

    def stands(self, edits: Sequence[Edit]) -> bool:
        """Whether the plan would take this patch."""
        ...

    def coming(self, exercise: str | None = None) -> tuple[Asked, ...]:
        """What the plan still asks for, soonest first."""
        ...

    def state(self, slug: str) -> LiftState | None:
        """What is known of a lift after its newest session; None for one without an estimate."""
        ...

    def plateau(self, slug: str) -> tuple[float, float | None] | None:
        """Plateau probability of a lift after its newest session, and a week or more before that."""
        ...

    def scores(self, on: date) -> Scores:
        """z of sleep, stress and recovery on a day."""
        ...

    def weeks(self, slug: str) -> tuple[dose.Week, ...]:
        """Hard sets and strength of a lift, week by week."""
        ...

    def other_weeks(self, slug: str) -> Iterable[tuple[dose.Week, ...]]:
        """The same of the athlete's other lifts."""
        ...

    def volume_changes(self, slug: str) -> tuple[VolumeChange, ...]:
        """Applied changes of a lift's weekly sets, oldest first."""
        ...


def increment_of(movement: Movement) -> float:
    """The smallest step of its load in kg; exercises of an athlete's own have none on record."""
    return movement.increment_kg or DEFAULT_INCREMENT_KG
