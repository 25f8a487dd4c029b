"""Diagnoses for staff: how each stands, why one failed. Nothing is changed here but that one is tried again."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.admin import AthleteScopedAdmin
from diagnosis.core.refusals import DiagnosisRunning, NothingToRetry
from diagnosis.models import Execution, ProviderAnswer
from diagnosis.services import executions
from diagnosis.tasks import wake


class AnswerInline(admin.TabularInline):  # type: ignore[type-arg]
    model = ProviderAnswer
    fields = readonly_fields = ("provider", "model", "error_type", "fault", "finished_at")
    extra = 0
    can_delete = False

    def never(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_add_permission = has_change_permission = never


@admin.register(Execution)
class ExecutionAdmin(AthleteScopedAdmin):
    called = _("diagnosis"), _("diagnoses")
    list_display = ("created_at", "athlete", "status", "stage", "progress", "error_type", "attempts", "finished_at")
    list_filter = ("status", "error_type", ("created_at", admin.DateFieldListFilter))
    search_fields = ("athlete__email", "id")
    list_select_related = ("athlete",)
    fields = (
        "athlete", "status", "stage", "progress", "error_type", "error_cause", "attempts", "lease_until", "created_at",
        "started_at", "finished_at",
    )  # fmt: skip
    readonly_fields = fields
    inlines = (AnswerInline,)
    actions = ("try_again",)

    @admin.action(description=_("Try again what failed"), permissions=["view"])
    def try_again(self, request: HttpRequest, chosen: Any) -> None:
        begun = 0
        for execution in chosen:
            try:
                again = executions.retry(execution.pk, execution.athlete_id, timezone.now())
            except (NothingToRetry, DiagnosisRunning):
                continue
            wake(again)
            begun += 1
        self.message_user(request, _("%(count)d diagnoses are tried again.") % {"count": begun}, messages.SUCCESS)
