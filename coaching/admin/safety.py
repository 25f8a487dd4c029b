"""Signs that need a person: a queue for staff with the permission. Each look, at the list too, is in the audit."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import registry
from accounts import services as accounts
from coaching.admin.bases import PrivateAdmin
from coaching.models import SafetyEvent, SafetyHold
from coaching.services import safety
from coaching.services.alerts import PERMISSION

registry.register_duty(PERMISSION, _("looks after signs that need a person"))


class OpenFilter(admin.SimpleListFilter):
    """Only what waits for somebody, unless everything is asked for."""

    title = _("who is on it")
    parameter_name = "open"
    column = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("all", _("All"))]

    def choices(self, changelist: Any) -> Any:
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": _("Waiting"),
        }
        yield {
            "selected": self.value() == "all",
            "query_string": changelist.get_query_string({self.parameter_name: "all"}),
            "display": _("All"),
        }

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset if self.value() == "all" else queryset.filter(**{f"{self.column}__isnull": True})


class UnacknowledgedFilter(OpenFilter):
    column = "acknowledged_at"


class UnclearedFilter(OpenFilter):
    title = _("in force")
    column = "cleared_at"


class SafetyAdmin(PrivateAdmin):
    """For staff with the permission to see signs; for other staff it is not there."""

    list_select_related = ("athlete",)
    search_fields = ("athlete__email",)

    def may_look(self, request: HttpRequest) -> bool:
        return request.user.is_staff and request.user.has_perm(PERMISSION)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if self.may_look(request):
            accounts.audit("safety.listed", actor=accounts.signed_in(request.user), target=self.opts.label)
        return super().changelist_view(request, extra_context)


@admin.register(SafetyEvent)
class SafetyEventAdmin(SafetyAdmin):
    called = _("sign that needs a person"), _("signs that need a person")
    list_display = ("created_at", "athlete", "category", "is_explicit", "notified_at", "acknowledged_at")
    list_filter = (UnacknowledgedFilter, "category")
    fields = (
        "athlete", "category", "is_explicit", "source", "said", "lexicon", "created_at", "notified_at",
        "alerted_again_at", "acknowledged_at", "acknowledged_by", "called_fine_at",
    )  # fmt: skip
    readonly_fields = ("said",)
    actions = ("acknowledge",)

    @admin.display(description=_("What was written"))
    def said(self, event: SafetyEvent) -> str:
        return event.message.text if event.message else "–"

    @admin.action(description=_("I take it on"), permissions=["view"])
    def acknowledge(self, request: HttpRequest, found: QuerySet[SafetyEvent]) -> None:
        staff = accounts.signed_in(request.user)
        count = safety.acknowledge(staff=staff, found=found.select_related("athlete"), now=timezone.now())
        self.message_user(request, ngettext("%(count)d taken on.", "%(count)d taken on.", count) % {"count": count})


@admin.register(SafetyHold)
class SafetyHoldAdmin(SafetyAdmin):
    called = _("safety hold"), _("safety holds")
    list_display = ("since", "athlete", "category", "until", "cleared_at", "cleared_by")
    list_filter = (UnclearedFilter, "category")
    fields = ("athlete", "event", "category", "since", "until", "cleared_at", "cleared_by")
    actions = ("clear",)

    @admin.action(description=_("Let Spotter message again"), permissions=["view"])
    def clear(self, request: HttpRequest, found: QuerySet[SafetyHold]) -> None:
        staff = accounts.signed_in(request.user)
        count = safety.clear(staff=staff, found=found.select_related("athlete"), now=timezone.now())
        self.message_user(
            request, ngettext("%(count)d hold ended.", "%(count)d holds ended.", count) % {"count": count}
        )
