"""What a page needs to follow its athlete's journal: where that stood before the page read anything."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts.pages.doors import PersonPage
from config.middleware import Middleware
from events import services as events


class JournalLineMiddleware(Middleware):
    """Notes the head before the view reads, so that the page misses nothing: what came in between, it hears again.
    Only for pages about oneself: whoever looks at somebody else's training follows no journal there."""

    def process_view(self, request: HttpRequest, view: Any, args: Any, options: dict[str, Any]) -> None:
        page = getattr(view, "view_class", None)
        is_own = isinstance(page, type) and issubclass(page, PersonPage) and "athlete_id" not in options
        if is_own and request.method == "GET" and request.user.is_authenticated:
            request.journal_cursor = str(events.head(request.user.pk))  # type: ignore[attr-defined]


def journal_cursor(request: HttpRequest) -> dict[str, str]:
    """For templates: the cursor, or nothing where no journal is followed."""
    return {"journal_cursor": getattr(request, "journal_cursor", "")}
