"""Athletes with tokens, and entries for them, written the way Spotter writes them. Needs Django set up."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from rest_framework_simplejwt.tokens import RefreshToken

from accounts.models import AthleteProfile, TokenFamily, User
from accounts.services.tokens import FAMILY
from events import services as events

T = TypeVar("T")
FILLER = "x" * 200  # an entry of about 300 bytes


class Journals:
    def __init__(self, count: int) -> None:
        call_command("migrate", verbosity=0)
        self.athletes = [User(email=f"athlete-{number}@example.org", password="!") for number in range(count)]
        User.objects.bulk_create(self.athletes, batch_size=1000)
        AthleteProfile.objects.bulk_create([AthleteProfile(user=each) for each in self.athletes], batch_size=1000)
        self.tokens = self.logged_in()
        self.heads: Counter[int] = Counter()

    def logged_in(self) -> list[str]:
        until = timezone.now() + timedelta(days=1)
        families = [TokenFamily(user=each, current_jti="-", expires_at=until) for each in self.athletes]
        TokenFamily.objects.bulk_create(families, batch_size=1000)
        tokens = []
        for user, family in zip(self.athletes, families, strict=True):
            refresh = RefreshToken.for_user(user)
            refresh[FAMILY] = str(family.pk)
            access = refresh.access_token
            access.set_exp(lifetime=timedelta(hours=6))
            tokens.append(str(access))
        return tokens

    def tell(self, number: int) -> None:
        payload = {"text": FILLER, "at": time.monotonic_ns()}
        with transaction.atomic():
            events.append(self.athletes[number].pk, "bench.something_told", payload)
        self.heads[number] += 1

    def tell_steadily(self, numbers: Sequence[int], per_s: int) -> None:
        began_s = time.monotonic()
        for place, number in enumerate(numbers):
            time.sleep(max(0.0, began_s + place / per_s - time.monotonic()))
            self.tell(number)

    def tell_all(self, look: Callable[[], T]) -> tuple[T, float]:
        """One entry for each, in one transaction; returns what `look` saw before the commit, and when that was done on
        the monotonic clock."""
        with transaction.atomic():
            for athlete in sorted(self.athletes, key=lambda each: each.pk):  # one order for all: no deadlocks
                events.append(athlete.pk, "bench.something_told", {"text": FILLER, "at": time.monotonic_ns()})
            self.heads.update(range(len(self.athletes)))
            seen = look()
        return seen, time.monotonic()
