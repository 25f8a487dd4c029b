"""A forgotten password, the page behind the link in the mail, and a new password for whoever knows the old one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from accounts import services as accounts
from accounts.core.refusals import LimiterAway, LinkRefused, MailUnavailable, PasswordWrong, TooManyAttempts
from accounts.pages.doors import PersonPage
from accounts.pages.entry import PASSWORD_MAX, address_of, waiting, worded
from accounts.tasks import wake

LINK = "password_link"  # in the session: the token that came with the address


class NewPasswordField(forms.CharField):
    def __init__(self) -> None:
        super().__init__(
            label=_("New password"), max_length=PASSWORD_MAX, strip=False,
            help_text=_("At least 12 characters. A phrase of several words is easy to remember."),
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        )  # fmt: skip


class ForgottenForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )


class ForgottenPage(FormView):  # type: ignore[type-arg]
    """The answer is the same whether the address has an account or not."""

    template_name = "accounts/password_forgotten.html"
    form_class = ForgottenForm

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(can_mail=accounts.is_mail_available(), **context)

    def form_valid(self, form: ForgottenForm) -> HttpResponse:
        try:
            wake(accounts.ask_for_link(**form.cleaned_data, address=address_of(self.request)))
        except MailUnavailable:
            return self.form_invalid(form)
        except (TooManyAttempts, LimiterAway) as refusal:
            form.add_error(None, worded(refusal))
            return waiting(self.form_invalid(form), refusal)
        return self.render_to_response(self.get_context_data(form=form, is_asked=True))


class NewPasswordForm(forms.Form):
    new = NewPasswordField()


class NewPasswordPage(FormView):  # type: ignore[type-arg]
    """The link leads here. Its token leaves the address at once, for the session: no history, no other site and no
    bookmark gets it."""

    template_name = "accounts/password_new.html"
    form_class = NewPasswordForm

    def get(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        if "token" in request.GET:
            return self.keep(request.GET["token"])
        if not is_good(request.session.get(LINK, "")):
            return self.over()
        return super().get(request, *args, **options)

    def keep(self, token: str) -> HttpResponse:
        """Only here does the policy forbid the referrer: on a page, browsers would send forms from nowhere."""
        if is_good(token):
            self.request.session[LINK] = token
        else:
            self.request.session.pop(LINK, None)
        headers = {"Referrer-Policy": "no-referrer", "Cache-Control": "private, no-store"}
        return HttpResponseRedirect(reverse("accounts:password_new"), headers=headers)

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        token = self.request.session.get(LINK, "")
        try:
            accounts.set_password_by_link(token=token, **form.cleaned_data, address=address_of(self.request))
        except LinkRefused:
            return self.over()
        except (TooManyAttempts, LimiterAway) as refusal:
            form.add_error(None, worded(refusal))
            return waiting(self.form_invalid(form), refusal)
        except forms.ValidationError as weak:
            form.add_error(None, weak)
            return self.form_invalid(form)
        logout(self.request)
        messages.success(self.request, _("Your new password is set. Sign in with it."))
        return redirect("accounts:sign_in")

    def over(self) -> HttpResponse:
        self.request.session.pop(LINK, None)
        return self.render_to_response({"is_over": True}, status=410)


class PasswordForm(forms.Form):
    old = forms.CharField(
        label=_("Your password until now"), max_length=PASSWORD_MAX, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
    new = NewPasswordField()


class PasswordPage(PersonPage, FormView):  # type: ignore[type-arg]
    """Every other session, and every token, ends with the old password."""

    template_name = "accounts/password.html"
    form_class = PasswordForm

    def form_valid(self, form: PasswordForm) -> HttpResponse:
        try:
            user = accounts.change_password(user=self.person, **form.cleaned_data, address=address_of(self.request))
        except (PasswordWrong, TooManyAttempts, LimiterAway) as refusal:
            form.add_error("old" if isinstance(refusal, PasswordWrong) else None, worded(refusal))
            return waiting(self.form_invalid(form), refusal)
        except forms.ValidationError as weak:
            form.add_error(None, weak)
            return self.form_invalid(form)
        update_session_auth_hash(self.request, user)
        messages.success(self.request, _("Your new password is set. You were signed out everywhere else."))
        return redirect("page-profile")


def is_good(token: str) -> bool:
    try:
        accounts.user_of_link(token)
    except LinkRefused:
        return False
    return True
