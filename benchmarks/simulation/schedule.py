"""On which days of a week the training days lie."""

from __future__ import annotations

from adaptation.core.engine_types import Intake

WEEK_DAYS = 7
WEEKDAYS = {1: (0,), 2: (0, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 3, 4, 5), 6: (0, 1, 2, 3, 4, 5)}


def is_training_day(intake: Intake, day: int) -> bool:
    return (day - intake.start_day) % WEEK_DAYS in WEEKDAYS[len(intake.days)]


def training_day(intake: Intake, day: int) -> int:
    """Which of the week's training days this is, from 0; the next one where the day is none of them."""
    weekdays = WEEKDAYS[len(intake.days)]
    weekday = (day - intake.start_day) % WEEK_DAYS
    return next((place for place, on in enumerate(weekdays) if on >= weekday), 0)
