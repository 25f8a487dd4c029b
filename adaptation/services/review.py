"""Looking at plans without news: sessions that were missed, and who has been away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from adaptation.core import absence, outlook
from adaptation.core.away import COMEBACK_RULES, Usual
from adaptation.models import AdaptationSuggestion
from adaptation.services import suggestions
from adaptation.services.bench import Bench, hold_athlete
from feedback.models import IllnessReport, RPEFeedback
from plans.core.edits import MoveSession
from plans.core.reflow import Room, free_days, has_main_work
from plans.core.spec import PlanSpec, from_json
from plans.models import Plan, PlannedSession, PlanRevision
from science import recovery

LOOK_BACK_DAYS = 3  # a session missed longer ago has been looked at
JUST_ILL = timedelta(hours=2 * recovery.SYMPTOM_FREE_H)


@transaction.atomic
def review(plan_id: UUID, now: datetime) -> list[AdaptationSuggestion]:
    """Look at what is due during an illness, and at what was missed since the last rating: no planned rise over missed
    work, a free day for a missed session, and after more than ten days the way back."""
    athlete_id = Plan.objects.values_list("athlete_id", flat=True).get(pk=plan_id)
    hold_athlete(athlete_id)
    bench = Bench.of_plan(plan_id, now)
    if bench is None:
        return []
    found = about_illness(bench)
    last_on = bench.last_on
    missed = outlook.missed(bench.spec, bench.desk.standings, last_on or date.min, bench.today)
    absent = absence.about_absence(
        bench, missed, last_on, lambda: _usual(bench), lambda session: _free_days(bench, session)
    )
    return [*found, *suggestions.propose(bench, absent)]


def about_illness(bench: Bench) -> list[AdaptationSuggestion]:
    """What a reported illness means for what is due, and the way back after it."""
    return suggestions.propose(bench, absence.about_illness(bench, lambda: _usual(bench)))


def _usual(bench: Bench) -> Mapping[str, Usual]:
    """What the plan asked for before the first cut of this break."""
    cuts = AdaptationSuggestion.objects.filter(
        plan=bench.plan,
        rule__in=COMEBACK_RULES,
        evidence__last_on=bench.last_on.isoformat() if bench.last_on else None,
        applied_revision__isnull=False,
    )
    base = cuts.order_by("base_revision").values_list("base_revision", flat=True).first()
    spec = bench.desk.spec if base is None else _spec_at(bench.plan, base)
    return {item.id: Usual(item.sets, item.load_kg, item.target_rpe) for item in spec.items()}


def _spec_at(plan: Plan, number: int) -> PlanSpec:
    return from_json(PlanRevision.objects.values_list("spec", flat=True).get(plan=plan, number=number))


def _free_days(bench: Bench, session_id: str) -> tuple[date, ...]:
    """Days of its own week on which a missed session would still fit; none for what was skipped on purpose."""
    desk = bench.desk
    session, standing = desk.spec.find_session(session_id), desk.standings.get(session_id)
    if session is None or standing is None or standing.status != PlannedSession.Status.PLANNED:
        return ()
    if not has_main_work(session):
        return ()
    days = free_days(desk.spec, session, room=Room(desk.today, desk.intent), holds=lambda spec: True)
    return tuple(day for day in days if bench.stands((MoveSession(session_id, day),)))


def plans_to_review(now: datetime) -> list[UUID]:
    """Active plans with a session missed in the last days, and those whose next session is due and that nobody has
    trained for more than ten days, or whose athlete is or has just been ill. One query."""
    today = now.date()
    sessions = PlannedSession.objects.filter(plan=OuterRef("pk")).in_plan()
    ratings = RPEFeedback.objects.standing().filter(session__plan=OuterRef("pk"))
    missed = sessions.exclude(status=PlannedSession.Status.DONE).filter(
        on__range=(today - timedelta(days=LOOK_BACK_DAYS), today)
    )
    due = sessions.filter(
        status=PlannedSession.Status.PLANNED,
        on__range=(today - timedelta(days=1), today + timedelta(days=absence.LOOK_AHEAD_DAYS + 1)),
    )
    recent = ratings.since(now - timedelta(days=recovery.BREAK_FREE_DAYS - 1))
    is_away = Exists(ratings) & ~Exists(recent) & Exists(due)
    ill = IllnessReport.objects.standing().filter(athlete=OuterRef("athlete"))
    is_ill = Exists(ill.not_over_before(now - JUST_ILL)) & Exists(due)
    return list(
        Plan.objects.active().filter(Exists(missed) | is_away | is_ill).order_by("pk").values_list("pk", flat=True)
    )
