"""The language that a person has chosen."""

from __future__ import annotations

from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class ProfileLocaleMiddleware(LocaleMiddleware):
    """Pages speak the language of the profile; under /api the client's Accept-Language comes first, because a client
    says what it shows. Bearer tokens are read later, so BearerAuthentication does the same for them."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if request.path.startswith("/api/") and "Accept-Language" in request.headers:
            return
        if request.user.is_authenticated:
            translation.activate(request.user.profile.locale)
            request.LANGUAGE_CODE = translation.get_language()
