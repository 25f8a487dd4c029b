"""What tests of plans share: wishes that make valid plans, and plans made from them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from events.models import JournalEntry
from plans import services as plans
from plans.models import Plan

NOW = datetime(2030, 1, 7, 9, 0, tzinfo=UTC)  # a Monday
MONDAY = date(2030, 1, 7)
GYM = ["barbell", "rack", "bench", "dumbbell", "cable", "machine", "pullup_bar"]


def wishes(**changes: Any) -> dict[str, Any]:
    """The body of a request that gives a plan: three days of strength a week, in a gym."""
    body = {
        "primary_goal": "strength",
        "experience_level": "intermediate",
        "time_availability": 4,
        "equipment": GYM,
        "days_per_week": 3,
        "weeks": 4,
        **changes,
    }
    return {key: value for key, value in body.items() if value is not None}


def plan_for(athlete: User, *, now: datetime = NOW, **changes: Any) -> Plan:
    return plans.generate(athlete=athlete, wishes=wishes(**changes), now=now)


WIDE = {name: (1000, seconds) for name, (_calls, seconds) in settings.RATE_LIMITS.items()}


def kinds_of(athlete: User) -> list[str]:
    """What the athlete's journal tells, oldest first."""
    return list(JournalEntry.objects.for_athlete(athlete.pk).order_by("seq").values_list("kind", flat=True))


def own(asked: CaptureQueriesContext) -> list[dict[str, str]]:
    """The queries about plans, without those by which other apps tell what they know of an athlete."""
    return [
        query
        for query in asked.captured_queries
        if "plans_" in query["sql"] and "adaptation_" not in query["sql"] and "rpe_feedback" not in query["sql"]
    ]
