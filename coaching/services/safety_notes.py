"""Notes in ratings and in reports of illness are words of the athlete too: screened as what they write in the chat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from coaching.core.text import TEXT_MAX
from coaching.models import Message, SafetyEvent
from coaching.services import messages, safety
from coaching.wording.blocks import plain
from events import services as events
from events.models import JournalEntry
from feedback import kinds
from feedback.models import IllnessReport, RPEFeedback

NAME = "coaching.safety_notes"
RATINGS = frozenset({kinds.RPE_RECORDED, kinds.RPE_CORRECTED})
ILLNESSES = frozenset({kinds.ILLNESS_REPORTED, kinds.ILLNESS_CORRECTED})
KINDS = {*RATINGS, *ILLNESSES}
SOURCE = "note"


def react(athlete_id: UUID, now: datetime | None = None) -> int:
    """Screen the notes that came in. Returns how many entries were read."""
    moment = now or timezone.now()
    return events.consume(NAME, athlete_id, lambda entries: screen_all(athlete_id, entries, moment))


def screen_all(athlete_id: UUID, entries: Sequence[JournalEntry], now: datetime) -> None:
    """In the caller's transaction: an entry is read with its event and its answer, or not at all."""
    notes = [*_notes(RPEFeedback, entries, RATINGS), *_notes(IllnessReport, entries, ILLNESSES)]
    if not notes:
        return
    athlete = User.objects.select_related("profile").get(pk=athlete_id)
    for row_id, text in notes:
        _screen(athlete, row_id, text, now)


def _notes(
    model: type[RPEFeedback] | type[IllnessReport], entries: Iterable[JournalEntry], kinds_read: frozenset[str]
) -> list[tuple[UUID, str]]:
    ids = [entry.payload["feedback"] for entry in entries if entry.kind in kinds_read]
    found = model._default_manager.filter(pk__in=ids, deleted_at__isnull=True).exclude(notes="") if ids else None
    return [] if found is None else list(found.order_by("pk").values_list("pk", "notes"))


def _screen(athlete: User, row_id: UUID, text: str, now: datetime) -> None:
    """What is noticed is answered in the chat at once, once for each note."""
    is_known = SafetyEvent.objects.filter(source=SOURCE, source_id=row_id).exists()
    noticed = safety.notice(athlete=athlete, text=text, source=SOURCE, source_id=row_id, message=None, now=now)
    if noticed is None or is_known:
        return
    messages.store(
        Message(
            athlete=athlete,
            author=Message.Author.COACH,
            text=plain(noticed.blocks)[:TEXT_MAX],
            content={"blocks": noticed.blocks},
            origin=Message.Origin.RULE,
            created_at=now,
        )
    )
