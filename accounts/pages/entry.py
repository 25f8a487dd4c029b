"""The pages for getting in and out. Signing in counts against the same limits as auth/token."""

from __future__ import annotations

import time
import zoneinfo
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from accounts import services as accounts
from accounts.core.addresses import client_address
from accounts.core.refusals import (
    CodeWrong,
    EmailTaken,
    LimiterAway,
    LinkRefused,
    LoginRefused,
    PasswordWrong,
    Refusal,
    SecondFactorWrong,
    TooManyAttempts,
)
from accounts.models import User

PASSWORD_MAX = 256
HALF_WAY = "half_way"  # in the session: the password was right, the code is still to come
SENTENCES = {
    CodeWrong: _("This code is wrong, or was used already. Wait for the next one."),
    EmailTaken: _("This e-mail address has an account already. Sign in instead."),
    LimiterAway: _("Signing in is not possible at the moment. Please try again shortly."),
    LoginRefused: _("The e-mail address or the password is wrong."),
    LinkRefused: _("This link was used already, or is too old. Ask for a new one."),
    PasswordWrong: _("The password is wrong."),
    SecondFactorWrong: _("This code is wrong, or was used already. Wait for the next one."),
    TooManyAttempts: _("Too many attempts. Try again in %(retry_after_s)d s."),
}


def open_session(request: HttpRequest, user: User, has_shown_factor: bool = False) -> None:
    login(request, user, "django.contrib.auth.backends.ModelBackend")
    if has_shown_factor:
        request.session.cycle_key()  # it may do more from here on, also where the same person was signed in
        request.session[accounts.FACTOR_SEEN] = True


class SignInForm(AuthenticationForm):
    """Django's form, with our door behind it instead of Django's."""

    username = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    refusal: Refusal | None = None

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if "username" in data and "password" in data:
            try:
                self.user_cache = accounts.prove_password(
                    email=data["username"],
                    password=data["password"],
                    address=address_of(cast(HttpRequest, self.request)),
                )
            except (LoginRefused, TooManyAttempts, LimiterAway) as refusal:
                self.refusal = refusal
                raise forms.ValidationError(worded(refusal)) from refusal
        return data


class SignInPage(LoginView):
    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.get_user()
        if accounts.has_factor(user):
            accounts.note_half_way(user, address_of(self.request))
            remember(self.request, user, self.get_success_url())
            return redirect("accounts:sign_in_code")
        accounts.note_login(user, address_of(self.request))
        return super().form_valid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        return waiting(super().form_invalid(form), form.refusal)


class SignOutPage(LogoutView):
    """POST only, so that no picture on another site can log anyone out. The browser lets go of what it has kept of our
    answers; the service worker empties its own copies."""

    def post(self, request: HttpRequest, *args: Any, **options: Any) -> Any:
        answer = super().post(request, *args, **options)
        answer["Clear-Site-Data"] = '"cache"'
        return answer


class RegisterForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=PASSWORD_MAX,
        strip=False,
        help_text=_("At least 12 characters."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    proactive = forms.BooleanField(
        label=_("Spotter may also message me first"),
        help_text=_("At most twice a day and never at night. You can change or stop it at any time."),
        required=False,
    )
    timezone = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """The zone is what the browser says of its device: where it says nothing of use, the profile keeps its own."""
        data = self.cleaned_data
        if data.get("timezone") not in zoneinfo.available_timezones():
            data.pop("timezone", None)
        return data


class RegisterPage(FormView):  # type: ignore[type-arg]
    template_name = "accounts/register.html"
    form_class = RegisterForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            return redirect(settings.LOGIN_REDIRECT_URL)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: RegisterForm) -> HttpResponse:
        try:
            user = accounts.register(
                **form.cleaned_data, address=address_of(self.request), locale=get_language() or settings.LANGUAGE_CODE
            )
        except (EmailTaken, TooManyAttempts, LimiterAway) as refusal:
            form.add_error("email" if isinstance(refusal, EmailTaken) else None, worded(refusal))
            return self.form_invalid(form)
        except forms.ValidationError as weak:
            form.add_error(None, weak)
            return self.form_invalid(form)
        open_session(self.request, user)
        return redirect(settings.LOGIN_REDIRECT_URL)


def remember(request: HttpRequest, user: User, goes_on: str) -> None:
    """Whose password was right, for the page that asks for the code. Good for minutes, and for this password only."""
    request.session[HALF_WAY] = {
        "user": str(user.pk), "hash": user.get_session_auth_hash(), "next": goes_on, "at": time.time(),
    }  # fmt: skip


def waiting(response: HttpResponse, refusal: Refusal | None) -> HttpResponse:
    """The status and header of a refusal that says how long to wait."""
    wait_s = refusal.facts.get("retry_after_s") if refusal else None
    if wait_s is not None:
        response.status_code = 503 if isinstance(refusal, LimiterAway) else 429
        response["Retry-After"] = str(wait_s)
    return response


def worded(refusal: Refusal) -> str:
    return str(SENTENCES[type(refusal)]) % refusal.facts


def address_of(request: HttpRequest) -> str:
    forwarded_for = request.headers.get("X-Forwarded-For", "")
    return client_address(request.META.get("REMOTE_ADDR", ""), forwarded_for, settings.TRUSTED_PROXIES)
