"""What changed and why: open suggestions with what they rest on, what was done without asking, and every revision with
a way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.core.units import IMPERIAL
from accounts.pages.doors import AthletePage
from adaptation import services as adaptation
from adaptation.core.policy import NOBODY
from adaptation.models import AdaptationSuggestion
from adaptation.pages import cards, revision_cards
from plans import services as plans
from plans.models import Plan, PlanRevision
from plans.pages.doors import active_plan

REVISIONS_SHOWN = 10
REVISIONS_WHOLE = 3  # the others are a line each, to open
BY_ITSELF_SHOWN = 5
BY_ITSELF_DAYS = 14


@dataclass(frozen=True, slots=True)
class DoneView:
    """A change that was made without asking. `undo_to`: the state before it; None where it is undone or changed
    nothing. `later`: how many changes came after it, which going back takes along."""

    card: cards.SuggestionView
    undo_to: int | None
    later: int


class ChangesPage(AthletePage):
    def get(self, request: HttpRequest) -> HttpResponse:
        plan = active_plan(self.athlete)
        if plan is None:
            return self.page("adaptation/changes.html", {"plan": None, "place": "changes"})
        now = timezone.now()
        open_now = list(
            AdaptationSuggestion.objects.filter(plan=plan, expires_at__gt=now).open().order_by("-created_at", "-pk")
        )
        done = list(by_itself(plan, now)[:BY_ITSELF_SHOWN])
        before = request.GET.get("before", "")
        revisions = list(revisions_of(plan, before)[: REVISIONS_SHOWN + 1])
        words = cards.words_for(self.person, self.athlete, self.units, [*open_now, *done], revisions)
        views = [cards.suggestion_view(each, words) for each in open_now]
        together = [each for each in views if each.goes_together]
        undone = plan.revisions.filter(restored_from__isnull=False).values_list("number", "restored_from")
        restores = list(undone) if done else []
        past = [*done, *behind(plan, revisions)]
        outcomes = adaptation.outcomes_of(plan.athlete_id, {each.pk: each for each in past}.values())
        by_number = {each.applied_revision: outcomes.get(each.pk) for each in past}
        context = {
            "plan": plan,
            "groups": cards.by_day(views),
            "together": together if len(together) > 1 else [],
            "by_itself": [
                done_view(cards.suggestion_view(each, words, outcomes.get(each.pk)), plan, restores) for each in done
            ],
            "revisions": [
                revision_cards.revision_view(each, words, by_number.get(each.number))
                for each in revisions[:REVISIONS_SHOWN]
            ],
            "whole": REVISIONS_WHOLE,
            "next_before": revisions[REVISIONS_SHOWN - 1].number if len(revisions) > REVISIONS_SHOWN else None,
            "is_older": bool(before),
            "says_kg": self.units == IMPERIAL,
            "place": "changes",
        }
        return self.page("adaptation/changes.html", context)


def by_itself(plan: Plan, now: datetime) -> QuerySet[AdaptationSuggestion]:
    """What was carried out lately without asking anybody, newest first."""
    since = now - timedelta(days=BY_ITSELF_DAYS)
    applied = AdaptationSuggestion.objects.filter(plan=plan, status=AdaptationSuggestion.Status.APPLIED)
    return applied.filter(requires=NOBODY, decided_at__gte=since).order_by("-decided_at", "-pk")


def revisions_of(plan: Plan, before: str) -> QuerySet[PlanRevision]:
    """Newest first; `before`: only those below this number."""
    found = plans.revisions(plan)
    return found.filter(number__lt=int(before[:9])) if before.isdecimal() else found


def behind(plan: Plan, revisions: Sequence[PlanRevision]) -> list[AdaptationSuggestion]:
    """The suggestions that these revisions carried out. No query where there is none."""
    numbers = [each.number for each in revisions if each.reason["code"].startswith(adaptation.REASON_PREFIX)]
    if not numbers:
        return []
    return list(AdaptationSuggestion.objects.filter(plan=plan, applied_revision__in=numbers))


def done_view(card: cards.SuggestionView, plan: Plan, restores: Sequence[tuple[int, int | None]]) -> DoneView:
    number = card.suggestion.applied_revision
    if number is None or any(at > number and (to or 0) < number for at, to in restores):
        return DoneView(card, None, 0)
    return DoneView(card, number - 1, plan.revision - number)
