"""Who is asking. Apart from the views: DRF imports this while it builds its own view class."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from accounts import services as accounts
from accounts.core.addresses import client_address
from accounts.core.refusals import SecondFactorMissing, TokenRefused
from accounts.models import User


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer <access token>`, one query for token, person and profile."""

    def authenticate(self, request: Request) -> tuple[User, str] | None:
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        try:
            user = accounts.user_of_access_token(token.strip())
        except TokenRefused as problem:
            raise AuthenticationFailed(code=problem.code) from problem
        if "Accept-Language" not in request.headers:
            translation.activate(user.profile.locale)
        return user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class CookieAuthentication(SessionAuthentication):
    """The session of the web pages. A failed CSRF check has a code of its own, so that a page can fetch a new token.
    Staff who still owe their second factor get no further here than on the pages."""

    def authenticate(self, request: Request) -> Any:
        found = super().authenticate(request)
        if found is not None and accounts.lacks_factor(accounts.signed_in(found[0]), request._request.session):
            raise SecondFactorMissing
        return found

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied as problem:
            raise PermissionDenied(code="csrf_failed") from problem


def address_of(request: Request) -> str:
    """The address that attempts count against."""
    forwarded_for = request.headers.get("X-Forwarded-For", "")
    return client_address(request.META.get("REMOTE_ADDR", ""), forwarded_for, settings.TRUSTED_PROXIES)
