"""Asking for a diagnosis, watching it, and what can be done with it."""

from __future__ import annotations

import math
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import services as accounts
from accounts.pages.doors import PersonPage
from diagnosis import wording
from diagnosis.core.refusals import DiagnosisOver, DiagnosisRunning, NoQuestion, NothingToRetry, OfferGone
from diagnosis.core.stages import RUNNING
from diagnosis.models import Execution, Report
from diagnosis.pages.report import report_page
from diagnosis.services import executions, offering, reading, routines, sharing
from diagnosis.services.pdf import to_pdf
from diagnosis.tasks import wake

WINDOWS = [
    (28, gettext_lazy("4 weeks")),
    (56, gettext_lazy("8 weeks")),
    (84, gettext_lazy("12 weeks")),
    (180, gettext_lazy("half a year")),
]
ROUTINES = [
    (0, gettext_lazy("never")),
    (7, gettext_lazy("every week")),
    (14, gettext_lazy("every two weeks")),
    (28, gettext_lazy("every four weeks")),
]
QUESTION_MAX = 200
SCOPE = "diagnosis"  # of the limit


class AskForm(forms.Form):
    window_days = forms.TypedChoiceField(choices=WINDOWS, coerce=int, initial=56, label=gettext_lazy("How far back"))
    question = forms.CharField(
        required=False,
        max_length=QUESTION_MAX,
        label=gettext_lazy("What do you want to know?"),
        help_text=gettext_lazy("In your own words, if there is something in particular."),
    )


class RoutineForm(forms.Form):
    every_days = forms.TypedChoiceField(
        choices=ROUTINES, coerce=int, label=gettext_lazy("Examine me by itself, at night")
    )


class StartPage(PersonPage):
    """Ask for one, and what there was before."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(AskForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AskForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        if wait_s := accounts.seconds_to_wait(SCOPE, f"user:{self.person.pk}"):
            return self.refused(form, wait_s)
        question = form.cleaned_data["question"].strip()
        try:
            execution = executions.request(
                athlete=self.person,
                now=timezone.now(),
                window_days=form.cleaned_data["window_days"],
                questions=[question] if question else [],
                may_ask=True,
            )
        except DiagnosisRunning as refusal:
            messages.info(request, _("A diagnosis is running already: this is it."))
            return redirect("page-diagnosis", UUID(refusal.facts["execution_id"]))
        wake(execution)
        return redirect("page-diagnosis", execution.pk)

    def refused(self, form: AskForm, wait_s: int) -> HttpResponse:
        """Over the limit, which counts together with the API's."""
        words = ngettext(
            "You have asked for many diagnoses in a short time, and little can have changed. The next one can begin in"
            " %(minutes)s minute; your reports stand below.",
            "You have asked for many diagnoses in a short time, and little can have changed. The next one can begin in"
            " %(minutes)s minutes; your reports stand below.",
            minutes := math.ceil(wait_s / 60),
        )
        form.add_error(None, words % {"minutes": minutes})
        response = self.show(form, status=429)
        response["Retry-After"] = str(wait_s)
        return response

    def show(self, form: AskForm, status: int = 200) -> HttpResponse:
        routine = routines.routine_of(self.person.pk)
        context = {
            "form": form,
            "routine": RoutineForm(initial={"every_days": routine.every_days if routine else 0}),
            "history": reading.history(self.person.pk),
            "place": "diagnosis",
        }
        return render(self.request, "diagnosis/start.html", context, status=status)


class RoutinePage(PersonPage):
    def post(self, request: HttpRequest) -> HttpResponse:
        form = RoutineForm(request.POST)
        if form.is_valid():
            every_days = form.cleaned_data["every_days"] or None
            routines.set_routine(athlete=self.person, every_days=every_days, now=timezone.now())
            messages.success(request, _("Saved."))
        return redirect("page-diagnoses")


class OwnPage(PersonPage):
    """A page about one diagnosis of one's own."""

    def execution(self, execution_id: UUID) -> Execution:
        return get_object_or_404(Execution.objects.for_athlete(self.person.pk), pk=execution_id)


class DiagnosisPage(OwnPage):
    """While it runs: how far it is, live. Afterwards: the report."""

    def get(self, request: HttpRequest, execution_id: UUID) -> HttpResponse:
        execution, now = self.execution(execution_id), timezone.now()
        report = Report.objects.filter(execution=execution).first()
        if report is None or execution.status in RUNNING:
            context = {
                "state": self.state(execution, now),
                "is_running": execution.status in RUNNING,
                "place": "diagnosis",
            }
            return render(request, "diagnosis/live.html", context)
        if request.GET.get("format") == "pdf":
            return self.file(report)
        more = {
            "error": reading.error(execution),
            "can_retry": execution.status == Execution.Status.PARTIAL,
            "shares": sharing.standing(execution.pk, self.person.pk, now),
            "new_link": request.session.pop(f"share-{execution.pk}", None),
        }
        return report_page(request, report.data, execution_id=execution.pk, may_offer=True, more=more)

    def file(self, report: Report) -> HttpResponse:
        answer = HttpResponse(to_pdf(report.data, self.person.profile.units), content_type="application/pdf")
        answer["Content-Disposition"] = f'inline; filename="diagnosis-{report.data["window"]["last_on"]}.pdf"'
        return answer

    def state(self, execution: Execution, now: Any) -> dict[str, Any]:
        told = reading.state(execution, now)
        for stage in told["stages"]:
            stage["words"] = wording.stage(stage["name"])
        return told


class ActPage(OwnPage):
    """What can be pressed on the page of a diagnosis. Each leads back to it."""

    def post(self, request: HttpRequest, execution_id: UUID, act: str) -> HttpResponse:
        execution = self.execution(execution_id)
        acts = {
            "cancel": self.cancel,
            "retry": self.retry,
            "answer": self.answer,
            "share": self.share,
            "take-back": self.take_back,
        }
        return acts[act](execution) or redirect("page-diagnosis", execution.pk)

    def cancel(self, execution: Execution) -> None:
        try:
            executions.cancel(execution.pk, self.person.pk, timezone.now())
        except DiagnosisOver:
            messages.info(self.request, _("It had ended already."))

    def retry(self, execution: Execution) -> HttpResponse | None:
        if wait_s := accounts.seconds_to_wait(SCOPE, f"user:{self.person.pk}"):
            self.put_off(wait_s)
            return None
        try:
            wake(executions.retry(execution.pk, self.person.pk, timezone.now()))
        except NothingToRetry:
            messages.info(self.request, _("There is nothing to try again."))
        except DiagnosisRunning as refusal:
            if running := refusal.facts["execution_id"]:
                return redirect("page-diagnosis", UUID(running))
        return None

    def put_off(self, wait_s: int) -> None:
        """Trying again is as much work as asking, and counts together with it."""
        words = ngettext(
            "You have tried many times in a short while. Try again in %(minutes)s minute; nothing that is there is"
            " lost.",
            "You have tried many times in a short while. Try again in %(minutes)s minutes; nothing that is there is"
            " lost.",
            minutes := math.ceil(wait_s / 60),
        )
        messages.info(self.request, words % {"minutes": minutes})

    def answer(self, execution: Execution) -> None:
        try:
            wake(executions.answer(execution.pk, self.person.pk, self.request.POST.get("choice", ""), timezone.now()))
        except NoQuestion:
            messages.info(self.request, _("The time for an answer was over; the diagnosis goes on without it."))

    def share(self, execution: Execution) -> None:
        report = get_object_or_404(Report, execution=execution)
        _made, token = sharing.share(report=report, days=sharing.DAYS, now=timezone.now())
        link = self.request.build_absolute_uri(f"{reverse('page-given-report')}?key={token}")
        self.request.session[f"share-{execution.pk}"] = link

    def take_back(self, execution: Execution) -> None:
        try:
            share_id = UUID(self.request.POST.get("share", ""))
        except ValueError:
            return
        if sharing.take_back(share_id, self.person.pk, timezone.now()):
            messages.success(self.request, _("The link opens nothing any more."))


class OfferPage(OwnPage):
    """Put the change of a finding where all changes of the plan are decided on."""

    def post(self, request: HttpRequest, execution_id: UUID) -> HttpResponse:
        try:
            offering.offer(self.execution(execution_id), request.POST.get("finding", ""), timezone.now())
        except OfferGone:
            messages.error(request, _("The plan has moved on, so this change cannot be offered any more."))
            return redirect("page-diagnosis", execution_id)
        return redirect("page-changes")
