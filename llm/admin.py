"""What models were asked and what it cost, to look at."""

from __future__ import annotations

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from llm.models import BreakerState, Budget, ModelCall


@admin.register(ModelCall)
class ModelCallAdmin(ReadOnlyAdmin):
    list_display = (
        "started_at",
        "job",
        "reason",
        "provider",
        "model",
        "outcome",
        "total_ms",
        "tokens_in",
        "tokens_out",
        "cost_micro_usd",
    )
    list_filter = ("job", "reason")  # of a handful of values each
    search_fields = ("athlete__email", "=question", "provider", "model", "outcome")
    list_select_related = ("athlete",)


@admin.register(Budget)
class BudgetAdmin(ReadOnlyAdmin):
    list_display = ("begins_on", "scope", "subject", "calls", "tokens", "micro_usd", "warned_at")
    list_filter = ("scope",)
    search_fields = ("athlete__email", "subject")
    ordering = ("-begins_on", "-pk")


@admin.register(BreakerState)
class BreakerStateAdmin(ReadOnlyAdmin):
    list_display = ("name", "updated_at", "state")
    search_fields = ("name",)
