"""The admin: a window for coaches and staff, not a second way to write.

Coaches come in without `is_staff`: accounts.pages.console.SpotterSite lets them through its door, and every page behind
it is closed to them unless it is an AthleteScopedAdmin, which shows only athletes who agreed to be coached by them.
Whatever lies outside is answered as if it did not exist, and each look at an athlete's page is written into the audit.
"""

from __future__ import annotations

from functools import reduce
from typing import Any, ClassVar

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property

from accounts import services as accounts
from accounts.models import (
    User,
)

COUNTED_MAX = 10_000


class BoundedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts no further than anybody turns pages, so that a big table is not counted for its list."""

    @cached_property
    def count(self) -> int:
        rows: QuerySet[Model] = self.object_list[:COUNTED_MAX]  # type: ignore[assignment]
        return rows.count()


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Look, don't touch: what an athlete did changes through services, which journal it. For staff."""

    show_full_result_count = False
    paginator = BoundedPaginator
    # Newest first, by the one index that every table has: keys count up, or begin with the time.
    ordering: ClassVar[tuple[str, ...]] = ("-pk",)

    def never(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_add_permission = has_change_permission = has_delete_permission = never

    def may_look(self, request: HttpRequest) -> bool:
        return request.user.is_staff

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_look(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.may_look(request)


class AthleteScopedAdmin(ReadOnlyAdmin):
    """Rows that belong to athletes: staff see all, a coach those of athletes who agreed. `athlete_path` is the lookup
    from a row to its athlete."""

    athlete_path = "athlete"

    def may_look(self, request: HttpRequest) -> bool:
        return request.user.is_staff or accounts.signed_in(request.user).is_coach

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        if request.user.is_staff:
            return rows
        return rows.filter(
            **{f"{self.athlete_path}__in": User.objects.visible_to(accounts.signed_in(request.user), timezone.now())}
        )

    def athlete_of(self, row: Model) -> User:
        athlete: User = reduce(getattr, self.athlete_path.split("__"), row)  # type: ignore[assignment]
        return athlete

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        self.write_down(request, object_id)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self.write_down(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def write_down(self, request: HttpRequest, object_id: str | None) -> None:
        row = self.get_object(request, object_id or "")
        target = f"{self.opts.label}:{object_id}"
        if row is None:
            accounts.audit("access.refused", actor=accounts.signed_in(request.user), target=target)
        else:
            accounts.audit(
                "athlete.viewed", actor=accounts.signed_in(request.user), subject=self.athlete_of(row), target=target
            )
