"""What a text says that somebody has done or will do. A model does nothing: whatever it claims to have booked, moved or
saved did not happen, unless the facts say so in the same word."""

from __future__ import annotations

import re

VERBS = (
    "book", "reserve", "schedule", "reschedule", "change", "move", "save", "update",
    "cancel", "skip", "swap", "replace", "add", "remove", "delete", "log",
    "adjust", "send", "notify", "order", "arrange", "set", "remind", "tell",
)  # fmt: skip
IRREGULAR = {
    "send": "sent",
    "set": "set",
    "tell": "told",
    "cancel": "cancell?ed",
    "skip": "skipped",
    "swap": "swapped",
    "log": "logged",
}


def _past(verb: str) -> str:
    return IRREGULAR.get(verb) or f"{verb.removesuffix('e')}ed"


DONE = "|".join(_past(verb) for verb in VERBS)
BETWEEN = r"(?:\s+(?:just|already|also|now|then|gone\s+ahead\s+and))*"
ENGLISH = re.compile(
    rf"\b(?:I|we|Spotter)(?:['’]ve|\s+have|\s+has|\s+had)?{BETWEEN}\s+(?P<done>{DONE})\b"
    rf"|\b(?:I|we|Spotter)(?:['’]ll|\s+will|['’]m\s+going\s+to|\s+am\s+going\s+to){BETWEEN}\s+(?P<to_do>{'|'.join(VERBS)})\b"
    rf"|\b(?:has|have)\s+been{BETWEEN}\s+(?P<was>{DONE})\b",
    re.IGNORECASE,
)
CHINESE = re.compile(
    r"(?:我|已经?|系统)(?:[^，。！？；]{0,14}?)"
    r"(?P<done>预[约订]|改[好成到为]|[移挪调]到|保存|取消|跳过|替换|换[成掉好]|添加|加[上好]|删[除掉]|发[送给]|通知|安排好|调整好|设[好置])"
)


def claims(text: str) -> frozenset[str]:
    """The verbs of what a text claims to be done, as they stand in it."""
    found = (*ENGLISH.finditer(text), *CHINESE.finditer(text))
    return frozenset(next(filter(None, each.groups())).casefold() for each in found)
