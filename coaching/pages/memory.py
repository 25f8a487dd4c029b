"""What the coach remembers, for the athlete to read, put right and delete; and the card of a safety sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.pages.doors import PersonPage
from accounts.wording import REGIONS
from coaching.core.remembering import TEXT_MAX
from coaching.models import MemoryFact, SafetyEvent
from coaching.services import memory, safety
from coaching.wording.memory import SOURCES, offer, stands, times_href


class FactForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("In your words"), max_length=TEXT_MAX, widget=forms.Textarea(attrs={"rows": 2})
    )
    until_on = forms.DateField(
        label=gettext_lazy("Valid until"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Leave empty to keep it until you remove it."),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A fact as the page shows it. `offer`: as coaching.wording.memory.offer."""

    fact: MemoryFact
    source: str
    is_standing: bool
    offer: str
    region: str
    href: str


class FactPage(PersonPage):
    def fact(self, fact_id: UUID) -> MemoryFact:
        try:
            return memory.find(self.person.pk, fact_id)
        except MemoryFact.DoesNotExist as problem:
            raise Http404 from problem

    def show(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        return render(self.request, template, {"place": "more", **context}, status=status)


class MemoryPage(FactPage):
    """The list."""

    def get(self, request: HttpRequest) -> HttpResponse:
        today = self.person.profile.local_date(timezone.now())
        lines = [self.line(each, today) for each in memory.of(self.person.pk)]
        standing = [each for each in lines if each.is_standing]
        return self.show(
            "coaching/memory.html", {"standing": standing, "past": [each for each in lines if not each.is_standing]}
        )

    def line(self, fact: MemoryFact, today: date) -> Line:
        region = REGIONS.get(fact.data.get("region", ""), "")
        offered = offer(fact, self.person.profile.limitations, today)
        return Line(
            fact, str(SOURCES.get(fact.source, "")), stands(fact, today), offered, str(region), times_href(fact)
        )


class EditPage(FactPage):
    """One fact, to put right."""

    def get(self, request: HttpRequest, fact_id: UUID) -> HttpResponse:
        fact = self.fact(fact_id)
        form = FactForm(initial={"text": fact.text, "until_on": fact.until_on})
        return self.show("coaching/memory_edit.html", {"fact": fact, "form": form})

    def post(self, request: HttpRequest, fact_id: UUID) -> HttpResponse:
        fact, form = self.fact(fact_id), FactForm(request.POST)
        if not form.is_valid():
            return self.show("coaching/memory_edit.html", {"fact": fact, "form": form}, status=422)
        memory.correct(fact, self.person, form.cleaned_data, timezone.now())
        notes.success(request, _("Corrected."))
        return redirect("page-memory")


class ForgetPage(FactPage):
    def post(self, request: HttpRequest, fact_id: UUID) -> HttpResponse:
        memory.forget(self.fact(fact_id))
        notes.success(request, _("Forgotten. The message itself stays in your chat."))
        return redirect("page-memory")


class AdoptPage(FactPage):
    """A pain into the profile, with one tap."""

    def post(self, request: HttpRequest, fact_id: UUID) -> HttpResponse:
        if memory.adopt(self.fact(fact_id), self.person, timezone.now()):
            notes.success(request, _("It is in your profile now. New plans and changes follow it."))
        return redirect("page-memory")


class SafetyPage(PersonPage):
    """The card of a sign: the way out of a false alarm. What was noticed stays, and so does the rest from prompts."""

    def get(self, request: HttpRequest, event_id: UUID) -> HttpResponse:
        event = SafetyEvent.objects.filter(athlete=self.person, pk=event_id).first()
        if event is None:
            raise Http404
        return render(request, "coaching/memory_safety.html", {"event": event, "place": "chat"})

    def post(self, request: HttpRequest, event_id: UUID) -> HttpResponse:
        try:
            safety.call_fine(athlete=self.person, event_id=event_id, now=timezone.now())
        except SafetyEvent.DoesNotExist as problem:
            raise Http404 from problem
        notes.success(request, _("Good to know. You can write here at any time."))
        return redirect("page-chat")
