"""Answers in words, in the language of the moment. Every number in them stands in the facts; none is computed here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from coaching.core.facts import CareFacts, DayFacts, Facts, ProgressFacts, SwapFacts, WeekFacts, WhyFacts
from coaching.core.intents import Intent
from coaching.wording import care, changes, days, progress, small_talk, swaps
from coaching.wording.blocks import Block, plain


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom it is worded: `units` metric | imperial. The language is the active one."""

    units: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer: its parts, and the same as plain text."""

    blocks: list[Block]

    @property
    def text(self) -> str:
        return plain(self.blocks)


def worded(intent: Intent, facts: Facts, reader: Reader) -> Draft:
    return Draft(_blocks(intent, facts, reader.units))


def _blocks(intent: Intent, facts: Facts, units: str) -> list[dict[str, Any]]:
    match facts:
        case DayFacts() if intent is Intent.SKIP:
            return days.skip(facts)
        case DayFacts() if intent is Intent.NEXT:
            return days.following(facts, units)
        case DayFacts():
            return days.today(facts, units)
        case WeekFacts():
            return days.week(facts)
        case WhyFacts():
            return changes.why(facts, units)
        case SwapFacts():
            return swaps.swap(facts, units)
        case ProgressFacts():
            return progress.progress(facts, units)
        case CareFacts():
            return care.care(intent, facts)
        case _:
            return small_talk.answer(intent, facts.has_plan)
