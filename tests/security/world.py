"""The cast with everything that one can have, so that there is something behind every door. Ben has the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import CoachAssignment, User
from adaptation import services as adaptation
from adaptation.models import AdaptationSuggestion, LiftEstimate
from coaching.models import CoachingPrompt, Habit, MemoryFact, SafetyEvent
from diagnosis.models import Execution, Report, Share
from diagnosis.services import executions, sharing
from diagnosis.services.analysing import analyse
from diagnosis.services.collecting import collect
from diagnosis.services.reporting import build
from feedback import services as feedback
from feedback.models import IllnessReport, ImportBatch, PerformanceMetrics, RPEFeedback
from plans.models import Exercise, Plan, PlannedItem, PlannedSession, Refinement, SessionChange
from tests.base import Cast
from tests.plans.base import plan_for

LOG = (
    '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index",'
    '"set_type","weight_kg","reps","distance_km","duration_seconds","rpe"\n'
    '"Legs","12 Jan 2026, 18:00","12 Jan 2026, 19:00","","Mystery Lift","","","0","normal","20","10","","","7"\n'
)
RPE = "/api/v1/plans/feedback/rpe"


@dataclass(frozen=True, slots=True)
class Belongings:
    plan: Plan
    session: PlannedSession
    item: PlannedItem
    later: PlannedSession
    later_item: PlannedItem
    rating: RPEFeedback
    metrics: PerformanceMetrics
    illness: IllnessReport
    suggestion: AdaptationSuggestion
    batch: ImportBatch
    own_exercise: Exercise
    change: SessionChange
    prompt: CoachingPrompt
    habit: Habit
    fact: MemoryFact
    event: SafetyEvent
    share: Share
    assignment: CoachAssignment | None = None

    def ids(self) -> dict[str, str]:
        """What stands in addresses, by the name of its converter."""
        return {
            "plan_id": str(self.plan.pk),
            "session_id": str(self.later.pk),
            "item_id": str(self.later_item.pk),
            "client_id": str(self.rating.client_id),
            "import_id": str(self.batch.pk),
            "suggestion_id": str(self.suggestion.pk),
            "athlete_id": str(self.plan.athlete_id),
            "assignment_id": str(self.assignment.pk) if self.assignment else "",
            "slug": self.own_exercise.slug,
            "change_id": str(self.change.pk),
            "prompt_id": str(self.prompt.pk),
            "habit_id": str(self.habit.client_id),
            "fact_id": str(self.fact.pk),
            "event_id": str(self.event.pk),
            "execution_id": str(self.share.report_id),
            "share_id": str(self.share.pk),
            "number": "1",
        }


def belongings(athlete: User, **more: Any) -> Belongings:
    """A plan that began today, its first session done and found far too easy, a log of another app."""
    now = timezone.now()
    plan = plan_for(athlete, now=now)
    Refinement.objects.create(plan=plan, base_revision=1, state="failed", reason="rules", finished_at=now)
    sessions = list(PlannedSession.objects.filter(plan=plan).in_plan().order_by("on", "position"))
    rating = rate(athlete, sessions[0])
    metrics, _is_new = feedback.record_performance(
        athlete=athlete, session=sessions[0], client_id=uuid4(), now=now, total_volume=5400, average_rpe=5,
        completion_rate=100, recovery_time=24, sleep_quality=8, stress_level=3,
    )  # fmt: skip
    adaptation.react(athlete.pk, now)
    batch = feedback.queue_import(athlete=athlete, text=LOG, file_name="log.csv", dry_run=False)
    feedback.run_import(batch.pk, now)
    own_exercise = Exercise.objects.get(owner=athlete)
    send(athlete, [easy(sessions[0], own_exercise.slug, reps=8, load_kg=20)])
    adaptation.react(athlete.pk, now)
    return Belongings(
        plan=plan,
        session=sessions[0],
        item=main_item(sessions[0]),
        later=sessions[1],
        later_item=main_item(sessions[1]),
        rating=rating,
        metrics=metrics,
        illness=ill(athlete, now),
        suggestion=AdaptationSuggestion.objects.filter(plan=plan, status="proposed").earliest("created_at"),
        batch=batch,
        own_exercise=own_exercise,
        change=SessionChange.objects.create(
            athlete=athlete, client_id=uuid4(), session=sessions[1], base={}, wanted={}, made_at=now
        ),
        prompt=asked(athlete, now),
        fact=MemoryFact.objects.create(
            athlete=athlete,
            category="pain",
            key="pain:knee",
            text="My knee hurts",
            data={"region": "knee"},
            source="chat",
            told_at=now,
            told_on=now.date(),
        ),
        event=SafetyEvent.objects.create(
            athlete=athlete, category="pain", source="message", source_id=uuid4(), lexicon="test", created_at=now
        ),
        share=examined(athlete, now),
        habit=Habit.objects.create(athlete=athlete, title="Stretching", days=[0], at=time(20), created_at=now),
        **more,
    )


def examined(athlete: User, now: datetime) -> Share:
    """A diagnosis with its report, and a link to it that was given away."""
    running = executions.request(athlete=athlete, now=now)
    data = build(case := collect(athlete.pk, 56, now), analyse(case))
    Execution.objects.filter(pk=running.pk).update(status="completed", progress=100, finished_at=now)
    report = Report.objects.create(execution=running, athlete=athlete, data=data, created_at=now)
    return sharing.share(report=report, days=7, now=now)[0]


def asked(athlete: User, now: datetime) -> CoachingPrompt:
    """Spotter has asked how they are, and it stands in their chat."""
    return CoachingPrompt.objects.create(
        athlete=athlete, rule="check_in", occurrence=f"checkin:{now:%Y-%m-%d}", status="delivered", not_before=now,
        expires_at=now + timedelta(hours=4), created_at=now, delivered_at=now, text="How are you?",
    )  # fmt: skip


def ill(athlete: User, now: datetime) -> IllnessReport:
    """An illness of last month, so long over that it changes nothing."""
    month = timedelta(days=30)
    row, _is_new = feedback.report_illness(
        athlete=athlete, symptoms="above_neck", started_on=(now - month).date(), ended_at=now - month / 2, now=now
    )
    return row


def main_item(session: PlannedSession) -> PlannedItem:
    return PlannedItem.objects.filter(session=session, role="main").order_by("position")[0]


def rate(athlete: User, session: PlannedSession) -> RPEFeedback:
    items = PlannedItem.objects.filter(session=session, reps_max__isnull=False).order_by("position")
    rows = [easy(session, item.exercise_id, reps=item.reps_max, load_kg=item.load_kg or 20) for item in items]
    send(athlete, rows)
    return RPEFeedback.objects.get(athlete=athlete, client_id=rows[0]["id"])


def easy(session: PlannedSession, exercise: str, **done: Any) -> dict[str, Any]:
    """Far too easy, so that something will be suggested."""
    return {
        "id": str(uuid4()), "session_id": str(session.pk), "exercise_id": exercise, "rpe": 5, "completion_rate": 100,
        "sets": [{"rpe": 5, **done}] * 3,
    }  # fmt: skip


def send(athlete: User, rows: list[dict[str, Any]]) -> None:
    answer = Cast.client_for(athlete).post(RPE, rows)
    assert all(row["status"] == "created" for row in answer.json()["data"]), answer.content


class Neighbours(Cast):
    """Mix into TestCase: Ana and Ben, each with all of it."""

    anas: Belongings
    bens: Belongings

    @classmethod
    def raise_curtain(cls) -> None:
        super().raise_curtain()
        cls.anas = belongings(cls.ana, assignment=CoachAssignment.objects.get(athlete=cls.ana))
        cls.bens = belongings(cls.ben)
        # The one thing that Ana has done and Ben has not: an estimate is addressed by the name of its exercise.
        LiftEstimate.objects.filter(athlete=cls.ben, exercise=cls.anas.rating.exercise_id).delete()

    def api(self, person: User | None) -> APIClient:
        """Logged in as in a browser, but without CSRF: what an address lets through is the question here."""
        client = APIClient()
        client.default_format = "json"
        if person is not None:
            client.force_login(person)
        return client
