"""What the engine learnt and suggested, to look at; a coach confirms or declines here, through the services."""

from __future__ import annotations

from functools import partial

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import services as accounts
from accounts.admin import AthleteScopedAdmin
from accounts.core.refusals import ConsentOver
from adaptation import services as adaptation
from adaptation import wording
from adaptation.core.refusals import StaleSuggestion, SuggestionNeeds
from adaptation.models import AdaptationSuggestion, EstimatePoint, LiftEstimate
from plans.core.refusals import PlanNotActive, PlanRefused, SessionClosed
from plans.wording import listed, spaced

REASON = "coach"
REFUSALS = (StaleSuggestion, SuggestionNeeds, ConsentOver, PlanNotActive, PlanRefused, SessionClosed)


@admin.register(AdaptationSuggestion)
class AdaptationSuggestionAdmin(AthleteScopedAdmin):
    called = _("suggestion"), _("suggestions")
    athlete_path = "plan__athlete"
    list_display = ("created_at", "athlete", "about", "change", "status", "requires", "expires_at")
    list_select_related = ("plan__athlete",)
    list_filter = ("status", "requires", "kind")  # closed choices: nothing is read for them
    search_fields = ("plan__athlete__email", "rule")
    fields = (
        "athlete", "rule", "kind", "status", "why", "target", "before", "after", "edits", "evidence", "confidence",
        "requires", "base_revision", "applied_revision", "dismiss_reason", "created_at", "expires_at", "decided_at",
    )  # fmt: skip
    actions = ("confirm", "decline")

    @admin.display(description=_("athlete"))
    def athlete(self, suggestion: AdaptationSuggestion) -> str:
        return str(suggestion.plan.athlete)

    @admin.display(description=_("exercise"))
    def about(self, suggestion: AdaptationSuggestion) -> str:
        slug = suggestion.target.get("exercise")
        return spaced(slug) if slug else wording.about(suggestion.target)

    @admin.display(description=_("change"))
    def change(self, suggestion: AdaptationSuggestion) -> str:
        shifts = wording.shifts(suggestion.before, suggestion.after, {}, wording.METRIC)
        told = listed(f"{shift.what} {shift.before} → {shift.after}" for shift in shifts)
        return told or wording.why(suggestion.rule, suggestion.evidence)

    @admin.display(description=_("why"))
    def why(self, suggestion: AdaptationSuggestion) -> str:
        return wording.why(suggestion.rule, suggestion.evidence)

    def has_confirm_permission(self, request: HttpRequest) -> bool:
        """Coaches decide; staff only look."""
        return accounts.signed_in(request.user).is_coach

    @admin.action(description=_("Confirm"), permissions=["confirm"])
    def confirm(self, request: HttpRequest, rows: QuerySet[AdaptationSuggestion]) -> None:
        self.decide(request, rows, accepts=True)

    @admin.action(description=_("Decline"), permissions=["confirm"])
    def decline(self, request: HttpRequest, rows: QuerySet[AdaptationSuggestion]) -> None:
        self.decide(request, rows, accepts=False)

    def decide(self, request: HttpRequest, rows: QuerySet[AdaptationSuggestion], *, accepts: bool) -> None:
        """One by one, oldest first: a suggestion that is refused does not hold up the others."""
        coach = accounts.signed_in(request.user)
        decide = partial(adaptation.decide_as_coach, coach=coach, accepts=accepts, reason=REASON)
        done = refused = 0
        for row in rows.order_by("created_at", "pk"):
            try:
                decide(plan_id=row.plan_id, ids=[row.pk], now=timezone.now())
                done += 1
            except REFUSALS:
                refused += 1
        if done:
            self.message_user(request, ngettext("%(count)d decided.", "%(count)d decided.", done) % {"count": done})
        if refused:
            text = ngettext(
                "%(count)d is outdated and was left as it is.",
                "%(count)d are outdated and were left as they are.",
                refused,
            )
            self.message_user(request, text % {"count": refused}, messages.WARNING)


@admin.register(LiftEstimate)
class LiftEstimateAdmin(AthleteScopedAdmin):
    called = _("estimate of a lift"), _("estimates of lifts")
    list_display = ("athlete", "exercise", "e1rm_kg", "low_kg", "high_kg", "sessions", "as_of")
    list_select_related = ("athlete", "exercise")
    search_fields = ("athlete__email", "exercise__slug")


@admin.register(EstimatePoint)
class EstimatePointAdmin(AthleteScopedAdmin):
    called = _("estimate after a session"), _("estimates after sessions")
    athlete_path = "estimate__athlete"
    list_display = ("performed_at", "estimate", "e1rm_kg", "low_kg", "high_kg", "innovation")
    list_select_related = ("estimate",)
    search_fields = ("estimate__athlete__email", "estimate__exercise__slug")
