"""What only numbers tell: pain that is strong or has lasted, and an age under eighteen. Over folded texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

STRONG = 6  # of 10: more than that is strong
LASTING_DAYS = 7  # longer than that is lasting
ADULT = 18
YOUNGEST_SAID = 5  # below that a number after "I'm" is no age

# --- Pain -------------------------------------------------------------------------------------------------------------
PAIN = re.compile(
    r"\b(?:pains?|painful|hurts?|hurting|aches?|ached|aching|splints|sciatica|tend[io]n\w*itis|tendinopathy|fasciitis"
    r"|tennis elbow|golfers elbow|niggl\w*|throbbing)\b|疼|痛|网球肘|筋膜炎|腱鞘炎|肌腱炎|滑囊炎"
    r"|\bsore (?:knee|shoulder|back|elbow|hip|neck)|\b(?:knee|shoulder|back|elbow|hip|neck|achilles|heel|wrist|ankle)s?"
    r" (?:is |are |has been |have been |been )?sore"
)
NO_PAIN = re.compile(
    r"\b(?:no|not|without|never|hasnt|havent|doesnt|didnt|isnt|zero|less) (?:\w+ ){0,2}(?:pains?|hurt\w*|ach\w+)"
    r"|\b(?:pain ?free|used to|fine now|gone now|stopped hurting|healed)\b|(?:不|没|没有|没再|不再|无"
    r"|不怎么)(?:疼|痛)|没[^，。]{0,4}疼了|以前|酸痛(?![^，。]{0,3}[月年])|痛快|痛感|现在好了"
)
SEVERITY = re.compile(
    r"(?<![a-z\d.])(10|\d|seven|eight|nine|ten)(?:[.,]5)?\s*(?:/|out of|of|on a scale of|分之)\s*(?:10(?!\d)|ten\b)"
)
POINTS = re.compile(
    r"(?<![\d.])(10|[0-9]|[一二两三四五六七八九十])(?:[一二三四五六七八九])?\s*分(?!钟|之|腿|化|享|手|开|体)"
)
ON_A_SCALE = re.compile(
    r"scale (?:of|from) (?:1|0|one|zero) ?(?:to|-) ?(?:10|ten)\b[^.]{0,40}?\b(?P<told>10|[7-9]|seven|eight|nine|ten)\b"
    r"|满分十分[^，。]{0,8}?(?P<han>10|[7-9七八九十])分"
)
SOLID = re.compile(
    r"\b(?:pain|hurts) (?:level|score|scale)? ?(?:is|was|at|of|around|about|like|:)* ?(?:a |an |about |around |like"
    r" |at )*(?:solid |good |strong )?(10|[0-9]|seven|eight|nine|ten)\b"
    r"(?!\s*(?:kg|kgs|km|min\w*|reps?|sets?|days?|weeks?|months?|years?|hours?|%|:|\.\d))"
)
OTHER_SCALE = re.compile(
    r"(?:rpe|effort|intensity|energy|mood|sleep|stress|motivation|fun|steep|dynamic|动力|精力|压力|睡眠"
    r"|强度|心情|坡度|给|满分)\W*(?:\w+\W+){0,2}$"
)
PART = re.compile(
    r"\b(?:knee|hip|shoulder|elbow|wrist|ankle|heel|back|neck|achilles|shin|groin|foot)s?\b|膝盖|肩膀|手肘|脚踝|跟腱"
)
GOOD = re.compile(
    r"\b(?:day|session|workout|pump|good|great|fun|effort|felt|feels?|fine|strong|press\w*|squat\w*|rpe|mood"
    r"|happy|better)\b"
    r"|训练|感觉|发力|满意|喜欢|恢复|好多了"
)
NEAR = 48  # characters between a number and the pain that it is about

# --- Food -------------------------------------------------------------------------------------------------------------
LITTLE_KCAL = 1000  # a day; less than that is no diet
INTAKE = re.compile(r"(?<!\d)([1-9]\d\d)\s*(?:k?cals?|calories|大卡|千卡|卡)(?![\w]*(?: less| under| deficit))")
EATEN = re.compile(
    r"\b(?:eat|eating|eaten|allow|survive|live|living|only|intake|diet|stick|coffee)\b|吃|摄入|咖啡|一天就"
)
SPENT = re.compile(
    r"\b(?:burn\w*|deficit|surplus|machine|watch|meal|snack|shake|per)\b|消耗|缺口|燃|烧"
    r"|手表|加餐|一餐"
)


def has_little_food(text: str) -> bool:
    """Whether somebody speaks of eating fewer than LITTLE_KCAL a day."""
    return bool(INTAKE.search(text) and EATEN.search(text)) and not SPENT.search(text)


# --- How long ---------------------------------------------------------------------------------------------------------
COUNT_WORDS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
WORDS = (*COUNT_WORDS.split(), "seventeen")
COUNTED = {word: number for number, word in enumerate(WORDS)} | {
    "a": 1, "an": 1, "couple": 2, "few": 3, "several": 3, "many": 5, "past": 1, "last": 1,
}  # fmt: skip
DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365}
SPAN = re.compile(
    r"\b(?P<over>over|more than|longer than)?\s?(?P<count>\d{1,3}|" + "|".join(COUNTED) + r")?\s?(?:of )?(?:the )?"
    r"(?P<unit>day|week|fortnight|month|year)(?P<many>s?)\b(?! ago (?:it|but)| plan| of the plan)"
)
SINCE = re.compile(
    r"\bsince (?:last )?(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|month|year|summer|winter|spring|autumn|fall|christmas|xmas|easter|i was|childhood|school)\b|\bfor"
    r" (?:ages|ever|weeks|months|years)\b"
)
HAN_DIGITS = {"半": 0.5, "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
              "十": 10, "几": 3, "好几": 3, "十几": 12, "好多": 5}  # fmt: skip
HAN_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30, "年": 365}
HAN_LEVEL = re.compile(
    r"(?:疼痛|痛)(?:的)?(?:等级|程度|指数|级别|评分)(?:是|有|大概|大约|到|：|:)?\s?(10|\d|[七八九十])"
)
HAN_SINCE = re.compile(r"从[^，。]{0,6}(?:月|月份|年|春天|夏天|秋天|冬天|小)[^，。]{0,3}(?:疼|痛)")
HAN_SPAN = re.compile(
    r"(?P<over>超过|不止)?(?P<count>\d{1,3}|好几|好多|十几|十[一二三四五六七八九]?|半"
    r"|[一两二三四五六七八九几])个?(?P<more>多)?个?(?P<half>半)?的?"
    r"(?P<unit>天|周|星期|礼拜|月|年)(?P<after>多)?(?!前|后)"
)


def has_strong_pain(text: str) -> bool:
    """Whether pain is given more than STRONG of 10."""
    return any(
        _level(found) > STRONG and (_is_near(text, found) or _is_of_part(text, found)) for found in _levels(text)
    )


def _levels(text: str) -> Iterator[re.Match[str]]:
    for pattern in (SEVERITY, POINTS, SOLID, ON_A_SCALE, HAN_LEVEL):
        for found in pattern.finditer(text):
            if not OTHER_SCALE.search(text[max(0, found.start() - 24) : found.start()]):
                yield found


def _level(found: re.Match[str]) -> float:
    told = found[found.lastindex or 1]
    return float(told) if told.isdecimal() else HAN_DIGITS.get(told) or float(COUNTED[told])


def has_lasting_pain(text: str) -> bool:
    """Whether pain is said to have lasted longer than LASTING_DAYS."""
    return any(_is_near(text, found) and days > LASTING_DAYS for found, days in _spans(text))


def _spans(text: str) -> Iterator[tuple[re.Match[str], float]]:
    for pattern in (SINCE, HAN_SINCE):
        for found in pattern.finditer(text):
            yield found, 2 * LASTING_DAYS
    for found in SPAN.finditer(text):
        yield found, _days(found)
    for found in HAN_SPAN.finditer(text):
        yield found, _days_in_han(found)


def _days(found: re.Match[str]) -> float:
    count, unit = found["count"], DAYS[found["unit"]]
    if count is None:
        return 0  # `every week`, `next month`: no span; bare `for weeks` stands in SINCE
    number = int(count) if count.isdecimal() else COUNTED[count]
    if not found["many"] and number > 1:
        return 0
    return number * unit + (1 if found["over"] else 0)


def _days_in_han(found: re.Match[str]) -> float:
    count = found["count"]
    number = float(count) if count.isdecimal() else _han_number(count)
    more = bool(found["over"] or found["more"] or found["after"] or found["half"])
    return number * HAN_DAYS[found["unit"]] + (1 if more else 0)


def _han_number(count: str) -> float:
    if count in HAN_DIGITS:
        return HAN_DIGITS[count]
    return 10 + HAN_DIGITS[count[1]]


def _is_near(text: str, found: re.Match[str]) -> bool:
    around = text[max(0, found.start() - NEAR) : found.end() + NEAR]
    return bool(PAIN.search(around)) and not NO_PAIN.search(around)


def _is_of_part(text: str, found: re.Match[str]) -> bool:
    """Whether a number of ten speaks of a part of the body: `my hip is a 7 out of 10`."""
    around = text[max(0, found.start() - NEAR // 2) : found.end() + NEAR // 2]
    return bool(PART.search(around)) and not (NO_PAIN.search(around) or GOOD.search(around))


# --- Age --------------------------------------------------------------------------------------------------------------
UNITS = (
    r"kgs?|kilos?|lbs?|pounds?|reps?|sets?|sessions?|weeks?|days?|months?|min\w*|hours?|hrs?|km|miles?"
    r"|sec\w*|percent|rounds?|"
    r"exercises?|workouts?|beats?|points?|calories|kcal|cm|steps?|times|away|late|out|of|in|into|more"
    r"|left|x|st|nd|rd|th"
)
NUMBER = r"(?P<age>\d{1,2}|" + "|".join(WORDS) + r")"
AGE = re.compile(
    r"\b(?:im|i am|ill be|going to be|ive just turned|just turned|i turned|turned|i just turned|girl of|i turn|turning"
    r"|boy of|(?:my )?age(?: is|:)?|aged)"
    r"(?: (?:only|just|a|still|already|like|about|nearly|almost|turning))*\s?"
    + NUMBER
    + rf"\b(?!\s*(?:{UNITS})\b)(?!\s*[/:%.]\s*\d)(?!\s*%)"
)
HAN_NUMBER = r"(?P<age>\d{1,2}|十[一二三四五六七八九]?|[五六七八九])"
HAN_AGE = re.compile(
    rf"(?<![从\d二三四五六七八九十子女儿娃妹弟孙生个]){HAN_NUMBER}(?:周?岁)(?!开始|的时候|以前)"
    rf"|年龄[：: ]{{0,2}}(?P<stated>\d{{1,2}})(?!\d)|(?<!\d)(?P<of_sex>1[0-7])[男女](?!队|生队|子)|(?<!已"
    rf"|早)满(?P<turned>1[0-7])(?=[，,。 岁]|$)"
    rf"|(?:我|今年|才|刚满|现在|本人)(?:刚|才|刚满|只有)?(?P<bare>1\d|十[一二三四五六七])(?=[，,。 ]|可以|能|$)"
)
OLD = re.compile(
    rf"(?<!my )\b{NUMBER}[\s-]?(?:yo|y/o|y o|years? old|yrs? old|year-old)\b(?! (?:shoes|injury|bike|dog|cat|car|bar))"
)

SHORT = re.compile(
    r"(?:^|\b(?:im|i am|hi|hey) )(?P<age>1[0-7])\s?[mf]\b|\b(1[0-7])\s?[mf] here\b|\b(1[0-7]) ?yrs?\b(?!"
    r" ?(?:ago|of|in|training|lifting|experience|now))"
)


def is_young(text: str) -> bool:
    """Whether somebody says that they are younger than ADULT."""
    found = (each for pattern in (AGE, OLD, SHORT, HAN_AGE) for each in pattern.finditer(text))
    told = (next(filter(None, each.groups()), "") for each in found)
    return any(YOUNGEST_SAID <= _age(each) < ADULT for each in told)


def _age(told: str) -> int:
    if told.isdecimal():
        return int(told)
    return WORDS.index(told) if told in WORDS else int(_han_number(told))
