"""Whose plans a request may touch. A stranger's plan is not forbidden, it is not there."""

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


def plan_for(request: Request, plan_id: UUID, now: datetime) -> Plan:
    """One's own plan, or one of an athlete whom one coaches with consent."""
    return get_object_or_404(Plan.objects.visible_to(viewer(request).pk, now), pk=plan_id)


def session_for(request: Request, session_id: UUID, now: datetime) -> PlannedSession:
    sessions = PlannedSession.objects.visible_to(viewer(request).pk, now).in_plan().select_related("plan")
    return get_object_or_404(sessions, pk=session_id)


def item_of(session: PlannedSession, item_id: UUID) -> PlannedItem:
    item = get_object_or_404(PlannedItem.objects.select_related("exercise"), pk=item_id, session=session)
    item.session = session
    return item
