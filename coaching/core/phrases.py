"""How phrases are written down and found in what somebody typed.

A phrase is a line of places with a space between: `what|which train|workout today`. A place lists its words with `|`.
The words have to come in this order, with at most GAP words between two of them (HAN_GAP characters in Chinese, which
is written without spaces). `!word` rules the phrase out wherever the word stands; `=` in front asks for the phrase and
nothing besides it but small words. A long English word may have one letter wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

GAP, HAN_GAP = 3, 6
LONG = 6  # letters from which on one may be wrong; shorter ones are too often another word: fewer, fever
LOOKALIKES = frozenset(
    {"thinks", "strike", "strikes", "charges", "chances", "season"}
)  # words of their own all the same
WORD = re.compile(r"[a-z0-9]+(?:/[0-9]+)?")
HAN = re.compile(r"[\u3400-\u9fff0-9/]+")
SMALL_WORDS = (
    "a an the my me please pls hey hi hello ok okay so well coach spotter and then just now again do you can could i id"
    " im to is are for of"
)
SMALL = frozenset(SMALL_WORDS.split())
NO_WORDS = "no not never without dont doesnt didnt isnt wasnt havent hasnt nothing"
NOT = frozenset(NO_WORDS.split())
# May stand between a "no" and what it turns round: `I don't really have any pain`.
BETWEEN_WORDS = (
    "a an any have had having feel feeling felt get got really actually the my more chest knee back shoulder elbow"
    " wrist hip ankle neck"
)
BETWEEN = frozenset(BETWEEN_WORDS.split())
HAN_NOT = ("没", "没有", "没有过", "没再", "不", "不再", "不会", "不怎么", "别", "无", "没什么")
# Questions and phrases that have a "no" in them and mean none.
HAN_PLAIN = {
    "有没有": "有",
    "是不是": "是",
    "能不能": "能",
    "要不要": "要",
    "会不会": "会",
    "可不可以": "可以",
    "不小心": "",
}


@dataclass(frozen=True, slots=True)
class Utterance:
    """What somebody typed, taken apart: the English words, and the Chinese text without spaces and punctuation."""

    words: tuple[str, ...]
    han: str

    @property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(self.words)

    @classmethod
    def of(cls, text: str) -> Utterance:
        """Lower case, full-width forms folded; apostrophes, invisible signs and punctuation are gone."""
        folded = unicodedata.normalize("NFKC", text).casefold()
        plain = "".join(sign for sign in folded if unicodedata.category(sign) != "Cf")
        plain = re.sub(r"['\u2019\u2018`]", "", plain)
        han = "".join(HAN.findall(plain))
        for asked, meant in HAN_PLAIN.items():
            han = han.replace(asked, meant)
        return cls(tuple(WORD.findall(plain)), han)


@dataclass(frozen=True, slots=True)
class Place:
    """Words that may stand at one place; `long` are those that may have a letter wrong."""

    words: tuple[str, ...]
    exact: frozenset[str]
    long: tuple[str, ...]

    @classmethod
    def of(cls, words: Iterable[str]) -> Place:
        told = tuple(words)
        return cls(told, frozenset(told), tuple(word for word in told if len(word) >= LONG))

    def is_in(self, vocabulary: frozenset[str]) -> bool:
        if not self.exact.isdisjoint(vocabulary):
            return True
        return any(word[0] == each[0] and is_nearly(word, each) for each in self.long for word in vocabulary)

    def takes(self, word: str) -> bool:
        return word in self.exact or any(is_nearly(word, each) for each in self.long)


@dataclass(frozen=True, slots=True)
class Phrase:
    places: tuple[Place, ...]
    without: Place
    is_whole: bool


@cache
def parsed(line: str) -> Phrase:
    """A phrase from how it is written down."""
    marks = line.removeprefix("=").split()
    return Phrase(
        places=tuple(Place.of(mark.split("|")) for mark in marks if not mark.startswith("!")),
        without=Place.of(mark[1:] for mark in marks if mark.startswith("!")),
        is_whole=line.startswith("="),
    )


def says(utterance: Utterance, english: Iterable[str], chinese: Iterable[str], *, is_denied: bool = False) -> bool:
    """Whether one of these phrases is in it. `is_denied`: also when a "no" stands right before."""
    vocabulary = utterance.vocabulary
    possible = (phrase for phrase in map(parsed, english) if _may_be_in(vocabulary, phrase))
    in_english = any(_in_words(utterance.words, phrase, is_denied) for phrase in possible)
    return in_english or any(_in_han(utterance.han, parsed(line), is_denied) for line in chinese)


# --- English ----------------------------------------------------------------------------------------------------------
def _may_be_in(vocabulary: frozenset[str], phrase: Phrase) -> bool:
    """Whether each place has a word there at all, wherever it stands, and nothing rules the phrase out. Most phrases
    end here, so a long text costs little."""
    return all(place.is_in(vocabulary) for place in phrase.places) and not phrase.without.is_in(vocabulary)


def _in_words(words: Sequence[str], phrase: Phrase, is_denied: bool) -> bool:
    first = phrase.places[0]
    if phrase.is_whole:
        told = [word for word in words if word not in SMALL or first.takes(word)]
        return len(told) == len(phrase.places) and all(
            place.takes(word) for place, word in zip(phrase.places, told, strict=True)
        )
    return any(is_denied or not _is_turned_round(words, start) for start in _starts(words, phrase))


def _starts(words: Sequence[str], phrase: Phrase) -> Iterator[int]:
    first, *rest = phrase.places
    for at, word in enumerate(words):
        if first.takes(word) and _goes_on(words, at + 1, rest):
            yield at


def _goes_on(words: Sequence[str], at: int, places: Sequence[Place]) -> bool:
    if not places:
        return True
    near = range(at, min(at + GAP + 1, len(words)))
    return any(places[0].takes(words[each]) and _goes_on(words, each + 1, places[1:]) for each in near)


def _is_turned_round(words: Sequence[str], start: int) -> bool:
    before = next((word for word in reversed(words[:start]) if word not in BETWEEN), "")
    return before in NOT


def is_nearly(word: str, wanted: str, long: int = LONG) -> bool:
    """Whether a long word was meant, with one letter wrong, missing, too many, or two in each other's place. The first
    letter is as it should be: hardly anybody mistypes that, and `rain` is not `train`."""
    if len(wanted) < long or word[:1] != wanted[:1] or word in LOOKALIKES or abs(len(word) - len(wanted)) > 1:
        return False
    same = next((at for at, pair in enumerate(zip(word, wanted, strict=False)) if pair[0] != pair[1]), len(word))
    rest, wanted_rest = word[same:], wanted[same:]
    return (
        rest[1:] == wanted_rest[1:]
        or rest[1:] == wanted_rest
        or rest == wanted_rest[1:]
        or (rest[:2] == wanted_rest[1::-1] and rest[2:] == wanted_rest[2:])
    )


# --- Chinese ----------------------------------------------------------------------------------------------------------
def _in_han(han: str, phrase: Phrase, is_denied: bool) -> bool:
    if not han or any(word in han for word in phrase.without.words):
        return False
    pattern = _pattern(phrase.places)
    if phrase.is_whole:
        return any(pattern.fullmatch(each) for each in (han, han.strip("吧呢啊吗呀了请")))
    return any(is_denied or not _is_turned_round_in_han(han, found.start()) for found in pattern.finditer(han))


@cache
def _pattern(places: tuple[Place, ...]) -> re.Pattern[str]:
    return re.compile(f".{{0,{HAN_GAP}}}".join(f"(?:{'|'.join(place.words)})" for place in places))


def _is_turned_round_in_han(han: str, start: int) -> bool:
    return han[:start].endswith(HAN_NOT)
