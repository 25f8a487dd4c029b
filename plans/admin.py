"""A window on plans for coaches and support. Plans change through services, never here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.admin import AthleteScopedAdmin, ReadOnlyAdmin
from llm.models import ModelCall
from plans import wording
from plans.models import Exercise, Plan, PlannedItem, PlannedSession, PlanRevision, Refinement
from plans.wording import refinement as refinements


class ReadOnlyInline(admin.TabularInline):  # type: ignore[type-arg]
    extra = 0
    can_delete = False
    show_change_link = False

    def never(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_add_permission = has_change_permission = has_delete_permission = never

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True  # the page around it has let the viewer in


class RevisionInline(ReadOnlyInline):
    """What became of a plan, without its texts: one of them is as long as a book chapter."""

    model = PlanRevision
    fields = readonly_fields = ("number", "author", "because", "changes", "created_at")
    ordering = ("-number",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PlanRevision]:
        return super().get_queryset(request).defer("spec")

    @admin.display(description=_("reason"))
    def because(self, revision: PlanRevision) -> str:
        return wording.revision_reason(revision.reason.get("code", ""), revision.reason.get("facts", {}))

    @admin.display(description=_("changes"))
    def changes(self, revision: PlanRevision) -> SafeString:
        return lines(wording.changed(change) for change in revision.diff)


class ItemInline(ReadOnlyInline):
    model = PlannedItem
    fields = readonly_fields = (
        "position", "exercise", "role", "sets", "reps_min", "reps_max", "duration_s", "distance_m", "target_rpe",
        "load_kg", "load_basis", "rest_s", "notes", "because",
    )  # fmt: skip
    ordering = ("position",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PlannedItem]:
        return super().get_queryset(request).select_related("exercise")

    @admin.display(description=_("why"))
    def because(self, item: PlannedItem) -> str:
        return wording.item_reason(item.why, item.load_basis)


@admin.register(Plan)
class PlanAdmin(AthleteScopedAdmin):
    called = _("plan"), _("plans")
    list_display = ("athlete", "title", "status", "revision", "sessions_done", "start_on", "ends_on", "refinement")
    list_select_related = ("athlete",)
    list_filter = ("status", "refinement")
    search_fields = ("athlete__email",)
    fields = (
        "athlete",
        "title",
        "goal",
        "status",
        "revision",
        "start_on",
        "ends_on",
        "refinement",
        "intent",
        "created_at",
    )
    readonly_fields = ("title",)
    inlines = (RevisionInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Plan]:
        plans: QuerySet[Plan] = super().get_queryset(request)
        done = counted(PlannedSession.Status.DONE)
        return plans.annotate(done=done, planned=counted(*PlannedSession.Status.values))

    @admin.display(description=_("title"))
    def title(self, plan: Plan) -> str:
        return wording.title_of(plan.goal, plan.start_on, plan.ends_on)

    @admin.display(description=_("done"))
    def sessions_done(self, plan: Any) -> str:
        return f"{plan.done}/{plan.planned}"


@admin.register(PlannedSession)
class PlannedSessionAdmin(AthleteScopedAdmin):
    called = _("planned session"), _("planned sessions")
    athlete_path = "plan__athlete"
    list_display = ("on", "at", "athlete", "name", "kind", "status", "skip_reason", "is_dropped")
    list_select_related = ("plan__athlete",)
    list_filter = ("status", "is_dropped")
    search_fields = ("plan__athlete__email",)
    inlines = (ItemInline,)

    @admin.display(description=_("athlete"), ordering="plan__athlete__email")
    def athlete(self, session: PlannedSession) -> str:
        return session.plan.athlete.email

    @admin.display(description=_("title"))
    def name(self, session: PlannedSession) -> str:
        return wording.title(session.title)


@admin.register(Exercise)
class ExerciseAdmin(ReadOnlyAdmin):
    """The shared exercises come from the catalogue file, private ones from an athlete's log."""

    called = _("exercise"), _("exercises")
    list_display = ("slug", "name_en", "name_zh_hans", "pattern", "level", "mode", "source", "owner")
    list_select_related = ("owner",)
    list_filter = ("pattern", "level", "mode", "source")
    search_fields = ("slug", "name_en", "name_zh_hans", "owner__email")
    ordering = ("slug",)


def counted(*statuses: str) -> Coalesce:
    """How many sessions of a plan have one of these statuses. A subquery, so that counting and filtering plans does not
    join every session there is."""
    sessions = PlannedSession.objects.in_plan().filter(plan=OuterRef("pk"), status__in=statuses)
    number = sessions.order_by().values("plan").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number), 0)


def lines(texts: Iterable[str]) -> SafeString:
    return format_html_join("", "{}<br>", ((text,) for text in texts))


@admin.register(PlanRevision)
class PlanRevisionAdmin(AthleteScopedAdmin):
    called = _("revision of a plan"), _("revisions of plans")
    athlete_path = "plan__athlete"
    list_display = ("plan", "number", "author", "restored_from", "created_at")
    list_select_related = ("plan",)
    search_fields = ("plan__athlete__email",)
    exclude = ("spec",)  # pages long; its diff is what people read

    def get_queryset(self, request: HttpRequest) -> QuerySet[PlanRevision]:
        """Without the whole plan, which is never shown here."""
        return super().get_queryset(request).defer("spec")


@admin.register(PlannedItem)
class PlannedItemAdmin(AthleteScopedAdmin):
    called = _("planned exercise"), _("planned exercises")
    athlete_path = "session__plan__athlete"
    list_display = ("exercise", "session", "sets", "reps_min", "reps_max", "target_rpe", "load_kg")
    list_select_related = ("exercise", "session")
    search_fields = ("session__plan__athlete__email", "exercise__slug")


@admin.register(Refinement)
class RefinementAdmin(AthleteScopedAdmin):
    """What a language model made of a plan: its edits, what they change, who agreed, and what the calls took."""

    called = _("personal adjustment"), _("personal adjustments")
    athlete_path = "plan__athlete"
    list_display = ("created_at", "athlete", "state", "reason", "offer", "requires", "provider", "model", "attempts")
    list_select_related = ("plan__athlete",)
    list_filter = ("state", "offer")
    search_fields = ("plan__athlete__email", "provider", "model", "reason")
    fields = (
        "athlete", "state", "because", "offer", "requires", "base_revision", "applied_revision", "summary",
        "told_edits", "provider", "model", "calls", "attempts", "is_fresh", "created_at", "started_at", "finished_at",
        "decided_at",
    )  # fmt: skip
    readonly_fields = ("athlete", "because", "told_edits", "calls")

    @admin.display(description=_("athlete"), ordering="plan__athlete__email")
    def athlete(self, job: Refinement) -> str:
        return job.plan.athlete.email

    @admin.display(description=_("why the draft stays"))
    def because(self, job: Refinement) -> str:
        return refinements.kept_because(job.reason) or "–"

    @admin.display(description=_("edits"))
    def told_edits(self, job: Refinement) -> SafeString:
        """Each edit with what it changes and the model's reason."""
        return lines(f"{refinements.edit_text(each['diff'], 'metric')} – {each['why']}" for each in job.told)

    @admin.display(description=_("calls of models"))
    def calls(self, job: Refinement) -> SafeString:
        """The calls of this athlete's refinements between its start and its end."""
        if job.started_at is None:
            return lines(["–"])
        made = ModelCall.objects.filter(
            athlete=job.plan.athlete_id, job="plan_refinement", started_at__gte=job.started_at,
            started_at__lte=job.finished_at or timezone.now(),
        ).order_by("started_at")  # fmt: skip
        return lines(
            f"{call.provider}/{call.model}: {call.outcome} {call.detail}, {call.total_ms or 0} ms,"
            f" {call.tokens_in} + {call.tokens_out} tokens, ${call.cost_micro_usd / 1_000_000:.4f}"
            for call in made
        )
