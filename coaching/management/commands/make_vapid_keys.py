"""Make the key with which this installation signs notifications to browsers."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from coaching.gateway import web_push


class Command(BaseCommand):
    help = "Print a new key pair for notifications to browsers. Nothing is stored."

    def handle(self, *_args: Any, **_options: Any) -> None:
        private, public = web_push.new_keys()
        self.stdout.write(f"VAPID_PRIVATE_KEY={private}")
        self.stdout.write("VAPID_SUBJECT=mailto:you@example.org")
        self.stdout.write(f"# The public half, which browsers are given: {public}")
        self.stdout.write("# A new key ends every subscription: keep this one.")
