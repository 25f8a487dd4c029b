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

from coaching.core.safety import amounts, idioms, lists, matching, reading, taking_apart
from coaching.core.safety.categories import URGENCY, Category
from coaching.core.safety.matching import is_found
from coaching.core.safety.taking_apart import in_han, in_words

VERSION = "2026.11-2"
# What counts although it is denied, and although it is told of somebody else: those who ask for others need the same.
NEVER_EXCUSED = frozenset({Category.SELF_HARM, Category.ABUSE})
LONGEST = 4000  # characters that are read; no text of an athlete is longer


@dataclass(frozen=True, slots=True)
class Sign:
    """What was found. Implied where it was not said outright."""

    category: Category
    is_explicit: bool


def screen(text: str) -> tuple[Sign, ...]:
    """The signs in a text, the most urgent first; () for nearly every text."""
    whole = reading.folded(text[:LONGEST])
    sentences = dict.fromkeys(each for told in reading.readings(whole) for each in reading.sentences(told))
    claimed = (each for told in reading.readings(reading.claimed(whole)) for each in reading.sentences(told))
    own = dict.fromkeys(kept for each in claimed if (kept := reading.own(each)))
    meant = {each: tuple(_meant(each)) for each in sentences | own}
    levels: dict[Category, bool] = {}
    for told, are_excused in ((sentences, False), (own, True)):
        for each in (each for sentence in told for each in meant[sentence]):
            if are_excused is not (each.category in NEVER_EXCUSED):
                levels[each.category] = levels.get(each.category, False) or each.is_explicit
    own_words = " ".join(clause for each in own for clause in each)
    levels |= {each: True for each in Category if _is_counted(each, own_words)}
    return tuple(Sign(each, levels[each]) for each in URGENCY if each in levels)


def _meant(sentence: reading.Sentence) -> Iterator[lists.Meant]:
    english, chinese = zip(*map(idioms.without, sentence), strict=True)
    for clauses, take_apart, is_han in ((english, in_words, False), (chinese, in_han, True)):
        if any(clauses):
            told = take_apart(clauses, lists.lexicon(is_han=is_han))
            yield from (
                each
                for each in lists.possible(told.vocabulary, is_han=is_han)
                if is_found(each.rule, told, is_denied=each.category is Category.SELF_HARM)
            )


def _is_counted(category: Category, text: str) -> bool:
    if category is Category.PAIN:
        return amounts.has_strong_pain(text) or amounts.has_lasting_pain(text)
    if category is Category.EATING:
        return amounts.has_little_food(text)
    return category is Category.MINOR and amounts.is_young(text)


# --- Which lists they were --------------------------------------------------------------------------------------------
@cache
def fingerprint() -> str:
    """SHA-256 over every list and pattern of the filter: another one needs another VERSION."""
    data = [
        [[dict(lines) for lines in group] for group in (lists.EXPLICIT, lists.IMPLIED, *lists.SCENES)],
        *(_plain(vars(module)) for module in (idioms, amounts, reading, matching, taking_apart)),
    ]
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True, default=list).encode()).hexdigest()


def _plain(names: dict[str, object]) -> Iterator[object]:
    """The constants of a module, patterns as their text."""
    for name in sorted(each for each in names if each.isupper()):
        value = names[name]
        yield [name, value.pattern if isinstance(value, re.Pattern) else _jsonable(value)]


def _jsonable(value: object) -> object:
    if isinstance(value, dict):
        return sorted((str(key), str(each)) for key, each in value.items())
    if isinstance(value, Iterable) and not isinstance(value, str):
        return sorted(str(each) for each in value)
    return str(value)
