"""One athlete's journal, as their screens are told it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from accounts.models import User
from events import services as events
from events.core.cursor import CursorUnreadable, parse
from events.core.frames import entry_json


class Command(BaseCommand):
    help = "Print the entries of an athlete's journal after a cursor, one JSON object a line."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--athlete", required=True, help="e-mail address or id")
        parser.add_argument("--after", default="0", help="a cursor, or a bare number of the current epoch")
        parser.add_argument("--limit", type=int, default=events.PAGE)

    def handle(self, *, athlete: str, after: str, limit: int, **options: Any) -> str:
        person = User.objects.filter(Q(email=athlete.lower()) | Q(pk__in=ids(athlete))).first()
        if person is None:
            raise CommandError(f"Nobody is called {athlete}.")
        try:
            cursor = parse(after, "")
        except CursorUnreadable as problem:
            raise CommandError(f"{after} is no cursor: write <epoch>-<seq>, or a number.") from problem
        found = events.entries_after(person.pk, cursor, limit)
        if found.reset:
            return f"A client with this cursor starts over from the head, which is {found.head}."
        for entry in found.entries:
            self.stdout.write(entry_json(entry, found.head.epoch))
        return f"{len(found.entries)} entries; the head is {found.head}."


def ids(text: str) -> list[UUID]:
    try:
        return [UUID(text)]
    except ValueError:
        return []
