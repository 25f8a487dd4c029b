"""Sleep, stress and recovery as the athlete told them, against their own last weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from adaptation.core.facts import DayReadiness
from feedback.models import PerformanceMetrics
from science import readiness

HISTORY_DAYS = 42


@dataclass(frozen=True, slots=True)
class Diary:
    """One athlete's days, oldest first: the last report of a day stands for it."""

    days: Sequence[tuple[date, int, int, float]]  # day, sleep quality, stress level, recovery hours

    @classmethod
    def of(cls, athlete_id: UUID, first_on: date, last_on: date) -> Diary:
        """The days from first_on to last_on, and the weeks before that they are compared with. One query."""
        rows = (
            PerformanceMetrics.objects.for_athlete(athlete_id)
            .standing()
            .filter(performed_on__range=(first_on - timedelta(days=HISTORY_DAYS), last_on))
            .order_by("performed_at", "pk")
            .values_list("performed_on", "sleep_quality", "stress_level", "recovery_time")
        )
        by_day = {day: (day, sleep, stress, recovery) for day, sleep, stress, recovery in rows}
        return cls(tuple(by_day[day] for day in sorted(by_day)))

    def scores(self, on: date) -> tuple[float | None, float | None, float | None]:
        """z of sleep, stress and recovery on a day; None where the day or enough history is missing."""
        today = next((told for day, *told in self.days if day == on), None)
        if today is None:
            return None, None, None
        before = [told for day, *told in self.days if on - timedelta(days=HISTORY_DAYS) <= day < on]
        sleep, stress, recovery = (
            readiness.z_score(float(today[column]), [float(told[column]) for told in before]) for column in range(3)
        )
        return sleep, stress, recovery

    def strength_shift(self, on: date) -> float:
        """Expected shift of strength on a day in log units; 0 where nothing is known."""
        sleep, stress, _ = self.scores(on)
        return readiness.strength_shift(sleep, stress)

    def readiness(self, on: date) -> float | None:
        return readiness.readiness(*self.scores(on))

    def by_day(self, since: date) -> tuple[DayReadiness, ...]:
        scored = ((day[0], self.readiness(day[0])) for day in self.days if day[0] >= since)
        return tuple(DayReadiness(on, value) for on, value in scored if value is not None)
