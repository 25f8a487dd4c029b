"""The words in which people say when they can train, English and Simplified Chinese; read in `training_times`."""

from __future__ import annotations

import re
from datetime import time

WEEK = range(7)
ENGLISH_DAYS = (
    "mondays?|mon", "tuesdays?|tues?", "wednesdays?|weds?", "thursdays?|thurs?|thu", "fridays?|fri", "saturdays?|sat",
    "sundays?|sun",
)  # fmt: skip
HAN_DAYS = "一二三四五六日"
HAN_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
GROUPS = {
    r"\bevery\s*day|\bdaily|\bany\s*day|每天|天天|任何一天": tuple(WEEK),
    r"\b(?:week|work|working)\s*days?\b|工作日|平时": (0, 1, 2, 3, 4),
    r"\bweekends?\b|周末": (5, 6),
}
MORNING, NOON, AFTERNOON, EVENING = "morning", "noon", "afternoon", "evening"
PARTS = {
    r"\bmornings?\b|早上|早晨|上午|清晨|凌晨|一早": MORNING,
    r"\b(?:noon|lunch\s*time|lunch)\b|中午|午休": NOON,
    r"\bafternoons?\b|下午": AFTERNOON,
    r"\b(?:evenings?|nights?|tonight)\b|晚上|傍晚|夜里|晚(?=\d|[一二两三四五六七八九十]|间)": EVENING,
}
# A part of the day by itself, as the time that is meant (own choice).
HOURS = {
    MORNING: (time(6), time(12)),
    NOON: (time(11), time(14)),
    AFTERNOON: (time(12), time(18)),
    EVENING: (time(17), time(22)),
}
HAN_NUMBER = "[零〇一二两三四五六七八九十]{1,3}"
EN, HAN = "|".join(ENGLISH_DAYS), f"[{HAN_DAYS}天]"
WEEK_WORD = "(?:周|星期|礼拜)"
HOUR = r"[01]?\d|2[0-3]"
HALF_DAY = r"[ap]\.?m\b\.?"
# One after the other; the first that fits at a place counts.
KINDS = (
    rf"(?P<range>\b(?P<r1>{EN})\s*(?:-|–|to|through|till)\s*(?P<r2>{EN})\b"
    rf"|{WEEK_WORD}(?P<h1>{HAN})(?:到|至|-|~){WEEK_WORD}?(?P<h2>{HAN}))",
    rf"(?P<han>{WEEK_WORD}[{HAN_DAYS}天1-7](?:[、,和与及]?{HAN}(?!点|个))*)",
    rf"(?P<day>\b(?:{EN})\b)",
    rf"(?P<group>{'|'.join(GROUPS)})",
    rf"(?P<clock>(?<![\d.])(?P<hour>{HOUR})\s*"
    rf"(?::(?P<minute>[0-5]\d)|(?=\s*(?:{HALF_DAY}|o'?clock|h\b))|(?:点|时)(?:(?P<half>半)|(?P<past>[0-5]?\d)分?)?)"
    rf"\s*(?P<half_day>{HALF_DAY})?)",
    rf"(?P<han_clock>(?P<han_hour>{HAN_NUMBER})(?:点|时)(?:(?P<han_half>半)|(?P<han_past>{HAN_NUMBER})分?)?)",
    rf"(?P<plain>\b(?P<how>at|before|by|until|till|after|from|around|about)\s+(?P<plain_hour>{HOUR})\b"
    rf"(?!\s*(?::|{HALF_DAY}|o'?clock|min|sets?|reps|kg|days?|weeks?|times)))",
    rf"(?P<part>{'|'.join(PARTS)})",
    r"(?P<no>\b(?:not|no|never|except|(?<=day )but|without|cannot|can't|cant)\b|除了|不行|不能|不可以|没空|没时间|除)",
    r"(?P<until>\b(?:before|until|till|by)\b|之前|以前|前)",
    r"(?P<since>\b(?:after|from|since)\b|之后|以后|后|开始)",
    r"(?P<else>\b(?:work(?!\s+(?:for|best|well|fine|out)\b)|school|dinner|breakfast|kids|sometimes|maybe|usually|most|every\s+other|alternate|\d+)\b"
    r"|下班|放学|饭后|隔天|有时|偶尔|大概|一般|通常)",
)
TOKENS = re.compile("|".join(KINDS), re.IGNORECASE)
ALWAYS = tuple(WEEK)
BREATH = 8  # places that a "no" reaches at most: a week, and what stands between
