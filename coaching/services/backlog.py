"""What waits for the tick and for the senders, counted for an operator who looks. Not for monitors: it counts rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from coaching.core import states
from coaching.models import CoachingPrompt, DueMoment


@dataclass(frozen=True, slots=True)
class Backlog:
    """`causes` that are due, of so many `athletes`. Prompts: `to_send` now, `for_later`, `sending`, and those whose
    time ran out, which a sweep ends (`to_end`)."""

    causes: int
    athletes: int
    to_send: int
    for_later: int
    sending: int
    to_end: int


def backlog(now: datetime) -> Backlog:
    """Two queries."""
    due = DueMoment.objects.due(now).aggregate(causes=Count("pk"), athletes=Count("athlete", distinct=True))
    pending, over = Q(status=states.PENDING), Q(expires_at__lte=now)
    prompts = CoachingPrompt.objects.filter(status__in=(states.PENDING, *states.HANDED_OVER, states.SENDING)).aggregate(
        to_send=Count("pk", filter=pending & ~over & Q(not_before__lte=now)),
        for_later=Count("pk", filter=pending & ~over & Q(not_before__gt=now)),
        sending=Count("pk", filter=Q(status=states.SENDING)),
        to_end=Count("pk", filter=over),
    )
    return Backlog(**due, **prompts)
