"""The shape of every successful answer, and how a long list is handed out in pages."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from django.core.exceptions import ValidationError as Invalid
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response


@runtime_checkable
class Paged(Protocol):
    """A list with the cursor that asks for what comes after it."""

    data: Sequence[Any]
    next: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; `next` is the cursor of the page after it, None on the last."""

    data: Sequence[Any]
    next: str | None


class EnvelopeRenderer(JSONRenderer):
    """The one place where a success gets its envelope. Views answer with bare data, the paginator hands over a Page."""

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        response: Response | None = (renderer_context or {}).get("response")
        if response is not None and response.status_code == 204:
            return b""
        if response is not None and response.status_code < 400:  # a refusal arrives here complete
            data = wrapped(data)
        body: bytes = super().render(data, accepted_media_type, renderer_context)
        return body


def wrapped(data: Any) -> dict[str, Any]:
    if isinstance(data, Paged):
        return {"success": True, "data": data.data, "next": data.next}
    if isinstance(data, list):
        return {"success": True, "data": data, "next": None}
    return {"success": True, "data": data}


class CursorPage(CursorPagination):
    """Pages by `?cursor=` and `?limit=`. The order is the queryset's own: a view says it where it builds the query."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "limit"

    def get_ordering(self, request: Request, queryset: QuerySet[Model], view: Any) -> tuple[str, ...]:
        """Ends in the primary key: rows of the same instant must not be skipped between two pages."""
        order = tuple(str(name) for name in queryset.query.order_by or queryset.model._meta.ordering or ())
        is_total = any(name.lstrip("-") in {"pk", "id", queryset.model._meta.pk.name} for name in order)
        return order if is_total else (*order, "-pk" if order and order[0].startswith("-") else "pk")

    def get_page_size(self, request: Request) -> int:
        text = request.query_params.get("limit")
        if text is None:
            return self.page_size
        if not text.isascii() or not text.isdigit() or not int(text[:9]) > 0:
            raise ValidationError({"limit": [_("A whole number from 1 is expected.")]})
        return min(int(text[:9]), self.max_page_size)

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        try:
            return super().paginate_queryset(queryset, request, view)
        except (Invalid, ValueError) as problem:  # not a cursor, or one of another list
            raise ValidationError({"cursor": [_("This cursor does not belong to this list.")]}) from problem

    def decode_cursor(self, request: Request) -> Cursor | None:
        token = request.query_params.get(self.cursor_query_param)
        if token is None:
            return None
        offset, position = urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode().split(".", 1)
        if not 0 <= int(offset) <= self.offset_cutoff:
            raise ValueError(offset)
        return Cursor(offset=int(offset), reverse=False, position=position or None)  # type: ignore[arg-type]  # the stubs say int

    def encode_cursor(self, cursor: Cursor) -> str:
        """Opaque and safe in an address. There is no way back: a list is read forwards."""
        return urlsafe_b64encode(f"{cursor.offset}.{cursor.position or ''}".encode()).decode().rstrip("=")

    def get_paginated_response(self, data: Any) -> Response:
        return Response(Page(data, self.get_next_link()))

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        limit = {"type": "integer", "minimum": 1, "default": self.page_size}
        return [
            {
                "name": self.cursor_query_param,
                "in": "query",
                "description": "`next` of the page before. Without it: the first page.",
                "schema": {"type": "string"},
            },
            {
                "name": self.page_size_query_param,
                "in": "query",
                "description": f"Rows on a page. More than {self.max_page_size} are not given.",
                "schema": limit,
            },
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return schema  # config.schema puts the envelope round every array
