"""What happens to the athlete of the simulated year, day by day. Truth that Spotter learns of only as it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

HOME, AWAY = "Europe/Berlin", "America/New_York"
FIRST_ON = date(2026, 1, 5)  # a Monday; the clocks of Berlin change on 29 March and 25 October
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Both days included."""

    first: date
    last: date

    def holds(self, on: date) -> bool:
        return self.first <= on <= self.last


ENOUGH_FROM = date(2026, 1, 24)  # the first check-in from here on is one too many
ILL = Span(date(2026, 2, 16), date(2026, 2, 19))
TRIP = Span(date(2026, 4, 13), date(2026, 4, 26))
HURT = Span(date(2026, 5, 6), date(2026, 5, 11))
HOLIDAY = Span(date(2026, 7, 13), date(2026, 7, 26))
SILENT = Span(date(2026, 9, 7), date(2026, 9, 30))  # no session and no answer, and no word why
TIRED = Span(date(2026, 11, 2), date(2026, 11, 13))
SLEEPLESS = (Span(date(2026, 3, 9), date(2026, 3, 11)), TIRED)
NOTES = {
    FIRST_ON: "Mara begins, lets Spotter speak first, and keeps one habit: ten minutes of stretching.",
    ILL.first: "Mara has a fever and reports it.",
    ILL.last + DAY: "Mara is well again.",
    date(2026, 3, 29): "The clocks go forward.",
    TRIP.first: "Mara flies to New York and takes her time zone along.",
    TRIP.last + DAY: "Mara is back in Berlin.",
    HURT.first: "Mara's knee begins to hurt.",
    HOLIDAY.first: "Mara is on holiday and has said so.",
    HOLIDAY.last + DAY: "Mara is back from her holiday.",
    SILENT.first: "Mara's weeks fill up. She neither trains nor answers, and says nothing.",
    SILENT.last + DAY: "Mara has time again, and writes: I am back.",
    date(2026, 10, 25): "The clocks go back.",
    TIRED.first: "Work is hard, the nights are short, and every session feels heavy.",
}


def zone_on(on: date) -> str:
    return AWAY if TRIP.holds(on) else HOME


def may_train(on: date) -> bool:
    return not any(span.holds(on) for span in (ILL, HOLIDAY, SILENT))


def answers(on: date) -> bool:
    return not SILENT.holds(on)


def slept_h(on: date) -> float:
    return 5.2 if any(span.holds(on) for span in SLEEPLESS) else 7.4
