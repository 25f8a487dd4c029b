"""The words by which `remembering` knows a fact. Over folded texts: lower case, no apostrophes."""

from __future__ import annotations

import re
from collections.abc import Mapping


def _table(rows: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in rows.items()}


ASKS = re.compile(
    r"^(?:how|what|why|when|where|which|who|should|could|can|is|are|do|does|did|will|would)\b|^(?:怎么"
    r"|为什么|什么|能不能|要不要|可以)|[吗呢么]$"
)

# The more telling of two words stands first: the lower back before the back.
REGIONS = _table({
    "lower_back": r"\blower back\b|\blumbar\b|下背|腰",
    "upper_back": r"\bupper back\b|上背|背部|后背",
    "knee": r"\bknees?\b|膝",
    "shoulder": r"\bshoulders?\b|肩",
    "elbow": r"\belbows?\b|肘",
    "wrist": r"\bwrists?\b|手腕",
    "neck": r"\bneck\b|脖子|颈",
    "groin": r"\bgroin\b|\badductors?\b|腹股沟",
    "hip": r"\bhips?\b|髋|胯",
    "ankle": r"\bankles?\b|\bachilles\b|脚踝|踝|跟腱",
    "foot": r"\b(?:foot|feet|heels?|toes?)\b|脚跟|足底|脚趾|脚掌",
    "abdomen": r"\babs\b|\babdomen\b|腹肌",
})  # fmt: skip
SIDES = _table({"left": r"\bleft\b|左", "right": r"\bright\b|右", "both": r"\bboth\b|两边|双"})
LIFTS = _table({
    "burpee": r"\bburpees?\b|波比",
    "lunge": r"\blunges?\b|弓步|箭步",
    "squat": r"\bsquats?\b|\bsquatting\b|深蹲|蹲",
    "deadlift": r"\bdeadlifts?\b|\bdeadlifting\b|硬拉",
    "overhead press": r"\b(?:overhead|shoulder|military) press\b|\bohp\b|推举",
    "leg press": r"\bleg press\b|腿举",
    "bench press": r"\bbench(?:ing)?\b|\bbench press\b|卧推",
    "pull-up": r"\b(?:pull|chin)[- ]?ups?\b|引体",
    "row": r"\brows?\b|\browing\b|划船",
    "curl": r"\bcurls?\b|弯举",
    "dip": r"\bdips\b|双杠臂屈伸",
    "plank": r"\bplanks?\b|平板支撑",
    "push-up": r"\bpush[- ]?ups?\b|俯卧撑",
    "running": r"\brun(?:s|ning)?\b|\bjogging\b|跑步|跑",
    "cycling": r"\bcycling\b|\bbik(?:e|ing)\b|骑车|单车",
    "swimming": r"\bswim(?:ming)?\b|游泳",
    "leg day": r"\bleg day\b|\blegs\b|练腿|腿日",
    "cardio": r"\bcardio\b|有氧",
    "machines": r"\bmachines\b|器械",
    "free weights": r"\bfree weights\b|自由重量",
    "overhead": r"\boverhead\b|过头",
})  # fmt: skip
UNWELL = re.compile(
    r"\b(?:bothers?|bothering|tweaky|clicky|sensitive|acting up|sore|stiff|weak|bad|dodgy|injured"
    r"|injury)\b|不舒服|不太好|有伤|旧伤|难受"
)
FINE = re.compile(
    r"\b(?:fine|ok|okay|better|healed|good|great|normal) (?:again|now)\b|\bno longer\b|\bpain ?free\b"
    r"|\bhas healed\b|\ball good\b|(?:好了|没事了|恢复了|不疼了|不痛了)"
)

ILL = re.compile(
    r"\b(?:was|were|am|im|been|got|getting|fell|feel|feeling|is) (?:\w+ )?(?:ill|sick|unwell|feverish)\b(?! of)"
    r"|\b(?:had|have|got|caught|with) (?:\w+ )?(?:flu|influenza|cold|covid|corona|fever|virus|stomach bug"
    r"|bronchitis|infection)\b"
    r"|生病|病了|感冒|发烧|流感|新冠|阳了|肠胃炎"
)
NOT_ILL = re.compile(
    r"\b(?:not|never|dont|wasnt|havent|no) (?:\w+ ){0,2}(?:ill|sick|fever|cold|flu)\b|\bcold (?:water"
    r"|plunge|shower)\b|没生病|没感冒|没发烧|不是感冒"
)
LAST_WEEK = re.compile(r"\blast week\b|上周|上个?星期|上个?礼拜")
YESTERDAY = re.compile(r"\byesterday\b|昨天|昨晚")
PAST = re.compile(r"\bwas\b|\bhad\b|了一天")

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAYS: Mapping[str, int] = {
    **{name: number for number, name in enumerate(DAYS)},
    **{f"{name}s": number for number, name in enumerate(DAYS)},
    **{name[:3]: number for number, name in enumerate(DAYS)},
    **{f"{week}{name}": number for week in ("周", "星期", "礼拜") for number, name in enumerate("一二三四五六日")},
    **{f"{week}天": 6 for week in ("周", "星期", "礼拜")},
}
_NAMES = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
WEEKDAY = re.compile(rf"(?<![a-z])({_NAMES})(?![a-z])")
UNTIL = re.compile(
    rf"\b(?:until|till|til|before|back on|back)\s+(?:next )?({_NAMES}|next week)\b|(?:到|直到"
    rf"|等到)(?:下)?({_NAMES})|({_NAMES})(?:之前|以前|才)"
)
AWAY = re.compile(
    r"\b(?:no gym|no training|not training|cant train|cannot train|wont train|cant make it|away"
    r"|travell?ing|on (?:holiday|vacation)|out of town|closed|business trip)\b"
    r"|不去健身房|去不了|练不了|不能练|不练|出差|旅行|旅游|度假|关门|不在"
)
ONLY_TRAINS = re.compile(
    r"\b(?:only|just) (?:\w+ )?(?:train|work ?out|come|go|lift|exercise|have time|free)\b|\bcan (?:only"
    r"|just)\b|\btrain only\b|只能|只有.{0,6}(?:有空|有时间|能练|练)|只在"
)
NEVER_TRAINS = re.compile(
    r"\b(?:cant|cannot|never|dont|wont) (?:\w+ ){0,2}(?:train|work ?out|come|go|lift|exercise|make it)\b"
    r"|\bno training\b|不能练|练不了|不训练|没空|没时间|不练"
)
EVERY = re.compile(
    r"\b(?:on|every) (?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:mon|tues|wednes|thurs|fri|satur"
    r"|sun)days\b|每周|每个|周[一二三四五六日天]都|一般|总是|从来"
)
PARTS = _table({
    "morning": r"\bmornings?\b|\bbefore work\b|早上|早晨|上午|清晨",
    "noon": r"\b(?:noon|lunch ?time|lunch|midday)\b|中午|午休",
    "evening": r"\b(?:evenings?|nights?|after work)\b|晚上|傍晚|下班后|夜里",
    "afternoon": r"\bafternoons?\b|下午",
})  # fmt: skip

GEAR = _table({
    "barbell": r"\bbarbells?\b|杠铃",
    "dumbbell": r"\bdumb ?bells?\b|\bdbs\b|哑铃",
    "kettlebell": r"\bkettle ?bells?\b|壶铃",
    "band": r"\b(?:resistance )?bands?\b|弹力带",
    "pullup_bar": r"\b(?:pull|chin)[- ]?up bar\b|单杠|引体架",
    "dip_bars": r"\bdip (?:bars?|station)\b|双杠(?!臂)",
    "bench": r"\bbench\b(?! press)|卧推凳|健身凳",
    "rack": r"\b(?:squat |power )?rack\b|深蹲架",
    "smith": r"\bsmith\b|史密斯",
    "cable": r"\bcables?\b|龙门架|绳索",
    "machine": r"\b(?:machines?|leg press)\b|器械|腿举机",
    "treadmill": r"\btreadmill\b|跑步机",
    "bike": r"\b(?:stationary|exercise|assault) bike\b|动感单车",
    "rower": r"\b(?:rower|rowing machine)\b|划船机",
    "jump_rope": r"\b(?:jump|skipping) rope\b|跳绳",
    "suspension": r"\btrx\b|\brings\b|悬挂带|吊环",
    "none": r"\b(?:nothing but my body|bodyweight only|no equipment)\b|没有器械|徒手",
})  # fmt: skip
ONLY_HAS = re.compile(
    r"\bonly (?:have|got|has|own|use|a|two|some)\b|\bjust (?:have|got|a pair)\b|\ball i (?:have|got)\b"
    r"|\bonly \w+ (?:at home|in my gym)\b|\bno equipment\b|\bbodyweight only\b|只有|就只有|只剩"
)
HAS_NO = re.compile(
    r"\b(?:dont|doesnt|do not) (?:have|own)\b|\bhave no\b|\bhas no\b|\bhavent got\b|\bwithout a\b|\bno"
    r" \w+ (?:at home|in my gym|anymore)\b|没有"
)
HAS_NEW = re.compile(r"\b(?:i|ive|we) (?:\w+ )?(?:bought|got|ordered) (?:a|an|some|new|myself)\b|买了|新到")

DISLIKES = re.compile(
    r"\b(?:hate|dislike|detest|cant stand|dont (?:like|enjoy|want)|do not (?:like|enjoy)|not a fan of"
    r"|loathe)\b|讨厌|不喜欢|不爱|受不了|最烦"
)
LIKES = re.compile(r"\b(?:love|like|enjoy|prefer|fond of|favou?rite)\b|喜欢|最爱|偏爱|爱练")
GOAL = re.compile(
    r"\bmy goal\b|\btraining for (?:a|an|the|my)\b|\bi want to (?:run|bench|squat|deadlift|build|gain|get"
    r" (?:stronger|fitter|faster)|be able to|do a|finish|compete|learn)\b"
    r"|\bpreparing for (?:a|an|the|my)\b|我的目标|目标是|备战|我想(?:跑|练出|卧推|深蹲|硬拉|增肌|变强|参加|完成|学会)"
)
NO_GOAL = re.compile(r"\b(?:today|tonight|now|tomorrow)\b|今天|现在|明天|今晚")
