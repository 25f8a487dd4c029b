"""The wordings of a topic, and which of them is said next. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from coaching.core.moments.rules import (
    CHECK_IN,
    COMEBACK,
    DELOAD_DUE,
    HABIT,
    HIGH_RPE,
    MILESTONE,
    MISSED_SESSION,
    PAIN_FOLLOW_UP,
    PLAN_FINISHED,
    POOR_SLEEP,
    STALLED,
    STAY_QUIET,
    UNREAD_SUGGESTION,
    WELCOME,
)

STYLES = ("neutral", "autonomy", "intention")
TONES = ("gentle", "direct", "playful")
# topic → what may stand in its words; a topic is a rule, or a rule and the kind of its facts
SLOTS: Mapping[str, frozenset[str]] = {
    CHECK_IN: frozenset({"day"}),
    HABIT: frozenset({"habit", "time"}),
    STALLED: frozenset({"exercise", "days", "sessions"}),
    MISSED_SESSION: frozenset({"title", "day", "minutes"}),
    HIGH_RPE: frozenset({"count", "rpe"}),
    POOR_SLEEP: frozenset({"nights", "hours"}),
    f"{MILESTONE}_best": frozenset({"exercise", "load"}),
    f"{MILESTONE}_sessions": frozenset({"count"}),
    PLAN_FINISHED: frozenset({"done", "sessions"}),
    PAIN_FOLLOW_UP: frozenset({"region", "day"}),
    f"{DELOAD_DUE}_offered": frozenset(),
    f"{DELOAD_DUE}_planned": frozenset({"day"}),
    COMEBACK: frozenset({"days", "title", "day"}),
    UNREAD_SUGGESTION: frozenset(),
    WELCOME: frozenset(),
    STAY_QUIET: frozenset({"count"}),
}


def topic_of(rule: str, facts: Mapping[str, Any]) -> str:
    """Which file of wordings these facts call for."""
    kind = facts.get("kind")
    return f"{rule}_{kind}" if kind else rule


def rule_of(topic: str) -> str:
    return next((rule for rule in (MILESTONE, DELOAD_DUE) if topic.startswith(f"{rule}_")), topic)


@dataclass(frozen=True, slots=True)
class Wordings:
    """`leads`: reason and observation, one text for each tone; `choices`: by style, the choice and the easy way out.

    Any lead goes with any choice, so that the style can be drawn without repeating a lead.
    """

    topic: str
    locale: str
    leads: tuple[Mapping[str, str], ...]
    choices: Mapping[str, tuple[str, ...]]

    def text(self, number: int, tone: str, style: str) -> str:
        """Lead `number` (from 1) with a choice of this style, slots still open."""
        choices = self.choices[style]
        space = "" if self.locale.startswith("zh") else " "
        return space.join((self.leads[number - 1][tone], choices[(number - 1) % len(choices)]))


def template_name(topic: str, tone: str, number: int, style: str) -> str:
    return f"{topic}.{tone}.{number}.{style}"


def pick(wordings: Wordings, tone: str, used: Sequence[str], seed: UUID) -> int:
    """The number of the lead to say: one that was not said lately, drawn from `seed`; where all were, the one that was
    said longest ago. `used`: names of templates, newest first."""
    recent = [number for name in used if (number := _number(name, wordings.topic, tone))]
    free = [number for number in range(1, len(wordings.leads) + 1) if number not in recent]
    if free:
        return free[_hash(seed) % len(free)]
    return max(range(1, len(wordings.leads) + 1), key=recent.index)


def _number(name: str, topic: str, tone: str) -> int | None:
    parts = name.split(".")
    return int(parts[2]) if len(parts) == 4 and parts[:2] == [topic, tone] and parts[2].isdigit() else None


def _hash(seed: UUID) -> int:
    return int.from_bytes(sha256(seed.bytes).digest()[:8])
