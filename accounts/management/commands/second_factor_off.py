"""Switches somebody's second factor off: their phone is gone, and so are the recovery codes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import services as accounts
from accounts.models import User


class Command(BaseCommand):
    help = "Switch the second factor of an account off. Make sure first that it is its owner who asks."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *, email: str, **options: Any) -> str:
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError("There is no account with this e-mail address.")
        return "Switched off." if accounts.drop_factor(user=user, actor=None) else "There was none."
