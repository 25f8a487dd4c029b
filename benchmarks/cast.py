"""Athletes with a history, made straight in the database, for benchmarks of what comes after it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import services as accounts
from accounts.models import User
from adaptation import services as adaptation
from events import services as events
from feedback.models import RPEFeedback
from plans import services as plans
from plans.models import PlannedSession

LOGS_PER_WEEK = 15
WISHES: dict[str, Any] = {
    "primary_goal": "strength",
    "experience_level": "intermediate",
    "time_availability": 5,
    "days_per_week": 3,
    "weeks": 8,
    "equipment": ["barbell", "rack", "bench", "dumbbell", "cable", "machine"],
    "known_lifts": [
        {"exercise": "back-squat", "load_kg": 100, "reps": 5, "rpe": 8},
        {"exercise": "barbell-bench-press", "load_kg": 80, "reps": 5, "rpe": 8},
    ],
}


@dataclass(slots=True)
class Athlete:
    user: User
    token: str
    sessions: list[tuple[str, str, float]]  # session, exercise, load

    def head(self) -> str:
        return str(events.head(self.user.pk))


def athlete_with_history(logs: int) -> Athlete:
    user = User.objects.create_user(
        f"{uuid.uuid4().hex}@example.org"
    )  # no password: hashing it takes as long as all else
    plan = plans.generate(athlete=user, wishes=WISHES, now=timezone.now())
    sessions = list(
        PlannedSession.objects.filter(plan=plan).order_by("on", "position").prefetch_related("items__exercise")
    )
    slots = [
        (str(session.pk), item.exercise_id, item.load_kg or 40.0)
        for session in sessions
        for item in session.items.all()
        if item.reps_max and item.exercise.e1rm_use
    ]
    usual = {exercise: load for _, exercise, load in reversed(slots)}  # one load a lift: RPE 8 must mean something
    slots = [(session, exercise, usual[exercise]) for session, exercise, _ in slots]
    step = timedelta(weeks=1) / LOGS_PER_WEEK  # more logs are a longer history, not a busier month
    first = timezone.now() - (logs + 1) * step
    RPEFeedback.objects.bulk_create(
        [_log(user, slots[number % len(slots)], first + number * step) for number in range(logs)], batch_size=500
    )
    adaptation.rebuild(user.pk)
    return Athlete(user, accounts.issue_tokens(user).access, slots)


def _log(user: User, slot: tuple[str, str, float], at: datetime) -> RPEFeedback:
    session, exercise, load = slot
    return RPEFeedback(
        athlete=user,
        session_id=session,
        exercise_id=exercise,
        rpe=Decimal("8.0"),
        completion_rate=Decimal(100),
        sets=[{"reps": 5, "load_kg": load, "rpe": 8.0} for _ in range(3)],
        performed_at=at,
        performed_on=at.astimezone(UTC).date(),
    )


def query_counts(athlete: Athlete) -> dict[str, int]:
    """SQL statements per request, counted in this process through Django's test client, authentication included."""
    client = Client(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {athlete.token}"})
    session, exercise, load = athlete.sessions[0]
    rating = {
        "id": str(uuid.uuid4()), "session_id": session, "exercise_id": exercise, "rpe": 8, "completion_rate": 100,
        "sets": [{"reps": 5, "load_kg": load, "rpe": 8}],
    }  # fmt: skip
    calls: dict[str, Callable[[], Any]] = {
        "today": lambda: client.get("/api/v1/plans/today"),
        "record": lambda: client.post("/api/v1/plans/feedback/rpe", rating, content_type="application/json"),
    }
    counts = {}
    for name, call in calls.items():
        with CaptureQueriesContext(connection) as queries:
            answer = call()
        if answer.status_code >= 400:
            raise RuntimeError(answer.content)
        counts[name] = len(queries)
    return counts | {"generate": _generate_count()}


def _generate_count() -> int:
    """On an athlete of its own: a new plan archives the one that the benchmark trains by."""
    user = User.objects.create_user(f"{uuid.uuid4().hex}@example.org", "a-benchmark-password")
    client = Client(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {accounts.issue_tokens(user).access}"})
    with CaptureQueriesContext(connection) as queries:
        client.post("/api/v1/plans/enhanced/generate", WISHES, content_type="application/json")
    return len(queries)
