"""The one place where a prompt changes its state. Each move is a compare-and-set, so of two writers one wins.

Locks are taken in this order, here and by whoever calls: preferences, prompt, budget, causes, journal.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from coaching import kinds
from coaching.core import states
from coaching.models import CoachingPrompt, PromptBudget
from events import services as events

# The instant that goes with a state.
STAMPS: Mapping[str, tuple[str, ...]] = {
    states.DELIVERED: ("delivered_at",),
    states.UNKNOWN: ("delivered_at",),
    states.SEEN: ("seen_at",),
    states.ANSWERED: ("answered_at", "ended_at"),
    states.EXPIRED: ("ended_at",),
    states.CANCELLED: ("ended_at",),
    states.FAILED: ("ended_at",),
}
TOLD = frozenset({states.DELIVERED, states.SEEN, states.ANSWERED, states.EXPIRED})


@transaction.atomic
def move(prompt_id: UUID, to: str, now: datetime, *, because: str = "", **columns: Any) -> bool:
    """Bring a prompt into another state, from any that `coaching.core.states` allows; whether this call did it.

    A prompt that ends before it was handed over gives back what was spent on it. The athlete's screens learn of moves
    that come after the handing over (`coaching.prompt_updated`). `columns` are set with the state.
    """
    state = str(to)
    for unsent in (True, False):
        allowed = {each for each in states.sources(state) if (each in states.UNSENT) is unsent}
        if not allowed or not _set(prompt_id, allowed, state, now, because, columns):
            continue
        if unsent and state in states.ENDED:
            _give_back(prompt_id)
        if not unsent and state in TOLD:
            _tell(prompt_id, state)
        return True
    return False


def _set(prompt_id: UUID, allowed: set[str], to: str, now: datetime, because: str, columns: Mapping[str, Any]) -> bool:
    stamps = dict.fromkeys(STAMPS.get(to, ()), now)
    if states.UNKNOWN in allowed and to == states.DELIVERED:
        stamps = {}  # it stands in the journal since it became unknown
    found = CoachingPrompt.objects.filter(pk=prompt_id, status__in=allowed)
    return bool(found.update(**{**stamps, "status": to, "because": because, **columns}))


def _tell(prompt_id: UUID, state: str) -> None:
    athlete_id = CoachingPrompt.objects.values_list("athlete_id", flat=True).get(pk=prompt_id)
    events.append(athlete_id, kinds.PROMPT_UPDATED, {"id": str(prompt_id), "status": state})


def _give_back(prompt_id: UUID) -> None:
    """Undo what the prompt took of the budget, where that day and week are still the ones that are counted."""
    prompt = CoachingPrompt.objects.get(pk=prompt_id)
    if prompt.budget_day is None:
        return
    CoachingPrompt.objects.filter(pk=prompt_id).update(budget_day=None, budget_week="")
    budget = PromptBudget.objects.select_for_update().filter(pk=prompt.athlete_id).first()
    if budget is None:
        return
    counted = CoachingPrompt.objects.for_athlete(prompt.athlete_id).filter(budget_day__isnull=False)
    # The guard of each count: an answer may have set it to nothing meanwhile.
    budget.last_sent_at = counted.order_by("-not_before").values_list("not_before", flat=True).first()
    budget.day_count -= budget.day == prompt.budget_day and budget.day_count > 0
    budget.week_count -= budget.week == prompt.budget_week and budget.week_count > 0
    if budget.first_unanswered_at is not None and budget.first_unanswered_at <= prompt.not_before:
        budget.unanswered -= budget.unanswered > 0
        if not budget.unanswered:
            budget.first_unanswered_at = None
    budget.save(update_fields=["last_sent_at", "day_count", "week_count", "unanswered", "first_unanswered_at"])


def note_attempt(prompt_id: UUID, now: datetime, lease_until: datetime) -> bool:
    """Claim a prompt for sending, until then; whether it was there to be claimed."""
    waiting = CoachingPrompt.objects.filter(
        pk=prompt_id, status=states.PENDING, not_before__lte=now, expires_at__gt=now
    )
    return bool(waiting.update(status=states.SENDING, lease_until=lease_until, attempts=F("attempts") + 1))
