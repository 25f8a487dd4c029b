"""Two people to look at Spotter with, on a machine that is only for that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import AthleteProfile, CoachAssignment, User
from config.demo import story
from config.demo.lifter import Lifter
from plans.models import Plan

ATHLETE, COACH, PASSWORD = "athlete@example.org", "coach@example.org", "train-with-spotter"
# What the made-up athlete can lift once; the plan is told the first four.
LIFTS_KG = {
    "back-squat": 120.0,
    "barbell-bench-press": 90.0,
    "conventional-deadlift": 150.0,
    "overhead-press": 55.0,
    "barbell-row": 80.0,
    "lat-pulldown": 80.0,
    "seated-cable-row": 75.0,
    "romanian-deadlift": 120.0,
    "leg-press": 220.0,
    "seated-calf-raise": 70.0,
    "cable-crunch": 55.0,
    "triceps-pushdown": 40.0,
    "leg-extension": 80.0,
    "seated-leg-curl": 60.0,
    "overhead-triceps-extension": 30.0,
    "dumbbell-curl": 18.0,
    "bulgarian-split-squat": 30.0,
    "barbell-hip-thrust": 140.0,
    "lateral-raise": 14.0,
    "face-pull": 35.0,
    "incline-dumbbell-bench-press": 34.0,
}
TOLD = 4
EQUIPMENT = ["barbell", "rack", "bench", "dumbbell", "cable", "machine", "pullup_bar"]
BEFORE_WEEKS, WEEKS = 8, 2  # of the plan that is over, and trained of the one that runs
GAIN_PER_WEEK = 0.011
STANDS_STILL = "barbell-bench-press"
A_WEEK = 3  # sessions
AGREES_DAYS = 8  # suggestions of the first days of the running plan are applied, the later ones wait to be looked at
MISSED = (7, 15)  # sessions of the plan that is over, by number
HURT = {"back-squat": "knee", "bulgarian-split-squat": "knee", "leg-press": "knee"}
HURTS = {21: 3, 22: 2, 23: 2}  # of 10, by number of the session; then it is gone
BAD_NIGHTS = (11, 22)


class Command(BaseCommand):
    help = (
        "Make a demo athlete with ten weeks of training and a demo coach. Only in debug; a second time changes nothing."
    )

    def handle(self, **options: Any) -> str:
        if not settings.DEBUG:
            raise CommandError("Demo logins have a known password: they are only made with DEBUG=1.")
        if not User.objects.filter(email=ATHLETE).exists():
            self.make(timezone.now())
        return f"Demo athlete {ATHLETE} and coach {COACH}, password {PASSWORD}"

    @transaction.atomic
    def make(self, now: datetime) -> None:
        athlete = self.person(ATHLETE, "Alex", bodyweight_kg=80, birth_year=1994, experience_level="intermediate")
        coach = self.person(COACH, "Robin")
        User.objects.filter(pk=coach.pk).update(is_coach=True)
        CoachAssignment.objects.create(coach=coach, athlete=athlete, consented_at=now)
        rng = Random(7)  # noqa: S311  not a secret
        lifter = Lifter(rng, LIFTS_KG, gain_per_session=0.0, still=frozenset({STANDS_STILL}))
        turn = now - timedelta(weeks=WEEKS)
        start = turn - timedelta(weeks=BEFORE_WEEKS)
        known = [
            {"exercise": slug, "load_kg": kg * 0.83, "reps": 5, "rpe": 8} for slug, kg in list(LIFTS_KG.items())[:TOLD]
        ]
        days = Days(rng)
        before = story.make_plan(athlete, start, equipment=EQUIPMENT, known_lifts=known, weeks=BEFORE_WEEKS)
        for place, at in enumerate(self.trained(athlete, before, turn, lifter, days)):
            if place % (2 * A_WEEK) == A_WEEK - 1:  # now and then: what is long ago need not take long to make
                story.agree_to_all(athlete, before, list(story.changes_after(athlete, before, at)), at)
        running = story.make_plan(athlete, turn, equipment=EQUIPMENT)
        for at in self.trained(athlete, running, now, lifter, days):
            changes = list(story.changes_after(athlete, running, at))
            if at < turn + timedelta(days=AGREES_DAYS):
                story.agree_to_all(athlete, running, changes, at)

    def trained(self, athlete: User, plan: Plan, until: datetime, lifter: Lifter, days: Days) -> Iterator[datetime]:
        """Do what the plan asks for, and give when it was done. Each session as it stands on its day: the one before
        may have changed it."""
        for pk in [session.pk for session in story.past_sessions(plan, until)]:
            day = days.next()
            session = story.session_as_it_stands(pk)
            if day is not None and session is not None:
                yield story.train(athlete, session, lifter, day)[0]
                lifter.gained_by_all += GAIN_PER_WEEK / A_WEEK

    def person(self, email: str, name: str, **profile: Any) -> User:
        user = User.objects.create_user(email, PASSWORD)
        AthleteProfile.objects.filter(user=user).update(display_name=name, **profile)
        user.refresh_from_db()
        return user


class Days:
    """One day after the other, as people have them: never quite alike, two bad nights, a knee that hurts for a
    week, two sessions that fell through."""

    def __init__(self, rng: Random) -> None:
        self.rng, self.number = rng, -1

    def next(self) -> story.Day | None:
        """The next day that something is asked for on; None when the session falls through."""
        self.number += 1
        if self.number in MISSED:
            return None
        is_bad = self.number in BAD_NIGHTS
        pain = HURTS.get(self.number)
        return story.Day(
            sleep_quality=3 if is_bad else self.rng.randint(6, 8),
            stress_level=self.rng.randint(3, 5) + (2 if is_bad else 0),
            recovery_h=float(self.rng.choice((36, 40, 46, 48))),
            sleep_hours=5.0 if is_bad else round(self.rng.uniform(6.6, 8.2), 1),
            pain={} if pain is None else {each: {"region": region, "severity": pain} for each, region in HURT.items()},
        )
