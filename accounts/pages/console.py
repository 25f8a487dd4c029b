"""The door of the console. It stands here, because the module that registers pages with a site cannot make the site."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import services as accounts


class SpotterSite(admin.AdminSite):
    site_header = site_title = "Spotter"
    index_title = _("Console")

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        is_known = user.is_active and (user.is_staff or getattr(user, "is_coach", False))
        return is_known and not accounts.lacks_factor(accounts.signed_in(user), request.session)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """One door for everybody: the limits on signing in hold here too."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            if accounts.lacks_factor(accounts.signed_in(request.user), request.session):
                return redirect_to_login(request.GET.get("next", reverse("admin:index")), reverse("page-second-factor"))
            accounts.audit("access.refused", actor=accounts.signed_in(request.user), target=request.path)
            raise Http404
        return redirect_to_login(request.GET.get("next", reverse("admin:index")), reverse("accounts:sign_in"))

    def password_change(  # type: ignore[override]  # Django says it renders a page
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Our own page instead of Django's: behind it stands the service, which ends tokens and writes the audit."""
        return redirect("page-password")

    password_change_done = password_change  # type: ignore[assignment]
