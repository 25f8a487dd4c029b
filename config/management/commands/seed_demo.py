"""Two people to look at Spotter with, on a machine that is only for that."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import AthleteProfile, CoachAssignment, User
from config.demo import story
from config.demo.lifter import Lifter

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
AGREES_DAYS = 8  # suggestions of the first days are applied, the later ones wait to be looked at


class Command(BaseCommand):
    help = (
        "Make a demo athlete with two weeks of training and a demo coach. Only in debug; a second time changes nothing."
    )

    def handle(self, **options: Any) -> str:
        if not settings.DEBUG:
            raise CommandError("Demo logins have a known password: they are only made with DEBUG=1.")
        if not User.objects.filter(email=ATHLETE).exists():
            self.make()
        return f"Demo athlete {ATHLETE} and coach {COACH}, password {PASSWORD}"

    @transaction.atomic
    def make(self) -> None:
        athlete = self.person(ATHLETE, "Alex", bodyweight_kg=80, birth_year=1994, experience_level="intermediate")
        coach = self.person(COACH, "Robin")
        User.objects.filter(pk=coach.pk).update(is_coach=True)
        CoachAssignment.objects.create(coach=coach, athlete=athlete, consented_at=timezone.now())
        start = timezone.now() - timedelta(weeks=2)
        plan = story.make_plan(
            athlete,
            start,
            equipment=["barbell", "rack", "bench", "dumbbell", "cable", "machine", "pullup_bar"],
            known_lifts=[
                {"exercise": slug, "load_kg": kg * 0.83, "reps": 5, "rpe": 8}
                for slug, kg in list(LIFTS_KG.items())[:TOLD]
            ],
        )
        lifter = Lifter(Random(7), LIFTS_KG)  # noqa: S311  not a secret
        for day in [session.pk for session in story.past_sessions(plan, timezone.now())]:
            session = next(each for each in story.past_sessions(plan, timezone.now()) if each.pk == day)
            at, _ = story.train(athlete, session, lifter)
            for suggestion in story.changes_after(athlete, plan, at):
                if at < start + timedelta(days=AGREES_DAYS):
                    story.agree(athlete, plan, suggestion, at)

    def person(self, email: str, name: str, **profile: Any) -> User:
        user = User.objects.create_user(email, PASSWORD)
        AthleteProfile.objects.filter(user=user).update(display_name=name, **profile)
        user.refresh_from_db()
        return user
