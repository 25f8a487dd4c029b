"""Whom to call. By the country of the profile; where it is unknown nothing is guessed.

Numbers as they are commonly published (docs/safety.md names whose they are); nobody has held them against the
operators' own pages yet. That, and a look of a clinician at the texts, has to happen before Spotter is run for others
(docs/for-operators.md says so).
"""

from __future__ import annotations

from collections.abc import Mapping

EUROPEAN = "AT BE BG CH CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK TR UA"
AMBULANCE: Mapping[str, str] = {
    **dict.fromkeys(EUROPEAN.split(), "112"),
    "IN": "112",
    "US": "911",
    "CA": "911",
    "MX": "911",
    "GB": "999",
    "HK": "999",
    "MO": "999",
    "SG": "995",
    "MY": "999",
    "AU": "000",
    "NZ": "111",
    "CN": "120",
    "TW": "119",
    "JP": "119",
    "KR": "119",
    "BR": "192",
    "ZA": "112",
}
CRISIS_LINE: Mapping[str, str] = {
    "US": "988",
    "CA": "988",
    "GB": "116 123",
    "IE": "116 123",
    "AU": "13 11 14",
    "NZ": "1737",
    "CN": "12356",
    "DE": "0800 1110111",
    "AT": "142",
    "CH": "143",
}
DIRECTORY = "https://findahelpline.com"  # lines of many countries


def ambulance(country: str) -> str | None:
    return AMBULANCE.get(country.upper())


def crisis_line(country: str) -> str | None:
    return CRISIS_LINE.get(country.upper())
