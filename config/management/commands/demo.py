"""The main job in a terminal: a real log, estimates, a plan, two weeks of training, and what changes and why."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from adaptation import services as adaptation
from adaptation import wording
from config.demo import story
from config.demo.lifter import Lifter
from feedback import services as feedback
from feedback.core.logs.outcomes import OUTCOMES
from feedback.core.refusals import LogUnreadable
from feedback.models import ImportBatch, RPEFeedback
from plans.models import Plan, PlannedSession
from science import recovery

EMAIL = "demo-athlete@example.org"
WEEKS = 2


class RolledBack(Exception):
    """The demo leaves nothing behind."""


class Command(BaseCommand):
    help = "Play the main job on a training log (Hevy or Strong export). Leaves nothing behind unless --keep is given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("log", nargs="?", type=Path, help="a Hevy or Strong export; without it, a made-up athlete")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--keep", action="store_true", help="keep the demo athlete and everything that was made")

    def handle(self, *, log: Path | None, seed: int, keep: bool, **options: object) -> str:
        try:
            with transaction.atomic():
                self.play(log, seed)
                if not keep:
                    raise RolledBack
        except RolledBack:
            return "Nothing was kept. Use --keep to look at it in the browser."
        return f"Kept as {EMAIL}."

    def play(self, log: Path | None, seed: int) -> None:
        User.objects.filter(email=EMAIL).delete()
        athlete = User.objects.create_user(EMAIL)
        self.title("1. What is known")
        known = self.bring_log(athlete, log) if log else {}
        start = self.day_after_the_log(athlete)
        end = start + timedelta(weeks=WEEKS)
        self.title(f"2. The plan, from {start:%Y-%m-%d} on")
        equipment = ["barbell", "rack", "bench", "dumbbell", "cable", "machine"]
        plan = story.make_plan(athlete, start, equipment=equipment)
        self.show_plan(plan)
        self.title(f"3. {WEEKS} weeks of training, and what changes")
        lifter = Lifter(Random(seed), known)  # noqa: S311  not a secret
        for number in range(len(story.past_sessions(plan, end))):
            # Read again each time: the session before may have changed it.
            self.train(athlete, plan, story.past_sessions(plan, end)[number], lifter)
        plan.refresh_from_db()
        self.stdout.write(f"\nThe plan is at revision {plan.revision}.")

    def bring_log(self, athlete: User, log: Path) -> dict[str, float]:
        try:
            batch = feedback.queue_import(athlete=athlete, text=log.read_text(encoding="utf-8"), file_name=log.name)
        except (OSError, UnicodeDecodeError, LogUnreadable) as problem:
            raise CommandError(f"{log} cannot be read as a training log: {problem}") from problem
        feedback.run_import(batch.pk, timezone.now())
        self.say_import(batch)
        adaptation.react(athlete.pk)
        end = self.day_after_the_log(athlete)
        lifts = adaptation.lifts(athlete.pk, end, "intermediate")
        for each in sorted(lifts, key=lambda each: -each.lift.sessions)[:10]:
            self.stdout.write(
                f"  {each.lift.exercise.name_en:<34} e1RM {each.e1rm.value:6.1f} kg "
                f"({each.e1rm.low:.1f}-{each.e1rm.high:.1f}), {each.lift.sessions} sessions"
            )
        # What the made-up athlete can really do: the estimate, less what a lift has lost since it was last trained.
        return {
            each.lift.exercise_id: each.e1rm.value * recovery.load_ratio_after_break((end - each.lift.as_of).days)
            for each in lifts
        }

    def day_after_the_log(self, athlete: User) -> datetime:
        """An old log is continued where it ends: a year of rest in between would make every estimate worthless."""
        last = RPEFeedback.objects.for_athlete(athlete.pk).order_by("-performed_at").first()
        return last.performed_at + timedelta(days=1) if last else timezone.now() - timedelta(weeks=WEEKS)

    def say_import(self, batch: ImportBatch) -> None:
        batch.refresh_from_db()
        found = batch.report.get("counts", {})  # in our order: PostgreSQL keeps none
        counts = ", ".join(f"{found[outcome]} {outcome}" for outcome in OUTCOMES if found.get(outcome))
        self.stdout.write(f"{batch.rows_total} rows of a {batch.source} log: {counts}")

    def show_plan(self, plan: Plan) -> None:
        for session in plan.sessions.filter(week=1).prefetch_related("items__exercise"):
            self.stdout.write(f"{session.on} {session.title}, about {session.estimated_min} min")
            for item in session.items.all():
                load = "find your load" if item.load_kg is None else f"{item.load_kg:g} kg"
                reps = f"{item.reps_min}-{item.reps_max}" if item.reps_min else f"{item.duration_s} s"
                self.stdout.write(
                    f"    {item.exercise.name_en:<34} {item.sets} × {reps:<6} {load:<15} RPE {item.target_rpe}"
                )

    def train(self, athlete: User, plan: Plan, session: PlannedSession, lifter: Lifter) -> None:
        at, log = story.train(athlete, session, lifter)
        self.stdout.write(f"\n{session.on} {session.title}")
        for item, sets in log:
            if sets:
                done = "  ".join(f"{each['load_kg']:g}×{each['reps']}@{each['rpe']:g}" for each in sets)
                self.stdout.write(f"    {item.exercise.name_en:<34} {done}")
        for suggestion in story.changes_after(athlete, plan, at):
            self.stdout.write(
                f"  → {suggestion.kind} ({suggestion.status}): {wording.why(suggestion.rule, suggestion.evidence)}"
            )
            self.stdout.write(f"      before {suggestion.before}, after {suggestion.after}")
            self.stdout.write(f"      evidence {suggestion.evidence}")
            self.stdout.write(f"      {story.agree(athlete, plan, suggestion, at)}")

    def title(self, text: str) -> None:
        self.stdout.write(self.style.MIGRATE_HEADING(f"\n{text}"))
