"""What of a model's text an athlete may read: sentence by sentence, each held against the facts.

A sentence is shown as it is or not at all. Where the first one fails, the rules' own words stand in its place; they say
everything once, so that further ones that fail are left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from coaching.core.deeds import claims
from llm.core.grounding import HAN as NUMERALS
from llm.core.grounding import MULTIPLES, WORDS, numbers_in
from llm.core.languages import language_problem
from llm.core.lexicons import screen_model
from plans.core.lift_words import lifts_in

SENTENCES_MAX = 6
SENTENCE_CHARS_MAX = 320
# An end in English needs a space behind it, else 2.5 kg would be two sentences; in Chinese it ends by itself.
ENDS = re.compile(r"[.!?]+[\"'”’)]*(?=\s)|[。！？!?；]+[”’」）]*(?=[^\x00-\x7f]|\s)|\n+")
MARKS = re.compile(r"[*_`#]{1,3}|^\s*(?:[-•]|\d+[.)])\s+", re.MULTILINE)
UNITS = {
    "kg": r"kgs?|kilos?|kilograms?|公斤|千克",
    "lb": r"lbs?|pounds?|磅",
    "%": r"%|percent|per\s+cent",
    "min": r"min(?:ute)?s?|分钟",
}
MEASURE = re.compile(
    rf"([-−+]?)\s?(\d+(?:[.,]\d+)?)\s*(?:{'|'.join(f'(?P<u{at}>{words})' for at, words in enumerate(UNITS.values()))})",
    re.IGNORECASE,
)
# A measure with its number in words: no fact is written like that, so it cannot be told what it rests on.
SPELLED = re.compile(
    rf"(?:\b(?:{'|'.join((*WORDS, *MULTIPLES))})[\s-]*|[{''.join(NUMERALS)}十百半]+)"
    rf"(?:{'|'.join(UNITS.values())})(?![a-z])",
    re.IGNORECASE,
)
WEEKDAYS = (
    r"mondays?|周一|星期一|礼拜一", r"tuesdays?|周二|星期二|礼拜二", r"wednesdays?|周三|星期三|礼拜三",
    r"thursdays?|周四|星期四|礼拜四", r"fridays?|周五|星期五|礼拜五", r"saturdays?|周六|星期六|礼拜六",
    r"sundays?|周日|周天|星期日|星期天|礼拜天",
)  # fmt: skip
MONTHS = (
    "january", "february", "march", "april", r"may(?=\s\d)", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
RELATIVE = (r"tomorrow|明天|明日", r"yesterday|昨天|昨日", r"后天", r"last\s+week|上周", r"next\s+week|下周")
TIMES = tuple(
    re.compile(rf"(?<![a-z])(?:{words})(?![a-z])", re.IGNORECASE) for words in (*WEEKDAYS, *MONTHS, *RELATIVE)
)

HAN = r"[\u4e00-\u9fff]"
HALF_WIDTH = re.compile(rf"(?<={HAN})[,;:!?](?={HAN})|(?<={HAN})\.(?={HAN}|\s|\Z)|(?<={HAN})[!?](?=\s|\Z)")
FULL = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。"}

Screen = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a text may rest on. `lines`: the facts, as the rules say them. `names`: everything of the catalogue that can
    be named. `template`: the rules' own words. `screens`: besides the lexicons of `llm`."""

    lines: tuple[str, ...]
    names: tuple[str, ...]
    template: str
    locale: str
    screens: Screen = lambda text: ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """`said`: what the model wrote. `pieces`: what is shown of it, in order. `kept`: how many sentences are the model's
    own. `faults`: of the others."""

    said: str
    pieces: tuple[str, ...]
    kept: int
    faults: tuple[str, ...]

    @property
    def text(self) -> str:
        return "".join(self.pieces).strip()


def spoken(text: str, ground: Ground, *, is_whole: bool) -> Spoken:
    """What is shown of a text; of one that is still being written, the sentences that have ended."""
    said = _full_width(MARKS.sub("", text)) if ground.locale.startswith("zh") else MARKS.sub("", text)
    pieces: list[str] = []
    faults: list[str] = []
    kept, is_replaced = 0, False
    for sentence in sentences(said, is_whole=is_whole)[:SENTENCES_MAX]:
        found = faults_of(sentence, ground)
        faults += found
        if not found:
            kept += 1
            pieces.append(_joined(pieces, sentence, ground.locale))
        elif not is_replaced:
            is_replaced = True
            pieces.append(_joined(pieces, ground.template, ground.locale))
    return Spoken(said, tuple(pieces), kept, tuple(dict.fromkeys(faults)))


def _joined(before: Sequence[str], piece: str, locale: str) -> str:
    return f" {piece}" if before and not locale.startswith("zh") else piece


def sentences(text: str, *, is_whole: bool = True) -> list[str]:
    """The sentences of a text. Its last words count only when the text is whole."""
    found, start = [], 0
    for end in ENDS.finditer(text):
        found.append(text[start : end.end()].strip())
        start = end.end()
    if is_whole:
        found.append(text[start:].strip())
    return [each for each in found if any(sign.isalnum() for sign in each)]


def _full_width(text: str) -> str:
    """Chinese with the punctuation that belongs to it: models often write a comma of the other kind."""
    return HALF_WIDTH.sub(lambda found: FULL[found[0]], text)


def faults_of(sentence: str, ground: Ground) -> tuple[str, ...]:
    """Codes of what is wrong with a sentence; () where it may be shown."""
    if len(sentence) > SENTENCE_CHARS_MAX:
        return ("rule:too_long",)
    found = [f"unsafe:{category}" for category in (*screen_model(sentence), *ground.screens(sentence))]
    if problem := language_problem(sentence, ground.locale):
        found.append(f"locale:{problem}")
    lines = _about(sentence, ground)
    known = "\n".join(lines)
    told = "\n".join((*ground.lines, ground.template)).casefold()
    if strangers(sentence, ground) or not lifts_in(sentence) <= lifts_in(told):
        found.append("rule:exercise")
    if numbers_in(sentence) - numbers_in(known):
        found.append("rule:number")
    elif SPELLED.search(sentence) or not measures(sentence) <= measures(known):
        found.append("rule:unit")
    if not times(sentence) <= times("\n".join(ground.lines)):
        found.append("rule:time")
    if any(verb not in told for verb in claims(sentence)):
        found.append("rule:deed")
    return tuple(found)


def _about(sentence: str, ground: Ground) -> Sequence[str]:
    """The facts that a sentence may take its numbers from: where it names exercises, theirs and those of none."""
    named = _named(sentence, ground.names)
    if not named:
        return ground.lines
    return [line for line in ground.lines if not (there := _named(line, ground.names)) or there & named]


def strangers(sentence: str, ground: Ground) -> frozenset[str]:
    """Exercises that a sentence names and no fact does. Part of a name that stands in the facts is no stranger."""
    known = "\n".join(ground.lines).casefold()
    return frozenset(name for name in _named(sentence, ground.names) if name.casefold() not in known)


def _named(text: str, names: Iterable[str]) -> frozenset[str]:
    """The names in a text, the longest that fits at each place."""
    said = text.casefold()
    found = [name for name in names if _stands_in(name.casefold(), said)]
    return frozenset(
        name for name in found if not any(name != other and name.casefold() in other.casefold() for other in found)
    )


def _stands_in(name: str, said: str) -> bool:
    at = said.find(name)
    if at < 0 or not name.isascii():
        return at >= 0
    before, after = said[at - 1 : at] if at else "", said[at + len(name) : at + len(name) + 1]
    return not (before.isalnum() or (after.isalnum() and after != "s"))


def measures(text: str) -> frozenset[tuple[str, Decimal, str]]:
    """Numbers with their unit: 8 kg is not in a fact that says 8 repetitions. A minus counts, and a plus is none."""
    found = set()
    for match in MEASURE.finditer(unicodedata.normalize("NFKC", text.replace("，", "; "))):
        unit = next(name for at, name in enumerate(UNITS) if match[f"u{at}"])
        value = Decimal(match[2].replace(",", "."))
        sign = "-" if match[1] in {"-", "−"} and unit == "%" else ""
        found |= (
            {(sign, value, unit), ("", value, unit)} if match[1] != "+" else {("", value, unit), ("+", value, unit)}
        )
    return frozenset(found)


def times(text: str) -> frozenset[int]:
    """Weekdays, months and days like tomorrow that a text names, each by its place in TIMES."""
    return frozenset(place for place, pattern in enumerate(TIMES) if pattern.search(text))
