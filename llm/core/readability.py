"""How hard a text is to read. English: the grade of Kincaid et al. 1975 (Naval Technical Training Command, Research
Branch Report 8-75); Chinese: the length of its longest sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable

GRADE_MAX = 8.0
HAN_MAX = 40  # characters of one sentence
WORDS_MIN = 8  # the grade is made for running text: of fewer words it says nothing
WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*", re.IGNORECASE)
END = re.compile(r"[.!?]+(?=\s|\Z)")
HAN_END = re.compile(r"[。！？!?；;\n]+")
VOWELS = re.compile(r"[aeiouy]+")
# A last "e" is mostly silent (move), but not in "-le" behind a consonant (handle); so is the one in "-ed" (moved), but
# not behind t or d (added), and in "-es" (makes), but not behind a hissing sound (presses).
SILENT = re.compile(r"(?:(?<![aeiouyl])|(?<=[aeiouy]l))e\Z|(?<![aeiouytd])ed\Z|(?<![aeiouysxzcgh])es\Z")


def syllables(word: str) -> int:
    """About how many syllables an English word has; at least one."""
    plain = re.sub(r"['’].*\Z", "", word.lower())
    return max(1, len(VOWELS.findall(SILENT.sub("", plain))))


def grade(text: str) -> float:
    """The school grade that an English text asks for; 0.0 where it has no word."""
    words = WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, len(END.findall(text)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def is_hard_to_read(text: str, locale: str, names: Iterable[str] = ()) -> bool:
    """Whether a text asks too much of its reader. `names`: of exercises, which are as long as they are."""
    if locale.lower().startswith("zh"):
        return any(len(re.sub(r"\s", "", sentence)) > HAN_MAX for sentence in HAN_END.split(text))
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(name)}s?\b", "it", text, flags=re.IGNORECASE)
    return len(WORD.findall(text)) >= WORDS_MIN and grade(text) > GRADE_MAX
