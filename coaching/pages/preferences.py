"""When and how often Spotter may speak first: all of it on one page, and the question whether it may at all."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from accounts import services as accounts
from accounts.pages.doors import PersonPage
from coaching.pages.preference_form import PreferenceForm
from coaching.services import digest, preferences, prompt_reading, push, usual_times
from coaching.wording.preferences import reasons
from coaching.wording.preferences import usual_times as usual_words


class PreferencesPage(PersonPage):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            preferences.change(athlete=self.person, changes=form.changes(), now=form.now)
        except ValidationError as unfit:
            for sentences in unfit.message_dict.values():
                form.add_error(None, sentences)
            return self.show(form, status=422)
        messages.success(request, _("Saved. This applies from now on."))
        return redirect("page-prompt-preferences")

    def form(self, data: Any = None) -> PreferenceForm:
        row, profile = preferences.of(self.person.pk), self.person.profile
        form = PreferenceForm(data, row=row, profile=profile, now=timezone.now())
        if not accounts.is_mail_available():
            del form.fields["email_digest"]
        if preferences.is_guarded(profile, form.now):
            form.fields["experiments"].disabled = True
        return form

    def show(self, form: PreferenceForm, status: int = 200) -> HttpResponse:
        outlook = prompt_reading.outlook(self.person, form.now)
        usual = usual_times.proposal(self.person, form.row, form.now)
        context = {
            "form": form,
            "zones": sorted(zoneinfo.available_timezones()),
            "is_on": form.row.enabled,
            "next_allowed_at": outlook.next_allowed_at,
            "in_the_way": reasons(outlook.reasons) if form.row.enabled else [],
            "is_young": preferences.is_guarded(self.person.profile, form.now),
            "usual": usual,
            "usual_words": usual_words(usual) if usual else "",
            "push_key": push.public_key(),
            "place": "more",
        }
        return render(self.request, "coaching/preferences.html", context, status=status)


class OfferPage(PersonPage):
    """The answer to the one time when Spotter asks whether it may speak first."""

    def post(self, request: HttpRequest) -> HttpResponse:
        is_yes = request.POST.get("answer") == "yes"
        preferences.change(athlete=self.person, changes={"enabled": is_yes}, now=timezone.now())
        if is_yes:
            messages.success(request, _("Spotter may now message you first. Choose here when and how often."))
            return redirect("page-prompt-preferences")
        return redirect("page-chat")


class UsualPage(PersonPage):
    """The athlete's own training times, taken for the times at which Spotter looks."""

    def post(self, request: HttpRequest) -> HttpResponse:
        taken = usual_times.take(athlete=self.person, now=timezone.now())
        if taken is not None:
            messages.success(request, _("Spotter looks at %(at)s from now on.") % {"at": f"{taken.at:%H:%M}"})
        return redirect("page-prompt-preferences")


class ZonePage(PersonPage):
    """This device is in another zone than the profile says, and its owner wants to follow it."""

    def post(self, request: HttpRequest) -> HttpResponse:
        name = request.POST.get("timezone", "")
        if name in zoneinfo.available_timezones():
            preferences.change_zone(athlete=self.person, zone=name)
            messages.success(request, _("Your time zone is %(zone)s now.") % {"zone": name})
        return redirect("page-chat" if request.POST.get("back") == "chat" else "page-prompt-preferences")


@method_decorator(csrf_exempt, name="dispatch")  # mail programs post here by themselves (RFC 8058)
class DigestOffPage(View):
    """The link in a weekly mail. Only a POST ends it: scanners of mail open every link."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "coaching/digest_off.html", {"is_off": False})

    def post(self, request: HttpRequest) -> HttpResponse:
        is_off = digest.turn_off(request.GET.get("token", ""))
        return render(request, "coaching/digest_off.html", {"is_off": is_off}, status=200 if is_off else 400)
