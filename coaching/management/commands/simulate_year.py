"""Let a made-up athlete live through a year in a minute or two, and print what Spotter said to her as a diary."""

from __future__ import annotations

from datetime import datetime, time
from io import StringIO
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.test.utils import override_settings
from django.utils import translation

from accounts.models import User
from coaching.management.year import course
from coaching.management.year.clockwork import Clock, running
from coaching.management.year.diary import diary
from coaching.management.year.running import Year
from plans.models import Exercise

EMAIL = "a-year@simulated.invalid"
YEAR_DAYS = 365


class RolledBack(Exception):
    """Nothing of a simulated year is kept."""


class Command(BaseCommand):
    help = "Print a simulated year of one athlete as a diary. The same seed gives the same year; nothing is kept."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--days", type=int, default=YEAR_DAYS, help=f"how far (default: {YEAR_DAYS})")
        parser.add_argument("--locale", default="en", choices=("en", "zh-hans"))
        parser.add_argument("--tone", default="gentle", choices=("gentle", "direct", "playful"))

    def handle(self, *, seed: int, days: int, locale: str, tone: str, **options: object) -> str:
        clock = Clock(datetime.combine(course.FIRST_ON, time(6), ZoneInfo(course.HOME)))
        rng = Random(seed)  # noqa: S311  not a secret
        try:
            # No model is asked: what it says is not in the seed.
            with override_settings(LLM_PROVIDERS=[]), running(clock, rng), transaction.atomic():
                year = Year(self._athlete(locale, tone), clock, rng)
                with translation.override(locale):
                    year.run(days)
                    told = diary(year)
                raise RolledBack
        except RolledBack:
            return told

    def _athlete(self, locale: str, tone: str) -> User:
        if not Exercise.objects.filter(owner__isnull=True).exists():
            call_command("load_catalogue", verbosity=0, stdout=StringIO())
        User.objects.filter(email=EMAIL).delete()
        athlete = User.objects.create_user(EMAIL)
        profile = athlete.profile
        profile.display_name, profile.experience_level, profile.timezone = "Mara", "intermediate", course.HOME
        profile.locale, profile.tone = locale, tone
        profile.save()
        return User.objects.select_related("profile").get(pk=athlete.pk)
