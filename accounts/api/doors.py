"""Who asks, and that a look was had: what the API of every app needs to know first. Pages have accounts.pages.doors."""

from __future__ import annotations

from uuid import UUID

from rest_framework.request import Request

from accounts import services as accounts
from accounts.models import User


def viewer(request: Request) -> User:
    """Who is asking; permissions have let in nobody without a login."""
    return accounts.signed_in(request.user)


def note_look(request: Request, athlete_id: UUID) -> None:
    """For the audit: a coach has looked. Nothing is noted of a look at oneself."""
    match = request.resolver_match
    accounts.note_look(viewer=viewer(request), athlete_id=athlete_id, target=match.url_name or "" if match else "")
