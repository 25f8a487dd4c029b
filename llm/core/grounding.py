"""Whether a text says only numbers that stand in the facts: in digits, in English words, in Chinese numerals.

A model that words facts may leave some out; one that adds a number has made it up.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

DIGITS = re.compile(r"\d+(?:[.,]\d+)?")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
TEENS = [
    "ten",
    "eleven",
    "twelve",
    *(f"{stem}teen" for stem in ("thir", "four", "fif", "six", "seven", "eigh", "nine")),
]
ENGLISH = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", *TEENS]
TENS = [f"{stem}ty" for stem in ("twen", "thir", "for", "fif", "six", "seven", "eigh", "nine")]
# "one" is mostly no number: "this one", "one more".
WORDS = {word: value for value, word in enumerate(ENGLISH) if value != 1} | {
    word: 10 * place for place, word in enumerate(TENS, start=2)
}
MULTIPLES: dict[str, int | Decimal] = {
    "twice": 2,
    "double": 2,
    "triple": 3,
    "half": Decimal("0.5"),
    "dozen": 12,
    "hundred": 100,
    "thousand": 1000,
}
WORD = re.compile(
    rf"\b(?:({'|'.join(TENS)})[- ]({'|'.join(ENGLISH[1:10])})|({'|'.join([*WORDS, *MULTIPLES])}))\b", re.I
)
HAN = {numeral: value for value, numeral in enumerate("零一二三四五六七八九")} | {"两": 2}
# Chinese numerals count where something is counted: 三组, 十二次. Elsewhere they are parts of words (一起, 三角肌).
COUNTED = re.compile(r"([零一二两三四五六七八九十百半]+)(?:个半)?(?=[组次个公斤千克天周月年分秒小遍节下成倍斤磅米])")
HARMLESS = {"一"}  # 一次, 一个, 一下: "a", not a count


def numbers_in(text: str) -> frozenset[Decimal]:
    """All numbers that a text says."""
    said = THOUSANDS.sub("", unicodedata.normalize("NFKC", text))
    found = {Decimal(number.replace(",", ".")) for number in DIGITS.findall(said)}
    found |= {_english(*parts) for parts in WORD.findall(said)}
    found |= {_chinese(numeral) for numeral in COUNTED.findall(said) if numeral not in HARMLESS}
    return frozenset(found)


def ungrounded(text: str, facts: Iterable[str]) -> tuple[Decimal, ...]:
    """The numbers of a text that no fact says, smallest first."""
    known = frozenset[Decimal]().union(*(numbers_in(fact) for fact in facts))
    return tuple(sorted(numbers_in(text) - known))


def _english(tens: str, ones: str, single: str) -> Decimal:
    if tens:
        return Decimal(WORDS[tens.lower()] + ENGLISH.index(ones.lower()))
    return Decimal(MULTIPLES.get(single.lower(), WORDS.get(single.lower(), 0)))


def _chinese(numeral: str) -> Decimal:
    """Up to 999, and a half."""
    if "半" in numeral:
        return Decimal("0.5")
    total = 0
    hundreds, has_hundreds, rest = numeral.rpartition("百")
    if has_hundreds:
        total += 100 * HAN.get(hundreds[-1:], 1)
    tens, has_tens, ones = rest.rpartition("十")
    if has_tens:
        total += 10 * HAN.get(tens[-1:], 1)
    return Decimal(total + HAN.get(ones[-1:], 0))
