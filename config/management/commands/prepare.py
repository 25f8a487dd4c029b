"""Bring an installation up to date: what every start needs to be true."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from accounts.models import User

MANIFEST = "staticfiles.json"


class Command(BaseCommand):
    help = "Migrate the database, load the exercise catalogue, and make the demo data (debug) or the static files."
    requires_migrations_checks = False

    def handle(self, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
        self.stdout.write("The database is up to date.")
        call_command("load_catalogue", stdout=self.stdout)
        if settings.DEBUG:
            call_command("seed_demo", stdout=self.stdout)
        else:
            if not came_with_static_files():
                call_command("collectstatic", interactive=False, verbosity=0, skip_checks=True)
            self.stdout.write("The static files are in place.")
            self.say_how_to_begin()

    def say_how_to_begin(self) -> None:
        """In an installation that nobody looks after yet. Who may do everything is made here, not over the network."""
        if not User.objects.filter(is_superuser=True).exists():
            command = f"{sys.executable} manage.py createsuperuser"
            self.stdout.write(f"There is no administrator yet. Make one: {command}  (athletes sign up by themselves)")


def came_with_static_files() -> bool:
    """Whether they were collected when this installation was made, as in our image, and cannot be written here."""
    return (settings.STATIC_ROOT / MANIFEST).is_file() and not os.access(settings.STATIC_ROOT, os.W_OK)
