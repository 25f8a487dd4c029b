"""What is checked before anything is planned: that there are weeks, and movements to fill them with."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from plans.core.generate import reasons
from plans.core.generate.lifting import Lifting
from plans.core.generate.outlines import LIFTING_GOALS
from plans.core.generate.phases import MAX_WEEKS, weeks_of
from plans.core.generate.situation import Situation, situation
from plans.core.intent import Intent, IntentInfeasible
from plans.core.movements import Level
from plans.core.rules.care import is_contraindicated

BASICS_MIN = 15.0  # warm-up and one set of each basic movement
LIFTING_FAMILIES = ("squat", "lunge", "hinge", "push", "pull")


def check_weeks(intent: Intent) -> None:
    """Raise IntentInfeasible for too many weeks, or an event before the first day could count."""
    weeks = weeks_of(intent)
    if not 1 <= weeks <= MAX_WEEKS:
        raise IntentInfeasible(reasons.FEWER_WEEKS, weeks=weeks, most=MAX_WEEKS)
    if intent.event_on is not None and intent.event_on <= intent.start_on:
        earliest_on = intent.start_on + timedelta(days=1)
        raise IntentInfeasible(
            reasons.EVENT_LATER, event_on=intent.event_on.isoformat(), earliest_on=earliest_on.isoformat()
        )


def check_movements(athlete: Situation) -> None:
    """Raise IntentInfeasible where nothing is left to train the goal with, saying if health or equipment is why."""
    if _can_train(athlete):
        return
    intent = athlete.intent
    unhurt = situation(replace(intent, limitations=()), athlete.catalogue, weeks_of(intent))
    if intent.limitations and _can_train(unhurt):
        raise IntentInfeasible(reasons.LIMITATIONS, regions=sorted({each.region for each in intent.limitations}))
    raise IntentInfeasible(reasons.EQUIPMENT, usable=len(athlete.usable))


def _can_train(athlete: Situation) -> bool:
    if athlete.goal in LIFTING_GOALS:
        return athlete.has_family(*LIFTING_FAMILIES)
    if athlete.goal == "endurance":
        return athlete.has_family("endurance")
    if athlete.goal == "flexibility":
        return athlete.has_family("mobility")
    return athlete.has_family("endurance", *LIFTING_FAMILIES)


def check_time(intent: Intent, work: Lifting, days: int, minutes: float) -> None:
    """Raise IntentInfeasible where not even one set of a leg exercise, a push and a pull finds time in the week."""
    if not work.owing:
        return
    facts = {"minutes": round(minutes, 1), "needed": BASICS_MIN}
    own_limit = intent.session_minutes_max
    if days > 1 and (own_limit is None or own_limit > minutes):
        raise IntentInfeasible(reasons.FEWER_DAYS, days=days, **facts)
    raise IntentInfeasible(reasons.MORE_TIME, **facts)


def left_out(athlete: Situation) -> Counter[str]:
    """How many movements, usable otherwise, each health reason rules out."""
    intent = athlete.intent
    level = Level.named(intent.experience_level)
    usable = athlete.catalogue.usable(intent.equipment, level, intent.excluded_exercises)
    found = (is_contraindicated(movement, intent) for movement in usable)
    return Counter(reason for reason in found if reason is not None)
