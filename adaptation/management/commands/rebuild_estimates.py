"""Learn the lifts anew from the ratings, or check that what is stored is what the ratings say."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from adaptation import services as adaptation
from feedback.models import RPEFeedback

TOLERANCE = 1e-9


class Command(BaseCommand):
    help = "Rebuild the estimates of lifts from all ratings; with --check, compare and change nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("--email", help="one athlete")
        who.add_argument("--all", action="store_true", help="everyone who has rated anything")
        parser.add_argument("--check", action="store_true", help="only compare; fail above a difference of 1e-9")

    def handle(self, *, email: str | None, check: bool, **options: Any) -> str:
        athletes = self.athletes(email)
        if check:
            return self.compare(athletes)
        lifts = people = 0
        for athlete_id in athletes:
            lifts, people = lifts + adaptation.rebuild(athlete_id), people + 1
        return f"{lifts} lifts of {people} athletes rebuilt."

    def athletes(self, email: str | None) -> Iterator[UUID]:
        if email is None:
            rated = RPEFeedback.objects.order_by("athlete_id").values_list("athlete_id", flat=True).distinct()
            yield from rated.iterator()
            return
        athlete_id = User.objects.filter(email=email.strip().lower()).values_list("pk", flat=True).first()
        if athlete_id is None:
            raise CommandError(f"Nobody here has the address {email}.")
        yield athlete_id

    def compare(self, athletes: Iterator[UUID]) -> str:
        compared, apart = 0, 0
        for athlete_id in athletes:
            for slug, difference in adaptation.differences(athlete_id):
                compared += 1
                if difference > TOLERANCE:
                    apart += 1
                    self.stdout.write(f"athlete {athlete_id}, {slug}: {difference:.3g} apart")
        if apart:
            raise CommandError(f"{apart} of {compared} lifts differ from what the ratings say.")
        return f"{compared} lifts agree with the ratings."
