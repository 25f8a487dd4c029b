"""A second opinion on what the lists do not find: how much a passage is like the labelled lines of a class.

It adds signs that are implied, never takes one away and never calls one explicit. A passage is read as the words (runs
of up to three characters in Chinese) that it has, and as the kinds of words (`slots_*.py`), alone and two by two; each
has a weight for each class (`weights_*.py`), learnt by `tests.coaching.safety.weigh` from our own labelled lines by
multinomial logistic regression. The same weights always give the same answer. It knows what those lines know: no
meaning, no irony, nothing of whoever writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, pairwise
from math import exp, sqrt
from string import ascii_lowercase, ascii_uppercase

from coaching.core.phrases import WORD
from coaching.core.safety import slots_chinese, slots_english, weights_chinese, weights_english
from coaching.core.safety.categories import Category
from coaching.core.safety.taking_apart import SHORT

CLASSES: tuple[Category, ...] = tuple(Category)
# What it may name, the most urgent first: where a missed sign costs most. Injuries, pain, pregnancy and age are said in
# words that the lists know; there it brought as many false alarms as signs.
NAMED: tuple[Category, ...] = (Category.SELF_HARM, Category.RED_FLAG, Category.ABUSE, Category.EATING)
# How likely all of these together have to be, in English and in Chinese: so that of everyday messages kept aside one in
# a hundred at most raises an alarm.
LIKELY = {False: 0.8, True: 0.6}
IN_A_LONG_TEXT = 0.6  # so much of what is left to certainty has one of several passages to be likelier
FEWEST_SIGNS = {False: 6, True: 9}  # words, or characters of Chinese: a shorter passage is left to the lists
SHORTEST_PASSAGE = {False: 10, True: 14}  # a shorter one counts as this long: a few words say little
LONGEST_PASSAGE = {False: 30, True: 40}  # words, or characters of Chinese; most labelled lines are shorter
HIGHEST = 50.0  # a sum above it says no more
FEWEST_WORDS = 3  # in letters: below it English in a text tells nothing
LONGEST_RUN = 3  # characters in one feature
# A letter is a weight, in steps: of Z to A the negative ones, of a to z the positive ones.
STEP = 0.25
LETTERS = f"{ascii_uppercase[::-1]}.{ascii_lowercase}"
MOST = len(ascii_lowercase)
STEPS: Mapping[str, int] = {letter: at - MOST for at, letter in enumerate(LETTERS)}
ENDS = ("ingly", "edly", "ing", "ies", "ied", "ed", "es", "s", "ly")
DOUBLED = frozenset("bdgklmnprt")

LANE = 16  # bits that a class has in a packed row: sums of steps stay far below it
MIDDLE = 1 << (LANE - 1)

Feature = str | tuple[str, str]  # a word, a run of characters or a kind; two kinds
Passage = tuple[str, ...]  # its clauses, one string each: English words with spaces between, or Chinese


@dataclass(frozen=True, slots=True)
class Model:
    """The weights of one language, in steps, for each of CLASSES; that of "no sign" is 0. Rows are packed."""

    rows: Mapping[Feature, int]
    bias: Sequence[int]


def likely(clauses: Sequence[str], *, is_han: bool) -> frozenset[Category]:
    """The classes that a text, clause by clause, looks like. A long text has to look like one more clearly."""
    told = dict.fromkeys(passages(clauses, is_han=is_han))
    more = IN_A_LONG_TEXT if len(told) > 1 else 0.0
    return frozenset(
        each for passage in told for each in counting(likelihoods(passage, is_han=is_han), is_han=is_han, more=more)
    )


def counting(chances: Mapping[Category, float], *, is_han: bool, more: float = 0.0) -> frozenset[Category]:
    """The likeliest class, where those that may be named are likely together: who wavers between two signs sees one."""
    named = {each: chances.get(each, 0.0) for each in NAMED}
    limit = LIKELY[is_han]
    if sum(named.values()) < limit + more * (1 - limit):
        return frozenset()
    return frozenset({max(NAMED, key=lambda each: named[each])})


def likelihoods(passage: Passage, *, is_han: bool) -> dict[Category, float]:
    """How likely each class is, 0 to 1; with "no sign" they add up to 1. None of a passage that says too little."""
    if not says_enough(passage, is_han=is_han):
        return {}
    found = features(passage, is_han=is_han, partners=_partners(is_han=is_han))
    return chances(model(is_han=is_han), found, size(passage, is_han=is_han))


def chances(model: Model, found: Set[Feature], size: int) -> dict[Category, float]:
    """The same for features that were found in a passage of a size. Nothing known: no likelihood at all."""
    known = model.rows.keys() & found
    if not known:
        return {}
    sums = unpacked(sum(map(model.rows.__getitem__, known)))
    share = 1 / sqrt(size)
    parts = [exp(min(STEP * (bias + share * each), HIGHEST)) for bias, each in zip(model.bias, sums, strict=True)]
    whole = 1 + sum(parts)
    return {category: part / whole for category, part in zip(CLASSES, parts, strict=True)}


def passages(clauses: Sequence[str], *, is_han: bool) -> Iterator[Passage]:
    """The clauses in parts that are about as long as a labelled line."""
    kept: list[str] = []
    length = 0
    for clause in filter(None, clauses):
        new = _length(clause, is_han=is_han)
        if kept and length + new > LONGEST_PASSAGE[is_han]:
            yield tuple(kept)
            kept, length = [], 0
        kept.append(clause)
        length += new
    if kept:
        yield tuple(kept)


def says_enough(passage: Passage, *, is_han: bool) -> bool:
    return sum(_length(each, is_han=is_han) for each in passage) >= FEWEST_SIGNS[is_han]


def size(passage: Passage, *, is_han: bool) -> int:
    """Words or characters, SHORTEST_PASSAGE at least: what a feature of the passage is a share of."""
    return max(SHORTEST_PASSAGE[is_han], sum(_length(each, is_han=is_han) for each in passage))


def _length(clause: str, *, is_han: bool) -> int:
    return len(clause) if is_han else clause.count(" ") + 1


# --- Features ---------------------------------------------------------------------------------------------------------
def features(passage: Passage, *, is_han: bool, partners: Mapping[str, frozenset[str]] | None = None) -> set[Feature]:
    """Words or runs of characters, kinds in capitals, and two kinds that stand in one passage.

    Of two kinds those alone that `partners` knows, the later kinds by the one before them; all of them without it.
    """
    if not is_han and sum(word.isalpha() for each in passage for word in each.split()) < FEWEST_WORDS:
        return set()
    told, kinds = _han(passage) if is_han else _english(passage)
    if partners is None:
        return {*told, *kinds, *combinations(sorted(kinds), 2)}
    both = [(one, other) for one in kinds & partners.keys() for other in partners[one] & kinds]
    return {*told, *kinds, *both}


def _english(passage: Passage) -> tuple[set[str], set[str]]:
    words = [stem(word) for clause in passage for word in WORD.findall(clause)]
    pairs = [f"{one}_{other}" for one, other in pairwise(words)]
    known = _kinds(is_han=False)
    return {*words, *pairs}, {kind for each in (*words, *pairs) for kind in known.get(each, ())}


def _han(passage: Passage) -> tuple[set[str], set[str]]:
    runs = {
        clause[start : start + length]
        for clause in passage
        for length in range(1, LONGEST_RUN + 1)
        for start in range(len(clause) - length + 1)
    }
    known = _kinds(is_han=True)
    kinds = {kind for each in runs & known.keys() for kind in known[each]}
    return runs, kinds


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A word without its ending: enough to take `squats` and `squatting` for the same; a number is `#`."""
    if word[0].isdigit():
        return "#"
    plain = SHORT.get(word, word)
    end = next((each for each in ENDS if len(plain) > 4 and plain.endswith(each) and len(plain) > len(each) + 2), "")
    left = plain[: len(plain) - len(end)]
    if end and len(left) > 3 and left[-1] == left[-2] and left[-1] in DOUBLED:
        left = left[:-1]
    if len(plain) == 4 and plain.endswith("s") and not plain.endswith("ss"):
        return plain[:-1]
    if len(plain) > 4 and left.endswith("e"):
        return left[:-1]
    return f"{left[:-1]}i" if len(plain) > 4 and left.endswith("y") else left


@cache
def _kinds(*, is_han: bool) -> Mapping[str, tuple[str, ...]]:
    """The kinds of each word."""
    found: dict[str, list[str]] = {}
    for kind, told in (slots_chinese.KINDS if is_han else slots_english.KINDS).items():
        for word in told.split():
            plain = word if is_han else "_".join(map(stem, word.split("_")))
            found.setdefault(plain, []).append(kind.upper())
    return {word: tuple(dict.fromkeys(each)) for word, each in found.items()}


# --- Weights ----------------------------------------------------------------------------------------------------------
@cache
def model(*, is_han: bool) -> Model:
    told = weights_chinese if is_han else weights_english
    rows = (row.rpartition(":") for row in "".join(told.ROWS).split())
    return Model({_feature(name): packed(_steps(letters)) for name, _colon, letters in rows}, _steps(told.BIAS))


@cache
def _partners(*, is_han: bool) -> Mapping[str, frozenset[str]]:
    """Which kinds have a weight together."""
    found: dict[str, set[str]] = {}
    for each in model(is_han=is_han).rows:
        if isinstance(each, tuple):
            found.setdefault(each[0], set()).add(each[1])
    return {one: frozenset(others) for one, others in found.items()}


def _feature(name: str) -> Feature:
    one, both, other = name.partition("&")
    return (one, other) if both else name


def _steps(letters: str) -> tuple[int, ...]:
    return tuple(STEPS[each] for each in letters)


def packed(steps: Sequence[int]) -> int:
    """The steps of all classes in one number: rows are summed up by the thousand, and this way all classes at once."""
    return sum(step << (LANE * at) for at, step in enumerate(steps))


def unpacked(row: int) -> tuple[int, ...]:
    """The steps of a row, or of a sum of rows."""
    lifted = row + packed([MIDDLE] * len(CLASSES))
    return tuple((lifted >> (LANE * at)) % (1 << LANE) - MIDDLE for at in range(len(CLASSES)))
