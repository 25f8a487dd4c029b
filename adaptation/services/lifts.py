"""Plateaus of lifts, from the points of their estimates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from adaptation.models import EstimatePoint, LiftEstimate

WEEK = timedelta(days=7)


def plateaus_of(lifts: Sequence[LiftEstimate]) -> Mapping[UUID, Mapping[str, float]]:
    """For each lift the plateau probability `now`, and `before`: at the last point a week or more before. One query."""
    newest = {lift.pk: lift.as_of for lift in lifts}
    if not newest:
        return {}
    points = (
        EstimatePoint.objects.filter(
            estimate__in=newest, plateau__isnull=False, performed_at__gte=min(newest.values()) - 5 * WEEK
        )
        .order_by("performed_at", "rating_id")
        .values_list("estimate_id", "performed_at", "plateau")
    )
    found: dict[UUID, dict[str, float]] = {}
    for lift, at, plateau in points:
        if plateau is not None:
            known = found.setdefault(lift, {})
            known["now"] = plateau
            if at <= newest[lift] - WEEK:
                known["before"] = plateau
    return found
