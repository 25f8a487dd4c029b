"""Where a text says that it hurts. A model may speak of a pain that the athlete has told of, and of no other."""

from __future__ import annotations

import re
from collections.abc import Mapping

HURTS = re.compile(
    r"\b(?:hurt(?:s|ing)?|pain(?:s|ful)?|ach(?:e|es|ing|y)|sore(?:ness)?|injur\w*)\b|疼|痛|伤|酸胀", re.IGNORECASE
)
# By the names of accounts.core.vocabulary; what a text cannot tell apart is one place.
PLACES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "knee": (("knee",), r"\bknees?\b|膝"),
    "back": (("lower_back", "upper_back"), r"\bback\b|\bspine\b|\blumbar\b|腰|背|脊"),
    "shoulder": (("shoulder",), r"\bshoulders?\b|肩"),
    "hip": (("hip", "groin"), r"\bhips?\b|\bgroin\b|髋|胯|腹股沟"),
    "elbow": (("elbow",), r"\belbows?\b|肘"),
    "wrist": (("wrist", "hand"), r"\bwrists?\b|\bhands?\b|手腕|腕"),
    "neck": (("neck",), r"\bneck\b|颈|脖"),
    "ankle": (("ankle", "foot"), r"\bankles?\b|\bfoot\b|\bfeet\b|\bachilles\b|踝|脚|跟腱"),
}
PATTERNS = {name: re.compile(words, re.IGNORECASE) for name, (_regions, words) in PLACES.items()}


def pains_in(text: str) -> frozenset[str]:
    """The places of a text that says that something hurts; none where it does not."""
    if not HURTS.search(text):
        return frozenset()
    return frozenset(name for name, pattern in PATTERNS.items() if pattern.search(text))


def places_of(regions: frozenset[str]) -> frozenset[str]:
    """The same for regions that the athlete has named."""
    return frozenset(name for name, (those, _words) in PLACES.items() if regions.intersection(those))
