"""The filter that every text of an athlete passes before anything else reads it: signs that a person should look at.

It finds what somebody thought of writing into its lists, nothing more. Of two errors it prefers the false alarm, most
of all where somebody speaks of harming themselves: there a "not" excuses nothing. The same lists and rules always give
the same answer; VERSION says which they were, and a test holds it to the lists.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from coaching.core.phrases import NOT, Phrase, Utterance, parsed, says
from coaching.core.safety import (
    amounts,
    bags,
    chinese,
    chinese_bags,
    chinese_implied,
    english,
    english_implied,
    reading,
)
from coaching.core.safety.categories import URGENCY, Category

VERSION = "2026.11-1"
# What counts although it is denied, and although it is told of somebody else: those who ask for others need the same.
NEVER_EXCUSED = frozenset({Category.SELF_HARM, Category.ABUSE})
LONGEST = 4000  # characters that are read; no text of an athlete is longer
MASK = " · "


@dataclass(frozen=True, slots=True)
class Sign:
    """What was found. Implied where it was not said outright."""

    category: Category
    is_explicit: bool


def screen(text: str) -> tuple[Sign, ...]:
    """The signs in a text, the most urgent first; () for nearly every text."""
    whole = reading.folded(text[:LONGEST])
    own = reading.own_clauses(whole)
    sources = {True: (whole, reading.clauses(whole)), False: (" ".join(own), own)}
    told = {key: (_readings(text), _masked(parts)) for key, (text, parts) in sources.items()}
    found = (_sign(each, *told[each in NEVER_EXCUSED], sources[False][0]) for each in URGENCY)
    return tuple(sign for sign in found if sign is not None)


def _sign(category: Category, told: tuple[Utterance, ...], clauses: tuple[Utterance, ...], own: str) -> Sign | None:
    if _is_said(told, category, is_explicit=True) or _is_counted(category, own):
        return Sign(category, is_explicit=True)
    is_implied = _is_said(told, category, is_explicit=False) or _is_in_one_clause(clauses, category)
    return Sign(category, is_explicit=False) if is_implied else None


def _is_said(told: tuple[Utterance, ...], category: Category, *, is_explicit: bool) -> bool:
    lists = (english.EXPLICIT, chinese.EXPLICIT) if is_explicit else (english_implied.IMPLIED, chinese_implied.IMPLIED)
    in_english, in_chinese = (each.get(category, ()) for each in lists)
    is_denied = category is Category.SELF_HARM
    return any(
        says(each, in_english if each.words else (), in_chinese if each.han else (), is_denied=is_denied)
        for each in told
    )


def _is_in_one_clause(clauses: tuple[Utterance, ...], category: Category) -> bool:
    is_denied = category is Category.SELF_HARM
    english_bags = [parsed(line) for line in bags.ENGLISH.get(category, ())]
    chinese_lines = [parsed(line) for line in chinese_bags.CHINESE.get(category, ())]
    return any(
        any(_holds(each.words, bag, is_denied) for bag in english_bags if each.words)
        or any(_holds_in_han(each.han, bag) for bag in chinese_lines if each.han)
        for each in clauses
    )


def _holds(words: tuple[str, ...], bag: Phrase, is_denied: bool) -> bool:
    """Whether each place has a word of its own in this clause; a "no" right before the first one turns it round."""
    vocabulary = frozenset(words)
    if bag.without.is_in(vocabulary) or not all(place.is_in(vocabulary) for place in bag.places):
        return False
    first = [at for at, word in enumerate(words) if bag.places[0].takes(word)]
    return is_denied or any(NOT.isdisjoint(words[max(0, at - 2) : at]) for at in first)


def _holds_in_han(han: str, bag: Phrase) -> bool:
    if any(word in han for word in bag.without.words):
        return False
    return all(any(word in han for word in place.words) for place in bag.places)


def _masked(clauses: Iterable[str]) -> tuple[Utterance, ...]:
    return tuple(_without_idioms(Utterance.of(each)) for each in clauses)


def _is_counted(category: Category, text: str) -> bool:
    if category is Category.PAIN:
        return amounts.has_strong_pain(text) or amounts.has_lasting_pain(text)
    if category is Category.EATING:
        return amounts.has_little_food(text)
    return category is Category.MINOR and amounts.is_young(text)


def _readings(text: str) -> tuple[Utterance, ...]:
    return tuple(_without_idioms(each) for each in reading.readings(text))


def _without_idioms(told: Utterance) -> Utterance:
    words, han = " ".join(told.words), told.han
    for idiom in _patterns(english.IDIOMS):
        words = idiom.sub(MASK, words)
    for idiom in _patterns(chinese.IDIOMS):
        han = idiom.sub("·", han)
    return Utterance(tuple(words.split()), han)


@cache
def _patterns(lines: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(line) for line in lines)


def fingerprint() -> str:
    """SHA-256 over every list and pattern of the filter: another one needs another VERSION."""
    lists = (
        english.EXPLICIT, english_implied.IMPLIED, bags.ENGLISH,
        chinese.EXPLICIT, chinese_implied.IMPLIED, chinese_bags.CHINESE,
    )  # fmt: skip
    data = [*map(dict, lists), english.IDIOMS, chinese.IDIOMS, *_plain(vars(amounts)), *_plain(vars(reading))]
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _plain(names: dict[str, object]) -> Iterator[object]:
    """The constants of a module, patterns as their text."""
    for name in sorted(each for each in names if each.isupper()):
        value = names[name]
        yield [name, value.pattern if isinstance(value, re.Pattern) else _jsonable(value)]


def _jsonable(value: object) -> object:
    if isinstance(value, dict):
        return sorted((str(key), str(each)) for key, each in value.items())
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [str(each) for each in value]
    return value
