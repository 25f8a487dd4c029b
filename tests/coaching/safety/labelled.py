"""The labelled sets: what people write, line by line, and what each line is a sign of.

`python -m tests.coaching.safety.labelled` prints recall and false alarms; with `--lines` also what is missed and what
is a false alarm, of our own set only. Whoever wrote the rules wrote that set, so its figures flatter; `round` tells
what was written when. 1: before the rules. 2, 3, 5, 6, 7: after them, each before they were amended by it. 4, 8, 15:
innocent lines. 9: signs by which the rules were never amended, and of which no test asks a recall. 0: innocent lines
that somebody else wrote, for the intents of the chat. 10, 11: in the voices of many people, before the scenes; 12, 13,
14, 16: the same after them, each before they were amended by it.

`written_*.tsv` is by an author of ours too, written before they looked at the lists: two thirds of it the lists were
amended by and the weights learnt from, one third (`is_kept_aside`) neither; nothing here prints lines of that third.

`everyday_*.tsv` is what arrives: ordinary messages to a training coach, all innocent, none made to look like a sign.
Of it the same two thirds were learnt from. 17: those lines, and what the intents of the chat are tested with.

`situations_*.tsv` is by situation: who writes and what happens to them, signs and, in the same words, what is none.
Nothing of it is kept aside: it is judged by leaving whole situations out. 18: those lines.

`unseen_*.tsv` is of another author; only with `--unseen` its figures are printed. The rules are not amended by it,
nobody who writes rules reads it, and nothing here prints its lines.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from coaching.core.intents import Intent
from coaching.core.safety.screening import screen
from tests.coaching.utterances import CHINESE, ENGLISH

LANGUAGES = ("en", "zh-hans")
UNSEEN = {"en": "unseen_en.tsv", "zh-hans": "unseen_zh.tsv"}
WRITTEN = {"en": "written_en.tsv", "zh-hans": "written_zh.tsv"}
SITUATIONS = {"en": "situations_en.tsv", "zh-hans": "situations_zh.tsv"}
EVERYDAY = {"en": "everyday_en.tsv", "zh-hans": "everyday_zh.tsv"}
UTTERANCES = {"en": ENGLISH, "zh-hans": CHINESE}
OF_SIGNS = frozenset({Intent.CRISIS, Intent.EMERGENCY, Intent.PAIN, Intent.ILL})
LEVELS = ("explicit", "implied", "common", "unseen")
NONE = "none"
EVERYDAY_ROUND, SITUATION_ROUND = 17, 18
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    category: str
    level: str  # explicit | implied | common | unseen (both: not told apart) | -
    round: int
    situation: str = ""  # of the lines by situation


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one set of lines. A sign is found where its class is among those that the filter names."""

    found: int
    signs: int
    false_alarms: int
    innocent: int

    @property
    def recall(self) -> float:
        return self.found / self.signs if self.signs else 1.0

    @property
    def false_alarm_ratio(self) -> float:
        return self.false_alarms / self.innocent if self.innocent else 0.0


@cache
def lines_of(language: str) -> tuple[Line, ...]:
    """Our own set."""
    with (HERE / f"{language}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Line(row["text"], row["category"], row["level"], int(row["round"])) for row in csv.DictReader(file)
        )


@cache
def unseen(language: str) -> tuple[Line, ...]:
    """The set of another author: class, level and text on each line, with tabs between."""
    return _told(UNSEEN[language])


@cache
def written(language: str) -> tuple[Line, ...]:
    """The lines written before anybody looked at the lists, as many different people would type."""
    return _told(WRITTEN[language])


@cache
def situations(language: str) -> tuple[Line, ...]:
    """Signs and look-alikes by situation: the situation, class, level and text on each line, with tabs between."""
    told = (line.split("\t") for line in (HERE / SITUATIONS[language]).read_text(encoding="utf-8").splitlines()[1:])
    return tuple(Line(text, category, level, SITUATION_ROUND, where) for where, category, level, text in told)


@cache
def everyday(language: str) -> tuple[Line, ...]:
    """Ordinary messages, none of them a sign."""
    return tuple(Line(each.text, each.category, each.level, EVERYDAY_ROUND) for each in _told(EVERYDAY[language]))


@cache
def uttered(language: str) -> tuple[Line, ...]:
    """What the intents of the chat are tested with, but for those that may be signs."""
    told = " | ".join(text for intent, text in UTTERANCES[language].items() if intent not in OF_SIGNS)
    texts = dict.fromkeys(filter(None, (" ".join(each.split()) for each in told.split("|"))))
    return tuple(Line(text, NONE, "-", EVERYDAY_ROUND) for text in texts)


def is_kept_aside(text: str) -> bool:
    """Whether a written or everyday line is of the third by which nothing is amended and nothing learnt."""
    return sha256(text.encode()).digest()[0] % 3 == 0


def _told(name: str) -> tuple[Line, ...]:
    told = (HERE / name).read_text(encoding="utf-8").splitlines()
    parts = (line.split("\t") for line in told if line.strip() and not line.startswith("#"))
    return tuple(Line(text, category, level, 0) for category, level, text in parts if category != "label")


@cache
def named(text: str) -> frozenset[str]:
    return frozenset(sign.category.value for sign in screen(text))


def score(lines: Iterable[Line]) -> Score:
    told = list(lines)
    signs = [each for each in told if each.category != NONE]
    innocent = [each for each in told if each.category == NONE]
    return Score(
        found=sum(each.category in named(each.text) for each in signs),
        signs=len(signs),
        false_alarms=sum(bool(named(each.text)) for each in innocent),
        innocent=len(innocent),
    )


def report(title: str, lines: Iterable[Line]) -> None:
    told = list(lines)
    for level in LEVELS:
        found = score(each for each in told if each.level == level)
        if found.signs:
            print(f"{title:16} {level:9} recall {found.found}/{found.signs} = {found.recall:.3f}")
    alarms = score(told)
    print(f"{title:16} false alarms {alarms.false_alarms}/{alarms.innocent} = {alarms.false_alarm_ratio:.3f}")


def wrong(lines: Iterable[Line]) -> None:
    for line in lines:
        if line.category == NONE and named(line.text):
            print(f"  false alarm: {line.text} {sorted(named(line.text))}")
        elif line.category != NONE and line.category not in named(line.text):
            print(f"  missed: {line.text} ({line.category}, {line.level})")


def main() -> None:
    for language in LANGUAGES:
        report(language, lines_of(language))
        if "--lines" in sys.argv:
            wrong(lines_of(language))
        for title, is_aside in (("written", False), ("kept aside", True)):
            told = [each for each in written(language) if is_kept_aside(each.text) is is_aside]
            report(f"{language} {title}", told)
            if "--lines" in sys.argv and not is_aside:
                wrong(told)
        for title, is_aside in (("everyday", False), ("everyday aside", True)):
            told = [each for each in everyday(language) if is_kept_aside(each.text) is is_aside]
            report(f"{language} {title}", told)
            if "--lines" in sys.argv and not is_aside:
                wrong(told)
        report(f"{language} situations", situations(language))
        if "--unseen" in sys.argv:
            report(f"{language} unseen", unseen(language))


if __name__ == "__main__":
    main()
