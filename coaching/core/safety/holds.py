"""For how long Spotter keeps quiet after a sign, and when staff hear of it. All lengths are our own choice above what
is asked for: seven days after self-harm or an eating disorder, at least 72 hours after anything else that is acute."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from coaching.core.safety.categories import Category

WEEK, THREE_DAYS = timedelta(days=7), timedelta(hours=72)
UNTIL_CLEARED = None
HOLDS: Mapping[Category, timedelta | None] = {
    Category.SELF_HARM: WEEK,
    Category.EATING: WEEK,
    Category.RED_FLAG: UNTIL_CLEARED,
    Category.MINOR: UNTIL_CLEARED,  # somebody has to look at the year of birth
    Category.ABUSE: THREE_DAYS,
    Category.INJURY: THREE_DAYS,
    Category.PREGNANCY: THREE_DAYS,
}  # pain holds nothing back: asking how it is on the next day is the care that is due
NOTIFY_WITHIN = timedelta(seconds=60)
SECOND_ALERT_AFTER = timedelta(minutes=15)


def is_due(category: Category) -> bool:
    return category in HOLDS


def ends_at(category: Category, now: datetime) -> datetime | None:
    """When the hold ends; None: when a person clears it."""
    length = HOLDS[category]
    return None if length is UNTIL_CLEARED else now + length
