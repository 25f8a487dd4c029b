"""The same text in the ways in which it may be meant: hidden signs gone, look-alikes folded, letters put together.

Whoever writes about harming themselves often hides the word from filters: `k1ll`, `s u i c i d e`, `自.杀`. A reading
is made for each such trick that the text uses; most texts have one reading.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from coaching.core.phrases import Utterance

# Letters of other alphabets that look like Latin ones, and characters of traditional Chinese that the lexicon knows.
LOOKALIKES = str.maketrans("аеорсухіјѕԁһαοερικυν", "aeopcyxijsdhaoepikuv")
SIMPLIFIED = str.maketrans(
    "殺體輕遺書結樓裡傷臟悶暈頭難腦懷產藥飯餓減厭癥節絕斷腫腳緊術歲學級媽強姦毆脅嚇慘銳劇覺過經還開關幾個週後時間電話說動練絞見願離夢應該沒問題麼為讓這樣給與們從來對嗎會無氣睏淚喪檢驗兩條線瀉鬱憂燒刪終壓帶發現腸脫韌縮顫視懼險繩寫掙愛誰負擔養歸滿剛貓報罵廢豬鎖機閉繼監護診惡噁醫師習慣",
    "杀体轻遗书结楼里伤脏闷晕头难脑怀产药饭饿减厌症节绝断肿脚紧术岁学级妈强奸殴胁吓惨锐剧觉过经还开关几个周后时间电话说动练绞见愿离梦应该没问题么为让这样给与们从来对吗会无气困泪丧检验两条线泻郁忧烧删终压带发现肠脱韧缩颤视惧险绳写挣爱谁负担养归满刚猫报骂废猪锁机闭继监护诊恶恶医师习惯",
)
LEET = {"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "$": "s", "@": "a", "!": "i"}
ONES = ("i", "l")  # what a 1 stands for
HIDDEN = re.compile(r"(?<!\S)(?=[^\s]*[a-z])(?=[^\s]*[0134570$@!])[a-z][a-z0-9$@!]*[a-z](?!\S)")
SPACED = re.compile(r"\b(?:[a-z][\s._*\-]+){3,}[a-z]\b")
INNER = re.compile(r"(?<=[a-z])[*._\-]+(?=[a-z])")
LONG = re.compile(r"([a-z])\1{2,}")


def folded(text: str) -> str:
    """Lower case and plain forms: full width, look-alikes and traditional characters; invisible signs are gone.
    Punctuation stays, apostrophes go."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    seen = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")
    known = seen.translate(LOOKALIKES).translate(SIMPLIFIED)
    return re.sub(r"['\u2019\u2018`´]", "", known).replace("特别", "很")  # the `别` in it denies nothing


def readings(text: str) -> tuple[Utterance, ...]:
    """A folded text as it stands, and once more for each trick in it."""
    return tuple(dict.fromkeys(Utterance.of(each) for each in (text, *_undone(text))))


def _undone(text: str) -> Iterator[str]:
    for one in ONES:
        plain = HIDDEN.sub(lambda found, one=one: _from_leet(found[0], one), text)  # type: ignore[misc]
        if plain != text:
            yield plain
    if SPACED.search(text):
        yield SPACED.sub(lambda found: re.sub(r"[^a-z]", "", found[0]), text)
    if INNER.search(text):
        yield INNER.sub("", text)
    if LONG.search(text):
        yield LONG.sub(r"\1", text)
        yield LONG.sub(r"\1\1", text)


def _from_leet(word: str, one: str) -> str:
    return "".join(LEET.get(sign, one if sign == "1" else sign) for sign in word)


# --- Whose story it is ------------------------------------------------------------------------------------------------
CLAUSE = re.compile(r"[.,;:!?\n。，；：！？、~…]+|\bbut\b|\bso(?= (?:i|im|ill|we)\b)|但是|不过|所以")
PEOPLE = (
    r"friend|wife|husband|sister|brother|mum|mom|mother|dad|father|son|daughter|kid|girlfriend|boyfriend"
    r"|partner|uncle|"
    r"aunt|grandma|grandpa|colleague|cousin|neighbou?r|buddy|mate|teammate|client|student|\d+[- ]?year[- ]?old"
)
OTHER = re.compile(rf"\b(?:my|a|our|the) (?:\w+ )?(?:{PEOPLE})s?\b")
SELF = re.compile(r"\b(?:i|im|ive|id|ill|myself|(?:let|lets|allow|allows|drive|drives|drop|drops) me)\b")
HAN_PEOPLE = (
    "朋友|老婆|老公|妻子|丈夫|姐姐|姐|妹妹|妹|哥哥|哥|弟弟|弟|妈妈|妈|爸爸|爸|父亲|母亲|儿子|女儿|孩子|同事|对象|"
    "女友|男友|女朋友|男朋友|同学|队友|爷爷|奶奶|外公|外婆|学员|闺女|娃|侄子|侄女|外甥"
)
HAN_OTHER = re.compile(rf"^(?:我的|我们|我|有个|一个)?(?:{HAN_PEOPLE})")
HEARD = re.compile(
    r"\b(?:documentary|movie|film|book|article|podcast|read|reading|watched|story|stories|news|in general|mean)\b"
    r"|纪录片|电影|看了一|好看|文章|新闻|一般|是什么意思"
)


def clauses(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.strip() for each in CLAUSE.split(text) if each.strip()))


def own_clauses(text: str) -> tuple[str, ...]:
    """Those of a folded text that tell of nobody else, and of nothing that was read or seen."""
    return tuple(each for each in clauses(text) if not (_is_of_others(each) or HEARD.search(each)))


def own_words(text: str) -> str:
    return " ".join(own_clauses(text))


def _is_of_others(clause: str) -> bool:
    clause = clause.strip()
    other = HAN_OTHER.match(clause)
    if other:
        return "我" not in clause[other.end() :]
    return bool(OTHER.search(clause)) and not SELF.search(clause)
