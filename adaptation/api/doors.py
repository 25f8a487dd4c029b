"""Whose plans a request may touch. A stranger's plan is not forbidden, it is not there; a coach's look is noted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework.request import Request

from accounts import services as accounts
from accounts.models import User
from plans.models import Plan, PlannedItem, PlannedSession


def viewer(request: Request) -> User:
    """Who is asking; permissions have let in nobody without a login."""
    return accounts.signed_in(request.user)


def note_look(request: Request, athlete_id: UUID) -> None:
    """For the audit: a coach has looked. Pages note the same in accounts.pages.doors."""
    match = request.resolver_match
    accounts.note_look(viewer=viewer(request), athlete_id=athlete_id, target=match.url_name or "" if match else "")


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
