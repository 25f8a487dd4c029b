"""A plan as an iCalendar file (RFC 5545). Words come from outside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

PRODUCT = "-//Spotter//Training plan//EN"
LINE_OCTETS = 75
SHORTEST = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Event:
    """One session. `at` is the local start "18:30"; without it the event fills its day. `uid` never changes."""

    uid: str
    on: date
    at: str | None
    duration_min: int
    summary: str
    description: str = ""
    is_cancelled: bool = False


def calendar(name: str, events: Iterable[Event], *, zone: tzinfo, stamp: datetime, sequence: int) -> str:
    """The file's text, lines folded and ended as the standard asks.

    A start is the athlete's wall-clock time on that day, written in UTC: each day has its own offset, so clocks that
    change in the middle of a plan shift nothing, and no description of the time zone has to travel along. `stamp` is
    when this state of the plan was made, `sequence` its number: a newer file replaces what an older one said.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        *(line for event in events for line in _event(event, zone, stamp, sequence)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in fold(line))


def _event(event: Event, zone: tzinfo, stamp: datetime, sequence: int) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{_instant(stamp)}"
    yield f"SEQUENCE:{sequence}"
    yield from _times(event, zone)
    yield f"SUMMARY:{escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{escaped(event.description)}"
    yield f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"


def _times(event: Event, zone: tzinfo) -> Iterator[str]:
    if event.at is None:
        yield f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}"
        yield "TRANSP:TRANSPARENT"
        return
    start = starts_at(event.on, event.at, zone)
    yield f"DTSTART:{_instant(start)}"
    yield f"DTEND:{_instant(start + max(SHORTEST, timedelta(minutes=event.duration_min)))}"


def starts_at(on: date, at: str, zone: tzinfo) -> datetime:
    """The instant (UTC) of a wall-clock time in a zone. A time that the clocks skip is taken as if they had not; of one
    that comes twice, the first is meant."""
    return datetime.fromisoformat(f"{on.isoformat()}T{at}").replace(tzinfo=zone).astimezone(UTC)


def _instant(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """A text value: backslash, semicolon, comma and line breaks are written with a backslash; other controls go."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, written)
    return "".join(character for character in text if character >= " " and character != "\x7f")


def fold(line: str) -> Iterator[str]:
    """A long line as several of at most 75 octets; each after the first begins with a space. No character is cut."""
    piece, octets = "", 0
    for character in line:
        size = len(character.encode())
        if octets + size > LINE_OCTETS:
            yield piece
            piece, octets = " ", 1
        piece, octets = piece + character, octets + size
    yield piece
