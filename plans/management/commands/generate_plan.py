"""Write a plan for an athlete from the command line."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from plans import services, wording
from plans.core.intent import IntentInfeasible, NeedsClearance
from plans.core.movements import EQUIPMENT
from plans.core.spec import GOALS, LEVELS, PlanSpec, to_json


class Command(BaseCommand):
    help = "Write a plan for an athlete by the same rules as the API. It replaces the active plan, which is archived."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True, help="whose plan")
        parser.add_argument("--goal", required=True, choices=GOALS)
        parser.add_argument("--level", choices=LEVELS, help="default: the profile's")
        parser.add_argument("--hours", type=float, default=4.0, help="hours a week, 1 to 20 (default: %(default)s)")
        parser.add_argument("--equipment", nargs="+", choices=EQUIPMENT, help="default: the profile's, else none")
        parser.add_argument("--days", type=int, choices=range(1, 8), help="sessions a week")
        parser.add_argument("--weeks", type=int, choices=range(1, 17))
        parser.add_argument("--json", action="store_true", help="print the whole plan as canonical JSON")

    def handle(self, *args: Any, email: str, goal: str, hours: float, json: bool, **options: Any) -> None:
        athlete = User.objects.filter(email=email.strip().lower()).first()
        if athlete is None:
            raise CommandError(f"There is no account with the address {email}.")
        if not 1 <= hours <= 20:
            raise CommandError(f"--hours {hours:g} is outside 1 to 20.")
        plan = self.generate(athlete, timezone.now(), primary_goal=goal, time_availability=hours, **options)
        spec = services.spec_of(plan)
        self.stdout.write(to_json(spec) if json else summary(spec, str(plan.pk)))

    def generate(self, athlete: User, now: datetime, **options: Any) -> Any:
        profile = services.profile_of(athlete)
        wishes = {
            "primary_goal": options["primary_goal"],
            "experience_level": options["level"] or profile.experience_level,
            "time_availability": options["time_availability"],
            "equipment": options["equipment"] or profile.equipment or ["none"],
            "days_per_week": options["days"],
            "weeks": options["weeks"],
        }
        try:
            return services.generate(athlete=athlete, wishes=wishes, now=now)
        except IntentInfeasible as problem:
            raise CommandError(wording.change(problem.facts)) from problem
        except NeedsClearance as problem:
            raise CommandError(wording.clearance(problem.facts)) from problem


def summary(spec: PlanSpec, plan_id: str) -> str:
    """The plan on one screen: what it is, and the first week."""
    lines = [f"{wording.plan_title(spec.goal, len(spec.weeks))} ({plan_id})"]
    lines += [f"  {wording.reason(reason.code, reason.facts)}" for reason in spec.rationale]
    for session in spec.weeks[0].sessions:
        exercises = ", ".join(f"{item.exercise} × {item.sets}" for item in session.items)
        lines.append(f"{session.on:%a %Y-%m-%d} {wording.title(session.title)}: {exercises}")
    return "\n".join(lines)
