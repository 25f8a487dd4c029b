"""Where sets wait until their exercise is saved: in the browser's session, which the server keeps in its database. A
lost connection, a reload or a restart loses none of them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid4

from django.http import HttpRequest

from feedback.core.drafts import Draft
from plans.models import PlannedItem

KEY = "drafts"
KEPT = 40  # exercises begun and never saved, oldest forgotten first


def draft_of(request: HttpRequest, item: PlannedItem) -> Draft:
    """The sets of this item so far; none where the exercise has been swapped since."""
    raw = request.session.get(KEY, {}).get(str(item.pk))
    if raw is None or raw["exercise"] != item.exercise_id:
        return Draft(client_id=str(uuid4()), exercise=item.exercise_id)
    return Draft(**{**raw, "sets": tuple(raw["sets"])})


def keep(request: HttpRequest, item_id: UUID, draft: Draft) -> None:
    drafts = request.session.get(KEY, {})
    drafts.pop(str(item_id), None)
    drafts[str(item_id)] = asdict(draft)
    request.session[KEY] = dict(list(drafts.items())[-KEPT:])


def forget(request: HttpRequest, item_id: UUID) -> None:
    drafts = request.session.get(KEY, {})
    if drafts.pop(str(item_id), None) is not None:
        request.session[KEY] = drafts


def rest_began(draft: Draft) -> datetime | None:
    return datetime.fromisoformat(draft.last_at) if draft.last_at else None
