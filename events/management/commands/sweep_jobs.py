"""Start again everything that a lost message, a killed process or a fault has left undone."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from events import registry
from events import services as events


class Command(BaseCommand):
    help = "Start every reaction that has journal entries left to read, and every job whose worker was lost."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--now", action="store_true", help="do the work here instead of handing it to a worker")
        parser.add_argument("--dry-run", action="store_true", help="only count what is left to do")

    def handle(self, *, dry_run: bool, now: bool, **options: Any) -> str:
        due = events.due_reactions(timezone.now())
        for each in due:
            self.stdout.write(f"{each.reaction} of {each.athlete_id}: due since {each.due_at:%Y-%m-%d %H:%M:%S}")
        if dry_run:
            return f"{len(due)} reactions are due."
        started = events.start_due(timezone.now(), here=now)
        for name, sweep in registry.sweeps():
            self.stdout.write(f"{name}: {sweep()} started")
        return f"{started} reactions started."
