"""Who is rating."""

from __future__ import annotations

from typing import cast

from rest_framework.request import Request

from accounts.models import User


def athlete_of(request: Request) -> User:
    """The person who is logged in, with the type that services ask for: nobody else gets past the permissions."""
    return cast(User, request.user)
