"""What every page of the console is made of: pages for staff, and pages about athletes, for their coaches too."""

from __future__ import annotations

from functools import reduce
from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import CharField, Field, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise, cached_property

from accounts import services as accounts
from accounts.admin.columns import name_columns
from accounts.models import User

COUNTED_MAX = 10_000


class BoundedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts no further than anybody turns pages, so that a big table is not counted for its list."""

    @cached_property
    def count(self) -> int:
        rows: QuerySet[Model] = self.object_list[:COUNTED_MAX]  # type: ignore[assignment]
        return rows.count()


class RecentValuesFilter(admin.AllValuesFieldListFilter):
    """Offers what occurs among the newest rows: Django would read the whole table for the choices of its filter."""

    def __init__(
        self, field: Field[Any, Any], request: HttpRequest, params: Any, model: Any, model_admin: Any, field_path: str
    ) -> None:
        super().__init__(field, request, params, model, model_admin, field_path)
        recent = model._default_manager.order_by("-pk").values_list(field_path, flat=True)[:COUNTED_MAX]
        self.lookup_choices = sorted(set(recent), key=str)  # type: ignore[assignment]


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Look, don't touch: what an athlete did changes through services, which journal it. For staff."""

    show_full_result_count = False
    paginator = BoundedPaginator
    # Newest first, by the one index that every table has: keys count up, or begin with the time.
    ordering: ClassVar[tuple[str, ...]] = ("-pk",)
    # One row and many, where Django's own plural is wrong or the class has another name than people would give it.
    called: ClassVar[tuple[str | Promise, str | Promise] | None] = None

    columns: ClassVar[dict[str, str | Promise]] = {}  # names of fields that are not told by the common list

    def __init__(self, model: type[Model], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        for each in (model, *(inline.model for inline in self.inlines)):
            name_columns(each)
        for name, told in self.columns.items():
            self.opts.get_field(name).verbose_name = told  # type: ignore[union-attr]
        if self.called is not None:
            self.opts.verbose_name, self.opts.verbose_name_plural = self.called  # type: ignore[assignment]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [(each, RecentValuesFilter) if self.is_of_any_value(each) else each for each in self.list_filter]

    def is_of_any_value(self, listed: Any) -> bool:
        """Whether this is a field whose values nobody has written down as choices."""
        field = self.opts.get_field(listed) if isinstance(listed, str) else None
        return isinstance(field, CharField) and not field.choices

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

    def for_the_audit(self, request: HttpRequest, object_id: str) -> Model | None:
        """The row with its athlete, in one query and without its long texts."""
        rows = self.get_queryset(request).select_related(self.athlete_path).only(self.athlete_path)
        try:
            return rows.filter(pk=self.opts.pk.to_python(object_id)).first()
        except ValidationError:
            return None

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
        row = self.for_the_audit(request, object_id or "")
        target = f"{self.opts.label}:{object_id}"
        if row is None:
            accounts.audit("access.refused", actor=accounts.signed_in(request.user), target=target)
        else:
            accounts.audit(
                "athlete.viewed", actor=accounts.signed_in(request.user), subject=self.athlete_of(row), target=target
            )
