"""How good the forecasts of ratings and loads have been, against "same as last time"."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from adaptation import services as adaptation
from adaptation.core.forecasts import Score
from adaptation.models import LiftEstimate

HEADER = (
    "lift", "n", "RPE error", "same as last time", "90 % interval holds", "claim", "load error %", "same as last %",
)  # fmt: skip
NAME_WIDTH = 36
ROW = f"{{:<{NAME_WIDTH}}} {{:>6}} {{:>10}} {{:>18}} {{:>22}} {{:>8}} {{:>13}} {{:>15}}"
NOTHING = "–"
PERCENT = 100


class Command(BaseCommand):
    help = (
        "Score the forecasts of each lift: mean absolute error of the rating that was expected before a session, and "
        "of the rule 'same as last time'; how often the 90 % interval held, with its own 95 % interval (Wilson). "
        "Below eight sessions nothing is claimed. Points from before an upgrade are scored after rebuild_estimates."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--athlete", metavar="EMAIL", help="only this athlete; else everyone who has an estimate")

    def handle(self, *, athlete: str | None, **options: Any) -> str:
        self.stdout.write(ROW.format(*HEADER))
        people = 0
        for athlete_id, email in self.athletes(athlete):
            whole = adaptation.athlete_score(athlete_id)
            if whole is None:
                continue
            people += 1
            self.stdout.write(email)
            for each in adaptation.lift_scores(athlete_id):
                self.stdout.write(row(f"  {each.exercise}", each.score))
            self.stdout.write(row("  all lifts", whole))
        return f"{people} athletes scored."

    def athletes(self, email: str | None) -> Iterator[tuple[UUID, str]]:
        estimated = LiftEstimate.objects.values("athlete_id")
        people = User.objects.filter(pk__in=estimated).order_by("pk")
        if email is not None:
            people = User.objects.filter(email=email.strip().lower())
            if not people.exists():
                raise CommandError(f"Nobody here has the address {email}.")
        yield from people.values_list("pk", "email").iterator()


def row(name: str, score: Score) -> str:
    """One line of the table."""
    inside = score.inside
    holds = " – ".join(f"{PERCENT * each:.0f}" for each in (inside.low, inside.high))
    return ROW.format(
        name[:NAME_WIDTH], score.n, f"{score.rpe_error:.2f}", f"{score.same_rpe_error:.2f}",
        f"{PERCENT * inside.value:.1f} % ({holds})", score.claim or NOTHING,
        figure(score.load_error_percent), figure(score.same_load_error_percent),
    )  # fmt: skip


def figure(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.2f}"
