"""Habits on a page: what is open today, a new one, and changing one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.core.ids import uuid7
from accounts.pages.doors import PersonPage
from coaching.core.refusals import TooManyHabits
from coaching.models import Habit
from coaching.pages.preference_form import TimeInput
from coaching.services import habits
from plans.wording.words import WEEKDAYS_SHORT


class HabitForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("What"), max_length=80)
    at = forms.TimeField(label=gettext_lazy("At"), widget=TimeInput())
    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On"), coerce=int, choices=list(enumerate(WEEKDAYS_SHORT)),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


class HabitsPage(PersonPage):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(HabitForm(initial={"days": list(range(7))}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = HabitForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            habits.add(athlete=self.person, now=timezone.now(), client_id=client_id(request), **form.cleaned_data)
        except TooManyHabits as many:
            form.add_error(None, _("You can have at most %(most)d habits.") % many.facts)
            return self.show(form, status=422)
        return redirect("page-habits")

    def show(self, form: HabitForm, status: int = 200) -> HttpResponse:
        today = self.person.profile.local_date(timezone.now())
        rows, done = habits.standing(self.person.pk), habits.done_on(self.person.pk, today)
        context = {
            "rows": [row_of(each, each.pk in done, today) for each in rows],
            "form": form,
            "today": today,
            "client_id": uuid7(),
            "place": "more",
        }
        return render(self.request, "coaching/habits.html", context, status=status)


class HabitPage(PersonPage):
    """One habit: ticked off, taken back, changed or given up."""

    def post(self, request: HttpRequest, habit_id: UUID) -> HttpResponse:
        try:
            habit = habits.find(self.person.pk, habit_id)
        except Habit.DoesNotExist as problem:
            raise Http404 from problem
        now = timezone.now()
        action = request.POST.get("action", "")
        if action == "change":
            return self.change(habit, now)
        if action == "end":
            habits.end(habit, now)
        elif action in ("done", "slip"):
            self.mark(habit, action == "done", now)
        return redirect("page-habits")

    def mark(self, habit: Habit, is_done: bool, now: datetime) -> None:
        today = self.person.profile.local_date(now)
        if is_done:
            habits.tick(athlete=self.person, habit=habit, on=today, client_id=client_id(self.request), now=now)
        else:
            habits.untick(habit, today, now)

    def change(self, habit: Habit, now: datetime) -> HttpResponse:
        form = HabitForm(self.request.POST)
        if form.is_valid():
            habits.edit(habit, form.cleaned_data, now)
        else:
            messages.error(self.request, _("A habit needs a name, a time and at least one day."))
        return redirect("page-habits")


def row_of(habit: Habit, is_done: bool, today: date) -> dict[str, Any]:
    words = [str(WEEKDAYS_SHORT[day]) for day in habit.days]
    return {
        "habit": habit,
        "is_due": today.weekday() in habit.days,
        "is_done": is_done,
        "days": _("every day") if len(words) == 7 else " ".join(words),
        "client_id": uuid7(),
        "form": HabitForm(
            initial={"title": habit.title, "at": habit.at, "days": habit.days}, auto_id=f"id_{habit.client_id}_%s"
        ),
    }


def client_id(request: HttpRequest) -> UUID:
    """The id that the form carries; a button without one gets a new one."""
    try:
        return UUID(request.POST.get("client_id", ""))
    except ValueError:
        return uuid7()
