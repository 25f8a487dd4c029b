"""What leaves the house: an athlete's words without what names or finds them.

Plain patterns, no language model. The way back (`places`) never leaves this process.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

NOTE_CHARS_MAX = 1000
# Characters that are not seen, or that turn the direction of what follows.
UNSEEN = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]"
)
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("URL", re.compile(r"(?:https?://|www\.)[^\s<>\"'，。；）]+", re.IGNORECASE)),
    ("EMAIL", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("ID", re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")),
    ("PHONE", re.compile(r"(?<![\d+])\+?(?:86)?[ -]?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")),
    ("PHONE", re.compile(r"\+\d[\d ().-]{6,17}\d")),
    ("PLACE", re.compile(r"(?<![\d.])-?\d{1,2}\.\d{4,}\s*[,，]\s*-?\d{1,3}\.\d{4,}")),
)  # fmt: skip
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"


@dataclass(frozen=True, slots=True)
class Redacted:
    """`text` as it may be sent; `places`: (placeholder, what stood there); `counts`: how many of each kind."""

    text: str
    places: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, int], ...]


def clean(text: str, chars_max: int = NOTE_CHARS_MAX) -> str:
    """One spelling for equal letters (NFKC), nothing that cannot be seen, bounded."""
    seen = UNSEEN.sub("", unicodedata.normalize("NFKC", text[: chars_max * 4]))
    return CONTROLS.sub(" ", seen).strip()[:chars_max]


def redact(text: str, names: Iterable[str] = ()) -> Redacted:
    """The cleaned text with names, addresses, phone and identity numbers, links and coordinates replaced.

    `names`: the athlete's own name, and the part of the e-mail address before the @.
    """
    said = clean(text)
    places: list[tuple[str, str]] = []
    for kind, pattern in (*PATTERNS, *_named(names)):
        said = pattern.sub(lambda found, kind=kind: _replaced(found[0], kind, places), said)  # type: ignore[misc]
    kinds = sorted({_kind(place) for place, _original in places})
    return Redacted(
        said, tuple(places), tuple((kind, sum(_kind(place) == kind for place, _o in places)) for kind in kinds)
    )


def restore(text: str, places: Iterable[tuple[str, str]]) -> str:
    """An answer with the placeholders turned back, for the athlete's own eyes."""
    for place, original in places:
        text = text.replace(place, original)
    return text


def is_identity_number(text: str) -> bool:
    """Whether 18 characters carry the check digit of a Chinese identity number (GB 11643-1999)."""
    total = sum(int(digit) * weight for digit, weight in zip(text[:17], ID_WEIGHTS, strict=True))
    return ID_CHECKS[total % 11] == text[17].upper()


def _named(names: Iterable[str]) -> list[tuple[str, re.Pattern[str]]]:
    """Patterns for names. Latin ones match whole words only: Ana is not in "banana"."""
    found = []
    for name in sorted({clean(name) for name in names}, key=len, reverse=True):
        if len(name) >= 2:
            edge = r"\b" if name.isascii() else ""
            found.append(("NAME", re.compile(f"{edge}{re.escape(name)}{edge}", re.IGNORECASE)))
    return found


def _replaced(original: str, kind: str, places: list[tuple[str, str]]) -> str:
    if kind == "ID" and not is_identity_number(original):
        return original
    known = next((place for place, before in places if before == original and _kind(place) == kind), None)
    if known:
        return known
    place = f"[{kind}{1 + sum(_kind(place) == kind for place, _original in places)}]"
    places.append((place, original))
    return place


def _kind(place: str) -> str:
    return place.strip("[]0123456789")
