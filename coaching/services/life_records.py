"""The rows of athletes as the detector of moments reads them: each table once, for one athlete as for hundreds.

`these` are the athletes' ids; all of them live through the same civil day, `today`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL

from accounts.models import AthleteProfile
from adaptation.core import illness, policy
from adaptation.core.illness import Spell
from adaptation.models import AdaptationSuggestion, EstimatePoint
from adaptation.services.records import ILLNESS_DAYS
from coaching.core.moments.days import is_short
from coaching.core.moments.life import Night, Offer, Planned, Point, Rated, Ritual, Running
from coaching.core.moments.rules import STAY_QUIET
from coaching.models import CheckIn, CoachingPrompt, Habit, HabitDone
from coaching.services.tables import among
from feedback.models import IllnessReport, PerformanceMetrics, RPEFeedback
from plans.models import Plan, PlannedSession

RATED_DAYS, NIGHT_DAYS, LIFT_DAYS, DONE_DAYS = 35, 10, 400, 3
SESSIONS_BEFORE, SESSIONS_AHEAD = timedelta(days=14), timedelta(days=21)
Status = PlannedSession.Status


# --- The plan ---------------------------------------------------------------------------------------------------------
def plans(these: RawSQL) -> dict[UUID, Plan]:
    """The active plan of each, else the one that was completed last."""
    kept = Plan.objects.exclude(status=Plan.Status.ARCHIVED)
    # "active" comes before "completed".
    first = kept.filter(athlete=OuterRef("athlete")).order_by("status", "-created_at", "-pk").values("pk")[:1]
    counted = kept.filter(athlete__in=these, pk=Subquery(first)).annotate(
        done_count=Count("sessions", filter=Q(sessions__is_dropped=False, sessions__status=Status.DONE)),
        session_count=Count("sessions", filter=Q(sessions__is_dropped=False)),
    )
    return {plan.athlete_id: plan for plan in counted}


def running(plan: Plan | None) -> Running | None:
    if plan is None:
        return None
    done, sessions = plan.done_count, plan.session_count  # type: ignore[attr-defined]  # annotated in plans
    return Running(str(plan.pk), plan.start_on, plan.ends_on, done, sessions)


def sessions(plans: Iterable[Plan], today: date) -> dict[UUID, list[Planned]]:
    """Those of the active plans, by plan."""
    active = [plan.pk for plan in plans if plan.status == Plan.Status.ACTIVE]
    found: dict[UUID, list[Planned]] = defaultdict(list)
    if not active:
        return found
    near = PlannedSession.objects.filter(plan__in=among(active)).in_plan()
    for row in near.between(today - SESSIONS_BEFORE, today + SESSIONS_AHEAD).order_by("on", "position", "pk"):
        at = time.fromisoformat(row.at) if row.at else None
        planned = Planned(str(row.pk), row.on, at, row.estimated_min, row.status, row.title, row.is_deload)
        found[row.plan_id].append(planned)
    return found


# --- What was done ----------------------------------------------------------------------------------------------------
def ratings(these: RawSQL, today: date) -> dict[UUID, list[Rated]]:
    rows = RPEFeedback.objects.filter(athlete__in=these, session__isnull=False).standing()
    recent = rows.filter(performed_on__gt=today - timedelta(days=RATED_DAYS)).order_by("performed_at", "pk")
    columns = recent.values_list(
        "athlete_id", "pk", "session_id", "exercise_id", "performed_at", "performed_on", "rpe", "pain_region",
        "pain_severity",
    )  # fmt: skip
    found: dict[UUID, list[Rated]] = defaultdict(list)
    for athlete_id, pk, session, exercise, at, on, rpe, region, pain in columns:
        effort = None if rpe is None else float(rpe)
        found[athlete_id].append(Rated(str(pk), str(session), exercise, at, on, effort, region, pain))
    return found


def trained_before(these: RawSQL, today: date) -> dict[UUID, tuple[int, date | None]]:
    """Sessions trained before the ratings that are read one by one, and the last day of training of all."""
    rows = RPEFeedback.objects.filter(athlete__in=these, session__isnull=False).standing()
    earlier = Q(performed_on__lte=today - timedelta(days=RATED_DAYS))
    counted = rows.order_by().values("athlete").annotate(
        sessions=Count("session", distinct=True, filter=earlier), last_on=Max("performed_on")
    )  # fmt: skip
    return {athlete: (sessions, on) for athlete, sessions, on in counted.values_list("athlete", "sessions", "last_on")}


def lifts(these: RawSQL, now: datetime) -> dict[UUID, dict[str, list[Point]]]:
    points = EstimatePoint.objects.filter(
        estimate__athlete__in=these, performed_at__gt=now - timedelta(days=LIFT_DAYS), rating__session__isnull=False
    ).order_by("estimate__athlete_id", "estimate__exercise_id", "performed_at", "rating_id")
    columns = points.values_list(
        "estimate__athlete_id", "estimate__exercise_id", "rating_id", "performed_at", "rating__performed_on",
        "session_e1rm_kg", "hard_sets",
    )  # fmt: skip
    found: dict[UUID, dict[str, list[Point]]] = defaultdict(lambda: defaultdict(list))
    for athlete_id, slug, rating, at, on, e1rm_kg, hard_sets in columns:
        found[athlete_id][slug].append(Point(str(rating), at, on, e1rm_kg, hard_sets))
    return found


def last_told_at(silent: Sequence[UUID]) -> dict[UUID, datetime]:
    if not silent:
        return {}
    told = CoachingPrompt.objects.filter(athlete__in=among(silent), delivered_at__isnull=False)
    last = told.exclude(rule=STAY_QUIET).order_by().values("athlete").annotate(at=Max("delivered_at"))
    return dict(last.values_list("athlete", "at"))


# --- Days -------------------------------------------------------------------------------------------------------------
def check_ins(these: RawSQL, today: date) -> dict[UUID, list[CheckIn]]:
    found: dict[UUID, list[CheckIn]] = defaultdict(list)
    for row in CheckIn.objects.filter(athlete__in=these, on__gte=today - timedelta(days=NIGHT_DAYS)):
        found[row.athlete_id].append(row)
    return found


def nights(these: RawSQL, today: date, check_ins: Mapping[UUID, Iterable[CheckIn]]) -> dict[UUID, tuple[Night, ...]]:
    """One for each day that anything is known of; hours win over a tap that says only short or not."""
    told: dict[UUID, dict[date, Night]] = defaultdict(dict)
    for athlete_id, rows in check_ins.items():
        for each in rows:
            if each.slept_short is not None:
                told[athlete_id][each.on] = Night(each.on, None, each.told_at, each.slept_short)
    slept = PerformanceMetrics.objects.filter(athlete__in=these, sleep_hours__isnull=False).standing()
    recent = slept.filter(performed_on__gt=today - timedelta(days=NIGHT_DAYS)).order_by("performed_at", "pk")
    for athlete_id, on, hours, at in recent.values_list("athlete_id", "performed_on", "sleep_hours", "performed_at"):
        if hours is not None:
            told[athlete_id][on] = Night(on, hours, at, is_short(hours))
    return {athlete_id: tuple(nights[on] for on in sorted(nights)) for athlete_id, nights in told.items()}


def spells(profiles: Iterable[AthleteProfile], these: RawSQL, today: date) -> dict[UUID, list[Spell]]:
    """Illness that lasts, or that ended within two months, oldest first."""
    first = today - timedelta(days=ILLNESS_DAYS)
    zones = {profile.pk: profile.zone for profile in profiles}
    anywhere = datetime.combine(first, time.min, UTC) - timedelta(days=1)
    reports = IllnessReport.objects.filter(athlete__in=these).standing().not_over_before(anywhere)
    found: dict[UUID, list[Spell]] = defaultdict(list)
    for row in reports.order_by("started_on", "pk"):
        zone = zones[row.athlete_id]
        if row.ended_at is None or row.ended_at >= datetime.combine(first, time.min, zone):
            spell = illness.spell(str(row.pk), row.symptoms, row.started_on, row.ended_at, zone)
            found[row.athlete_id].append(spell)
    return found


def habits(profiles: Iterable[AthleteProfile], these: RawSQL, today: date) -> dict[UUID, list[Ritual]]:
    habits = list(Habit.objects.filter(athlete__in=these, ended_at__isnull=True).order_by("at", "pk"))
    found: dict[UUID, list[Ritual]] = defaultdict(list)
    if not habits:
        return found
    done = HabitDone.objects.filter(habit__athlete__in=these, on__gte=today - timedelta(days=DONE_DAYS))
    done_on: dict[UUID, set[date]] = defaultdict(set)
    for habit_id, on in done.values_list("habit_id", "on"):
        done_on[habit_id].add(on)
    people = {profile.pk: profile for profile in profiles}
    for each in habits:
        since_on = people[each.athlete_id].local_date(each.created_at)
        ritual = Ritual(str(each.pk), each.title, frozenset(each.days), each.at, since_on, frozenset(done_on[each.pk]))
        found[each.athlete_id].append(ritual)
    return found


def offers(these: RawSQL) -> dict[UUID, list[Offer]]:
    """Open suggestions that change something and are the athlete's to decide."""
    rows = AdaptationSuggestion.objects.open().filter(plan__athlete__in=these, plan__status=Plan.Status.ACTIVE)
    found: dict[UUID, list[Offer]] = defaultdict(list)
    for row in rows.exclude(requires=policy.COACH).select_related("plan").order_by("created_at", "pk"):
        if row.edits:
            offer = Offer(
                id=str(row.pk),
                plan=str(row.plan_id),
                is_deload=row.kind == AdaptationSuggestion.Kind.DELOAD,
                created_at=row.created_at,
                expires_at=row.expires_at,
                exercise=str(row.target.get("exercise") or ""),
            )
            found[row.plan.athlete_id].append(offer)
    return found
