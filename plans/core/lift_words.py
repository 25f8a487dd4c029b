"""Lifts as people call them in passing: "squats", "bench", 硬拉. A model that says such a word names an exercise, and
it has to be one of those that it was told of."""

from __future__ import annotations

import re
from collections.abc import Mapping

LIFTS: Mapping[str, str] = {
    "squat": r"\bsquat(?:s|ted|ting)?\b|蹲",
    "deadlift": r"\bdead[\s-]?lift\w*|\brdls?\b|硬拉",
    "bench": r"\bbench(?:es|ed|ing)?\b|\bchest[\s-]press\w*|卧推",
    "overhead_press": r"\b(?:overhead|shoulder|military|arnold)[\s-]press\w*|推举|肩推",
    "pull_up": r"\b(?:pull|chin)[\s-]?ups?\b|引体",
    "push_up": r"\b(?:push|press)[\s-]?ups?\b|俯卧撑",
    "row": r"\brows\b|\browing\b|\b(?:barbell|dumbbell|cable|seated|over|machine|inverted|t[\s-]bar)[\s-]row\b|划船",
    "lunge": r"\blunges?\b|\bsplit[\s-]squats?\b|弓步|箭步|分腿",
    "curl": r"\bcurls?\b|弯举",
    "plank": r"\bplanks?\b|平板支撑",
    "dip": r"\bdips\b|臂屈伸|双杠",
    "thrust": r"\bhip[\s-]thrusts?\b|\bglute[\s-]bridges?\b|臀推|臀桥",
    "leg_press": r"\bleg[\s-]press\w*|腿举|倒蹬",
    "pulldown": r"\bpull[\s-]?downs?\b|下拉",
    "swing": r"\bkettlebell[\s-]swings?\b|壶铃摆",
    "olympic": r"\bsnatch(?:es)?\b|\b(?:power|hang)[\s-]cleans?\b|\bclean\s+and\s+jerk|抓举|挺举|高翻",
    "burpee": r"\bburpees?\b|波比",
}
PATTERNS = {name: re.compile(words, re.IGNORECASE) for name, words in LIFTS.items()}


def lifts_in(text: str) -> frozenset[str]:
    """The lifts that a text names by a short or a full name."""
    return frozenset(name for name, pattern in PATTERNS.items() if pattern.search(text))
