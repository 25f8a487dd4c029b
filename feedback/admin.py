"""What athletes have done, to look at."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin import AthleteScopedAdmin, ReadOnlyAdmin
from feedback.models import Correction, IllnessReport, ImportBatch, PerformanceMetrics, RPEFeedback


@admin.register(RPEFeedback)
class RPEFeedbackAdmin(AthleteScopedAdmin):
    columns = {"asked": _("what was asked for")}
    list_display = (
        "performed_at",
        "athlete",
        "exercise",
        "rpe",
        "completion_rate",
        "pain_region",
        "source",
        "deleted_at",
    )
    list_select_related = ("athlete", "exercise")  # no filters: their choices would be read from the whole table
    search_fields = ("athlete__email", "exercise__slug")
    exclude = ("fingerprint",)


@admin.register(PerformanceMetrics)
class PerformanceMetricsAdmin(AthleteScopedAdmin):
    list_display = ("performed_at", "athlete", "session", "total_volume", "average_rpe", "session_rpe", "deleted_at")
    list_select_related = ("athlete", "session")
    search_fields = ("athlete__email",)
    exclude = ("fingerprint",)


@admin.register(IllnessReport)
class IllnessReportAdmin(AthleteScopedAdmin):
    called = _("illness"), _("illnesses")
    list_display = ("started_on", "athlete", "symptoms", "ended_at", "deleted_at")
    list_select_related = ("athlete",)
    search_fields = ("athlete__email",)
    exclude = ("fingerprint",)


@admin.register(ImportBatch)
class ImportBatchAdmin(AthleteScopedAdmin):
    list_display = (
        "created_at",
        "athlete",
        "source",
        "file_name",
        "state",
        "dry_run",
        "rows_read",
        "rows_total",
        "attempts",
    )
    list_select_related = ("athlete",)
    list_filter = ("state", "dry_run")
    search_fields = ("athlete__email", "file_name")
    exclude = ("content", "row_answers")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportBatch]:
        """Without the file and the answer to each row: they are large."""
        return super().get_queryset(request).defer("content", "row_answers")


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    """What a row said before; for staff, because it belongs to one of three kinds of rows."""

    called = _("correction"), _("corrections")
    list_display = ("at", "rating", "metrics", "illness")
    list_select_related = ("rating", "metrics", "illness")
    search_fields = ("rating__athlete__email", "metrics__athlete__email", "illness__athlete__email")
