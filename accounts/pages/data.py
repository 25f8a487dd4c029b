"""Everything that is stored about a person: handed out as a file, or erased for good."""

from __future__ import annotations

import json

from django import forms
from django.contrib.auth import logout
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from accounts import services as accounts
from accounts.core.refusals import LimiterAway, PasswordWrong, TooManyAttempts
from accounts.pages.doors import PersonPage
from accounts.pages.entry import PASSWORD_MAX, address_of

PASSWORD_WRONG = gettext_lazy("The password is wrong.")
TOO_OFTEN = gettext_lazy("Too many attempts. Wait a minute and try again.")


class ExportPage(PersonPage):
    """A file with everything that is stored about the person. POST, because handing it out is audited."""

    def post(self, request: HttpRequest) -> HttpResponse:
        text = json.dumps(accounts.export(self.person), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        headers = {"Content-Disposition": 'attachment; filename="spotter.json"', "Cache-Control": "private, no-store"}
        return HttpResponse(text, content_type="application/json", headers=headers)


class FarewellForm(forms.Form):
    password = forms.CharField(
        label=gettext_lazy("Your password, once more"), max_length=PASSWORD_MAX, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip


class DeletePage(PersonPage, FormView):  # type: ignore[type-arg]
    template_name = "accounts/delete.html"
    form_class = FarewellForm

    def form_valid(self, form: FarewellForm) -> HttpResponse:
        user = self.person
        try:
            accounts.confirm_password(user, form.cleaned_data["password"], address_of(self.request))
        except PasswordWrong:
            form.add_error("password", PASSWORD_WRONG)
        except (TooManyAttempts, LimiterAway) as refusal:
            form.add_error(None, TOO_OFTEN)
            response = self.form_invalid(form)
            response.status_code, response["Retry-After"] = 429, str(refusal.facts.get("retry_after_s", 60))
            return response
        if form.errors:
            return self.form_invalid(form)
        accounts.erase(user)
        logout(self.request)
        answer = render(self.request, "accounts/goodbye.html")
        answer["Clear-Site-Data"] = '"cache", "storage"'  # with what the device had kept for later
        return answer
