"""What tests of feedback share: a planned session, and bodies that are valid until a test changes them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.utils import timezone

from accounts.core.ids import uuid7
from accounts.models import User
from plans.core.spec import Item, PlanSpec, Reason, Session, Week, spec_hash, to_json
from plans.models import Plan, PlannedSession, PlanRevision
from plans.services import rows

BASE = "/api/v1/plans/feedback"
RPE = f"{BASE}/rpe"
PERFORMANCE = f"{BASE}/performance"
IMPORT = f"{BASE}/import"
# For tests of anything but the limits.
WIDE = dict.fromkeys(("all", "generate", "feedback", "login", "diagnosis"), (10_000, 60))
WHY = Reason("test")
EXERCISES = ("back-squat", "barbell-bench-press")


def planned(athlete: User, *exercises: str, status: str = Plan.Status.ACTIVE) -> PlannedSession:
    """Today's session of a plan of one session: three sets of 8 to 10 with 60 kg of each exercise."""
    today = timezone.now().date()
    places = count()
    items = tuple(
        Item(
            str(uuid7()), exercise, "main", 3, 120, WHY,
            reps_min=8, reps_max=10, target_rpe=8, load_kg=60, load_basis="known", notes=str(next(places)),
        )
        for exercise in exercises or EXERCISES
    )  # fmt: skip
    spec = PlanSpec(
        "strength", "intermediate", today, 1,
        (Week(1, "accumulation", False, (Session(str(uuid7()), today, "strength", "full_a", items=items),)),),
    )  # fmt: skip
    plan = store(athlete, spec, status, today)
    return PlannedSession.objects.get(plan=plan)


def store(athlete: User, spec: PlanSpec, status: str, today: date) -> Plan:
    plan = Plan.objects.create(
        athlete=athlete, goal="strength", intent={}, start_on=today, ends_on=today + timedelta(days=6), status=status
    )
    text = to_json(spec)
    PlanRevision.objects.create(plan=plan, number=1, author="rule", spec=text, spec_hash=spec_hash(text))
    rows.create(plan, spec)
    return plan


def rating(session: PlannedSession, **changes: Any) -> dict[str, Any]:
    """A valid body. A change to None leaves the field out."""
    body = {
        "id": str(uuid4()),
        "session_id": str(session.pk),
        "exercise_id": "back-squat",
        "rpe": 8.5,
        "completion_rate": 100,
        "sets": [{"reps": 8, "load_kg": 60, "rpe": 8}, {"reps": 8, "load_kg": 60, "rpe": 8.5}],
        **changes,
    }
    return {key: value for key, value in body.items() if value is not None}


def metrics(session: PlannedSession, **changes: Any) -> dict[str, Any]:
    body = {
        "id": str(uuid4()),
        "session_id": str(session.pk),
        "total_volume": 5400,
        "average_rpe": 7.8,
        "completion_rate": 95,
        "recovery_time": 36,
        "sleep_quality": 7,
        "stress_level": 4,
        **changes,
    }
    return {key: value for key, value in body.items() if value is not None}
