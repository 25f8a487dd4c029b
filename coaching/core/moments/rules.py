"""What can make the coach speak unasked: the rules with their numbers, as data.

A rule that speaks of one event does so once (its occurrence key is named after the event); of two that are due the one
with the smaller `priority` speaks. Thresholds without a source are our own choice. A change of any number is a new
`version`, so that what was decided under the old ones can be told apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Until = Literal["hours", "day_end", "next_session"]
Outcome = Literal["session", "habit", "app_use"]

CHECK_IN = "check_in"
HABIT = "habit"
STALLED = "stalled"
MISSED_SESSION = "missed_session"
HIGH_RPE = "high_rpe"
POOR_SLEEP = "poor_sleep"
MILESTONE = "milestone"
PLAN_FINISHED = "plan_finished"
PAIN_FOLLOW_UP = "pain_follow_up"
DELOAD_DUE = "deload_due"
COMEBACK = "comeback"
UNREAD_SUGGESTION = "unread_suggestion"
WELCOME = "welcome"
STAY_QUIET = "stay_quiet"


@dataclass(frozen=True, slots=True)
class Expiry:
    """When nothing may be said any more. `hours` after the moment; `day_end`: the end of the athlete's civil day;
    `next_session`: the start of the next planned session's day, and `hours` at the latest."""

    until: Until
    hours: float = 24.0


@dataclass(frozen=True, slots=True)
class Rule:
    """`is_exempt`: said with certainty and left out of the estimates. `outcome`: what is looked at afterwards, sent or
    not, `outcome_h` hours long (a habit's ends with the local day, whatever stands here)."""

    id: str
    priority: int
    is_exempt: bool
    expires: Expiry
    outcome: Outcome
    outcome_h: float
    thresholds: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    version: int = 1


def _rules(*rules: Rule) -> Mapping[str, Rule]:
    return MappingProxyType({rule.id: rule for rule in rules})


def _numbers(**numbers: float) -> Mapping[str, float]:
    return MappingProxyType(numbers)


RULES: Mapping[str, Rule] = _rules(
    Rule(STAY_QUIET, 15, True, Expiry("hours", 48), "app_use", 2, _numbers(unanswered=7)),
    Rule(WELCOME, 16, True, Expiry("hours", 24), "app_use", 2, _numbers(within_h=24)),
    Rule(PLAN_FINISHED, 20, True, Expiry("hours", 48), "app_use", 2),
    # Below that a best is the scatter of single ratings, and a novice would hear of one every week.
    Rule(MILESTONE, 21, True, Expiry("hours", 48), "session", 24, _numbers(rise_ratio=0.05, lift_sessions=4)),
    Rule(MISSED_SESSION, 30, False, Expiry("hours", 6), "session", 24, _numbers(grace_min=60)),
    Rule(PAIN_FOLLOW_UP, 35, False, Expiry("hours", 24), "app_use", 2, _numbers(after_h=20, severity=3)),
    Rule(HIGH_RPE, 40, False, Expiry("next_session", 24), "session", 24, _numbers(rpe=9.0, sessions=3, within_d=14)),
    Rule(POOR_SLEEP, 41, False, Expiry("day_end"), "app_use", 2, _numbers(sleep_h=6.0, short=2, nights=3)),
    Rule(DELOAD_DUE, 44, False, Expiry("hours", 48), "session", 24, _numbers(rested_d=10, within_d=21), version=2),
    Rule(COMEBACK, 46, False, Expiry("hours", 48), "session", 24, _numbers(days=10)),
    Rule(HABIT, 50, False, Expiry("day_end"), "habit", 24),
    Rule(UNREAD_SUGGESTION, 55, False, Expiry("hours", 24), "app_use", 2, _numbers(after_h=20)),
    Rule(
        STALLED,
        60,
        False,
        Expiry("hours", 48),
        "session",
        24,
        _numbers(days=21, sessions=4, rise_ratio=0.015, apart_d=14, away_d=14),
        version=2,
    ),
    Rule(CHECK_IN, 70, False, Expiry("hours", 4), "app_use", 2),
)
