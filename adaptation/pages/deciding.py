"""Deciding about changes: apply or leave suggestions, or bring an earlier state of the plan back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.core.units import in_kg
from accounts.pages.doors import AthletePage
from adaptation import services as adaptation
from adaptation.core.policy import COACH
from adaptation.core.refusals import StaleSuggestion, SuggestionNeeds
from adaptation.models import AdaptationSuggestion
from adaptation.pages import cards
from feedback.core.ratings import LOAD_KG
from plans import services as plans
from plans.models import Plan, PlanRevision
from plans.pages.doors import own_plan
from plans.wording import listed, refusals

Status = AdaptationSuggestion.Status
DISMISS_REASON_MAX = 160
IDS_MAX = 100
STALE = gettext_lazy(
    "Your plan has changed since this was suggested. A fresh suggestion comes after your next rated sets."
)
STALE_VISIT = gettext_lazy(
    "Their plan has changed since this was suggested. A fresh suggestion comes after their next rated sets."
)
KEPT = gettext_lazy("Kept as it was. Your plan did not change.")
NEEDS_COACH = gettext_lazy("Your coach has to confirm this one. It stays open until then.")
NEEDS_ATHLETE = gettext_lazy("This one is for the athlete to decide.")


class DecidePage(AthletePage):
    """Apply or dismiss one suggestion. Deciding twice changes nothing."""

    load_kg: float | None  # what a coach asks for instead

    def post(self, request: HttpRequest, plan_id: UUID, suggestion_id: UUID, decision: str) -> HttpResponse:
        plan = own_plan(self.athlete, plan_id)
        if not may_decide(self, plan, [suggestion_id]):
            messages.error(request, str(NEEDS_ATHLETE))
            return self.back_to("changes")
        if self.is_visit and not (form := LoadForm(request.POST)).is_valid():
            messages.error(request, _("That is no load. Nothing was changed."))
            return self.back_to("changes")
        self.load_kg = form.load_kg(self.units) if self.is_visit else None
        act = self.apply if decision == "apply" else self.dismiss
        try:
            return carry_out(self, lambda now: act(plan, suggestion_id, now))
        except AdaptationSuggestion.DoesNotExist as problem:
            raise Http404 from problem

    def apply(self, plan: Plan, suggestion_id: UUID, now: datetime) -> str:
        word = word_of(self.request)
        decide(self, plan, suggestion_id, now, accepts=True, word=word, load_kg=self.load_kg)
        if self.is_visit and word:
            return _("Done. Their plan has the change, and your words are in their chat.")
        return _("Done. The plan has the change; it can be undone below.")

    def dismiss(self, plan: Plan, suggestion_id: UUID, now: datetime) -> str:
        word = word_of(self.request)
        decide(self, plan, suggestion_id, now, accepts=False, word=word)
        if self.is_visit and word:
            return _("Left as it was, and your words are in their chat.")
        return _("Left as it was. Their plan did not change.") if self.is_visit else str(KEPT)


class ApplyAllPage(AthletePage):
    """Apply the suggestions that were listed, one by one, oldest first: one that no longer fits does not hold up the
    others."""

    def post(self, request: HttpRequest, plan_id: UUID) -> HttpResponse:
        plan = own_plan(self.athlete, plan_id)
        chosen = AdaptationSuggestion.objects.filter(plan=plan, pk__in=told_ids(request)).order_by("created_at", "pk")
        rows = [each for each in chosen if each.edits and each.kind in cards.TOGETHER]
        if not may_decide(self, plan, [each.pk for each in rows]):
            messages.error(request, str(NEEDS_ATHLETE))
            return self.back_to("changes")
        refused = [each for each in rows if not self.applied(plan, each)]
        done = len(rows) - len(refused)
        self.say(request, [each for each in rows if each not in refused and each.status == Status.PROPOSED])
        if done:
            text = ngettext("%(count)d change applied.", "%(count)d changes applied.", done)
            messages.success(request, text % {"count": done})
        if refused:
            names = plans.names_of({each.target.get("exercise", "") for each in refused})
            about = listed(dict.fromkeys(names.get(each.target.get("exercise", ""), "…") for each in refused))
            text = _("Not applied: %(about)s. Have a look at what is still open, one by one.")
            messages.warning(request, text % {"about": about})
        return self.back_to("changes")

    def say(self, request: HttpRequest, applied: Sequence[AdaptationSuggestion]) -> None:
        """A coach's word about what was open and is applied now."""
        if self.is_visit and applied:
            coach, athlete = self.person, self.athlete
            adaptation.say_as_coach(
                coach=coach, athlete=athlete, about=applied, word=word_of(request), now=timezone.now()
            )

    def applied(self, plan: Plan, row: AdaptationSuggestion) -> bool:
        try:
            decide(self, plan, row.pk, timezone.now(), accepts=True)
        except (StaleSuggestion, SuggestionNeeds, *refusals.REFUSED):
            return False
        return True


class RestorePage(AthletePage):
    """Bring an earlier state back as the newest one."""

    def post(self, request: HttpRequest, plan_id: UUID, number: int) -> HttpResponse:
        plan = own_plan(self.athlete, plan_id)
        seen = request.POST.get("base_revision", "")

        def restore(now: datetime) -> str:
            plans.restore(
                plan.pk, number, author=author_of(self), now=now, actor_id=self.person.pk,
                base_revision=int(seen) if seen.isdecimal() else None,
            )  # fmt: skip
            if self.is_visit:
                return _("Their plan is back at revision %(number)d.") % {"number": number}
            return _("Your plan is back at revision %(number)d.") % {"number": number}

        try:
            return carry_out(self, restore)
        except PlanRevision.DoesNotExist as problem:
            raise Http404 from problem


def author_of(page: AthletePage) -> str:
    """Who changes the plan through this page: what a visitor sends was let in as a coach's."""
    return PlanRevision.Author.COACH if page.is_visit else PlanRevision.Author.ATHLETE


def may_decide(page: AthletePage, plan: Plan, ids: Sequence[UUID]) -> bool:
    """A visitor decides only as a coach, and only what waits for one. What athletes may decide, the service knows."""
    if not page.is_visit:
        return True
    theirs = AdaptationSuggestion.objects.filter(plan=plan, pk__in=ids).exclude(requires=COACH)
    return page.person.is_coach and not theirs.exists()


def decide(
    page: AthletePage,
    plan: Plan,
    suggestion_id: UUID,
    now: datetime,
    *,
    accepts: bool,
    word: str = "",
    load_kg: float | None = None,
) -> None:
    """Say yes or no to one suggestion, as the athlete or as their coach."""
    ids = [suggestion_id]
    if page.is_visit:
        adaptation.decide_as_coach(
            coach=page.person, plan_id=plan.pk, ids=ids, accepts=accepts, word=word, load_kg=load_kg, now=now
        )
    elif accepts:
        adaptation.apply(plan_id=plan.pk, ids=ids, actor_id=page.person.pk, as_coach=False, now=now)
    else:
        reason = page.request.POST.get("reason", "")[:DISMISS_REASON_MAX]
        adaptation.dismiss(plan_id=plan.pk, ids=ids, reason=reason, now=now)


class LoadForm(forms.Form):
    """The load that a coach asks for beside the one that they saw suggested, both in their own unit."""

    load = forms.FloatField(required=False, min_value=LOAD_KG[0], max_value=LOAD_KG[1])
    suggested = forms.FloatField(required=False)

    def load_kg(self, units: str) -> float | None:
        """None where it is the suggested one, or none."""
        load = self.cleaned_data["load"]
        return None if load is None or load == self.cleaned_data["suggested"] else in_kg(load, units)


def word_of(request: HttpRequest) -> str:
    """What a coach says with a decision; without what no database can hold."""
    return request.POST.get("word", "").replace("\x00", "").strip()[: adaptation.WORD_MAX]


def told_ids(request: HttpRequest) -> list[UUID]:
    """The ids that a form lists; what is none is left out."""
    told: list[UUID] = []
    for text in request.POST.getlist("ids")[:IDS_MAX]:
        try:
            told.append(UUID(text))
        except ValueError:
            continue
    return told


def carry_out(page: AthletePage, change: Callable[[datetime], str]) -> HttpResponse:
    """Do it, say what came of it, and go back to the list."""
    told: Any = messages.error
    try:
        sentence = change(timezone.now())
        told = messages.success
    except StaleSuggestion:
        sentence = str(STALE_VISIT if page.is_visit else STALE)
    except SuggestionNeeds:
        sentence = str(NEEDS_ATHLETE if page.is_visit else NEEDS_COACH)
    except refusals.REFUSED as refusal:
        sentence = refusals.in_words(refusal, plans.names_of(refusals.exercises_in(refusal)))
    told(page.request, sentence)
    return page.back_to("changes")
