"""What makes a long password easy to guess: it is known, a known one in disguise, a walk, or about its owner."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from enum import StrEnum

DISGUISES = str.maketrans("013457@$", "oieastas")
PADDING = re.compile(r"^[\W\d_]+|[\W\d_]+$")
PADDING_MAX = 8  # a year, a date, a few signs: what people put around a word to make it long enough
DIFFERENT_MIN = 5
OWN_MIN = 6  # so many characters beside names and the like
WORD_MIN = 4
ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiopasdfghjklzxcvbnm", "qazwsxedcrfvtgbyhnujmikolp")
WALKS = tuple(way for row in ROWS for way in (row * 2, row[::-1] * 2))


class Weakness(StrEnum):
    KNOWN = "password_known"
    PATTERN = "password_pattern"
    PERSONAL = "password_personal"


def weakness(password: str, known: Collection[str], words: Iterable[str] = ()) -> Weakness | None:
    """Why this password is among the first that somebody would try; None where nothing is known against it.

    `known`: leaked passwords in lower case. `words`: what anybody knows of the owner and of us.
    After ASVS 5.0, 6.2.4 and 6.2.11 to 12.
    """
    plain = password.casefold()
    if any(form in known for form in disguised(plain)):
        return Weakness.KNOWN
    if len(set(plain)) < DIFFERENT_MIN or any(plain in walk for walk in WALKS):
        return Weakness.PATTERN
    return Weakness.PERSONAL if is_personal(plain, words) else None


def disguised(plain: str) -> set[str]:
    """What this may stand for: itself, once instead of several times, without what surrounds it, letters for signs."""
    forms = {plain, once(plain)}
    for spelled in (plain, plain.translate(DISGUISES)):
        core = PADDING.sub("", spelled)
        if len(spelled) - len(core) <= PADDING_MAX:
            forms |= {core, once(core)}
    bare = PADDING.sub("", plain)
    if len(plain) - len(bare) <= PADDING_MAX:
        forms.add(bare.translate(DISGUISES))
    return forms


def once(text: str) -> str:
    """The shortest piece that gives the text when it is repeated."""
    return text[: (text + text).find(text, 1)] if text else text


def is_personal(plain: str, words: Iterable[str]) -> bool:
    """Whether little is left without the words that anybody knows of its owner."""
    rest = plain
    for word in sorted({piece for each in words for piece in pieces(each)}, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != plain and len(re.sub(r"[\W_]", "", rest)) < OWN_MIN


def pieces(words: str) -> list[str]:
    """`ana.maria@example.org` has `ana.maria`, `maria` and `example`; what is short stands in too many words."""
    plain = words.casefold()
    return [each for each in (plain, *plain.split("@"), *re.split(r"[\W_]+", plain)) if len(each) >= WORD_MIN]
