"""Which exercise somebody means: `bench` for the barbell bench press that stands in their plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coaching.core.phrases import HAN, is_nearly
from plans.core.matching import EQUIPMENT_HINTS, normalised

# They tell two kinds of one movement apart, and name none by themselves.
TOOLS = frozenset(word for hint in EQUIPMENT_HINTS for word in hint.split())
HAN_TOOLS = tuple(sorted((hint for hint in EQUIPMENT_HINTS if HAN.search(hint)), key=len, reverse=True))
KIND_WORDS = "standing seated lying incline decline front back low high close wide single one arm leg up"
POSTURES = frozenset(KIND_WORDS.split())
LONG = 5  # letters of a name from which on one may be wrong: `sqaut` among a dozen exercises is the squat
HAN_LEAST = 2  # characters that a name and a text must share
KINDS = 0.25  # what a word that only tells two kinds apart counts, against a word that names the movement


@dataclass(frozen=True, slots=True)
class Named:
    """An exercise with its names in both languages."""

    slug: str
    name_en: str
    name_zh: str


def named_in(text: str, candidates: Sequence[Named]) -> tuple[str, ...]:
    """The slugs of the candidates that a text names, in their order; several where it fits them equally well.

    A candidate's words are looked for in the text, also with one letter wrong; whichever has more of them is meant. Of
    two with the same words, the one that leaves fewer of its own unsaid.
    """
    words, han = normalised(text).split(), text.replace(" ", "")
    scores = {each.slug: max(_in_words(each, words), _in_han(each, han)) for each in candidates}
    best = max(scores.values(), default=(0.0, 0.0))
    return tuple(slug for slug, score in scores.items() if score == best) if best[0] else ()


def _in_words(exercise: Named, words: Iterable[str]) -> tuple[float, float]:
    """How much of the name is said, and how much less than all of it; (0, 0) where the movement itself is not named."""
    told = list(words)
    own = normalised(exercise.name_en).split()
    said = [word for word in own if any(word == each or is_nearly(each, word, LONG) for each in told)]
    if all(word in TOOLS or word in POSTURES for word in said):
        return 0.0, 0.0
    return sum(map(_weight, said)), sum(map(_weight, said)) - sum(map(_weight, own))


def _weight(word: str) -> float:
    return KINDS if word in TOOLS or word in POSTURES else 1.0


def _in_han(exercise: Named, text: str) -> tuple[float, float]:
    """The longest piece of the name that stands in the text, in characters without the tool."""
    bare = exercise.name_zh
    for tool in HAN_TOOLS:
        bare = bare.replace(tool, "")
    for length in range(len(bare), HAN_LEAST - 1, -1):
        if any(bare[at : at + length] in text for at in range(len(bare) - length + 1)):
            has_tool = exercise.name_zh in text
            return length + has_tool * KINDS, float(length - len(bare))
    return 0.0, 0.0
