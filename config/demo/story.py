"""The main job in a few steps, for `demo` and `seed_demo`: a plan, sessions done and rated, changes that say why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal
from statistics import fmean
from typing import Any
from uuid import UUID

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
EASY_RPE = 5.0
MINUTES_PER_SET = 3
Log = list[tuple[PlannedItem, list[dict[str, Any]]]]


@dataclass(frozen=True, slots=True)
class Day:
    """How the day around a session was. recovery_h: hours since the last; pain: by exercise, as feedback takes it."""

    sleep_quality: int = 7
    stress_level: int = 4
    recovery_h: float = 36.0
    sleep_hours: float | None = None
    pain: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


USUAL = Day()


def make_plan(athlete: User, now: datetime, **wishes: Any) -> Plan:
    """A plan that starts on the day of `now`, as it would have been made then."""
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


def session_as_it_stands(pk: UUID) -> PlannedSession | None:
    """None where a change has dropped it."""
    return PlannedSession.objects.filter(pk=pk).in_plan().prefetch_related("items__exercise").first()


def train(athlete: User, session: PlannedSession, lifter: Lifter, day: Day = USUAL) -> tuple[datetime, Log]:
    """Do one session and rate it, exercise by exercise, as its phone would send it."""
    done_at = datetime.combine(session.on, EVENING, athlete.profile.zone)
    log = []
    for item in session.items.all():
        sets = _work(item, lifter)
        rpe = in_halves(fmean(each["rpe"] for each in sets) if sets else item.target_rpe or EASY_RPE)
        feedback.record(
            athlete=athlete,
            session=session,
            exercise=item.exercise_id,
            rpe=rpe,
            completion_rate=_completion(item, sets),
            sets=sets,
            pain=day.pain.get(item.exercise_id),
            timestamp=done_at,
            now=done_at,
        )
        log.append((item, sets))
    _report(athlete, session, log, done_at, day)
    return done_at, log


def _work(item: PlannedItem, lifter: Lifter) -> list[dict[str, Any]]:
    if item.reps_max is None or item.exercise.mode != "load":
        return []
    reps = (item.reps_min or item.reps_max) + (item.reps_max - (item.reps_min or item.reps_max)) // 2
    return lifter.train(item.exercise_id, item.sets, reps, item.load_kg, float(item.target_rpe or 10))


def _completion(item: PlannedItem, sets: list[dict[str, Any]]) -> Decimal:
    if not sets or not item.reps_min:
        return Decimal(100)
    made = sum(each["reps"] for each in sets)
    return min(Decimal(100), Decimal(round(100 * made / (item.sets * item.reps_min))))


def _report(athlete: User, session: PlannedSession, log: Log, at: datetime, day: Day) -> None:
    sets = [each for _, done in log for each in done]
    ratings = [each["rpe"] for each in sets] or [EASY_RPE]
    feedback.record_performance(
        athlete=athlete,
        session=session,
        total_volume=float(sum(each["reps"] * each["load_kg"] for each in sets)),
        average_rpe=in_halves(fmean(ratings)),
        completion_rate=Decimal(100),
        recovery_time=day.recovery_h,
        sleep_quality=day.sleep_quality,
        stress_level=day.stress_level,
        sleep_hours=day.sleep_hours,
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
        after = _apply(athlete, plan, [suggestion], at)
    except (StaleSuggestion, PlanRefused) as problem:
        return f"not applied: {problem.code}"
    return f"applied: revision {after.revision}"


def agree_to_all(athlete: User, plan: Plan, suggestions: Sequence[AdaptationSuggestion], at: datetime) -> None:
    """The same of all that wait, in one change of the plan where that is possible."""
    waiting = [each for each in suggestions if each.status == AdaptationSuggestion.Status.PROPOSED]
    if not waiting:
        return
    try:
        _apply(athlete, plan, waiting, at)
    except (StaleSuggestion, PlanRefused):
        for each in waiting:
            agree(athlete, plan, each, at)


def _apply(athlete: User, plan: Plan, suggestions: Sequence[AdaptationSuggestion], at: datetime) -> Plan:
    ids = [each.pk for each in suggestions]
    return adaptation.apply(plan_id=plan.pk, ids=ids, actor_id=athlete.pk, as_coach=False, now=at)


def changes_after(athlete: User, plan: Plan, at: datetime) -> Iterator[AdaptationSuggestion]:
    """Let the engine react, and give what it proposed or did."""
    known = set(AdaptationSuggestion.objects.filter(plan=plan).values_list("pk", flat=True))
    adaptation.react(athlete.pk, at)
    yield from AdaptationSuggestion.objects.filter(plan=plan).exclude(pk__in=known).order_by("created_at")
