"""The second step of signing in: the code of the authenticator app, or a recovery code."""

from __future__ import annotations

import time
from typing import Any

from django import forms
from django.contrib.auth.views import RedirectURLMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from accounts import services as accounts
from accounts.core.refusals import LimiterAway, SecondFactorWrong, TooManyAttempts
from accounts.models import User
from accounts.pages.entry import HALF_WAY, address_of, open_session, waiting, worded

HALF_WAY_S = 600
CODE_MAX = 32


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"), max_length=CODE_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none"}),
    )  # fmt: skip


class CodePage(RedirectURLMixin, FormView):  # type: ignore[type-arg]
    """For whoever has just given the right password, and for staff who are signed in and have not shown it yet."""

    template_name = "accounts/code.html"
    form_class = CodeForm
    person: User

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> Any:
        person = who_is_half_way(request)
        if person is None:
            return redirect("accounts:sign_in")
        self.person = person
        return super().dispatch(request, *args, **options)

    def get_default_redirect_url(self) -> str:
        half_way = self.request.session.get(HALF_WAY) or {}
        return str(half_way.get("next", "/"))

    def form_valid(self, form: CodeForm) -> HttpResponse:
        address = address_of(self.request)
        try:
            accounts.prove_code(self.person, form.cleaned_data["code"], address)
        except (SecondFactorWrong, TooManyAttempts, LimiterAway) as refusal:
            form.add_error("code", worded(refusal))
            return waiting(self.form_invalid(form), refusal)
        goes_on = self.get_success_url()
        self.request.session.pop(HALF_WAY, None)
        accounts.note_login(self.person, address)
        open_session(self.request, self.person, has_shown_factor=True)
        return redirect(goes_on)


def who_is_half_way(request: HttpRequest) -> User | None:
    half_way = request.session.get(HALF_WAY)
    if half_way and time.time() - half_way["at"] < HALF_WAY_S:
        user = User.objects.filter(pk=half_way["user"], is_active=True).first()
        is_same = user is not None and constant_time_compare(half_way["hash"], user.get_session_auth_hash())
        return user if is_same else None
    if request.user.is_authenticated and accounts.lacks_factor(accounts.signed_in(request.user), request.session):
        return accounts.signed_in(request.user)
    return None
