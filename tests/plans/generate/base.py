"""What tests of the generator share: the real catalogue, intents by name, and intents at random."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from plans.core import measure
from plans.core.catalogue_file import parse_row
from plans.core.generate.plan import generate
from plans.core.intent import CONDITIONS, REGIONS, Health, History, Intent, KnownLift, LiftKnowledge, Limitation
from plans.core.movements import EQUIPMENT, Catalogue
from plans.core.rules.base import Case, Finding
from plans.core.rules.judge import judge
from plans.core.spec import GOALS, LEVELS, PlanSpec, Week

MONDAY = date(2026, 11, 23)
FILE = Path(__file__).parents[3] / "plans" / "catalogue" / "exercises.csv"
GYM = frozenset(EQUIPMENT)
DUMBBELLS = frozenset({"none", "dumbbell"})
NOTHING = frozenset({"none"})
PLANNED_CONDITIONS = [each for each in CONDITIONS if each != "hypertension_uncontrolled"]
FOCUS = ("chest", "back", "lats", "quads", "glutes", "biceps", "side_delts", "back-squat", "pull-up")


def _catalogue() -> Catalogue:
    with FILE.open(encoding="utf-8", newline="") as file:
        return Catalogue.of(parse_row(row) for row in csv.DictReader(file))


CATALOGUE = _catalogue()
SLUGS = tuple(CATALOGUE.movements)


def ids() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"id-{next(numbers)}"


def intent(**changes: Any) -> Intent:
    """A beginner who wants to get stronger, three hours a week in a gym."""
    facts: dict[str, Any] = {
        "primary_goal": "strength",
        "experience_level": "beginner",
        "time_availability_h": 3,
        "equipment": GYM,
        "start_on": MONDAY,
        "today": MONDAY,
    }
    return Intent(**facts | changes)


def plan(wanted: Intent) -> PlanSpec:
    return generate(wanted, CATALOGUE, ids())


def findings(spec: PlanSpec, wanted: Intent) -> tuple[Finding, ...]:
    return judge(Case(spec, wanted, CATALOGUE))


def sets_of(week: Week) -> int:
    return measure.total_sets(measure.week_items(week), CATALOGUE)


def any_intent(chance: Random) -> Intent:
    """Any intent that the edge would let through, the odd ones as likely as the usual ones."""
    start_on = MONDAY + timedelta(days=chance.randrange(40))
    age = chance.choice([None, None, 16, 17, 20, 30, 45, 65, 72, 80])
    pregnant = chance.random() < 0.08
    return intent(
        primary_goal=chance.choice(GOALS),
        experience_level=chance.choice(LEVELS),
        time_availability_h=chance.choice([1, 1.5, 2, 3, 4, 5, 6, 8, 12, 20]),
        equipment=_equipment(chance),
        start_on=start_on,
        today=start_on - timedelta(days=chance.choice([0, 0, 3, 30])),
        days_per_week=chance.choice([None, 1, 2, 3, 4, 5, 6, 7]),
        weeks=chance.choice([None, 1, 2, 3, 4, 6, 8, 12, 16]),
        sport=chance.choice(["", "", "running", "cycling", "football"]),
        focus=tuple(chance.sample(FOCUS, chance.choice([0, 0, 1, 2]))),
        limitations=tuple(
            Limitation(chance.choice(REGIONS), chance.randrange(11)) for _ in range(chance.choice([0, 0, 0, 1, 2, 3]))
        ),
        known_lifts=tuple(_known_lift(chance) for _ in range(chance.choice([0, 0, 3, 12]))),
        session_minutes_max=chance.choice([None, None, None, 10, 20, 30, 45, 60, 90]),
        available_days=frozenset(chance.sample(range(7), chance.randrange(1, 8))) if chance.random() < 0.3 else None,
        blocked_days=_blocked(chance, start_on),
        training_times=dict.fromkeys(chance.sample(range(7), chance.choice([0, 0, 2, 7])), "18:30"),
        excluded_exercises=frozenset(chance.sample(SLUGS, chance.choice([0, 0, 3, 20]))),
        event_on=start_on + timedelta(days=chance.randrange(130)) if chance.random() < 0.25 else None,
        age_years_low=age - 1 if age else None,
        age_years_high=age,
        bodyweight_kg=chance.choice([None, 52.0, 75.0, 110.0]),
        health=Health(
            conditions=frozenset(chance.sample(PLANNED_CONDITIONS, chance.choice([0, 0, 0, 1, 2]))),
            pregnancy_week=chance.choice([6, 12, 20, 30]) if pregnant else None,
            screening_yes=("chest_pain",) if chance.random() < 0.05 else (),
            cleared_by_professional=chance.random() < 0.9,
        ),
        history=_history(chance, start_on),
        lifts={slug: _lift(chance, start_on) for slug in chance.sample(SLUGS, chance.choice([0, 0, 3, 25]))},
    )


def _equipment(chance: Random) -> frozenset[str]:
    owned = set(chance.sample(EQUIPMENT, chance.choice([1, 1, 2, 3, 5, 8, 15, len(EQUIPMENT)])))
    return frozenset(owned | {"none"} if chance.random() < 0.7 else owned)


def _blocked(chance: Random, start_on: date) -> frozenset[int | date]:
    weekdays = chance.sample(range(7), chance.choice([0, 0, 0, 1, 2]))
    first, length = chance.randrange(60), chance.choice([0, 0, 0, 1, 4, 10])
    return frozenset([*weekdays, *(start_on + timedelta(days=first + day) for day in range(length))])


def _known_lift(chance: Random) -> KnownLift:
    return KnownLift(
        exercise=chance.choice(SLUGS),
        load_kg=float(chance.choice([2, 5, 20, 40, 60, 100, 180])),
        reps=chance.choice([1, 3, 5, 8, 12, 20]),
        rpe=chance.choice([None, 7, 8, 9.5]),
        source=chance.choice(["told", "tested"]),
    )


def _lift(chance: Random, start_on: date) -> LiftKnowledge:
    e1rm_kg = chance.choice([8.0, 20.0, 60.0, 100.0, 180.0])
    spread = chance.choice([1.05, 1.15, 1.4])
    last_kg = chance.choice([None, 0.6 * e1rm_kg, 0.75 * e1rm_kg])
    last_on = chance.choice([None, start_on - timedelta(days=4), start_on - timedelta(days=40)])
    k = chance.choice([0.018, 0.0333, 0.055])
    return LiftKnowledge(e1rm_kg, e1rm_kg / spread, e1rm_kg * spread, k, last_kg, last_on)


def _history(chance: Random, start_on: date) -> History:
    if chance.random() < 0.5:
        return History()
    days_off = chance.choice([None, 1, 8, 12, 14, 20, 28, 60, 400])
    return History(
        last_trained_on=start_on - timedelta(days=days_off) if days_off else None,
        weekly_sets=tuple(float(chance.choice([12, 20, 35, 50, 70, 110])) for _ in range(chance.randrange(5))),
        longest_run_m=chance.choice([None, 800, 3000, 12000, 25000]),
        weekly_run_m=chance.choice([None, 900, 5000, 12000, 45000]),
    )
