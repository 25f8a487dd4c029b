"""The diary of an athlete, from the reports that they made."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from adaptation.core import diary
from feedback.models import PerformanceMetrics


class Diary(diary.Diary):
    """A diary that is read from the database."""

    __slots__ = ()

    @classmethod
    def of(cls, athlete_id: UUID, first_on: date, last_on: date) -> Diary:
        """The days from first_on to last_on, and the weeks before that they are compared with. One query."""
        rows = (
            PerformanceMetrics.objects.for_athlete(athlete_id)
            .standing()
            .filter(performed_on__range=(first_on - timedelta(days=diary.HISTORY_DAYS), last_on))
            .order_by("performed_at", "pk")
            .values_list("performed_on", "sleep_quality", "stress_level", "recovery_time")
        )
        by_day = {day: (day, sleep, stress, recovery) for day, sleep, stress, recovery in rows}
        return cls(tuple(by_day[day] for day in sorted(by_day)))
