"""Prints a link by which somebody sets a new password: where no mail is set up, or none comes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import services as accounts
from accounts.core.refusals import LinkRefused
from accounts.models import User


class Command(BaseCommand):
    help = "Print a link that is good once and for an hour. Whoever has it becomes that person: hand it to nobody else."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *, email: str, **options: Any) -> str:
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError("There is no account with this e-mail address.")
        try:
            return accounts.hand_out_link(user=user, actor=None)
        except LinkRefused as problem:
            raise CommandError("This account is closed. Reopen it in the console first.") from problem
