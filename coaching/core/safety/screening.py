"""The filter that every text of an athlete passes before anything else reads it: signs that a person should look at.

It finds what somebody thought of writing into its lists, and what looks like their labelled lines (`hints.py`). Of two
errors it prefers the false alarm, most of all where somebody speaks of harming themselves: there a "not" excuses
nothing. The same lists and rules always give the same answer; VERSION says which they were, and a test holds it to
them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain

from coaching.core.safety import (
    amounts,
    hints,
    idioms,
    lists,
    matching,
    reading,
    slots_chinese,
    slots_english,
    taking_apart,
    weights_chinese,
    weights_english,
)
from coaching.core.safety.categories import URGENCY, Category
from coaching.core.safety.matching import is_found
from coaching.core.safety.reading import Sentence
from coaching.core.safety.taking_apart import in_han, in_words

VERSION = "2026.11-5"
# What counts although it is denied, and although it is told of somebody else: those who ask for others need the same.
NEVER_EXCUSED = frozenset({Category.SELF_HARM, Category.ABUSE})
Plain = tuple[tuple[str, str], ...]  # the clauses of a sentence, English and Chinese, without figures of speech
LONGEST = 4000  # characters that are read; no text of an athlete is longer


@dataclass(frozen=True, slots=True)
class Sign:
    """What was found. Implied where it was not said outright."""

    category: Category
    is_explicit: bool


@dataclass(frozen=True, slots=True)
class _Read:
    """A text as it is meant: what it says, in each reading of it, and what of that is told of the writer and of now."""

    said: tuple[Sentence, ...]
    own: tuple[Sentence, ...]
    typed: tuple[Sentence, ...]  # of `said`, what stands there as it was typed ...
    own_typed: tuple[Sentence, ...]  # ... and of `own`
    plain: Mapping[Sentence, Plain]


def screen(text: str) -> tuple[Sign, ...]:
    """The signs in a text, the most urgent first; () for nearly every text."""
    told = _read(text)
    levels = dict.fromkeys(_hinted(told), False) | _listed(told)
    return tuple(Sign(each, levels[each]) for each in URGENCY if each in levels)


def listed(text: str) -> frozenset[Category]:
    """What the lists alone find in a text."""
    return frozenset(_listed(_read(text)))


def clauses(text: str, *, is_han: bool) -> tuple[str, ...]:
    """The English or the Chinese of each clause of a text, without figures of speech: what hints are read from."""
    told = _read(text)
    return _clauses(told, told.typed, is_han=is_han)


def _read(text: str) -> _Read:
    whole = reading.folded(text[:LONGEST])
    claims = reading.claimed(whole)
    told = _in_sentences(whole)
    own = tuple(map(_own, told if claims == whole else _in_sentences(claims)))
    said, kept = tuple(dict.fromkeys(chain(*told))), tuple(dict.fromkeys(chain(*own)))
    plain = {each: tuple(map(idioms.without, each)) for each in dict.fromkeys((*said, *kept))}
    return _Read(said, kept, told[0], own[0], plain)


def _in_sentences(text: str) -> tuple[tuple[Sentence, ...], ...]:
    """The sentences of each reading, that of the text as it stands first."""
    return tuple(map(reading.sentences, reading.readings(text)))


def _own(sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
    return tuple(kept for each in sentences if (kept := reading.own(each)))


def _listed(told: _Read) -> dict[Category, bool]:
    """The classes that the lists find, and whether it is said outright."""
    levels: dict[Category, bool] = {}
    meant = {sentence: tuple(_meant(plain)) for sentence, plain in told.plain.items()}
    for sentences, are_excused in ((told.said, False), (told.own, True)):
        for each in (each for sentence in sentences for each in meant[sentence]):
            if are_excused is not (each.category in NEVER_EXCUSED):
                levels[each.category] = levels.get(each.category, False) or each.is_explicit
    own_words = " ".join(clause for each in told.own for clause in each)
    return levels | {each: True for each in Category if _is_counted(each, own_words)}


def _hinted(told: _Read) -> Iterator[Category]:
    """The classes that the text as it was typed looks like, by the weights. What is told of others hints at nothing."""
    for is_han in (False, True):
        yield from hints.likely(_clauses(told, told.own_typed, is_han=is_han), is_han=is_han)


def _clauses(told: _Read, sentences: Iterable[Sentence], *, is_han: bool) -> tuple[str, ...]:
    return tuple(words for each in sentences for clause in told.plain[each] if (words := clause[is_han]))


def _meant(plain: Plain) -> Iterator[lists.Meant]:
    english, chinese = zip(*plain, strict=True)
    for told, take_apart, is_han in ((english, in_words, False), (chinese, in_han, True)):
        if any(told):
            apart = take_apart(told, lists.lexicon(is_han=is_han))
            yield from (
                each
                for each in lists.possible(apart.vocabulary, is_han=is_han)
                if is_found(each.rule, apart, is_denied=each.category is Category.SELF_HARM)
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
        *(
            _plain(vars(module))
            for module in (
                idioms,
                amounts,
                reading,
                matching,
                taking_apart,
                hints,
                slots_english,
                slots_chinese,
                weights_english,
                weights_chinese,
            )
        ),
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
