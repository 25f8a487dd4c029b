"""A plan that tests of adaptation can read at a glance, and days on which it is trained."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from unittest import mock

from accounts.models import CoachAssignment, User
from adaptation import services as adaptation
from adaptation.models import AdaptationSuggestion
from plans.core.spec import Item, PlanSpec, Reason, Session, Week, spec_hash, to_json
from plans.models import Plan, PlannedItem, PlannedSession, PlanRevision
from plans.services import rows
from tests.base import Cast

BENCH = "barbell-bench-press"
MONDAY = date(2026, 3, 2)
API = "/api/v1"
INTENT = {
    "primary_goal": "strength",
    "experience_level": "intermediate",
    "time_availability": 4.0,
    "equipment": ["barbell", "bench", "rack", "dumbbell", "pullup_bar"],
    "start_on": MONDAY.isoformat(),
}


def lift(exercise: str = BENCH, **asked: Any) -> Item:
    """3 × 8 at RPE 8 and 100 kg, unless told otherwise."""
    facts = {"sets": 3, "reps_min": 8, "reps_max": 8, "target_rpe": 8.0, "load_kg": 100.0, "load_basis": "known"}
    return Item(
        id=str(uuid.uuid4()), exercise=exercise, role="main", rest_s=180, why=Reason("main_lift"), **{**facts, **asked}
    )


def spec_of_weeks(weeks: Sequence[Sequence[Sequence[Item]]], start_on: date = MONDAY) -> PlanSpec:
    """A plan from its weeks, each a list of sessions, each a list of items; sessions lie two days apart."""
    return PlanSpec(
        goal="strength",
        level="intermediate",
        start_on=start_on,
        days_per_week=max(len(week) for week in weeks),
        weeks=tuple(
            Week(
                number=number,
                phase="accumulation",
                is_deload=False,
                sessions=tuple(
                    Session(
                        id=str(uuid.uuid4()),
                        on=start_on + timedelta(days=7 * (number - 1) + 2 * place),
                        kind="strength",
                        title="upper_a",
                        items=tuple(items),
                    )
                    for place, items in enumerate(sessions)
                ),
            )
            for number, sessions in enumerate(weeks, 1)
        ),
    )


def store(athlete: User, spec: PlanSpec, **intent: Any) -> Plan:
    """The plan as if it had been generated: rows, revision 1, active."""
    text = to_json(spec)
    with at(evening(spec.start_on - timedelta(days=1))):
        plan = Plan.objects.create(
            athlete=athlete,
            goal=spec.goal,
            intent={**INTENT, "start_on": spec.start_on.isoformat(), **intent},
            start_on=spec.start_on,
            ends_on=spec.ends_on(),
        )
        PlanRevision.objects.create(
            plan=plan,
            number=1,
            author=PlanRevision.Author.RULE,
            reason={"code": "plan_generated", "facts": {}},
            spec=text,
            spec_hash=spec_hash(text),
        )
        rows.create(plan, spec)
    return plan


def bench_plan(athlete: User, weeks: int = 6, loads: Sequence[float] | None = None, **asked: Any) -> Plan:
    """One bench press session a week. `loads`: what the plan itself asks for in each week."""
    planned = loads or [asked.pop("load_kg", 100.0)] * weeks
    return store(athlete, spec_of_weeks([[[lift(load_kg=load, **asked)]] for load in planned]))


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """The clock stands still at this instant."""
    with mock.patch("django.utils.timezone.now", return_value=moment):
        yield


def evening(day: date) -> datetime:
    return datetime.combine(day, time(18), UTC)


def sets_of(reps: Sequence[int], load_kg: float, rpe: float | Sequence[float]) -> list[dict[str, Any]]:
    ratings = [rpe] * len(reps) if isinstance(rpe, int | float) else list(rpe)
    return [{"reps": each, "load_kg": load_kg, "rpe": rating} for each, rating in zip(reps, ratings, strict=True)]


class Training(Cast):
    """Mix into a test case: sessions are rated over HTTP, and the engine reacts, on the day of the session."""

    @classmethod
    def raise_curtain(cls) -> None:
        """The cast, with Cleo coaching Ana since before the plans of these tests begin."""
        super().raise_curtain()
        CoachAssignment.objects.update(consented_at=evening(MONDAY - timedelta(days=30)))

    @classmethod
    def sessions(cls, plan: Plan) -> list[PlannedSession]:
        return list(PlannedSession.objects.filter(plan=plan).in_plan().order_by("on", "position"))

    @classmethod
    def rate(cls, athlete: User, session: PlannedSession, **body: Any) -> str:
        """Send one rating of the bench press on the evening of its session; its id."""
        with at(body.get("moment", evening(session.on))):
            return cls.send(athlete, session, **body)

    @classmethod
    def send(cls, athlete: User, session: PlannedSession, **body: Any) -> str:
        """The same at whatever the clock says now."""
        moment = body.pop("moment", evening(session.on))
        rating = {
            "id": str(uuid.uuid4()),
            "session_id": str(session.pk),
            "exercise_id": BENCH,
            "rpe": 8,
            "completion_rate": 100,
            "timestamp": moment.isoformat(),
            **body,
        }
        answer = cls.client_for(athlete).post(f"{API}/plans/feedback/rpe", rating, format="json")
        assert answer.status_code == 201, answer.content
        return str(rating["id"])

    @classmethod
    def train(cls, athlete: User, session: PlannedSession, **body: Any) -> list[AdaptationSuggestion]:
        """Rate a session and let the engine react to it; what it came up with."""
        moment = body.get("moment", evening(session.on))
        known = set(AdaptationSuggestion.objects.filter(plan=session.plan_id).values_list("pk", flat=True))
        cls.rate(athlete, session, **body)
        with at(moment):
            adaptation.react(athlete.pk, moment)
        return list(AdaptationSuggestion.objects.filter(plan=session.plan_id).exclude(pk__in=known).order_by("pk"))

    @classmethod
    def loads(cls, plan: Plan, exercise: str = BENCH) -> list[float | None]:
        """The loads of an exercise, session by session."""
        items = PlannedItem.objects.filter(session__plan=plan, session__is_dropped=False, exercise=exercise)
        return list(items.order_by("session__on", "position").values_list("load_kg", flat=True))

    @classmethod
    def item(cls, session: PlannedSession, exercise: str = BENCH) -> PlannedItem:
        return PlannedItem.objects.get(session=session, exercise=exercise)
