"""What models were asked and what it cost, to look at; and the order in which they are asked, to change."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _

from accounts import services as accounts
from accounts.admin import ReadOnlyAdmin
from llm import services as llm
from llm.models import BreakerState, Budget, ModelCall, ProviderSetting


@admin.register(ModelCall)
class ModelCallAdmin(ReadOnlyAdmin):
    called = _("call of a model"), _("calls of models")
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
    called = _("budget"), _("budgets")
    list_display = ("begins_on", "scope", "subject", "calls", "tokens", "micro_usd", "warned_at")
    list_filter = ("scope",)
    search_fields = ("athlete__email", "subject")
    ordering = ("-begins_on", "-pk")


@admin.register(BreakerState)
class BreakerStateAdmin(ReadOnlyAdmin):
    called = _("breaker"), _("breakers")
    list_display = ("name", "updated_at", "state")
    search_fields = ("name",)


CONDITIONS = {
    "unknown": _("not in the environment (LLM_PROVIDERS): this row means nothing"),
    "absent": _("not configured"),
    "off": _("configured, but LLM_MODE is off"),
    "ready": _("configured"),
}


@admin.register(ProviderSetting)
class ProviderSettingAdmin(ReadOnlyAdmin):
    """The order of the providers, for staff. Rows come from the environment, and so does all that a provider is: here
    it is moved or switched off, and every change is audited."""

    called = _("provider"), _("providers")
    list_display = ("name", "position", "is_enabled", "note", "condition", "breaker", "last_fault", "retirement",
                    "changed_at", "changed_by")  # fmt: skip
    list_editable = ("position", "is_enabled", "note")
    list_select_related = ("changed_by",)
    ordering = ("position", "pk")
    fields = ("name", "position", "is_enabled", "note", "condition", "breaker", "last_fault", "last_answer",
              "retirement", "changed_at", "changed_by")  # fmt: skip
    readonly_fields = ("name", *fields[4:])

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_look(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only of a row that means nothing any more."""
        return self.may_look(request) and obj is not None and self.state(obj).condition == "unknown"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        llm.list_providers()
        return super().changelist_view(request, extra_context)

    def save_model(self, request: HttpRequest, obj: ProviderSetting, form: Any, change: bool) -> None:
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        llm.arrange(obj.name, changes, actor=accounts.signed_in(request.user), now=timezone.now())

    def delete_model(self, request: HttpRequest, obj: ProviderSetting) -> None:
        llm.forget_provider(obj.name, actor=accounts.signed_in(request.user))

    def state(self, row: ProviderSetting) -> llm.ProviderState:
        """Looked up once for each row."""
        if not hasattr(row, "_state_of_provider"):
            row._state_of_provider = llm.state_of(row.name, timezone.now())  # type: ignore[attr-defined]
        return row._state_of_provider  # type: ignore[attr-defined,no-any-return]

    @admin.display(description=_("configured?"))
    def condition(self, row: ProviderSetting) -> str:
        state = self.state(row)
        told = str(CONDITIONS.get(state.condition) or _("configured wrongly: %(code)s") % {"code": state.condition})
        return f"{told}: {', '.join(state.models)}" if state.models and state.condition in {"ready", "off"} else told

    @admin.display(description=_("breaker"))
    def breaker(self, row: ProviderSetting) -> str:
        until = self.state(row).shut_until
        return str(_("left alone until %(at)s") % {"at": when(until)}) if until else "–"

    @admin.display(description=_("last failure"))
    def last_fault(self, row: ProviderSetting) -> str:
        state = self.state(row)
        return f"{state.last_fault}, {when(state.failed_at)}" if state.last_fault else "–"

    @admin.display(description=_("last answer"))
    def last_answer(self, row: ProviderSetting) -> str:
        return when(self.state(row).answered_at) or "–"

    @admin.display(description=_("retired?"))
    def retirement(self, row: ProviderSetting) -> str:
        told = _("%(model)s on %(on)s, use %(successor)s")
        return (
            "; ".join(
                str(told % {"model": each.name, "on": localize(each.retires_on), "successor": each.successor})
                for each in self.state(row).retiring
            )
            or "–"
        )


def when(moment: Any) -> str:
    return localize(timezone.localtime(moment)) if moment else ""
