"""Shows the sending policy, and changes it at once."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from coaching.core.policy import EVEN, HIGH, LOW
from coaching.models import PolicyVersion
from coaching.services import policy as policies

SHOWN = 20


class Command(BaseCommand):
    help = (
        "The policy that gives each prompt its probability: `show` (default), `update` (what the night does), "
        "`rollback NUMBER`, `stop` (the kill switch: --p, or --rules-only to draw nothing), `resume`."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "action", nargs="?", default="show", choices=["show", "update", "rollback", "stop", "resume"]
        )
        parser.add_argument("number", nargs="?", type=int)
        parser.add_argument("--p", type=float, default=EVEN, help=f"between {LOW} and {HIGH} (default {EVEN})")
        parser.add_argument("--rules-only", action="store_true")

    def handle(self, *, action: str, number: int | None, p: float, rules_only: bool, **options: Any) -> None:
        now = timezone.now()
        if action == "rollback":
            if number is None:
                raise CommandError("rollback needs the number of a version; `policy show` lists them.")
            try:
                policies.roll_back(number, actor=None, now=now)
            except policies.PolicyUnknown as problem:
                raise CommandError(f"No version {number} that could be put in force.") from problem
        elif action == "stop":
            if not LOW <= p <= HIGH:
                raise CommandError(f"--p has to lie between {LOW} and {HIGH}.")
            policies.stop(actor=None, now=now, p=p, rules_only=rules_only)
        elif action == "resume":
            policies.resume(actor=None, now=now)
        elif action == "update" and policies.update(now) is None:
            self.stdout.write("Nothing was made: today's was there already, or there is too little to learn from.")
        self.show()

    def show(self) -> None:
        now = timezone.now()
        current = policies.active(now)
        by_hand = ", set by hand" if policies.is_pinned(now) else ""
        self.stdout.write(f"In force: version {current.number} ({current.kind}{by_hand})")
        for row in PolicyVersion.objects.order_by("-number")[:SHOWN]:
            refused = ", ".join(row.report.get("refused", []))
            since = f", from {row.activated_at:%Y-%m-%d %H:%M}" if row.activated_at else ""
            self.stdout.write(f"  {row.number}: {row.kind}, {row.status}{since}{', ' if refused else ''}{refused}")
