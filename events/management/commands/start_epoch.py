"""After a restore: tell every client that holds a place in a journal to start over."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from events import services as events


class Command(BaseCommand):
    help = (
        "Give the journals' numbering a new name. For use after a backup was restored: clients may know later entries."
    )

    def handle(self, **options: Any) -> str:
        return f"The journals are now of epoch {events.start_epoch()}; clients with older cursors start over."
