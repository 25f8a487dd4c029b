"""Athletes and sound plans for them, made by hand: what every rule must leave alone, and what the tests then break."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from plans.core.catalogue_file import parse_row
from plans.core.intent import Health, History, Intent, Limitation
from plans.core.measure import with_estimate
from plans.core.movements import Catalogue
from plans.core.ramp import ramp
from plans.core.rules.base import Case
from plans.core.spec import Item, PlanSpec, Reason, Session, Week

MONDAY = date(2026, 11, 2)
CATALOGUE_FILE = Path(__file__).parents[3] / "plans" / "catalogue" / "exercises.csv"
GYM = frozenset(
    {"barbell", "rack", "bench", "dumbbell", "cable", "machine", "pullup_bar", "box", "kettlebell", "specialty_bar"}
)


@cache
def catalogue() -> Catalogue:
    with CATALOGUE_FILE.open(encoding="utf-8", newline="") as lines:
        return Catalogue.of(parse_row(row) for row in csv.DictReader(lines))


def intent(**changes: Any) -> Intent:
    """Someone healthy with a gym, three days and four hours a week."""
    usual: dict[str, Any] = {
        "primary_goal": "weight_loss",
        "experience_level": "beginner",
        "time_availability_h": 4.0,
        "equipment": GYM,
        "start_on": MONDAY,
        "today": MONDAY,
        "days_per_week": 3,
    }
    return Intent(**usual | changes)


def lift(slug: str, sets: int, reps: tuple[int, int] = (8, 12), rpe: float = 7.5, **more: Any) -> Item:
    movement = catalogue()[slug]
    is_heavy = movement.is_compound and reps[0] <= 6
    load_kg = more.get("load_kg")
    usual: dict[str, Any] = {
        "id": slug,
        "exercise": slug,
        "role": "main" if movement.is_compound else "accessory",
        "sets": sets,
        "rest_s": 180 if is_heavy else 90,
        "why": Reason("main_lift"),
        "reps_min": reps[0],
        "reps_max": reps[1],
        "target_rpe": rpe,
        "load_basis": "known" if load_kg else "find",
        "ramp": ramp(load_kg, reps[0], rpe, movement) if movement.is_compound else (),
    }
    return Item(**usual | more)


def hold(slug: str, sets: int = 2, duration_s: int = 30) -> Item:
    return Item(slug, slug, "core", sets, 45, Reason("core"), duration_s=duration_s)


def run(metres: int, zone: int = 1, slug: str = "outdoor-run", sets: int = 1) -> Item:
    return Item(
        slug, slug, "conditioning", sets, 0 if sets == 1 else 120, Reason("easy_run"), distance_m=metres, zone=zone
    )


def stretch(slug: str) -> Item:
    return Item(slug, slug, "mobility", 2, 15, Reason("stretch"), duration_s=45)


def session(day: int, *items: Item, kind: str = "strength", title: str = "full_a", warm_up_min: int = 6) -> Session:
    """A session on weekday `day` of week 1; `plan` moves it and makes its ids unique."""
    return Session(f"d{day}", MONDAY + timedelta(days=day), kind, title, warm_up_min=warm_up_min, items=items)


def plan(goal: str, level: str, *weeks: tuple[str, tuple[Session, ...]], **more: Any) -> PlanSpec:
    """Weeks of (phase, sessions as of week 1)."""
    made = tuple(
        Week(number, phase, phase == "deload", tuple(_placed(each, number) for each in sessions))
        for number, (phase, sessions) in enumerate(weeks, 1)
    )
    days = len(weeks[0][1])
    return PlanSpec(goal, level, MONDAY, days, made, (Reason("split", {"days": days}),), **more)


def _placed(made: Session, number: int) -> Session:
    key = f"w{number}{made.id}"
    items = tuple(replace(item, id=f"{key}-{item.id}") for item in made.items)
    moved = replace(made, id=key, on=made.on + timedelta(days=7 * (number - 1)), items=items)
    return with_estimate(moved, catalogue())


# --- Sound plans ------------------------------------------------------------------------------------------------------


def beginner(rpe: float = 7.0) -> tuple[Session, ...]:
    """Full body on three days."""
    a = (
        lift("goblet-squat", 2, rpe=rpe),
        lift("machine-chest-press", 2, rpe=rpe),
        lift("seated-cable-row", 2, rpe=rpe),
        lift("dumbbell-romanian-deadlift", 2, rpe=rpe),
        hold("plank"),
    )
    b = (
        lift("leg-press", 2, rpe=rpe, rest_s=120),
        lift("lat-pulldown", 2, rpe=rpe),
        lift("seated-dumbbell-shoulder-press", 2, rpe=rpe),
        lift("seated-leg-curl", 2, rpe=rpe),
        hold("side-plank"),
    )
    return session(0, *a), session(2, *b, title="full_b"), session(4, *a)


def strength(sets: int = 3, rpe: float = 8.0, squat_kg: float | None = None) -> tuple[Session, ...]:
    """Heavy upper and lower days, four a week."""
    lower_a = (
        lift("back-squat", sets, (4, 6), rpe, load_kg=squat_kg),
        lift("romanian-deadlift", sets - 1, (6, 8), rpe),
        lift("lying-leg-curl", 2),
        hold("plank", 3),
    )
    upper_a = (
        lift("barbell-bench-press", sets, (4, 6), rpe),
        lift("barbell-row", sets, (6, 8), rpe),
        lift("seated-dumbbell-shoulder-press", 2),
        lift("lat-pulldown", 2),
    )
    lower_b = (
        lift("conventional-deadlift", sets - 1, (4, 6), rpe),
        lift("front-squat", sets, (6, 8), rpe),
        lift("lying-leg-curl", 2),
        hold("side-plank", 3),
    )
    upper_b = (
        lift("overhead-press", sets, (4, 6), rpe),
        lift("chin-up", sets, (5, 8), rpe, load_basis="bodyweight"),
        lift("dumbbell-bench-press", 2),
        lift("seated-cable-row", 2),
    )
    return (
        session(0, *lower_a, title="lower_a"),
        session(1, *upper_a, title="upper_a"),
        session(3, *lower_b, title="lower_b"),
        session(4, *upper_b, title="upper_b"),
    )


def growth(rpe: float = 8.0) -> tuple[Session, ...]:
    """Muscle gain, upper and lower twice."""
    lower = (
        lift("leg-press", 4, (8, 12), rpe, rest_s=120),
        lift("dumbbell-romanian-deadlift", 4, (8, 12), rpe),
        lift("walking-lunge", 2, (10, 12), rpe),
        lift("seated-leg-curl", 2, (10, 15), rpe),
        lift("standing-calf-raise", 2, (10, 15), rpe),
    )
    upper = (
        lift("dumbbell-bench-press", 4, (8, 12), rpe),
        lift("seated-cable-row", 4, (8, 12), rpe),
        lift("seated-dumbbell-shoulder-press", 2, (8, 12), rpe),
        lift("lat-pulldown", 3, (8, 12), rpe),
        lift("lateral-raise", 2, (12, 15), rpe),
        lift("dumbbell-curl", 2, (10, 15), rpe),
        lift("triceps-pushdown", 2, (10, 15), rpe),
    )
    return (
        session(0, *upper, title="upper_a"),
        session(1, *lower, title="lower_a"),
        session(3, *upper, title="upper_b"),
        session(4, *lower, title="lower_b"),
    )


def runner(long_m: int = 8000, rpe: float = 7.0) -> tuple[Session, ...]:
    """Two runs, one of them long, and full-body strength twice."""
    gym = (
        lift("goblet-squat", 2, rpe=rpe),
        lift("push-up", 2, rpe=rpe, load_basis="bodyweight"),
        lift("one-arm-dumbbell-row", 2, rpe=rpe),
        lift("dumbbell-romanian-deadlift", 2, rpe=rpe),
        lift("machine-shoulder-press", 2, rpe=rpe),
        lift("lat-pulldown", 2, rpe=rpe),
    )
    return (
        session(0, *gym),
        session(1, run(5000), kind="endurance", title="easy_run"),
        session(3, *gym),
        session(5, run(long_m), kind="long", title="long_run"),
    )


def gentle(rpe: float = 6.5) -> tuple[Session, ...]:
    """No bar on the back, nothing overhead, supine, with impact or a risk of falling; something to balance on."""
    gym = (
        lift("bodyweight-squat", 2, (10, 12), rpe, load_basis="bodyweight"),
        lift("machine-chest-press", 3, (10, 12), rpe),
        lift("machine-row", 3, (10, 12), rpe),
        lift("seated-leg-curl", 3, (10, 12), rpe),
        lift("single-leg-calf-raise", 2, (10, 12), rpe, load_basis="bodyweight"),
    )
    walk = session(2, run(3000, slug="brisk-walk"), kind="walk", title="walk", warm_up_min=0)
    return session(0, *gym), walk, session(4, *gym)


def four(week: Callable[..., tuple[Session, ...]]) -> tuple[tuple[str, tuple[Session, ...]], ...]:
    """Four weeks in which the effort rises once."""
    return (
        ("accumulation", week()),
        ("accumulation", week()),
        ("accumulation", week(rpe=8.0)),
        ("accumulation", week(rpe=8.0)),
    )


def eight_with_deload() -> PlanSpec:
    """Strength over eight weeks with an easier fifth."""
    full, easy = strength(), strength(sets=2, rpe=6.0)
    easy = tuple(
        replace(each, items=tuple(replace(i, sets=min(i.sets, 1 + (i.sets > 2))) for i in each.items)) for each in easy
    )
    weeks = [("accumulation", full)] * 4 + [("deload", easy)] + [("intensification", strength(rpe=8.5))] * 3
    return plan("strength", "intermediate", *weeks)


ATHLETES: dict[str, Callable[[], Case]] = {
    "beginner": lambda: Case(plan("weight_loss", "beginner", *four(beginner)), intent(), catalogue()),
    "lifter": lambda: Case(eight_with_deload(), lifter(), catalogue()),
    "grower": lambda: Case(
        plan("muscle_gain", "intermediate", *[("accumulation", growth())] * 2, ("accumulation", growth(rpe=8.5))),
        intent(primary_goal="muscle_gain", experience_level="intermediate", days_per_week=4, time_availability_h=6.0),
        catalogue(),
    ),
    "runner": lambda: Case(runner_plan(), runner_intent(), catalogue()),
    "sore_knee": lambda: gentle_case(limitations=(Limitation("knee", 3),)),
    "sore_back": lambda: gentle_case(limitations=(Limitation("lower_back", 3),)),
    "sore_shoulder": lambda: gentle_case(limitations=(Limitation("shoulder", 3),)),
    "older": lambda: gentle_case(age_years_low=69, age_years_high=70),
    "minor": lambda: gentle_case(age_years_low=15, age_years_high=16),
    "pregnant": lambda: gentle_case(health=Health(pregnancy_week=20, cleared_by_professional=True)),
    "hypertensive": lambda: gentle_case(health=Health(frozenset({"hypertension"}))),
    "eating_disorder": lambda: gentle_case(primary_goal="flexibility", health=Health(frozenset({"eating_disorder"}))),
    "diabetic": lambda: gentle_case(
        ("diabetes_notice",), health=Health(frozenset({"diabetes"}), cleared_by_professional=True)
    ),
    "severe_pain": lambda: gentle_case(("see_professional",), limitations=(Limitation("neck", 8),)),
}


def lifter(**changes: Any) -> Intent:
    usual = {"primary_goal": "strength", "experience_level": "intermediate", "days_per_week": 4}
    return intent(**usual | {"time_availability_h": 6.0} | changes)


def runner_plan() -> PlanSpec:
    weeks = [("base", runner()), ("base", runner(8500)), ("base", runner(9000))]
    return plan("endurance", "intermediate", *weeks)


def runner_intent(**changes: Any) -> Intent:
    usual: dict[str, Any] = {"primary_goal": "endurance", "experience_level": "intermediate", "days_per_week": 4}
    history = History(longest_run_m=8000, weekly_run_m=13000)
    return intent(**usual | {"equipment": GYM, "time_availability_h": 5.0, "history": history} | changes)


def gentle_case(notices: tuple[str, ...] = (), **changes: Any) -> Case:
    asked = intent(**{"primary_goal": "weight_loss"} | changes)
    spec = plan(asked.primary_goal, "beginner", *four(gentle))
    told = (*spec.rationale, *(Reason(code) for code in notices))
    return Case(replace(spec, rationale=told), asked, catalogue())
