"""Sets of each lift, week by week: what was done, and how the plan was changed."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from accounts.models import AthleteProfile
from adaptation.core import dosing
from adaptation.core.volume import VolumeChange
from adaptation.models import AdaptationSuggestion, EstimatePoint
from plans.models import Plan
from science import dose


def weeks_of(athlete_id: UUID, today: date) -> dict[str, tuple[dose.Week, ...]]:
    """Hard sets and strength of each lift, week by week, over the last half year. One query."""
    points = (
        EstimatePoint.objects.filter(
            estimate__athlete_id=athlete_id, rating__performed_on__gt=today - timedelta(weeks=dose.MOST_WEEKS)
        )
        .order_by("performed_at", "rating_id")
        .values_list("estimate__exercise_id", "rating__performed_on", "hard_sets", "session_e1rm_kg")
    )
    found: dict[str, tuple[dose.Week, ...]] = {}
    for slug, on, hard_sets, session_e1rm_kg in points:
        found[slug] = dosing.with_session(found.get(slug, ()), on, hard_sets, session_e1rm_kg)
    return found


def volume_changes(plan: Plan, profile: AthleteProfile) -> dict[str, tuple[VolumeChange, ...]]:
    """Changes of weekly sets that were applied to the plan, by lift, oldest first. One query."""
    rows = AdaptationSuggestion.objects.filter(
        plan=plan,
        rule__in=dosing.VOLUME_RULES,
        status=AdaptationSuggestion.Status.APPLIED,
    )
    found: dict[str, tuple[VolumeChange, ...]] = {}
    for row in rows.order_by("decided_at", "pk"):
        slug, on = row.target["exercise"], profile.local_date(row.decided_at or row.created_at)
        found[slug] = (*found.get(slug, ()), VolumeChange(on, row.before["sets"], row.after["sets"]))
    return found
