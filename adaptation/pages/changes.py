"""What changed and why: open suggestions with what they rest on, and every revision with a way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from adaptation import services as adaptation
from adaptation import wording
from adaptation.core.refusals import StaleSuggestion, SuggestionNeeds
from adaptation.models import AdaptationSuggestion
from adaptation.pages.doors import AthletePage, active_plan, own_plan
from plans import services as plans
from plans.models import Plan, PlanRevision
from plans.wording import differences as differing
from plans.wording import refusals, revision_reason
from plans.wording.differences import Difference

REVISIONS_SHOWN = 20
REASON_PREFIX = "adaptation."
DISMISS_REASON_MAX = 160
PERCENT = 100
STALE = gettext_lazy("The plan has moved on since this was suggested, so it is no longer offered as it stood.")
NEEDS = gettext_lazy("Your coach confirms this one.")


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """A suggestion: what it is about, what would change, why, and what that rests on."""

    suggestion: AdaptationSuggestion
    about: str
    shifts: tuple[Difference, ...]
    why: str
    facts: tuple[tuple[str, str], ...]
    confidence_percent: int

    @property
    def changes_nothing(self) -> bool:
        return not self.suggestion.edits


@dataclass(frozen=True, slots=True)
class RevisionView:
    revision: PlanRevision
    reason: str
    lines: tuple[Difference, ...]


class ChangesPage(AthletePage):
    def get(self, request: HttpRequest) -> HttpResponse:
        plan = active_plan(self.athlete)
        if plan is None:
            return render(request, "adaptation/changes.html", {"plan": None, "place": "changes"})
        now, units = timezone.now(), self.athlete.profile.units
        open_now = AdaptationSuggestion.objects.filter(plan=plan, expires_at__gt=now).open().order_by("-created_at")
        suggestions = list(open_now)
        revisions = list(plans.revisions(plan)[: REVISIONS_SHOWN + 1])
        names = plans.names_of(_slugs(suggestions, revisions))
        context = {
            "plan": plan,
            "suggestions": [suggestion_view(each, names, units) for each in suggestions],
            "revisions": [revision_view(each, names, units) for each in revisions[:REVISIONS_SHOWN]],
            "has_more": len(revisions) > REVISIONS_SHOWN,
            "place": "changes",
        }
        return render(request, "adaptation/changes.html", context)


def suggestion_view(suggestion: AdaptationSuggestion, names: Mapping[str, str], units: str) -> SuggestionView:
    return SuggestionView(
        suggestion=suggestion,
        about=names.get(suggestion.target.get("exercise", "")) or wording.about(suggestion.target),
        shifts=tuple(wording.shifts(suggestion.before, suggestion.after, names, units)),
        why=wording.why(suggestion.rule, suggestion.evidence, names),
        facts=tuple(wording.facts(suggestion.evidence, units)),
        confidence_percent=round(suggestion.confidence * PERCENT),
    )


def revision_view(revision: PlanRevision, names: Mapping[str, str], units: str) -> RevisionView:
    code, facts = revision.reason["code"], revision.reason["facts"]
    is_ours = code.startswith(REASON_PREFIX)
    reason = (
        wording.why(code.removeprefix(REASON_PREFIX), facts, names) if is_ours else revision_reason(code, facts, names)
    )
    return RevisionView(revision, reason, tuple(differing.differences(revision.diff, names, units)))


def _slugs(suggestions: list[AdaptationSuggestion], revisions: list[PlanRevision]) -> set[str]:
    """Every exercise that the page names."""
    slugs = {str(each) for row in revisions for each in _named(row.reason["facts"])}
    for suggestion in suggestions:
        for facts in (suggestion.target, suggestion.before, suggestion.after, suggestion.evidence):
            slugs |= {str(each) for each in _named(facts)}
    return slugs.union(*(differing.exercises_in(each.diff) for each in revisions))


def _named(facts: Mapping[str, Any]) -> Iterator[Any]:
    yield from wording.exercises_in(facts)
    yield from (facts[key] for key in ("before", "after") if facts.get(key))


class DecidePage(AthletePage):
    """Apply or dismiss one suggestion. Deciding twice changes nothing."""

    def post(self, request: HttpRequest, plan_id: UUID, suggestion_id: UUID, decision: str) -> HttpResponse:
        plan = own_plan(self.athlete, plan_id)
        act = self.apply if decision == "apply" else self.dismiss
        try:
            return carry_out(request, lambda now: act(plan, suggestion_id, now))
        except AdaptationSuggestion.DoesNotExist as problem:
            raise Http404 from problem

    def apply(self, plan: Plan, suggestion_id: UUID, now: datetime) -> str:
        adaptation.apply(plan_id=plan.pk, ids=[suggestion_id], actor_id=self.athlete.pk, as_coach=False, now=now)
        return _("Done. Your plan has the change; you can undo it below.")

    def dismiss(self, plan: Plan, suggestion_id: UUID, now: datetime) -> str:
        reason = self.request.POST.get("reason", "")[:DISMISS_REASON_MAX]
        adaptation.dismiss(plan_id=plan.pk, ids=[suggestion_id], reason=reason, now=now)
        return _("Left as it is. Your plan did not change.")


class RestorePage(AthletePage):
    """Bring an earlier state back as the newest one."""

    def post(self, request: HttpRequest, plan_id: UUID, number: int) -> HttpResponse:
        plan = own_plan(self.athlete, plan_id)
        seen = request.POST.get("base_revision", "")

        def restore(now: datetime) -> str:
            plans.restore(
                plan.pk, number, author=PlanRevision.Author.ATHLETE, now=now, actor_id=self.athlete.pk,
                base_revision=int(seen) if seen.isdecimal() else None,
            )  # fmt: skip
            return _("Your plan is back at revision %(number)d.") % {"number": number}

        try:
            return carry_out(request, restore)
        except PlanRevision.DoesNotExist as problem:
            raise Http404 from problem


def carry_out(request: HttpRequest, change: Callable[[datetime], str]) -> HttpResponse:
    """Do it, say what came of it, and go back to the list."""
    try:
        messages.success(request, change(timezone.now()))
    except StaleSuggestion:
        messages.error(request, str(STALE))
    except SuggestionNeeds:
        messages.error(request, str(NEEDS))
    except refusals.REFUSED as refusal:
        messages.error(request, refusals.in_words(refusal, plans.names_of(refusals.exercises_in(refusal))))
    return redirect("page-changes")
