"""The time at which Spotter looks whether there is something to say, proposed out of the athlete's own log."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Min

from accounts.models import User
from coaching.core.usual_times import BACK, Proposal, propose, usual
from coaching.models import PromptPreferences
from coaching.services import preferences
from feedback.models import RPEFeedback


def proposal(athlete: User, row: PromptPreferences, now: datetime) -> Proposal | None:
    """What could be chosen instead of `row.windows`; None for whoever wants to hear nothing, or has trained too little
    or at all hours. One query."""
    if not row.enabled:
        return None
    zone = athlete.profile.zone
    rows = RPEFeedback.objects.for_athlete(athlete.pk).standing().since(now - BACK).filter(performed_at__lte=now)
    first = rows.order_by("performed_on").values("performed_on").annotate(began_at=Min("performed_at"))
    habit = usual([began_at.astimezone(zone) for began_at in first.values_list("began_at", flat=True)])
    return None if habit is None else propose(habit, row.windows, row.quiet_windows())


def take(*, athlete: User, now: datetime) -> Proposal | None:
    """Choose what is proposed now. None, and nothing changed, where nothing is proposed any more."""
    found = proposal(athlete, preferences.of(athlete.pk), now)
    if found is not None:
        preferences.change(athlete=athlete, changes={"windows": list(found.windows)}, now=now)
    return found
