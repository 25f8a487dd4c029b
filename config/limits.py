"""Rate limits as DRF throttles. A view names its own limit with `throttle_scope`; all requests share `all`."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from rest_framework.exceptions import Throttled
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from accounts import services as accounts
from accounts.core.addresses import client_address
from accounts.core.refusals import LimiterAway

logger = logging.getLogger(__name__)


class EveryRequest(BaseThrottle):
    """So many calls a minute for one user, or for one address while nobody is logged in."""

    def allow_request(self, request: Request, view: Any) -> bool:
        return count(request, view, "all")


class Scoped(BaseThrottle):
    """The tighter limit that a view names as `throttle_scope`, for the methods that write."""

    def allow_request(self, request: Request, view: Any) -> bool:
        scope = getattr(view, "throttle_scope", None)
        return scope is None or request.method in SAFE_METHODS or count(request, view, scope)


def count(request: Request, view: Any, scope: str) -> bool:
    """True, or Throttled. Raising at once keeps the limits that come after from counting a refused call."""
    who = f"user:{request.user.pk}" if request.user.is_authenticated else f"address:{address(request)}"
    try:
        counted = accounts.take(scope, who)
    except LimiterAway:  # better a call too many than no training today; logging in decides otherwise
        return True
    show(view, counted)
    if not counted.allowed:
        raise Throttled(wait=counted.reset_s)
    return True


def count_refused(request: Request, view: Any) -> Throttled | None:
    """DRF counts only after it has let someone in; guesses at tokens have to count as well."""
    try:
        counted = accounts.take("all", f"address:{address(request)}")
    except LimiterAway:
        return None
    show(view, counted)
    return None if counted.allowed else Throttled(wait=counted.reset_s)


def show(view: Any, counted: accounts.Counted) -> None:
    """The headers of the limit that is nearest to its end."""
    shown = view.headers.get("RateLimit-Remaining")
    if shown is None or counted.remaining <= int(shown):
        view.headers["RateLimit-Limit"] = str(counted.limit)
        view.headers["RateLimit-Remaining"] = str(counted.remaining)
        view.headers["RateLimit-Reset"] = str(counted.reset_s)


def address(request: Request) -> str:
    forwarded_for = request.headers.get("X-Forwarded-For", "")
    return client_address(request.META.get("REMOTE_ADDR", ""), forwarded_for, settings.TRUSTED_PROXIES)
