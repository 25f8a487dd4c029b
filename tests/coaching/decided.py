"""Decisions and their outcomes for tests: a trial in the tables, with an effect that is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from accounts.models import User
from coaching.core.draw import STYLES
from coaching.models import Decision, Outcome


def decision(athlete: User | None, at: datetime, **changes: Any) -> Decision:
    """One that was available and drawn with one half; not sent, unless told otherwise. Stored."""
    facts: dict[str, Any] = {
        "athlete": athlete, "subject": uuid4(), "slot_on": at.date(), "slot_index": 0, "decided_at": at,
        "timezone": "Europe/Berlin", "rule": "missed_session", "occurrence": "missed:session:1",
        "is_available": True, "probability": 0.5, "u": 0.7, "seed": "0" * 32, "policy_version": 0,
    }  # fmt: skip
    made = Decision(**{**facts, **changes})
    made.save(force_insert=True)
    return made


def outcome(of: Decision, kind: str = "session", hours: float = 24, **changes: Any) -> Outcome:
    closes_at = of.decided_at + timedelta(hours=hours)
    return Outcome.objects.create(decision=of, kind=kind, opens_at=of.decided_at, closes_at=closes_at, **changes)


@dataclass(frozen=True)
class Trial:
    """Two points a day, after each of which sending makes the outcome likelier by `effect`.

    `sent_as`: what is sent with, whatever is logged. `probability` None: it follows the slot, 0.6 and 0.4.
    """

    people: int = 30
    points: int = 28
    effect: float = 0.2
    seed: int = 1
    sent_as: float | None = None
    probability: float | None = None
    missing: float = 0.0
    rule: str = "missed_session"
    kind: str = "session"
    athletes: tuple[User, ...] = ()  # the first of the people are these; the others were erased


def run(trial: Trial, now: datetime) -> None:
    """Store a trial whose last points are three days old."""
    rng = Random(trial.seed)
    made = [each for place in range(trial.people) for each in _person(trial, place, now, rng)]
    Decision.objects.bulk_create(each for each, _outcome in made)
    Outcome.objects.bulk_create(each for _decision, each in made)


def _person(trial: Trial, place: int, now: datetime, rng: Random) -> Iterator[tuple[Decision, Outcome]]:
    who, mood = UUID(int=rng.getrandbits(128)), rng.uniform(-0.1, 0.1)
    athlete = trial.athletes[place] if place < len(trial.athletes) else None
    began_at = now - timedelta(days=3 + trial.points // 2)
    for point in range(trial.points):
        day, slot = divmod(point, 2)
        at = began_at + timedelta(days=day, hours=6 * slot)
        p = trial.probability or (0.6, 0.4)[slot]
        sent = rng.random() < (trial.sent_as or p)
        done = rng.random() < 0.35 + mood + 0.1 * slot + trial.effect * sent
        lost = rng.random() < trial.missing
        made = Decision(
            athlete=athlete, subject=who, slot_on=at.date(), slot_index=slot, decided_at=at, timezone="UTC",
            programme_day=day, rule=trial.rule, occurrence=f"{trial.rule}:{who}:{point}", is_available=True,
            probability=p, u=0.5, seed="0" * 32, is_treated=sent, policy_version=0,
            arm=rng.choice(STYLES) if sent else "", arm_probability=1 / 3 if sent else None,
            context={"slot": slot, "weekday": at.weekday(), "week_count": min(7, point // 4), "unanswered": 0},
        )  # fmt: skip
        closes_at = at + timedelta(hours=24)
        yield made, Outcome(
            decision=made, kind=trial.kind, opens_at=at, closes_at=closes_at, closed_at=closes_at,
            value=None if lost else float(done), is_missing=lost,
        )  # fmt: skip
