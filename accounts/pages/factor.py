"""The second factor of one's own account: set it up, confirm it, new recovery codes, switch it off."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import segno
from django import forms
from django.contrib import messages
from django.contrib.auth.views import RedirectURLMixin
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts import services as accounts
from accounts.core.refusals import (
    LimiterAway,
    PasswordWrong,
    Refusal,
    SecondFactorIsOn,
    SecondFactorWrong,
    TooManyAttempts,
)
from accounts.models import SecondFactor
from accounts.pages.code import CodeForm
from accounts.pages.doors import PersonPage
from accounts.pages.entry import PASSWORD_MAX, address_of, open_session, waiting, worded


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=gettext_lazy("Your password, once more"), max_length=PASSWORD_MAX, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip


class OwnerForm(PasswordForm, CodeForm):
    """Both factors, for whoever changes them."""

    field_order = ("password", "code")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].help_text = _("A code of your app, or one of your recovery codes.")


class FactorPage(PersonPage, RedirectURLMixin, TemplateView):
    """One page for all states: off, begun (with the QR code), on. Recovery codes are shown once, in the answer."""

    template_name = "accounts/second_factor.html"
    is_behind_factor = False  # it is where staff set theirs up
    next_page = "page-profile"
    form: forms.Form | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        is_owed = request.user.is_authenticated and accounts.lacks_factor(self.person, request.session)
        if is_owed and accounts.has_factor(self.person):
            return redirect(f"{reverse('accounts:sign_in_code')}?{urlencode({'next': self.get_success_url()})}")
        return super().dispatch(request, *args, **options)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        factor = SecondFactor.objects.filter(user=self.person).first()
        is_on = factor is not None and factor.confirmed_at is not None
        secret = accounts.secret_of(factor) if factor and not is_on else None
        return super().get_context_data(
            factor=factor, is_on=is_on, secret=secret and spaced(secret),
            qr=picture(accounts.address_of_factor(factor, secret)) if factor and secret else None,
            form=self.form or (OwnerForm() if is_on else CodeForm() if secret else PasswordForm()),
            codes_left=accounts.codes_left(self.person) if is_on else 0,
            is_owed=accounts.lacks_factor(self.person, self.request.session),
            goes_on=self.get_success_url(), **context,
        )  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        actions = {
            "begin": self.begin,
            "confirm": self.confirm,
            "codes": self.codes,
            "end": self.end,
            "drop": self.drop,
        }
        action = actions.get(request.POST.get("action", ""))
        if action is None:
            return self.back()
        try:
            return action(address_of(request))
        except (SecondFactorWrong, PasswordWrong, TooManyAttempts, LimiterAway) as refusal:
            return self.refused(refusal)
        except SecondFactorIsOn:
            return self.back()

    def begin(self, address: str) -> HttpResponse:
        password = self.checked(PasswordForm(self.request.POST)).get("password", "")
        accounts.begin_factor(self.person, password, address)
        return self.back()

    def drop(self, address: str) -> HttpResponse:
        """Not now: what was begun is dropped; what is on stays, since that takes the password."""
        if not accounts.has_factor(self.person):
            accounts.drop_factor(user=self.person, actor=self.person)
        return self.back()

    def confirm(self, address: str) -> HttpResponse:
        code = self.checked(CodeForm(self.request.POST)).get("code", "")
        codes = accounts.confirm_factor(self.person, code, address)
        person = self.person
        self.request.session.flush()  # all sessions have ended, this one too
        open_session(self.request, person, has_shown_factor=True)
        return self.shown(codes)

    def codes(self, address: str) -> HttpResponse:
        told = self.checked(OwnerForm(self.request.POST))
        codes = accounts.renew_codes(self.person, told.get("password", ""), told.get("code", ""), address)
        return self.shown(codes)

    def end(self, address: str) -> HttpResponse:
        told = self.checked(OwnerForm(self.request.POST))
        accounts.end_factor(self.person, told.get("password", ""), told.get("code", ""), address)
        self.request.session.pop(accounts.FACTOR_SEEN, None)
        messages.success(self.request, _("Signing in asks for your password only."))
        return self.back()

    def checked(self, form: forms.Form) -> dict[str, Any]:
        """What was typed; where it is empty the attempt counts and fails as a wrong one does."""
        self.form = form
        return form.cleaned_data if form.is_valid() else {}

    def refused(self, refusal: Refusal) -> HttpResponse:
        if self.form is not None and not self.form.errors:
            field = "code" if isinstance(refusal, SecondFactorWrong) else next(iter(self.form.fields))
            self.form.add_error(field, worded(refusal))
        return waiting(self.render_to_response(self.get_context_data()), refusal)

    def shown(self, codes: list[str]) -> HttpResponse:
        self.form = None
        return self.render_to_response(self.get_context_data(codes=codes))

    def back(self) -> HttpResponse:
        return redirect(f"{reverse('page-second-factor')}?{urlencode({'next': self.get_success_url()})}")


def picture(text: str) -> SafeString:
    """A QR code as SVG without a size of its own; black on white also at night, since cameras want it so."""
    code = segno.make(text, error="m", micro=False)
    return mark_safe(code.svg_inline(border=4, omitsize=True, dark="#000", light="#fff"))  # noqa: S308  squares only


def spaced(secret: str) -> str:
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
