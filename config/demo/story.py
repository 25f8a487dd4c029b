"""The main job in a few steps, for `demo` and `seed_demo`: a plan, sessions done and rated, changes that say why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal
from statistics import fmean
from typing import Any

from accounts.models import User
from adaptation import services as adaptation
from adaptation.core.refusals import StaleSuggestion
from adaptation.models import AdaptationSuggestion
from config.demo.lifter import Lifter
from feedback import services as feedback
from feedback.core.ratings import in_halves
from plans import services as plans
from plans.core.refusals import PlanRefused
from plans.models import Plan, PlannedItem, PlannedSession

EVENING = time(18, 0)
EASY_RPE = Decimal("5")
MINUTES_PER_SET = 3


def make_plan(athlete: User, now: datetime, **wishes: Any) -> Plan:
    """A plan that starts two weeks before `now`, so that there is something to look back on."""
    today = athlete.profile.local_date(now)
    return plans.generate(
        athlete=athlete,
        wishes={
            "primary_goal": "strength",
            "experience_level": "intermediate",
            "time_availability": 4,
            "days_per_week": 3,
            "weeks": 6,
            "start_on": today,
            **wishes,
        },
        now=now,
    )


def past_sessions(plan: Plan, until: datetime) -> list[PlannedSession]:
    sessions = PlannedSession.objects.filter(plan=plan, on__lt=until.date()).in_plan().order_by("on", "position")
    return list(sessions.prefetch_related("items__exercise"))


def train(
    athlete: User, session: PlannedSession, lifter: Lifter
) -> tuple[datetime, list[tuple[PlannedItem, list[dict[str, Any]]]]]:
    """Do one session and rate it, exercise by exercise, as its phone would send it."""
    done_at = datetime.combine(session.on, EVENING, athlete.profile.zone)
    log = []
    for item in session.items.all():
        sets = _work(item, lifter)
        rpe = in_halves(fmean(each["rpe"] for each in sets)) if sets else EASY_RPE
        feedback.record(
            athlete=athlete,
            session=session,
            exercise=item.exercise_id,
            rpe=rpe,
            completion_rate=_completion(item, sets),
            sets=sets,
            timestamp=done_at,
            now=done_at,
        )
        log.append((item, sets))
    _report(athlete, session, log, done_at)
    return done_at, log


def _work(item: PlannedItem, lifter: Lifter) -> list[dict[str, Any]]:
    if item.reps_max is None or item.exercise.mode != "load":
        return []
    reps = (item.reps_min or item.reps_max) + (item.reps_max - (item.reps_min or item.reps_max)) // 2
    return lifter.train(item.exercise_id, item.sets, reps, item.load_kg)


def _completion(item: PlannedItem, sets: list[dict[str, Any]]) -> Decimal:
    if not sets or not item.reps_min:
        return Decimal(100)
    made = sum(each["reps"] for each in sets)
    return min(Decimal(100), Decimal(round(100 * made / (item.sets * item.reps_min))))


def _report(
    athlete: User, session: PlannedSession, log: list[tuple[PlannedItem, list[dict[str, Any]]]], at: datetime
) -> None:
    sets = [each for _, done in log for each in done]
    ratings = [each["rpe"] for each in sets] or [float(EASY_RPE)]
    feedback.record_performance(
        athlete=athlete,
        session=session,
        total_volume=float(sum(each["reps"] * each["load_kg"] for each in sets)),
        average_rpe=in_halves(fmean(ratings)),
        completion_rate=Decimal(100),
        recovery_time=36.0,
        sleep_quality=7,
        stress_level=4,
        duration_min=max(20, MINUTES_PER_SET * len(sets)),
        session_rpe=in_halves(fmean(ratings)),
        timestamp=at + timedelta(minutes=5),
        now=at + timedelta(minutes=5),
    )


def agree(athlete: User, plan: Plan, suggestion: AdaptationSuggestion, at: datetime) -> str:
    """The athlete taps "apply" on what waits for it. What became of it, in a word or two."""
    if suggestion.status != AdaptationSuggestion.Status.PROPOSED:
        return "applied by itself"
    try:
        after = adaptation.apply(plan_id=plan.pk, ids=[suggestion.pk], actor_id=athlete.pk, as_coach=False, now=at)
    except (StaleSuggestion, PlanRefused) as problem:
        return f"not applied: {problem.code}"
    return f"applied: revision {after.revision}"


def changes_after(athlete: User, plan: Plan, at: datetime) -> Iterator[AdaptationSuggestion]:
    """Let the engine react, and give what it proposed or did."""
    known = set(AdaptationSuggestion.objects.filter(plan=plan).values_list("pk", flat=True))
    adaptation.react(athlete.pk, at)
    yield from AdaptationSuggestion.objects.filter(plan=plan).exclude(pk__in=known).order_by("created_at")
