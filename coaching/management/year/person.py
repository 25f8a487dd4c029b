"""The athlete of the simulated year at work: sessions, ratings, and answers to what Spotter asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from statistics import fmean
from typing import Any

from accounts.models import User
from coaching.core.dialogues import options
from coaching.management.year import course
from feedback import services as feedback
from feedback.core.ratings import in_halves
from plans.models import PlannedItem, PlannedSession
from science import strength
from science.effort import rpe_from_rir

START_1RM_KG = 70.0
GAIN = 0.004  # a session, while it still grows
GROWS_FOR = 26  # sessions of a lift
WEAKER_WHEN_TIRED = 0.82
DAY_SD, RATING_SD = 0.015, 0.4
FIRST_SHARE = 0.65
MISSES = 0.08  # of sessions, without a word
ANSWERS = 0.75  # of prompts
TYPICAL: Mapping[str, tuple[str, ...]] = {
    "missed_session": ("no_time", "move"),
    "stalled": ("lighter",),
    "high_rpe": ("lighter",),
    "poor_sleep": ("lighter",),
    "comeback": ("lighter",),
    "pain_follow_up": ("hurts", "swap"),
    "habit": ("done",),
    "milestone": ("strong",),
    "plan_finished": ("fresh",),
    "welcome": ("evening",),
    "unread_suggestion": ("apply",),
    "deload_due": ("apply", "tired"),
    "stay_quiet": ("go_on",),
}


@dataclass
class Person:
    athlete: User
    rng: Random
    trained: dict[str, int] = field(default_factory=dict)  # sessions of each lift
    has_said_so: bool = False

    def wants_to_train(self, on: date) -> bool:
        return course.may_train(on) and self.rng.random() >= MISSES

    def train(self, session: PlannedSession, at: datetime) -> None:
        """Do a session and rate it, as a phone would send it."""
        ratings: list[float] = []
        volume = 0.0
        for item in session.items.select_related("exercise"):
            sets = self._sets(item, session.on)
            rpe = in_halves(fmean(each["rpe"] for each in sets)) if sets else None
            rpe = rpe or self._felt(session.on)
            ratings.append(float(rpe))
            volume += sum(each["reps"] * each["load_kg"] for each in sets)
            feedback.record(
                athlete=self.athlete, session=session, exercise=item.exercise_id, rpe=rpe,
                completion_rate=Decimal(100), sets=sets, pain=self._pain(item, session.on), timestamp=at, now=at,
            )  # fmt: skip
        self._report(session, at + timedelta(minutes=5), ratings or [6.0], volume)

    def _felt(self, on: date) -> Decimal:
        """How hard what has no load was."""
        return Decimal("9.5") if course.TIRED.holds(on) else Decimal("6")

    def _sets(self, item: PlannedItem, on: date) -> list[dict[str, Any]]:
        if item.exercise.mode != "load" or not item.reps_min:
            return []
        count = self.trained.get(item.exercise_id, 0)
        able_kg = START_1RM_KG * (1 + GAIN * min(count, GROWS_FOR)) * (1 + self.rng.gauss(0, DAY_SD))
        able_kg *= WEAKER_WHEN_TIRED if course.TIRED.holds(on) else 1.0
        load_kg = item.load_kg or max(2.5, round(able_kg * FIRST_SHARE / 2.5) * 2.5)
        self.trained[item.exercise_id] = count + 1
        return [self._set(item.reps_min, load_kg, able_kg) for _ in range(item.sets)]

    def _set(self, reps: int, load_kg: float, able_kg: float) -> dict[str, Any]:
        most = strength.reps_to_failure(min(1.0, load_kg / able_kg))
        made = min(reps, max(1, int(most)))
        rpe = rpe_from_rir(max(0.0, most - made + self.rng.gauss(0, RATING_SD)))
        return {"reps": made, "load_kg": load_kg, "rpe": min(10.0, max(5.0, round(rpe * 2) / 2))}

    def _pain(self, item: PlannedItem, on: date) -> Any:
        if not course.HURT.holds(on) or "quads" not in item.exercise.primary:
            return None
        return {"region": "knee", "severity": 4}

    def _report(self, session: PlannedSession, at: datetime, ratings: list[float], volume: float) -> None:
        hours = course.slept_h(session.on)
        feedback.record_performance(
            athlete=self.athlete, session=session, total_volume=volume, average_rpe=in_halves(fmean(ratings)),
            completion_rate=Decimal(100), recovery_time=36.0, sleep_quality=4 if hours < 6 else 7, stress_level=4,
            sleep_hours=hours, duration_min=session.estimated_min or 60, session_rpe=in_halves(fmean(ratings)),
            timestamp=at, now=at,
        )  # fmt: skip

    # --- Answers ------------------------------------------------------------------------------------------------------
    def answers(self, on: date) -> bool:
        return course.answers(on) and (self.is_fed_up(on) or self.rng.random() < ANSWERS)

    def choice(self, rule: str, step: Any, on: date) -> str:
        """What is tapped at a step: the state of the day decides a check-in, habit the rest."""
        offered = [each.id for each in options(step)]
        if rule == "check_in":
            return self._enough(offered) if self.is_fed_up(on) else self._check_in(offered, on)
        return next((each for each in TYPICAL.get(rule, ()) if each in offered), offered[0])

    def is_fed_up(self, on: date) -> bool:
        """One day she finds that it is too often."""
        return on >= course.ENOUGH_FROM and not self.has_said_so

    def _enough(self, offered: list[str]) -> str:
        self.has_said_so = "less" in offered
        return "less" if self.has_said_so else "not_now"

    def _check_in(self, offered: list[str], on: date) -> str:
        is_short, is_tired = course.slept_h(on) < 6, course.TIRED.holds(on) or course.ILL.holds(on)
        wanted: Mapping[str, bool] = {
            "worn_out": is_short or is_tired, "good": not (is_short or is_tired),
            "short": is_short, "slept": not is_short, "lighter": True,
        }  # fmt: skip
        return next(each for each in offered if wanted.get(each, True))
