"""Who coaches me, and whom I coach. Nothing is shared before the athlete has agreed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from accounts import services as accounts
from accounts.core.refusals import CoachRequired
from accounts.models import CoachAssignment
from accounts.pages.doors import PersonPage


class InviteForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("E-mail of the athlete"), max_length=254)


class CoachingPage(PersonPage, FormView):  # type: ignore[type-arg]
    template_name = "accounts/coaching.html"
    form_class = InviteForm

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        user = self.person
        mine = CoachAssignment.objects.open().filter(athlete=user).select_related("coach__profile")
        context["coaches"] = mine.order_by("-invited_at", "-pk")
        if user.is_coach:
            theirs = CoachAssignment.objects.in_force(timezone.now()).filter(coach=user)
            context["athletes"] = theirs.select_related("athlete__profile").order_by("athlete__profile__display_name")
        return super().get_context_data(**context)

    def form_valid(self, form: InviteForm) -> HttpResponse:
        try:
            accounts.invite(coach=self.person, email=form.cleaned_data["email"])
        except CoachRequired as problem:
            raise Http404 from problem
        # The same words whether or not there is such an account: this is no way to search for people.
        messages.success(self.request, _("If this person has an account, the invitation now waits on their page."))
        return redirect("page-coaching")


class AnswerPage(PersonPage):
    """Agree to be coached, or end it from either side."""

    def post(self, request: HttpRequest, assignment_id: UUID, answer: str) -> HttpResponse:
        try:
            if answer == "accept":
                accounts.accept(athlete=self.person, assignment_id=assignment_id)
                messages.success(request, _("Your coach can see your training from now on."))
            else:
                accounts.end(person=self.person, assignment_id=assignment_id)
                messages.success(
                    request, _("This coaching has ended. Neither of you can see the other's side any more.")
                )
        except CoachAssignment.DoesNotExist as problem:
            raise Http404 from problem
        return redirect("page-coaching")
