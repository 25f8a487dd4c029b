"""What no prompt may say, whoever wrote it: word lists for English and Chinese, so that they can be read and judged.

Every template and every wording of a model passes here. They err towards refusing: behind a refused text of a model
stands a template, and a refused template fails the tests. The screen of `llm.core.lexicons` comes on top of it for
texts of models.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from itertools import chain

from coaching.core.deeds import claims
from coaching.core.moments.rules import (
    COMEBACK,
    HABIT,
    HIGH_RPE,
    MILESTONE,
    MISSED_SESSION,
    POOR_SLEEP,
    STALLED,
)
from coaching.core.sentences import SPELLED, measures, times
from llm.core.grounding import ungrounded
from plans.core.lift_words import lifts_in

LONGEST = 280
MODEL_LONGEST = {"en": 240, "zh-hans": 90}
EASING = frozenset({HIGH_RPE, POOR_SLEEP})  # may only advise as much or less
SENTENCES_MAX = 2  # of a model's wording


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


ALWAYS: Mapping[str, re.Pattern[str]] = {
    "order": _words(
        r"\b(?:must(?:n't)?|should(?:n't|ve)?|ought\s+to|have\s+to|has\s+to|had\s+to|need(?:s)?\s+to|got\s+to|gotta|"
        r"supposed\s+to|no\s+choice)\b|必须|应该|应当|务必|一定要|非.{0,6}不可|不得不|得去练|不许|不准"
    ),
    "guilt": _words(
        r"\b(?:fail(?:ed|ure|ing)?|lazy|laziness|excuses?|disappoint\w*|asham\w*|shame\w*|guilt\w*|pathetic|weak-willed|"
        r"let\s+(?:me|yourself|us|everyone)\s+down|fall(?:ing|en)?\s+behind|fell\s+behind|give\s+up|giving\s+up|gave\s+up|"
        r"no\s+discipline|undisciplined|slack\w*|once\s+again\s+missed|still\s+haven't|you\s+promised|why\s+didn't\s+you)\b"
        r"|失败|偷懒|懒惰|懒|借口|失望|惭愧|羞耻|丢脸|丢人|内疚|不自律|没毅力|半途而废|三天打鱼|落后|拖后腿|辜负|又没练|说好的"
    ),
    "streak": _words(
        r"\bstreaks?\b|\bdon'?t\s+break\b|\bkeep\s+the\s+chain\b|\blose\s+your\s+(?:progress|run)\b|\bunbroken\b"
        r"|打卡|断签|连续打卡|别断|不要断|前功尽弃|功亏一篑"
    ),
    "body": _words(
        r"\b(?:calori\w*|kcal|burn(?:s|ed|ing)?|deficit|weight\s+loss|lose\s+weight|losing\s+weight|fat|slim\w*|skinny|"
        r"diet\w*|bmi|body\s?weight|before\s+and\s+after|earn\s+your\s+\w+|toned)\b"
        r"|卡路里|热量|大卡|燃脂|燃烧|减肥|减重|瘦|体重|节食|赘肉|脂肪|前后对比"
    ),
    "through_pain": _words(
        r"\b(?:push|train|work|power|fight|play|lift|go)\s+(?:on\s+)?through\b|\bno\s+pain\b|\btough\s+it\s+out\b"
        r"|\bgrit\s+your\s+teeth\b|\bignore\s+(?:the|your|it)\b|忍着|忍一忍|咬牙|带伤|硬扛|硬撑|无视"
    ),
    "diagnosis": _words(
        r"\b(?:tendin\w*|tendon\w*|torn|sprain\w*|hernia\w*|fractur\w*|arthr\w*|bursitis|impingement|overtrain\w*|"
        r"insomnia|depress\w*)\b|肌腱炎|撕裂|扭伤|拉伤|骨折|突出|综合征|综合症|过度训练|失眠症|抑郁"
    ),
    "link": _words(r"https?:|www\.|\]\(|<[a-z/]|\b[\w-]+\.(?:com|org|net|cn|io|app)\b|\S+@\S+\.\S+"),
}  # fmt: skip
LOAD_UP = _words(
    r"\b(?:heavier|more\s+(?:weight|sets?|reps?|load|volume)|add(?:ing)?\s+(?:weight|sets?|reps?|load|a\s+set)|"
    r"increas\w*|extra\s+(?:sets?|reps?|session|work)|harder|push\w*|go\s+all\s+out|max\s+out|step\s+it\s+up|"
    r"make\s+up\s+for|double)\b|加重|加量|加大|加组|增加|提高|更重|更多组|多做|多练|冲一|冲刺|全力|翻倍|补回"
)
# The contrary of what a rule has seen: numbers and names alone do not show that a text turns it round.
CONTRARY: Mapping[str, re.Pattern[str]] = {
    HIGH_RPE: _words(
        r"\b(?:is|are|was|were|felt|feels?|been|looks?)\s+(?:\w+\s+)?(?:easy|light|effortless)\b|太轻|太简单|很轻松"
    ),
    POOR_SLEEP: _words(
        r"\bslept\s+(?:\w+\s+)?(?:well|great|enough)\b|\b(?:good|great|plenty\s+of)\s+sleep\b"
        r"|睡得[很真]?[好香足]|睡眠充足"
    ),
    MISSED_SESSION: _words(
        r"\byou\s+(?:\w+\s+)?(?:trained|finished|completed|did\s+it|crushed)\b|\b(?:well|nicely)\s+done\b|\bgreat\s+session\b"
        r"|练完了|完成了|练得[很真]?好"
    ),
    STALLED: _words(
        r"\b(?:record|personal\s+best|pr|stronger|progress(?:ed|ing)|improv\w+|gains?)\b|新纪录|变强|进步|提升了"
    ),
    MILESTONE: _words(r"\b(?:stall\w*|weaker|dropp?\w*|declin\w*|worse|plateau\w*)\b|退步|变弱|下降|停滞|平台期"),
    COMEBACK: _words(r"\b(?:every\s+day|non-?stop|busy\s+training|trained\s+hard|overdoing)\b|天天练|练得很勤"),
}  # fmt: skip
HABIT_HORIZON = _words(r"\b(?:21|twenty[- ]one)\s+days?\b|\bthree\s+weeks\b|(?:21|二十一)\s*天|三周|三个星期")
QUESTION = re.compile(r"[?？]")
SENTENCE_END = re.compile(r"[.!?](?=\s|$)|[。！？]")
# M1: the easy way out stands in the words themselves, not only on a button.
WAY_OUT = _words(
    r"\b(?:leav(?:e|ing)|skip(?:ping)?|fine\s+too|no\s+answer|decline|not\s+today|without\s+an\s+answer)\b"
    r"|也行|也可以|也好|没关系|随时可以|跳过|先放着|不回答|不答|不打扰"
)


def faults(text: str, rule: str, longest: int = LONGEST) -> tuple[str, ...]:
    """Codes of what is wrong with the words of a prompt of this rule; () where they may be said."""
    found = [code for code, pattern in ALWAYS.items() if pattern.search(text)]
    if rule in EASING and LOAD_UP.search(text):
        found.append("load_up")
    if rule == HABIT and HABIT_HORIZON.search(text):
        found.append("habit_horizon")
    if not text.strip():
        found.append("empty")
    if len(text) > longest:
        found.append("too_long")
    if len(QUESTION.findall(text)) > 1:
        found.append("questions")
    return tuple(found)


def model_faults(
    text: str, rule: str, locale: str, facts: Collection[str], names: Collection[str] = ()
) -> tuple[str, ...]:
    """The same for a wording of a model: shorter, at most two sentences, and nothing that the facts do not say: no
    number, measure, day, deed or exercise, and none of `names` (days, months, exercises)."""
    longest = MODEL_LONGEST["zh-hans" if locale.startswith("zh") else "en"]
    wrong = {
        "sentences": len(SENTENCE_END.findall(text)) > SENTENCES_MAX,
        "lines": "\n" in text.strip(),
        "contrary": rule in CONTRARY and CONTRARY[rule].search(text) is not None,
        **_made_up(text, facts, names),
    }
    return (*faults(text, rule, longest), *(code for code, is_so in wrong.items() if is_so))


def _made_up(text: str, facts: Collection[str], names: Collection[str]) -> Mapping[str, bool]:
    known = "\n".join(facts)
    return {
        "number": bool(ungrounded(text, facts)),
        "unit": SPELLED.search(text) is not None or not measures(text) <= measures(known),
        "time": not times(text) <= times(known),
        "name": bool(strangers(text, facts, names)) or not lifts_in(text) <= lifts_in(known),
        "deed": any(verb not in known.casefold() for verb in claims(text)),
    }


def strangers(text: str, facts: Collection[str], names: Collection[str]) -> tuple[str, ...]:
    """Those of `names` (exercises, weekdays, months in the language of the text) that the text says and no fact says.

    A name inside a longer one that is a fact is no stranger: `row` in `Barbell row`.
    """
    said, known = text.casefold(), [fact.casefold() for fact in facts]
    rest = said
    for fact in sorted(known, key=len, reverse=True):
        if fact:
            rest = rest.replace(fact, " ")
    return tuple(name for name in names if _says(rest, name.casefold()))


def _says(text: str, name: str) -> bool:
    if not name:
        return False
    if name.isascii():
        return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
    return name in text


def reflections_and_questions(texts: Collection[str]) -> tuple[int, int]:
    """How many sentences say something back, and how many ask, as motivational interviewing counts them (MITI-4)."""
    ends = list(chain.from_iterable(SENTENCE_END.findall(text) for text in texts))
    questions = sum(end in "?？" for end in ends)
    return len(ends) - questions, questions
