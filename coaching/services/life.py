"""One athlete's life as the detector of moments reads it. Reads only; the number of queries is fixed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Max, Q

from accounts.models import AthleteProfile
from adaptation.core import policy
from adaptation.models import AdaptationSuggestion, EstimatePoint
from adaptation.services.records import spells_of
from coaching.core.moments.days import is_short
from coaching.core.moments.life import Life, Lift, Night, Offer, Planned, Point, Rated, Ritual, Running
from coaching.core.moments.rules import RULES, STAY_QUIET
from coaching.models import CheckIn, CoachingPrompt, Habit, HabitDone, PromptBudget, PromptPreferences
from feedback.models import PerformanceMetrics, RPEFeedback
from plans.models import Plan, PlannedSession

RATED_DAYS, NIGHT_DAYS, LIFT_DAYS, DONE_DAYS = 35, 10, 400, 3
SESSIONS_BEFORE, SESSIONS_AHEAD = timedelta(days=14), timedelta(days=21)
SILENT = int(RULES[STAY_QUIET].thresholds["unanswered"])
Status = PlannedSession.Status


def life_of(athlete_id: UUID, now: datetime) -> Life | None:
    """What is known of an athlete at this instant; None where there is nobody to coach, or nobody agreed to be spoken
    to. Two queries then, fourteen at most else."""
    wishes = PromptPreferences.objects.filter(pk=athlete_id).first()
    profile = AthleteProfile.objects.filter(pk=athlete_id).first()
    if wishes is None or profile is None or not wishes.enabled:
        return None
    today = profile.local_date(now)
    budget = PromptBudget.objects.filter(pk=athlete_id).first() or PromptBudget()
    ratings = tuple(_ratings(athlete_id, today))
    done_before, last_on = _trained_before(athlete_id, today)
    plan = _plan(athlete_id)
    check_ins = list(CheckIn.objects.filter(athlete=athlete_id, on__gte=today - timedelta(days=NIGHT_DAYS)))
    return Life(
        zone=profile.zone,
        enabled_at=wishes.enabled_at,
        check_in_at=wishes.check_in_at,
        plan=_running(plan),
        sessions=tuple(_sessions(plan, today)),
        ratings=ratings,
        done_before=done_before,
        last_on=last_on,
        nights=_nights(athlete_id, today, check_ins),
        spells=spells_of(profile, today),
        lifts=tuple(_lifts(athlete_id, now)),
        habits=tuple(_habits(athlete_id, profile, today)),
        offers=tuple(_offers(athlete_id)),
        checked_in_on=frozenset(each.on for each in check_ins if each.feeling is not None),
        holiday=(wishes.holiday_from, wishes.holiday_to) if wishes.holiday_from and wishes.holiday_to else None,
        unanswered=budget.unanswered,
        first_unanswered_at=budget.first_unanswered_at,
        last_told_at=_last_told_at(athlete_id) if budget.unanswered >= SILENT else None,
    )


def _last_told_at(athlete_id: UUID) -> datetime | None:
    told = CoachingPrompt.objects.for_athlete(athlete_id).exclude(rule=STAY_QUIET).filter(delivered_at__isnull=False)
    return told.order_by("-created_at").values_list("delivered_at", flat=True).first()


# --- The plan ---------------------------------------------------------------------------------------------------------
def _plan(athlete_id: UUID) -> Plan | None:
    """The active plan, else the one that was completed last."""
    plans = Plan.objects.for_athlete(athlete_id).exclude(status=Plan.Status.ARCHIVED)
    counted = plans.annotate(
        done_count=Count("sessions", filter=Q(sessions__is_dropped=False, sessions__status=Status.DONE)),
        session_count=Count("sessions", filter=Q(sessions__is_dropped=False)),
    )
    # "active" comes before "completed".
    return counted.order_by("status", "-created_at", "-pk").first()


def _running(plan: Plan | None) -> Running | None:
    if plan is None:
        return None
    done, sessions = plan.done_count, plan.session_count  # type: ignore[attr-defined]  # annotated in _plan
    return Running(str(plan.pk), plan.start_on, plan.ends_on, done, sessions)


def _sessions(plan: Plan | None, today: date) -> Iterable[Planned]:
    if plan is None or plan.status != Plan.Status.ACTIVE:
        return
    near = PlannedSession.objects.filter(plan=plan).in_plan().between(today - SESSIONS_BEFORE, today + SESSIONS_AHEAD)
    for row in near.order_by("on", "position", "pk"):
        at = time.fromisoformat(row.at) if row.at else None
        yield Planned(str(row.pk), row.on, at, row.estimated_min, row.status, row.title, row.is_deload)


# --- What was done ----------------------------------------------------------------------------------------------------
def _ratings(athlete_id: UUID, today: date) -> Iterable[Rated]:
    rows = RPEFeedback.objects.for_athlete(athlete_id).standing().filter(session__isnull=False)
    recent = rows.filter(performed_on__gt=today - timedelta(days=RATED_DAYS)).order_by("performed_at", "pk")
    for row in recent.only(
        "session_id", "exercise_id", "performed_at", "performed_on", "rpe", "pain_region", "pain_severity"
    ):
        yield Rated(
            id=str(row.pk),
            session=str(row.session_id),
            exercise=row.exercise_id,
            at=row.performed_at,
            on=row.performed_on,
            rpe=None if row.rpe is None else float(row.rpe),
            pain_region=row.pain_region,
            pain=row.pain_severity,
        )


def _trained_before(athlete_id: UUID, today: date) -> tuple[int, date | None]:
    """Sessions trained before the ratings that are read one by one, and the last day of training of all."""
    rows = RPEFeedback.objects.for_athlete(athlete_id).standing().filter(session__isnull=False)
    earlier = Q(performed_on__lte=today - timedelta(days=RATED_DAYS))
    found = rows.aggregate(sessions=Count("session", distinct=True, filter=earlier), last_on=Max("performed_on"))
    return found["sessions"], found["last_on"]


def _lifts(athlete_id: UUID, now: datetime) -> Iterable[Lift]:
    points = EstimatePoint.objects.filter(
        estimate__athlete_id=athlete_id, performed_at__gt=now - timedelta(days=LIFT_DAYS), rating__session__isnull=False
    ).order_by("estimate__exercise_id", "performed_at", "rating_id")
    by_lift: dict[str, list[Point]] = defaultdict(list)
    columns = ("estimate__exercise_id", "rating_id", "performed_at", "rating__performed_on", "session_e1rm_kg")
    for slug, rating, at, on, e1rm_kg, hard_sets in points.values_list(*columns, "hard_sets"):
        by_lift[slug].append(Point(str(rating), at, on, e1rm_kg, hard_sets))
    return (Lift(slug, tuple(found)) for slug, found in by_lift.items())


# --- Days -------------------------------------------------------------------------------------------------------------
def _nights(athlete_id: UUID, today: date, check_ins: Iterable[CheckIn]) -> tuple[Night, ...]:
    """One for each day that anything is known of; hours win over a tap that says only short or not."""
    told = {
        each.on: Night(each.on, None, each.told_at, each.slept_short)
        for each in check_ins
        if each.slept_short is not None
    }
    rows = PerformanceMetrics.objects.for_athlete(athlete_id).standing().filter(sleep_hours__isnull=False)
    recent = rows.filter(performed_on__gt=today - timedelta(days=NIGHT_DAYS)).order_by("performed_at", "pk")
    for on, hours, at in recent.values_list("performed_on", "sleep_hours", "performed_at"):
        if hours is not None:
            told[on] = Night(on, hours, at, is_short(hours))
    return tuple(told[on] for on in sorted(told))


def _habits(athlete_id: UUID, profile: AthleteProfile, today: date) -> Iterable[Ritual]:
    habits = list(Habit.objects.filter(athlete=athlete_id, ended_at__isnull=True).order_by("at", "pk"))
    done = HabitDone.objects.filter(habit__in=habits, on__gte=today - timedelta(days=DONE_DAYS))
    done_on: dict[UUID, set[date]] = defaultdict(set)
    for habit_id, on in done.values_list("habit_id", "on"):
        done_on[habit_id].add(on)
    for each in habits:
        since_on = profile.local_date(each.created_at)
        yield Ritual(str(each.pk), each.title, frozenset(each.days), each.at, since_on, frozenset(done_on[each.pk]))


def _offers(athlete_id: UUID) -> Iterable[Offer]:
    """Open suggestions that change something and are the athlete's to decide."""
    rows = AdaptationSuggestion.objects.for_athlete(athlete_id).open().filter(plan__status=Plan.Status.ACTIVE)
    for row in rows.exclude(requires=policy.COACH).order_by("created_at", "pk"):
        if row.edits:
            yield Offer(
                id=str(row.pk),
                plan=str(row.plan_id),
                is_deload=row.kind == AdaptationSuggestion.Kind.DELOAD,
                created_at=row.created_at,
                expires_at=row.expires_at,
                exercise=str(row.target.get("exercise") or ""),
            )
