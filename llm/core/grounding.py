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
# "first" and "second" are mostly no numbers either: "first of all", "a second set".
ORDINALS = {
    **{word: value for value, word in enumerate(("third", "fourth", "fifth", "sixth", "seventh", "eighth"), start=3)},
    **{word: value for value, word in enumerate(("ninth", "tenth", "eleventh", "twelfth"), start=9)},
    **{f"{teen}th": value for value, teen in enumerate(TEENS[3:], start=13)},
    **{f"{tens[:-1]}ieth": 10 * place for place, tens in enumerate(TENS, start=2)},
}
MULTIPLES: dict[str, int | Decimal] = {
    "twice": 2,
    "double": 2,
    "doubled": 2,
    "triple": 3,
    "tripled": 3,
    "half": Decimal("0.5"),
    "quarter": Decimal("0.25"),
    "dozen": 12,
    "dozens": 12,
    "hundred": 100,
    "hundreds": 100,
    "thousand": 1000,
    "thousands": 1000,
    "million": 1_000_000,
    **ORDINALS,
}
WORD = re.compile(
    rf"\b(?:({'|'.join(TENS)})[- ]({'|'.join(ENGLISH[1:10])})|({'|'.join([*WORDS, *MULTIPLES])}))\b", re.I
)
HAN = {numeral: value for value, numeral in enumerate("零一二三四五六七八九")} | {"两": 2}
# Chinese numerals count where something is counted: 三组, 十二次. Elsewhere they are parts of words (一起, 三角肌).
COUNTED = re.compile(r"([零一二两三四五六七八九十百半]+)(?:个半)?(?=[组次个公斤千克天周月年分秒小遍节下成倍斤磅米])")
# 九成, 三分之二, 一半, 翻倍: shares and multiples, which count nothing.
HAN_SHARE = re.compile(r"([一二两三四五六七八九十])分之([一二两三四五六七八九十])")
HAN_WORDS: dict[str, Decimal] = {"一半": Decimal("0.5"), "减半": Decimal("0.5"), "翻倍": Decimal(2), "翻番": Decimal(2)}
HARMLESS = {"一"}  # 一次, 一个, 一下: "a", not a count


def numbers_in(text: str) -> frozenset[Decimal]:
    """All numbers that a text says."""
    # A comma of Chinese ends a clause; only the other kind stands inside a number.
    said = THOUSANDS.sub("", unicodedata.normalize("NFKC", text.replace("，", "; ")))
    found = {Decimal(number.replace(",", ".")) for number in DIGITS.findall(said)}
    found |= {_english(*parts) for parts in WORD.findall(said)}
    found |= {_chinese(numeral) for numeral in COUNTED.findall(said) if numeral not in HARMLESS}
    found |= {_chinese(part) for share in HAN_SHARE.findall(said) for part in share}
    found |= {value for word, value in HAN_WORDS.items() if word in said}
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
