"""Everything that an examination looks at, read in a fixed number of queries, however long the athlete's history is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from accounts.models import AthleteProfile
from adaptation.core import outlook
from adaptation.models import EstimatePoint
from adaptation.services import LiftProgress, lifts
from adaptation.services.records import done_of, spells_of
from diagnosis.core.facts import Case, DayReport, LiftFact, LiftPoint, PlanFact, SessionFact, Work
from feedback.models import PerformanceMetrics, RPEFeedback
from plans.core.closed import Standing
from plans.models import Exercise, Plan, PlannedSession
from plans.services.catalogue import catalogue_for
from plans.services.intents import profile_by_id
from plans.services.revision import spec_of
from science import estimator
from science.readiness import WINDOW_DAYS

SHORTEST_DAYS, LONGEST_DAYS = 14, 180
LEAST_HISTORY_DAYS = 56  # eight weeks of work, however short the window
NO_PLAN = UUID(int=0)


def collect(
    athlete_id: UUID, window_days: int, now: datetime, plan_id: UUID | None = None, focus: str | None = None
) -> Case:
    """One athlete as they are now. window_days: 14-180; plan_id: a plan of theirs, else the active one.

    At most 16 queries, however long the history.
    """
    window_days = max(SHORTEST_DAYS, min(LONGEST_DAYS, window_days))
    profile = profile_by_id(athlete_id)
    today = profile.local_date(now)
    since = today - timedelta(days=max(window_days, LEAST_HISTORY_DAYS) - 1)
    plan = _plan(athlete_id, plan_id)
    level = str(plan.intent.get("experience_level", profile.experience_level)) if plan else profile.experience_level
    catalogue = catalogue_for(athlete_id)
    work = _work(athlete_id, level, plan, since, today)
    progress = lifts(athlete_id, now, level)
    return Case(
        athlete=str(athlete_id),
        now=now,
        today=today,
        window_days=window_days,
        level=level,
        goal=plan.goal if plan else "",
        catalogue=catalogue,
        sessions=_sessions(athlete_id, since, today),
        work=work,
        reports=_reports(athlete_id, since - timedelta(days=WINDOW_DAYS), today),
        lifts=_lifts(progress, athlete_id, since, profile),
        spells=spells_of(profile, today),
        plan=_plan_fact(plan, today),
        days_since_deload=_days_since_deload(athlete_id, today),
        focus=focus or "",
        names=_names({each.done.exercise for each in work} | {each.lift.exercise_id for each in progress}),
    )


def _plan(athlete_id: UUID, plan_id: UUID | None) -> Plan | None:
    plans = Plan.objects.for_athlete(athlete_id)
    return plans.filter(pk=plan_id).first() if plan_id else plans.active().first()


def _work(athlete_id: UUID, level: str, plan: Plan | None, since: date, today: date) -> tuple[Work, ...]:
    rows = (
        RPEFeedback.objects.for_athlete(athlete_id)
        .standing()
        .filter(performed_on__range=(since, today))
        .select_related("session")
        .order_by("performed_at", "pk")
    )
    current = plan.pk if plan else NO_PLAN
    return tuple(Work(str(row.pk), row.performed_at, done_of(row, level, current)) for row in rows)


def _reports(athlete_id: UUID, since: date, today: date) -> tuple[DayReport, ...]:
    rows = (
        PerformanceMetrics.objects.for_athlete(athlete_id)
        .standing()
        .filter(performed_on__range=(since, today))
        .select_related("session")
        .order_by("performed_at", "pk")
    )
    return tuple(
        DayReport(
            id=str(row.pk),
            session=str(row.session_id),
            on=row.performed_on,
            title=row.session.title,
            kind=row.session.kind,
            volume_kg=row.total_volume,
            completion=float(row.completion_rate),
            session_rpe=None if row.session_rpe is None else float(row.session_rpe),
            duration_min=row.duration_min,
            sleep_quality=row.sleep_quality,
            stress_level=row.stress_level,
            recovery_h=row.recovery_time,
            sleep_hours=row.sleep_hours,
        )
        for row in rows
    )


def _sessions(athlete_id: UUID, since: date, today: date) -> tuple[SessionFact, ...]:
    """Sessions of any plan that were still asked for on their day; of a plan that was given up, only what was done."""
    rows = (
        PlannedSession.objects.for_athlete(athlete_id)
        .in_plan()
        .between(since, today)
        .exclude(plan__status=Plan.Status.ARCHIVED, status=PlannedSession.Status.PLANNED)
        .order_by("on", "position")
    )
    return tuple(
        SessionFact(
            id=str(row.pk),
            on=row.on,
            status=row.status,
            kind=row.kind,
            title=row.title,
            at=row.at,
            week=row.week,
            is_deload=row.is_deload,
            estimated_min=row.estimated_min,
        )
        for row in rows
    )


def _lifts(
    progress: Iterable[LiftProgress], athlete_id: UUID, since: date, profile: AthleteProfile
) -> tuple[LiftFact, ...]:
    """Lifts with the points of the time looked at. One query for all of them."""
    rows = (
        EstimatePoint.objects.filter(estimate__athlete_id=athlete_id, rating__performed_on__gte=since)
        .order_by("performed_at", "rating_id")
        .values_list("estimate_id", "rating_id", "rating__performed_on", "e1rm_kg", "low_kg", "high_kg", "innovation")
    )
    points: dict[UUID, list[LiftPoint]] = {}
    for estimate, rating, on, e1rm_kg, low_kg, high_kg, surprise in rows:
        points.setdefault(estimate, []).append(LiftPoint(str(rating), on, e1rm_kg, low_kg, high_kg, surprise))
    return tuple(
        LiftFact(
            id=str(each.lift.pk),
            exercise=each.lift.exercise_id,
            state=estimator.from_dict(each.lift.state),
            e1rm=each.e1rm,
            weekly_trend=each.weekly_trend,
            plateau=each.plateau,
            claim=each.claim,
            may_be_narrow=each.may_be_narrow,
            points=tuple(points[each.lift.pk]),
        )
        for each in progress
        if each.lift.pk in points
    )


def _plan_fact(plan: Plan | None, today: date) -> PlanFact | None:
    """What a patch needs to know of the plan; only what it is called, where it does not run any more. Two queries."""
    if plan is None:
        return None
    fact = PlanFact(str(plan.pk), plan.goal, _level(plan), plan.start_on, plan.ends_on, plan.revision)
    if plan.status != Plan.Status.ACTIVE:
        return fact
    spec = spec_of(plan)
    rows = PlannedSession.objects.filter(plan=plan).values_list("pk", "on", "status")
    standings = {str(pk): Standing(on, status) for pk, on, status in rows}
    return replace(
        fact,
        coming=outlook.coming(spec, standings, today),
        next_week=outlook.next_week(spec, today),
        free_days=_free_days(plan.intent),
    )


def _free_days(asked: Mapping[str, Any]) -> frozenset[int]:
    """Weekdays that the athlete left open when they asked for the plan."""
    blocked = {each for each in asked.get("blocked_days", ()) if isinstance(each, int)}
    return frozenset(asked.get("available_days") or range(7)) - blocked


def _level(plan: Plan) -> str:
    return str(plan.intent.get("experience_level", ""))


def _days_since_deload(athlete_id: UUID, today: date) -> float | None:
    last = (
        PlannedSession.objects.for_athlete(athlete_id)
        .filter(is_deload=True, status=PlannedSession.Status.DONE, on__lte=today)
        .order_by("-on")
        .values_list("on", flat=True)
        .first()
    )
    return None if last is None else float((today - last).days)


def _names(slugs: Iterable[str]) -> dict[str, dict[str, str]]:
    rows = Exercise.objects.filter(slug__in=set(slugs)).values_list("slug", "name_en", "name_zh_hans")
    return {slug: {"en": en, "zh": zh or en} for slug, en, zh in rows}
