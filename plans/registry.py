"""What apps above know of an athlete and a plan needs: asked through here, because imports only point down."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from plans.core.intent import History, LiftKnowledge


@dataclass(frozen=True, slots=True)
class Known:
    """What the athlete's own records say: estimated lifts by exercise slug, and what was done lately."""

    lifts: Mapping[str, LiftKnowledge] = field(default_factory=dict)
    history: History = field(default_factory=History)


_sources: list[Callable[[UUID, date], Known]] = []


def register_knowledge(source: Callable[[UUID, date], Known]) -> None:
    """Have `source(athlete_id, today)` asked when a plan is made or checked. Called in AppConfig.ready."""
    _sources[:] = [source]


def known_of(athlete_id: UUID, today: date) -> Known:
    return _sources[0](athlete_id, today) if _sources else Known()
