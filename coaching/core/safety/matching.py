"""How a line of the lists is written down, and how it is found in a sentence.

A line is a row of places with a space between; each place lists what may stand there with `|`:

    faint~|pass_out run|stairs !movie

`_` joins words that follow one another, `~` stands for the forms of a regular verb (faint, faints, fainted, fainting),
`!` rules the line out where that word stands near. In a list of phrases the places come in this order with at most GAP
words (HAN_GAP characters) between two; in a list of scenes in any order, not further than WINDOW from the first. A "no"
right before the first place turns a line round. English is matched by words, Chinese by characters.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from coaching.core.phrases import BETWEEN, HAN_NOT, NOT

GAP, HAN_GAP = 3, 6
WINDOW, HAN_WINDOW = 12, 20
LONGEST_UNIT = 5  # words
# May stand between a "no" and what it turns round: `no chest pain or dizziness`.
LISTED_WORDS = (
    "or nor pain pains dizziness numbness tingling nausea swelling breath shortness signs sign of kind sort symptoms"
    " history longer more thoughts bit single even ever been being get gets tightness pressure palpitations faint"
    " fainting injury injuries bleeding blood headache headaches vomiting bruising cramps problem problems issue issues"
    " trouble discomfort weakness"
)
SKIPPED = BETWEEN | frozenset(LISTED_WORDS.split())
NOTHING = NOT | frozenset({"wont", "cant", "arent", "werent", "hadnt", "nor", "neither", "zero", "hardly"})
HAN_NOTHING = (*HAN_NOT, "不是", "没什么", "从没", "从来没", "没感到", "没感觉")

Spot = tuple[int, int]  # where it begins, and where what follows begins


@dataclass(frozen=True, slots=True)
class Rule:
    """A line, ready to be looked for."""

    places: tuple[frozenset[str], ...]
    without: frozenset[str]
    is_ordered: bool

    def may_be_in(self, vocabulary: frozenset[str]) -> bool:
        """Whether each place has something there at all. Most lines end here, so a long text costs little."""
        return not any(place.isdisjoint(vocabulary) for place in self.places)


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, taken apart: its words or its characters, and where the lists know something of it.

    `breaks`: where clauses begin; a "no" does not reach over them.
    """

    signs: Sequence[str]
    breaks: frozenset[int]
    is_han: bool
    spots: Mapping[str, Sequence[Spot]]
    vocabulary: frozenset[str]


# --- Writing down -----------------------------------------------------------------------------------------------------
@cache
def parsed(line: str, *, is_ordered: bool) -> Rule:
    marks = line.split()
    return Rule(
        places=tuple(_units(mark) for mark in marks if not mark.startswith("!")),
        without=frozenset[str]().union(*(_units(mark[1:]) for mark in marks if mark.startswith("!"))),
        is_ordered=is_ordered,
    )


def _units(mark: str) -> frozenset[str]:
    return frozenset(form for each in mark.casefold().split("|") for form in forms(each))


def forms(word: str) -> tuple[str, ...]:
    """What a word of a line stands for: itself, or with `~` each form of a regular verb."""
    if not word.endswith("~"):
        return (word,)
    stem = word[:-1]
    if stem.endswith("e"):
        return stem, f"{stem}s", f"{stem}d", f"{stem[:-1]}ing"
    if stem.endswith("y") and stem[-2] not in "aeiou":
        return stem, f"{stem[:-1]}ies", f"{stem[:-1]}ied", f"{stem}ing"
    doubled = stem + stem[-1] if stem[-1] in "bdgklmnprt" else stem
    ends = "es" if stem.endswith(("s", "x", "z", "ch", "sh")) else "s"
    return stem, stem + ends, f"{stem}ed", f"{stem}ing", f"{doubled}ed", f"{doubled}ing"


# --- Looking for it ---------------------------------------------------------------------------------------------------
def is_found(rule: Rule, told: Told, *, is_denied: bool) -> bool:
    """Whether a sentence in which it may be says this. `is_denied`: also where it says that it is not so."""
    first, *rest = rule.places
    return any(
        (_goes_on(told, spot[1], rest) if rule.is_ordered else _is_around(told, spot, rest))
        and not any(_is_near(told, spot, unit) for unit in rule.without & told.vocabulary)
        and (is_denied or not _is_turned_round(told, spot[0]))
        for unit in first & told.vocabulary
        for spot in told.spots[unit]
    )


def _goes_on(told: Told, after: int, places: Sequence[frozenset[str]]) -> bool:
    if not places:
        return True
    gap = HAN_GAP if told.is_han else GAP
    return any(
        _goes_on(told, spot[1], places[1:])
        for unit in places[0] & told.vocabulary
        for spot in _between(told.spots[unit], after, after + gap)
    )


def _is_around(told: Told, spot: Spot, places: Collection[frozenset[str]]) -> bool:
    return all(any(_is_near(told, spot, unit) for unit in place & told.vocabulary) for place in places)


def _is_near(told: Told, spot: Spot, unit: str) -> bool:
    window = HAN_WINDOW if told.is_han else WINDOW
    return bool(_between(told.spots[unit], spot[0] - window, spot[1] + window))


def _between(spots: Sequence[Spot], least: int, most: int) -> Sequence[Spot]:
    return spots[bisect_left(spots, (least, 0)) : bisect_left(spots, (most + 1, 0))]


def _is_turned_round(told: Told, start: int) -> bool:
    if told.is_han:
        return "".join(told.signs[max(_clause_of(told, start), start - 4) : start]).endswith(HAN_NOTHING)
    clause = _clause_of(told, start)
    before = next((word for word in reversed(told.signs[clause:start]) if word not in SKIPPED), "")
    return before in NOTHING


def _clause_of(told: Told, start: int) -> int:
    return max((each for each in told.breaks if each <= start), default=0)
