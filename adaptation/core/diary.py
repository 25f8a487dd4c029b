"""Sleep, stress and recovery as the athlete told them, against their own last weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from adaptation.core.facts import DayReadiness
from science import readiness

HISTORY_DAYS = 42

Told = float | None
Day = tuple[date, Told, Told, Told]  # day, sleep quality, stress level, recovery hours
Scores = tuple[float | None, float | None, float | None]


@dataclass(frozen=True, slots=True)
class Diary:
    """One athlete's days, oldest first: the last report of a day stands for it."""

    days: Sequence[Day]

    def scores(self, on: date) -> Scores:
        """z of sleep, stress and recovery on a day; None where the day or enough history is missing."""
        today = next((told for day, *told in self.days if day == on), None)
        if today is None:
            return None, None, None
        before = [told for day, *told in self.days if on - timedelta(days=HISTORY_DAYS) <= day < on]
        sleep, stress, recovery = (_score(today[column], [told[column] for told in before]) for column in range(3))
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


def _score(today: Told, before: Sequence[Told]) -> float | None:
    return (
        None if today is None else readiness.z_score(float(today), [float(told) for told in before if told is not None])
    )
