"""The switch at the foot of every page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

from accounts import services as accounts


class LanguagePage(View):
    """Keeps the choice in a cookie, and for whoever is logged in also in the profile."""

    def post(self, request: HttpRequest) -> HttpResponse:
        language, back = request.POST.get("language", ""), request.POST.get("next", "")
        if language not in dict(settings.LANGUAGES):
            return HttpResponseBadRequest()
        if request.user.is_authenticated:
            accounts.update_profile(request.user, locale=language)
        is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
        response = redirect(back if is_ours else settings.LOGIN_REDIRECT_URL)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=31_536_000, secure=settings.HTTPS, httponly=True,
            samesite="Lax",
        )  # fmt: skip
        return response
