"""What may not be said to an athlete, whoever wrote it: a rule's template, a model, a prompt.

`flags` say what is known of the athlete: `eating` (they spoke of an eating disorder, or stated one), `pain` (something
hurts or is injured), `minor` (under eighteen, or of unknown age where that counts). A finding is a code; a text with
one is not said, a template that has none stands behind it. Lists err towards refusing, and a "not" excuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from llm.core.lexicons import screen as banned

LENGTH_MAX = 280  # characters
EATING, PAIN, MINOR = "eating", "pain", "minor"

STREAK = re.compile(
    r"\bstreaks?\b|\b(?:dont|don't|do not) (?:break|lose) (?:it|the chain|your)\b|\bdays in a row\b|\bin"
    r" a row\b|\bunbroken\b"
    r"|连续\s*\d*\s*[天周次]|连胜|打卡|别断|不要断|中断",
    re.IGNORECASE,
)
OF_FLAG: Mapping[str, Mapping[str, re.Pattern[str]]] = {
    EATING: {
        "calories": re.compile(r"\b(?:k?cals?|calor\w+|kilojoules?|kj)\b|卡路里|大卡|千卡|热量|卡(?=[，。"
        r" ]|$)", re.IGNORECASE),
        "weight": re.compile(
            r"\bweight\b(?! room)|\bweigh(?:s|ed|ing|[- ]?in)?\b|\bscales?\b|\bbody ?fat\b|\bbmi\b"
            r"|\b(?:slim|lean|skinn|thin)\w*\b|\bfat(?:ter)?\b"
            r"|\bpounds? (?:off|lost|lighter)\b|\b(?:lose|lost|losing|drop|dropped|shed)"
            r" (?:\w+ ){0,3}(?:\d+ ?)?(?:kg|kilos?|lbs?|pounds?)\b"
            r"|体重|减重|体脂|减脂|减肥|瘦|胖|掉秤|上秤|称重|斤",
            re.IGNORECASE,
        ),
        "deficit": re.compile(
            r"\bdeficit\b|\bsurplus\b|\bdiet(?:s|ing)?\b|\bfast(?:ing|ed)\b|\bcheat (?:meal|day)\b"
            r"|\b(?:skip|earn|deserve)\w* (?:\w+ ){0,2}(?:meal|food|dinner|lunch|breakfast)s?\b"
            r"|缺口|赤字|节食|断食|轻断食|欺骗餐|少吃|不吃",
            re.IGNORECASE,
        ),
        "burn": re.compile(r"\bburn\w*\b|\bwork(?:ed|ing)? (?:it )?off\b|\bmelt\w*\b|\btorch\w*\b|燃烧"
        r"|燃脂|消耗|练掉|跑掉", re.IGNORECASE),
        "before_after": re.compile(
            r"\bbefore[- ](?:and|&|/)[- ]?after\b|\b(?:beach|summer|bikini|dream) body\b"
            r"|\btransformation\b|\bmirror\b|\bsix[- ]?pack\b"
            r"|前后对比|对比照|马甲线|好身材|镜子",
            re.IGNORECASE,
        ),
        "streak": STREAK,
    },
    PAIN: {
        "push_on": re.compile(
            r"\bpush (?:on|through|past|harder)\b|\bkeep (?:going|pushing|at it)\b|\bone more (?:rep"
            r"|set)\b|\bfinish the set\b|\btough it out\b|\bwork through\b"
            r"|\bpower through\b|\bharder\b|\badd (?:load|weight|a set)\b|坚持住|再来一[组个]|咬牙|撑过去"
            r"|挺过去|练下去|加重|加一组",
            re.IGNORECASE,
        ),
    },
    MINOR: {"streak": STREAK},
}  # fmt: skip


def lint(text: str, flags: Collection[str] = ()) -> tuple[str, ...]:
    """The codes of what a text may not say to this athlete, each once; () means that it may be said."""
    found = ["too_long"] if len(text) > LENGTH_MAX else []
    found += banned(text)
    for flag in sorted(set(flags) & OF_FLAG.keys()):
        found += [code for code, pattern in OF_FLAG[flag].items() if pattern.search(text)]
    return tuple(dict.fromkeys(found))
