"""What pages of feedback share."""

from __future__ import annotations

from django.utils import timezone

from accounts import services as accounts
from accounts.core.refusals import LimiterAway
from accounts.models import User

SCOPE = "feedback"


def seconds_to_wait(athlete: User) -> int:
    """0 within the limit on feedback, which counts together with the API's."""
    try:
        counted = accounts.take(SCOPE, f"user:{athlete.pk}", timezone.now())
    except LimiterAway:
        return 0
    return 0 if counted.allowed else counted.reset_s
