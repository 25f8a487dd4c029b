"""The sessions around today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from coaching.core.facts import DayFacts, ItemFacts, SessionFacts, WeekFacts
from plans import services as plans
from plans.models import Plan, PlannedItem, PlannedSession
from plans.models import SessionQuerySet as Sessions

WEEK = timedelta(days=7)
PLANNED = PlannedSession.Status.PLANNED


def active_sessions(athlete_id: UUID) -> Sessions:
    return PlannedSession.objects.for_athlete(athlete_id).of_active_plan().in_plan()


def active_exercises(athlete_id: UUID) -> list[str]:
    """What the active plan asks for, in its order. One query."""
    items = PlannedItem.objects.filter(session__in=active_sessions(athlete_id))
    return list(dict.fromkeys(items.order_by("session__on", "position").values_list("exercise_id", flat=True)))


def has_plan(athlete_id: UUID) -> bool:
    return Plan.objects.for_athlete(athlete_id).active().exists()


def open_session_id(athlete_id: UUID, today: date) -> str | None:
    """Today's session, where it can still be trained and logged."""
    found = active_sessions(athlete_id).on(today).filter(status=PLANNED).values_list("pk", flat=True).first()
    return None if found is None else str(found)


def day_facts(athlete_id: UUID, today: date) -> DayFacts:
    """Today's session and the next open one, each with its items. Three queries, four without a session ahead."""
    coming = active_sessions(athlete_id).filter(on__gte=today).order_by("on", "position")
    on_today = list(coming.filter(on=today))
    # Of two on one day the one that is still open counts.
    here = next((each for each in on_today if each.status == PLANNED), on_today[0] if on_today else None)
    ahead = coming.filter(on__gt=today, status=PLANNED).first()
    rows = [each for each in (here, ahead) if each is not None]
    told = dict(zip((row.pk for row in rows), with_items(rows), strict=True))
    return DayFacts(
        on=today,
        has_plan=bool(rows) or has_plan(athlete_id),
        session=told[here.pk] if here is not None else None,
        next=told[ahead.pk] if ahead is not None else None,
    )


def week_facts(athlete_id: UUID, today: date) -> WeekFacts:
    """One query, two where nothing is ahead."""
    rows = list(active_sessions(athlete_id).filter(on__gte=today, on__lt=today + WEEK).order_by("on", "position"))
    return WeekFacts(today, bool(rows) or has_plan(athlete_id), tuple(map(session_facts, rows)))


def session_facts(row: PlannedSession) -> SessionFacts:
    return SessionFacts(
        id=str(row.pk),
        on=row.on,
        at=row.at,
        title=row.title,
        kind=row.kind,
        status=row.status,
        estimated_min=row.estimated_min,
    )


def with_items(rows: Iterable[PlannedSession]) -> list[SessionFacts]:
    """Sessions with what they ask for. Two queries."""
    sessions = [session_facts(row) for row in rows]
    if not sessions:
        return []
    items = list(PlannedItem.objects.filter(session__in=[each.id for each in sessions]).order_by("position"))
    names = plans.names_of(item.exercise_id for item in items)
    return [
        replace(each, items=tuple(item_facts(item, names) for item in items if str(item.session_id) == each.id))
        for each in sessions
    ]


def item_facts(row: PlannedItem, names: dict[str, str]) -> ItemFacts:
    return ItemFacts(
        id=str(row.pk),
        exercise=row.exercise_id,
        name=names[row.exercise_id],
        sets=row.sets,
        reps_min=row.reps_min,
        reps_max=row.reps_max,
        duration_s=row.duration_s,
        distance_m=row.distance_m,
        target_rpe=row.target_rpe,
        load_kg=row.load_kg,
        load_basis=row.load_basis,
        why=row.why,
    )
