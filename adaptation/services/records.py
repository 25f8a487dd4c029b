"""Rows as the values that the analysis works on: what was asked for, what was done, and the last weeks as a whole.

Every query reaches back a fixed number of days, so that a longer history costs nothing more.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime, time, timedelta
from uuid import UUID

from accounts.models import AthleteProfile
from adaptation.core import illness, pain
from adaptation.core.facts import Asked, Done, PainReport, Recent
from adaptation.core.illness import Spell
from adaptation.core.log import COURSE_DAYS, LOG_DAYS, READINESS_DAYS, SURPRISE_DAYS, Log, session_rpe_change
from adaptation.models import EstimatePoint
from adaptation.services.wellness import Diary
from feedback.models import IllnessReport, PerformanceMetrics, RPEFeedback
from plans.core.movements import Movement, from_facts
from plans.models import Exercise, Plan, PlannedItem, PlannedSession
from science.health import PAIN_STOP

PAIN_DAYS, ILLNESS_DAYS = 60, 60
SESSIONS_COMPARED = 12
LEVEL_OF_LOGS = "intermediate"  # of whoever brings a log from elsewhere: no beginner keeps one (own choice)


# --- What is asked for ------------------------------------------------------------------------------------------------
def asked_of(item: PlannedItem, session: PlannedSession) -> Asked:
    """A row of the plan as a value."""
    return Asked(
        item=str(item.pk),
        session=str(session.pk),
        on=session.on,
        exercise=item.exercise_id,
        sets=item.sets,
        reps_min=item.reps_min,
        reps_max=item.reps_max,
        target_rpe=item.target_rpe,
        load_kg=item.load_kg,
        week=session.week,
        is_deload=session.is_deload,
        role=item.role,
    )


def movement_of(exercise: Exercise) -> Movement:
    """A row of the catalogue as a value."""
    return from_facts({field.name: getattr(exercise, field.name, None) for field in fields(Movement)})


def level_of(plan: Plan) -> str:
    """The level that the plan was made for; it never changes."""
    return str(plan.intent.get("experience_level", "beginner"))


# --- What was done ----------------------------------------------------------------------------------------------------
def done_of(rating: RPEFeedback, level: str, plan_id: UUID) -> Done:
    """A rating as the verdict reads it, against what was asked for on that day. Its session comes with it, and the
    plan that is being trained tells whether it still decides anything."""
    work = rating.rated_work()
    corrected = f"@{rating.corrected_at:%Y%m%dT%H%M%S%f}" if rating.corrected_at else ""
    return Done(
        feedback=f"{rating.pk}{corrected}",
        session=str(rating.session_id or ""),
        on=rating.performed_on,
        exercise=rating.exercise_id,
        sets=work.sets,
        rpe=None if rating.rpe is None else float(rating.rpe),
        completion=float(rating.completion_rate),
        level=level,
        asked=_asked_then(rating),
        pain_region=rating.pain_region,
        pain=rating.pain_severity,
        is_assumed=work.is_assumed,
        is_of_plan=rating.session is not None and rating.session.plan_id == plan_id,
    )


def _asked_then(rating: RPEFeedback) -> Asked | None:
    if not rating.asked:
        return None
    asked = rating.asked
    return Asked(
        item="",
        session=str(rating.session_id or ""),
        on=rating.performed_on,
        exercise=rating.exercise_id,
        sets=asked["sets"],
        reps_min=asked.get("reps_min"),
        reps_max=asked.get("reps_max"),
        target_rpe=asked.get("target_rpe"),
        load_kg=asked.get("load_kg"),
    )


def log_of(plan: Plan, today: date) -> Log:
    """The ratings of the last four weeks, as the analysis reads them. One query."""
    rows = (
        RPEFeedback.objects.for_athlete(plan.athlete_id)
        .standing()
        .filter(performed_on__range=(today - timedelta(days=LOG_DAYS), today + timedelta(days=1)))
        .select_related("session")
        .order_by("performed_at", "pk")
    )
    level = level_of(plan)
    return Log(tuple(done_of(row, level, plan.pk) for row in rows))


def pain_reports(athlete_id: UUID, until: date) -> tuple[PainReport, ...]:
    """Pain since a region last hurt so much that it stops a movement, oldest first; () where none did in two months.

    Work on a region without a word of pain counts as none. One query, two where there is something to hold.
    """
    window = (until - timedelta(days=PAIN_DAYS), until + timedelta(days=1))
    rows = (
        RPEFeedback.objects.for_athlete(athlete_id)
        .standing()
        .filter(performed_on__range=window, source="athlete")
        .order_by("performed_at", "pk")
    )
    if not rows.filter(pain_severity__gte=PAIN_STOP).exists():
        return ()
    return pain.reports(
        [
            pain.Told(row.performed_on, movement_of(row.exercise), row.pain_region, row.pain_severity)
            for row in rows.select_related("exercise")
        ]
    )


def spells_of(profile: AthleteProfile, today: date) -> tuple[Spell, ...]:
    """Illness that lasts, or that ended within two months, oldest first. One query."""
    since = datetime.combine(today - timedelta(days=ILLNESS_DAYS), time.min, profile.zone)
    reports = IllnessReport.objects.for_athlete(profile.user_id).standing().not_over_before(since)
    return tuple(
        illness.spell(str(row.pk), row.symptoms, row.started_on, row.ended_at, profile.zone)
        for row in reports.order_by("started_on", "pk")
    )


def last_trained_on(plan: Plan) -> date | None:
    """The last day on which anything of this plan was rated. One query."""
    rated = RPEFeedback.objects.for_athlete(plan.athlete_id).standing().filter(session__plan=plan)
    return rated.order_by("-performed_on").values_list("performed_on", flat=True).first()


# --- The whole --------------------------------------------------------------------------------------------------------
def recent(plan: Plan, log: Log, diary: Diary, now: datetime, today: date) -> Recent:
    """The last weeks of one athlete. Three queries."""
    since_deload = _days_since_deload(plan.athlete_id, today)
    surprises = EstimatePoint.objects.filter(
        estimate__athlete_id=plan.athlete_id,
        performed_at__gte=now - timedelta(days=COURSE_DAYS),
        innovation__isnull=False,
    ).order_by("performed_at", "rating_id")
    told = surprises.values_list("performed_at", "rating__performed_on", "innovation")
    course = [(at, on, z) for at, on, z in told if z is not None]
    return Recent(
        innovations=tuple(z for at, _, z in course if at >= now - timedelta(days=SURPRISE_DAYS)),
        course=tuple((on, z) for _, on, z in course),
        sessions=log.sessions(),
        readiness=diary.by_day(today - timedelta(days=READINESS_DAYS)),
        days_since_deload=since_deload,
        days_without_deload=float((today - plan.start_on).days) if since_deload is None else since_deload,
        session_rpe_change=_session_rpe_change(plan.athlete_id, today),
    )


def _days_since_deload(athlete_id: UUID, today: date) -> float | None:
    last = (
        PlannedSession.objects.for_athlete(athlete_id)
        .filter(is_deload=True, status=PlannedSession.Status.DONE, on__lte=today)
        .order_by("-on")
        .values_list("on", flat=True)
        .first()
    )
    return None if last is None else float((today - last).days)


def _session_rpe_change(athlete_id: UUID, today: date) -> float | None:
    rows = (
        PerformanceMetrics.objects.for_athlete(athlete_id)
        .standing()
        .filter(session_rpe__isnull=False, performed_on__gte=today - timedelta(days=LOG_DAYS))
        .order_by("-performed_at", "-pk")
        .values_list("session__title", "total_volume", "session_rpe")[:SESSIONS_COMPARED]
    )
    return session_rpe_change([(title, float(volume), float(rpe or 0)) for title, volume, rpe in rows])
