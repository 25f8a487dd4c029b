"""Whose plans a request may touch. A stranger's plan is not forbidden, it is not there; a coach's look is noted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework.request import Request

from accounts.api.doors import note_look, viewer
from plans.models import Plan, PlannedItem, PlannedSession, PlanRevision


def plan_for(request: Request, plan_id: UUID, now: datetime) -> Plan:
    """One's own plan, or one of an athlete whom one coaches with consent."""
    plan = get_object_or_404(Plan.objects.visible_to(viewer(request).pk, now), pk=plan_id)
    note_look(request, plan.athlete_id)
    return plan


def session_for(request: Request, session_id: UUID, now: datetime) -> PlannedSession:
    sessions = PlannedSession.objects.visible_to(viewer(request).pk, now).in_plan().select_related("plan")
    session = get_object_or_404(sessions, pk=session_id)
    note_look(request, session.plan.athlete_id)
    return session


def item_of(session: PlannedSession, item_id: UUID) -> PlannedItem:
    item = get_object_or_404(PlannedItem.objects.select_related("exercise"), pk=item_id, session=session)
    item.session = session
    return item


def author(request: Request, plan: Plan) -> str:
    """Whoever is let in is the athlete or their coach."""
    is_own = plan.athlete_id == request.user.pk
    return PlanRevision.Author.ATHLETE if is_own else PlanRevision.Author.COACH
