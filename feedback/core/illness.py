"""What an athlete says of being ill: its kinds and bounds, and when it may have begun and ended."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

from feedback.core.ratings import performed_at
from feedback.core.refusals import TimestampImplausible

ABOVE_NECK, BELOW_NECK, FEVER = "above_neck", "below_neck", "fever"
SYMPTOMS = (ABOVE_NECK, BELOW_NECK, FEVER)  # the milder first
NOTES_MAX = 500
LONGEST_AGO = timedelta(days=60)  # what began longer ago is told too late to matter to a plan


def began_on(told: date, today: date) -> date:
    """The first day of symptoms. A calendar that is a day ahead of the athlete's own is taken as today.

    Raises TimestampImplausible for later days and for those more than sixty days ago.
    """
    earliest = today - LONGEST_AGO
    if not earliest <= told <= today + timedelta(days=1):
        raise TimestampImplausible(timestamp=told.isoformat(), earliest=earliest.isoformat(), latest=today.isoformat())
    return min(told, today)


def ended(told: datetime, started_on: date, now: datetime, zone: tzinfo) -> datetime:
    """The last symptom, by the clock of the device. Raises TimestampImplausible for one in the future, or before the
    first day of the illness in the athlete's own zone."""
    at = performed_at(told, now)
    if at.astimezone(zone).date() < started_on:
        first = datetime.combine(started_on, time.min, zone)
        raise TimestampImplausible(
            timestamp=told.isoformat(),
            earliest=first.isoformat(timespec="seconds"),
            latest=now.isoformat(timespec="seconds"),
        )
    return at


def end_of(day: date, now: datetime, zone: tzinfo) -> datetime:
    """The last symptom of whoever names only its day: the end of that day, or now while it is not over."""
    return min(now, datetime.combine(day + timedelta(days=1), time.min, zone) - timedelta(seconds=1))
