"""Being ill: two taps to say so, two to say that it is over."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import services as accounts
from accounts.pages.doors import PersonPage
from feedback import services as feedback
from feedback.core import illness
from feedback.core.refusals import IdTaken, IllnessRunning, TimestampImplausible
from feedback.models import IllnessReport
from feedback.wording import SYMPTOMS
from plans.wording import quantities

SCOPE = "feedback"  # the limit, which counts together with the API's
DAYS_OFFERED = 4  # a first or last day further back is rare; it can be told through the API


class IllForm(forms.Form):
    """What kind of illness, and since when."""

    symptoms = forms.ChoiceField(choices=list(SYMPTOMS.items()))
    started_on = forms.TypedChoiceField(
        label=gettext_lazy("Since"), coerce=date.fromisoformat, widget=forms.RadioSelect, required=False
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        days = [today - timedelta(days=back) for back in range(DAYS_OFFERED)]
        self.fields["started_on"].choices = _choices(days, today)  # type: ignore[attr-defined]
        self.fields["started_on"].initial = today.isoformat()


class WellForm(forms.Form):
    """The day of the last symptom."""

    last_on = forms.TypedChoiceField(
        label=gettext_lazy("The last symptom was"), coerce=date.fromisoformat, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, row: IllnessReport, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        span = min(DAYS_OFFERED, (today - row.started_on).days + 1)
        days = [today - timedelta(days=back) for back in range(max(1, span))]
        self.fields["last_on"].choices = _choices(days, today)  # type: ignore[attr-defined]
        self.fields["last_on"].initial = days[0].isoformat()


def _choices(days: list[date], today: date) -> list[tuple[str, str]]:
    words = {today: _("today"), today - timedelta(days=1): _("yesterday")}
    return [(day.isoformat(), words.get(day) or quantities.day(day)) for day in days]


class IllPage(PersonPage):
    """Say that you are ill, that it got worse, that it is over, or that it was a slip."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest) -> HttpResponse:
        wait_s = accounts.seconds_to_wait(SCOPE, f"user:{self.person.pk}")
        if wait_s:
            messages.error(request, _("Too many requests at once. Try again in %(s)d s.") % {"s": wait_s})
            return self.show(status=429)
        action = request.POST.get("action", "")
        row = feedback.running_illness(self.person.pk)
        if action == "well" and row is not None:
            return self.end(row)
        if action == "slip" and row is not None:
            feedback.remove_illness(row, timezone.now())
            messages.success(request, _("Report removed. Sessions that were skipped for it are planned again."))
            return redirect("page-today")
        return self.report(row)

    def report(self, row: IllnessReport | None) -> HttpResponse:
        """A first report, or another kind for the one that stands."""
        now = timezone.now()
        form = IllForm(self.request.POST, today=self.person.profile.local_date(now))
        if not form.is_valid():
            return self.show(status=422)
        told = form.cleaned_data
        try:
            if row is not None:
                feedback.correct_illness(row, {"symptoms": told["symptoms"]}, now)
            else:
                feedback.report_illness(
                    athlete=self.person, symptoms=told["symptoms"], started_on=told["started_on"] or None, now=now
                )
        except (IdTaken, IllnessRunning, TimestampImplausible):
            return redirect("page-ill")  # told twice at once: what stands is shown
        messages.success(self.request, _("Get well. Hard work waits until a full day without symptoms."))
        return redirect("page-ill")

    def end(self, row: IllnessReport) -> HttpResponse:
        now = timezone.now()
        form = WellForm(self.request.POST, row=row, today=self.person.profile.local_date(now))
        if not form.is_valid():
            return self.show(status=422)
        last = illness.end_of(form.cleaned_data["last_on"], now, self.person.profile.zone)
        row.athlete = self.person
        feedback.correct_illness(row, {"ended_at": last}, now)
        messages.success(self.request, _("Good. Your plan leads you back from a full day without symptoms on."))
        return redirect("page-today")

    def show(self, status: int = 200) -> HttpResponse:
        now: datetime = timezone.now()
        today = self.person.profile.local_date(now)
        row = feedback.running_illness(self.person.pk)
        context = {
            "row": row,
            "kinds": SYMPTOMS.items(),
            "kind": SYMPTOMS.get(row.symptoms) if row else None,
            "since": IllForm(today=today),
            "well": WellForm(row=row, today=today) if row else None,
            "place": "today",
        }
        return render(self.request, "feedback/illness.html", context, status=status)
