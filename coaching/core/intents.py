"""What an athlete wants when they write to their coach: rules, no guessing.

What is about health comes first, and there a false alarm is better than a missed one. For the rest a phrase of the
book has to be there; whatever nobody wrote down is `unknown`, and the answer says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from coaching.core.phrasebook import BOOK
from coaching.core.phrases import Utterance, says
from coaching.core.red_flags import CRISIS, EMERGENCY, Lines
from coaching.core.topics import asks_for_lift, topic_of


class Intent(StrEnum):
    EMERGENCY = "emergency"  # may need help within minutes
    CRISIS = "crisis"  # thinks of harming themselves
    PAIN = "pain"
    ILL = "ill"
    SETTINGS = "settings"
    TIMES = "times"  # when they can train
    SKIP = "skip"
    SWAP = "swap"
    WHY = "why"
    PROGRESS = "progress"
    TODAY = "today"
    NEXT = "next"
    WEEK = "week"
    LIFT = "lift"  # what is asked of one exercise
    TOPIC = "topic"  # a question that always has the same answer
    HELP = "help"
    THANKS = "thanks"
    HELLO = "hello"
    UNKNOWN = "unknown"


AFTER_HEALTH = "settings"  # what is no matter of health is read from here on
# Answered about the training alone; what is about the person goes first, in this order.
URGENT: tuple[tuple[Intent, Lines], ...] = ((Intent.CRISIS, CRISIS), (Intent.EMERGENCY, EMERGENCY))
SMALL_TALK = frozenset({Intent.UNKNOWN, Intent.THANKS, Intent.HELLO})
# What is about the athlete's health has fixed words, whoever could word it better.
OF_HEALTH = frozenset({Intent.EMERGENCY, Intent.CRISIS, Intent.PAIN, Intent.ILL})
TONES = {
    "gentle": ("gentle|gentler|nicer|kinder|softer|friendlier", "温柔|温和|和气|客气"),
    "direct": ("direct|blunt|stricter|strict|straight|shorter", "直接|直白|严格|干脆"),
    "playful": ("playful|funny|funnier|fun|jokes", "活泼|幽默|风趣|搞笑|有趣"),
}
SEVERITY = re.compile(r"(?<!\d)(10|\d)\s*(?:/|out of|of|分之)\s*10(?!\d)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was wanted; of pain, how strong it was said to be (0-10); of a topic, which."""

    intent: Intent
    severity: int | None = None
    topic: str = ""


def read(text: str) -> Reading:
    """The intent of a message in English or Simplified Chinese; case, punctuation and a wrong letter do not matter."""
    utterance = Utterance.of(text)
    for intent, (english, chinese) in URGENT:
        if says(utterance, english, chinese):
            return Reading(intent)
    for name, (english, chinese) in BOOK.items():
        if name == AFTER_HEALTH and (told := _told(utterance)):
            return told
        if says(utterance, english, chinese):
            intent = Intent(name)
            return Reading(intent, severity_of(text) if intent is Intent.PAIN else None)
    return Reading(Intent.UNKNOWN)


def _told(utterance: Utterance) -> Reading | None:
    """A topic or a lift that was asked about."""
    if topic := topic_of(utterance):
        return Reading(Intent.TOPIC, topic=topic)
    return Reading(Intent.LIFT) if asks_for_lift(utterance) else None


def severity_of(text: str) -> int | None:
    """`6/10`, `6 out of 10`: what somebody gave their pain; None where they gave nothing."""
    found = SEVERITY.search(text)
    return int(found[1]) if found else None


def tone_wanted(text: str) -> str:
    """The tone that somebody asks for, where it is one only; "" otherwise."""
    utterance = Utterance.of(text)
    found = [tone for tone, (english, chinese) in TONES.items() if says(utterance, (english,), (chinese,))]
    return found[0] if len(found) == 1 else ""
