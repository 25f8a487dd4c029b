"""Asking for a plan."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import services as accounts
from accounts.core.refusals import AnswerInProgress, IdempotencyConflict
from accounts.pages.doors import AthletePage
from plans import services as plans
from plans import tasks, wording
from plans.core.intent import IntentInfeasible, NeedsClearance
from plans.core.refusals import PlanRefused
from plans.pages.wishes import FIELD_OF_CHANGE, WishesForm
from plans.wording.screening import because

SCOPE = "generate"
WEEK = frozenset("0123456")
TEMPLATE = "plans/generate.html"
TIMES = tuple(f"time_{day}" for day in range(7))
CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


class GeneratePage(AthletePage):
    """The form, and the plan that it leads to. A form that is sent twice makes one plan."""

    def get(self, request: HttpRequest) -> HttpResponse:
        profile = self.athlete.profile
        known = {
            "experience_level": profile.experience_level,
            "equipment": profile.equipment,
            "screening_yes": profile.health.get("screening_yes", []),
            "cleared_by_professional": profile.health.get("cleared_by_professional", False),
        }
        days = [day for day in request.GET.getlist("available_days") if day in WEEK]  # as a link of the chat has it
        if days:
            known["available_days"] = days
        known |= {name: at for name in TIMES if CLOCK.fullmatch(at := request.GET.get(name, ""))}
        return self.show(WishesForm(initial=known, athlete=self.athlete, today=self.today))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = WishesForm(request.POST, athlete=self.athlete, today=self.today)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            key, is_first = accounts.claim_key(self.athlete, self.client_id, self.fingerprint)
        except (AnswerInProgress, IdempotencyConflict):
            return redirect("page-plan")
        if not is_first:
            return redirect("page-plan")
        try:
            response = self.generate(form)
        except Exception:
            accounts.release_key(key)
            raise
        if response.status_code == 302:
            accounts.keep_answer(key, 302, "")
        else:
            accounts.release_key(key)
        return response

    def generate(self, form: WishesForm) -> HttpResponse:
        wait_s = accounts.seconds_to_wait(SCOPE, f"user:{self.athlete.pk}")
        if wait_s:
            form.add_error(None, _("That was the third plan in a few minutes. Try again in %(s)d s.") % {"s": wait_s})
            return self.show(form, status=429, retry_after_s=wait_s)
        accounts.update_profile(self.athlete, health=form.health())
        self.athlete.profile.refresh_from_db()
        try:
            plan = plans.generate(athlete=self.athlete, wishes=form.wishes(), now=timezone.now())
            tasks.wake_for(plan)
        except NeedsClearance as refusal:
            return self.show(form, status=422, because=because(refusal.facts["because"]))
        except IntentInfeasible as refusal:
            form.add_error(FIELD_OF_CHANGE.get(str(refusal.facts["change"])), wording.change(refusal.facts))
            return self.show(form, status=422)
        except PlanRefused:
            form.add_error(None, wording.change({"change": "rules"}))
            return self.show(form, status=422)
        messages.success(self.request, _("Your plan is ready."))
        return redirect("page-plan")

    def show(self, form: WishesForm, status: int = 200, retry_after_s: int = 0, **context: Any) -> HttpResponse:
        context = {"form": form, "client_id": uuid4(), "place": "plan", **context}
        response = render(self.request, TEMPLATE, context, status=status)
        if retry_after_s:
            response["Retry-After"] = str(retry_after_s)
        return response

    @property
    def today(self) -> date:
        return self.athlete.profile.local_date(timezone.now())

    @property
    def client_id(self) -> str:
        """The key that the form came with; a form without a sane one counts as new."""
        try:
            return str(UUID(self.request.POST.get("client_id", "")))
        except ValueError:
            return str(uuid4())

    @property
    def fingerprint(self) -> str:
        told = sorted((name, values) for name, values in self.request.POST.lists() if name != "csrfmiddlewaretoken")
        return hashlib.sha256(repr(told).encode()).hexdigest()
