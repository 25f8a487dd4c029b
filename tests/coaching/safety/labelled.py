"""The labelled set: what people write, line by line, and what each line is a sign of.

`python -m tests.coaching.safety.labelled` prints recall and false alarms. Whoever wrote the rules wrote the lines, so
the figures flatter; `round` tells what was written when. 1: before the rules. 2, 3, 5, 6, 7: after them, each before
they were amended by it. 4, 8: innocent lines. 9: signs by which the rules were never amended, and of which no
test asks a recall. 0: innocent lines that somebody else wrote, for the intents of the chat.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from coaching.core.safety.screening import screen

LANGUAGES = ("en", "zh-hans")
NONE = "none"


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    category: str
    level: str  # explicit | implied | common | unseen (both: not told apart) | -
    round: int


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
    with (Path(__file__).parent / f"{language}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Line(row["text"], row["category"], row["level"], int(row["round"])) for row in csv.DictReader(file)
        )


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


def main() -> None:
    for language in LANGUAGES:
        for level in ("explicit", "implied", "common", "unseen"):
            found = score(each for each in lines_of(language) if each.level == level)
            print(f"{language:8} {level:9} recall {found.found}/{found.signs} = {found.recall:.3f}")
        alarms = score(lines_of(language))
        print(f"{language:8} false alarms {alarms.false_alarms}/{alarms.innocent} = {alarms.false_alarm_ratio:.3f}")
        for line in lines_of(language):
            if line.category == NONE and named(line.text):
                print(f"  false alarm: {line.text} {sorted(named(line.text))}")
            elif line.category != NONE and line.category not in named(line.text):
                print(f"  missed: {line.text} ({line.category}, {line.level})")


if __name__ == "__main__":
    main()
