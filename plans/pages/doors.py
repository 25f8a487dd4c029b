"""Which plan, session or item an address means. What is not one's own does not exist: 404."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from accounts.models import User
from plans.models import Plan, PlannedItem, PlannedSession


def active_plan(athlete: User) -> Plan | None:
    return Plan.objects.for_athlete(athlete.pk).active().first()


def own_plan(athlete: User, plan_id: UUID) -> Plan:
    return get_object_or_404(Plan.objects.for_athlete(athlete.pk), pk=plan_id)


def own_session(athlete: User, session_id: UUID) -> PlannedSession:
    sessions = PlannedSession.objects.for_athlete(athlete.pk).in_plan().select_related("plan")
    return get_object_or_404(sessions, pk=session_id)


def own_item(athlete: User, session_id: UUID, item_id: UUID) -> PlannedItem:
    items = PlannedItem.objects.filter(session__plan__athlete=athlete, session__is_dropped=False, session=session_id)
    return get_object_or_404(items.select_related("session__plan", "exercise"), pk=item_id)
