"""Rows as the values that the analysis works on. The one place where the core's values are read from the database.

Every query reaches back a fixed number of days, so that a longer history costs nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from statistics import fmean
from typing import Any
from uuid import UUID

from adaptation.core import pain, verdict
from adaptation.core.facts import Asked, Done, PainReport, Recent, Scheme, SessionRecord
from adaptation.models import EstimatePoint
from adaptation.services.wellness import Diary
from feedback.models import PerformanceMetrics, RPEFeedback
from plans.core.movements import DEFAULT_INCREMENT_KG, Movement, from_facts
from plans.core.spec import Item, Session, Week
from plans.models import Exercise, Plan, PlannedItem, PlannedSession
from plans.services.revision import Desk
from science import strength
from science.effort import rir_from_rpe
from science.health import PAIN_STOP

SURPRISE_DAYS = 10
LOG_DAYS = 28
PAIN_DAYS = 60
READINESS_DAYS = 14
SESSIONS_KEPT = 6
SAME_WORK_RATIO = 0.10
LEVEL_OF_LOGS = "intermediate"  # of whoever brings a log from elsewhere: no beginner keeps one (own choice)
PLANNED, DONE = PlannedSession.Status.PLANNED.value, PlannedSession.Status.DONE.value


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


def coming(desk: Desk) -> tuple[Asked, ...]:
    """What the plan still asks for from today on, soonest first."""
    return _asked_in(desk, lambda session: _status(desk, session) == PLANNED and session.on >= desk.today)


def missed(desk: Desk, since: date) -> tuple[Asked, ...]:
    """What was asked for after `since` and before today, and not done."""
    return _asked_in(desk, lambda session: _status(desk, session) != DONE and since < session.on < desk.today)


def _status(desk: Desk, session: Session) -> str:
    standing = desk.standings.get(session.id)
    return standing.status if standing else PLANNED


def _asked_in(desk: Desk, wanted: Any) -> tuple[Asked, ...]:
    placed = [
        (session.on, place, week, session)
        for week in desk.spec.weeks
        for place, session in enumerate(week.sessions)
        if wanted(session)
    ]
    placed.sort(key=lambda each: each[:2])
    return tuple(_asked(item, session, week) for _, _, week, session in placed for item in session.items)


def _asked(item: Item, session: Session, week: Week) -> Asked:
    return Asked(
        item=item.id,
        session=session.id,
        on=session.on,
        exercise=item.exercise,
        sets=item.sets,
        reps_min=item.reps_min,
        reps_max=item.reps_max,
        target_rpe=item.target_rpe,
        load_kg=item.load_kg,
        week=week.number,
        is_deload=week.is_deload,
        role=item.role,
    )


def movement_of(exercise: Exercise) -> Movement:
    """A row of the catalogue as a value."""
    return from_facts({field.name: getattr(exercise, field.name, None) for field in fields(Movement)})


def increment_of(movement: Movement) -> float:
    """The smallest step of its load in kg; exercises of an athlete's own have none on record."""
    return movement.increment_kg or DEFAULT_INCREMENT_KG


def level_of(plan: Plan) -> str:
    """The level that the plan was made for; it never changes."""
    return str(plan.intent.get("experience_level", "beginner"))


# --- What was done ----------------------------------------------------------------------------------------------------
def done_of(rating: RPEFeedback, level: str) -> Done:
    """A rating as the verdict reads it, against what the plan asked for on that day."""
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


@dataclass(frozen=True, slots=True)
class Log:
    """The ratings of the last four weeks, oldest first, as the rules read them."""

    plan_id: UUID
    entries: Sequence[tuple[RPEFeedback, Done]]

    @classmethod
    def of(cls, plan: Plan, today: date) -> Log:
        """One query."""
        rows = (
            RPEFeedback.objects.for_athlete(plan.athlete_id)
            .standing()
            .filter(performed_on__range=(today - timedelta(days=LOG_DAYS), today + timedelta(days=1)))
            .select_related("session")
            .order_by("performed_at", "pk")
        )
        level = level_of(plan)
        return cls(plan.pk, tuple((row, done_of(row, level)) for row in rows))

    def of_exercise(self, slug: str) -> list[Done]:
        return [done for row, done in self.entries if row.exercise_id == slug]

    def newest(self, slug: str) -> Done | None:
        """The newest session of an exercise, if it was one of this plan: old news decides nothing."""
        row, done = next(((row, done) for row, done in reversed(self.entries) if row.exercise_id == slug), (None, None))
        return done if row is not None and row.session is not None and row.session.plan_id == self.plan_id else None

    def failed_running(self, slug: str) -> int:
        """Failed sessions in a row up to the newest."""
        return verdict.failures_running(verdict.judge(done) for done in self.of_exercise(slug))

    def loads(self) -> dict[tuple[str, Scheme], float]:
        """The load lifted last, by exercise and range of reps asked for."""
        return {
            (done.exercise, done.asked.scheme): done.load_kg
            for _, done in self.entries
            if done.asked is not None and done.load_kg is not None
        }

    def loads_of(self, slug: str) -> tuple[tuple[Scheme, float], ...]:
        return tuple((scheme, kg) for (exercise, scheme), kg in self.loads().items() if exercise == slug)

    def sessions(self) -> tuple[SessionRecord, ...]:
        """The last planned sessions as wholes."""
        by_session: dict[str, list[Done]] = {}
        for _, done in self.entries:
            if done.session:
                by_session.setdefault(done.session, []).append(done)
        return tuple(_session_record(each) for each in by_session.values())[-SESSIONS_KEPT:]


def _session_record(dones: Sequence[Done]) -> SessionRecord:
    gaps = [gap for done in dones if (gap := verdict.judge(done).gap) is not None]
    return SessionRecord(
        session=dones[0].session,
        on=dones[0].on,
        completion=fmean(done.completion for done in dones),
        effort_gap=fmean(gaps) if gaps else None,
    )


def told_1rm(lift: Mapping[str, Any], bases: Mapping[str, str]) -> tuple[float, str]:
    """e1RM in kg and its basis from a lift that the athlete told."""
    rir = 0.0 if lift.get("rpe") is None else rir_from_rpe(float(lift["rpe"]))
    k = strength.curve_k(str(lift["exercise"]))
    kg = strength.e1rm_kg(float(lift["load_kg"]), float(lift["reps"]), rir, k)
    return kg, bases.get(str(lift.get("source", "told")), "self_report")


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
    regions = set(rows.filter(pain_severity__gte=PAIN_STOP).order_by().values_list("pain_region", flat=True))
    if not regions:
        return ()
    reports = []
    for row in rows.select_related("exercise"):
        movement = movement_of(row.exercise)
        for region in sorted(regions):
            if row.pain_region == region:
                reports.append(PainReport(row.performed_on, region, row.pain_severity or 0, row.exercise_id))
            elif pain.loads_region(movement, region):
                reports.append(PainReport(row.performed_on, region, 0, row.exercise_id))
    return tuple(reports)


# --- The whole --------------------------------------------------------------------------------------------------------
def recent(plan: Plan, log: Log, diary: Diary, now: datetime, today: date) -> Recent:
    """The last weeks of one athlete. Three queries."""
    since_deload = _days_since_deload(plan.athlete_id, today)
    surprises = EstimatePoint.objects.filter(
        estimate__athlete_id=plan.athlete_id,
        performed_at__gte=now - timedelta(days=SURPRISE_DAYS),
        innovation__isnull=False,
    )
    return Recent(
        innovations=tuple(value for value in surprises.values_list("innovation", flat=True) if value is not None),
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
    """How much harder the last session felt than the one before it with the same title and about the same work."""
    rows = list(
        PerformanceMetrics.objects.for_athlete(athlete_id)
        .standing()
        .filter(session_rpe__isnull=False, performed_on__gte=today - timedelta(days=LOG_DAYS))
        .order_by("-performed_at", "-pk")
        .values_list("session__title", "total_volume", "session_rpe")[:12]
    )
    if not rows:
        return None
    title, volume, rpe = rows[0]
    for other_title, other_volume, other_rpe in rows[1:]:
        if other_title == title and abs(other_volume - volume) <= SAME_WORK_RATIO * max(volume, 1.0):
            return float(rpe or 0) - float(other_rpe or 0)
    return None
