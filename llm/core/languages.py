"""Whether a text is in the language that the athlete reads."""

from __future__ import annotations

import re
import unicodedata

HAN_RATIO = 0.6
LATIN_RATIO = 0.9
LETTERS_MIN = 4  # fewer say nothing about the language
# The small words of English. In 700 sentences of our own at least one word in five is one of them (all but two of
# them); in ten other languages with Latin letters it is one in seven at most.
ENGLISH_RATIO, WORDS_MIN = 0.2, 5
WORDS_OF_ENGLISH = """
a about all an and any are as at be because been before but by can could did do does down each every
feel feels few for from full get gets go good had has have heavy here how i if in into is it its
just keep keeps last leave left less let lets light lighter like little make makes may me more most
much my next no not now of off once one or our out over own rest same session sessions set sets
shall should since so some still such take than that the their them then there these they this those
through to today too train training under until up us want was way we week weeks well were what when
where which while who why will with without would yes you your yours
"""
ENGLISH = frozenset(WORDS_OF_ENGLISH.split())
WORD = re.compile(r"[a-z]+")
KANA = re.compile(r"[\u3041-\u30ff]")
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!?][\u4e00-\u9fff]|[\u4e00-\u9fff]\.(?:[\u4e00-\u9fff]|\Z)")
# Frequent characters that simplified Chinese writes in another way.
TRADITIONAL = frozenset(
    "個們這來對時說過為會學國經發現無還進運動員練習舉體頭後開關點間問題讓給從應該當樣種總續結強壓週訓課組數"
    "復複謝請認識覺實際單雙側臥據計劃變換減輕穩節熱機處歲業務產書長門馬腳雖難離電話聽見親愛樂義網線級極構標準"
    "達遠適選邊劑醫藥傷區優勢協參與歷驗證評價質費買賣車輪輔農軟較轉載輸"
)


def language_problem(text: str, locale: str) -> str:
    """Why this is not the language of `locale` ("en", "zh-hans"): a code, or "" where it is, or nothing can be told."""
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) < LETTERS_MIN:
        return ""
    if locale.lower().startswith("zh"):
        return _not_simplified(text, letters)
    latin = sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return "" if latin >= LATIN_RATIO * len(letters) and _may_be_english(text) else "language"


def _may_be_english(text: str) -> bool:
    words = WORD.findall(text.casefold())
    return len(words) < WORDS_MIN or sum(word in ENGLISH for word in words) >= ENGLISH_RATIO * len(words)


def _not_simplified(text: str, letters: list[str]) -> str:
    han = [letter for letter in letters if HAN.match(letter)]
    if len(han) < HAN_RATIO * len(letters) or KANA.search(text):
        return "language"
    if TRADITIONAL.intersection(han):
        return "traditional"
    return "punctuation" if HALF_WIDTH.search(text) else ""
