"""Whose decisions the trial is made of, and what was registered before it began."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.db.models import QuerySet

from coaching.models import Decision, PromptPreferences

FOLDER = Path(__file__).resolve().parent.parent / "trial"


@dataclass(frozen=True, slots=True)
class Primary:
    """One question that was registered: the effect of a rule on its outcome in weeks first…last, from 1."""

    id: str
    rule: str
    outcome: str
    first_week: int
    last_week: int


@dataclass(frozen=True, slots=True)
class Registered:
    version: int
    registered_on: date
    standardised_effect: float
    power: float
    primary: tuple[Primary, ...]


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str
    meaning: str


@cache
def registered() -> Registered:
    told = tomllib.loads((FOLDER / "contrasts.toml").read_text(encoding="utf-8"))
    return Registered(
        told["version"],
        told["registered_on"],
        told["standardised_effect"],
        told["power"],
        tuple(Primary(each["id"], each["rule"], each["outcome"], *each["weeks"]) for each in told["primary"]),
    )


@cache
def columns() -> tuple[Column, ...]:
    told = tomllib.loads((FOLDER / "columns.toml").read_text(encoding="utf-8"))
    return tuple(Column(**each) for each in told["column"])


def of_the_trial() -> QuerySet[Decision]:
    """Decisions of the experiment: without what is sent for certain, and without any of an athlete who refuses
    experiments now, also those of before. Decisions of erased athletes stay, under their pseudonym."""
    refusing = PromptPreferences.objects.filter(experiments=False).values("athlete_id")
    return Decision.objects.filter(is_exempt=False, is_experiment=True).exclude(athlete_id__in=refusing)
