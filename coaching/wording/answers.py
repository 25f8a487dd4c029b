"""Answers in words, in the language of the moment. Every number in them stands in the facts; none is computed here."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from coaching.core.facts import (
    AskedFacts,
    CareFacts,
    DayFacts,
    Facts,
    ProgressFacts,
    SettingsFacts,
    SwapFacts,
    TimesFacts,
    TopicFacts,
    WeekFacts,
    WhyFacts,
)
from coaching.core.intents import Intent
from coaching.wording import care, changes, days, progress, small_talk, swaps, topics, wishes
from coaching.wording.blocks import Block, plain
from coaching.wording.voice import GENTLE, words


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom it is worded: `units` metric | imperial; `tone` gentle | direct | playful. The language is the active
    one."""

    units: str
    tone: str = GENTLE


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer: its parts, and the same as plain text."""

    blocks: list[Block]

    @property
    def text(self) -> str:
        return plain(self.blocks)


def worded(intent: Intent, facts: Facts, reader: Reader) -> Draft:
    blocks = _blocks(intent, facts, reader)
    return Draft(_opened(words(intent, reader.tone), blocks) if is_full(facts) else blocks)


def _opened(opener: str, blocks: list[Block]) -> list[Block]:
    """The answer with a small word before it, in the athlete's tone."""
    first, *rest = blocks
    if first["type"] != "text":
        return blocks
    return [{**first, "text": _("%(opener)s %(answer)s") % {"opener": opener, "answer": first["text"]}}, *rest]


def is_full(facts: Facts) -> bool:
    """Whether the answer has something to tell: bad news and "there is nothing" get no flourish."""
    match facts:
        case DayFacts():
            return not facts.is_ill and (facts.session or facts.next) is not None
        case WeekFacts():
            return bool(facts.sessions)
        case WhyFacts():
            return facts.plan_id is not None
        case SwapFacts():
            return facts.session is not None
        case ProgressFacts():
            return facts.lift is not None
        case TimesFacts():
            return facts.times.is_certain
        case SettingsFacts():
            return True
        case _:
            return False


def _blocks(intent: Intent, facts: Facts, reader: Reader) -> list[Block]:
    units, tone = reader.units, reader.tone
    match facts:
        case DayFacts():
            return _of_day(intent, facts, units)
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
        case TimesFacts():
            return wishes.times(facts, tone)
        case SettingsFacts():
            return wishes.settings(facts, tone)
        case AskedFacts() | TopicFacts():
            return topics.answer(facts, units)
        case _:
            return small_talk.answer(intent, facts, tone)


def _of_day(intent: Intent, facts: DayFacts, units: str) -> list[Block]:
    if intent is Intent.SKIP:
        return days.skip(facts)
    return days.following(facts, units) if intent is Intent.NEXT else days.today(facts, units)
