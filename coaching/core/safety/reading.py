"""The same text in the ways in which it may be meant: hidden signs gone, look-alikes folded, letters put together.

Whoever writes about harming themselves often hides the word from filters: `k1ll`, `s u i c i d e`, `自.杀`. A reading
is made for each such trick that the text uses; most texts have one reading.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

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


def readings(text: str) -> tuple[str, ...]:
    """A folded text as it stands, and once more for each trick in it."""
    return tuple(dict.fromkeys((text, *_undone(text))))


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


# --- Whose story it is, and of when -----------------------------------------------------------------------------------
SENTENCE = re.compile(r"[!?\n。！？…]+|\.+(?=\s|$)|[;；](?=\s|[\u3400-\u9fff])")
CLAUSE = re.compile(
    r"[,;:，；：、~()（）]+(?!\d)|\bbut\b|\band(?= (?:i|im|ive|ill)\b)|\bso(?= (?:i|im|ill|we|hes|shes)\b)"
    r"|但是|不过|所以|\s-\s"
)
PEOPLE = (
    r"friend|wife|husband|sister|brother|mum|mom|mother|dad|father|son|daughter|kid|girlfriend|boyfriend|bf|gf"
    r"|partner|uncle|aunt|grandma|grandpa|nan|nana|gran|granny|colleague|cousin|neighbou?r|buddy|mate|teammate|client"
    r"|student|nephew|niece|roommate|flatmate|boss|coworker|training partner|\d+[- ]?year[- ]?old"
)
OTHER = re.compile(
    rf"\b(?:my|a|our|the|his|her) (?:\w+ )?(?:{PEOPLE})s?\b|^(?!\d)(?:{PEOPLE})s?\b|\b(?:if|when) (?:someone"
    rf"|somebody|a client|people)\b"
)
SELF = re.compile(r"\b(?:i|im|ive|id|ill|myself|mine|(?<!told )(?<!tells )(?<!asked )me)\b")
HAN_PEOPLE = (
    "朋友|老婆|老公|妻子|丈夫|姐姐|姐|妹妹|妹|哥哥|哥们|哥|弟弟|弟|妈妈|妈|爸爸|爸|父亲|母亲|儿子|女儿|孩子|同事|对象|"
    "女友|男友|女朋友|男朋友|同学|队友|爷爷|奶奶|姥姥|姥爷|外公|外婆|学员|学生|闺女|娃|侄子|侄女|外甥|室友"
    "|邻居|闺蜜|兄弟|媳妇"
)
HAN_OTHER = re.compile(rf"^(?:我的|我们|我|有个|一个)?(?:{HAN_PEOPLE})(?!妈?(?:说|不让|让|逼|要我|才))")
HEARD = re.compile(
    r"\b(?:documentary|movie|film|book|article|podcast|read|reading|watched|story|stories|news|in general"
    r"|mean|my blog|thesis|essay|lecture|novel|lyrics|webinar|coaching course|first aid|asking for my|my clients? asked"
    r"|client asked me)\b"
    r"|论文|小说|歌词|写文章|急救课|教练课|纪录片|电影|看了一|看了本|好看|文章|新闻|一般要|一般危险|是什么意思|到底是啥"
)
# A question about a thing rather than about oneself.
ASKED = re.compile(
    r"^(?:and |also |hey |btw |so )*(?:whats? (?:is|are|does|the|causes?)|what exactly|(?:what|which)(?:"
    r" \w+){1,3} (?:is|are) (?:safe|good|ok|okay|allowed|best)|how (?:do (?:you|people|runners)|can you"
    r"|common|long does)|how to|why do|do people|does|(?:the )?(?:signs|symptoms) of|can too much)\b"
    r"|^怎么(?:预防|避免|区分)|^(?:扭伤|崴脚|拉伤|骨折)怎么处理|有哪些(?:信号|症状)|的症状|^孕期哪些"
    r"|^怀孕能不能|^孕妇能|有人.{0,8}怎么办|怎么区分"
    r"|会(?:不会)?心悸|对心脏有影响|^为什么.{0,6}(?:者|人)"
)
# What has long been over.
OVER = re.compile(
    r"\b(?:years ago|decades? ago|as a (?:kid|child|teen|teenager|student)|back in (?:19|20)\d\d|in (?:19|20)[012]\d"
    r"|used to|never since|not since|long ago|in my (?:teens|twenties|thirties)|when i was (?:a|young|little|\d+)"
    r"|(?:fully|completely|all) (?:healed|recovered|better)|healed|recovered for|cleared (?:for|by|me)|from"
    r" uni|old ankle"
    r"|no issues|not any ?more|all better|(?:is|are|its|hes|shes) (?:fine|great|good|ok|okay|gone) now|gone"
    r" since|all clear)\b"
    r"|(?:小时候|大学时|高中时|[五六七八九十\d]年前|以前|早好|早就好|完全恢复|完全好"
    r"|康复(?:了)?[一二三四五六七八九十\d两]|全好了|再没有过"
    r"|从不犯|从没犯|(?:19|20)[012]\d年)"
)
NOW = re.compile(
    r"\b(?:again|still|keeps?|came back|coming back|is back|back again|lately|today|yesterday|relaps\w*|this"
    r" week|now it"
    r"|worse|since then i)\b|又|还在|还是|一直|现在又|今天|昨天|最近|复发|回来了"
)

QUESTION_END = re.compile(r"(?<=[?？])\s*")
NO = re.compile(r"(?:no|nope|nah|not at all)\b|没有|没事|完全没|不是")

Sentence = tuple[str, ...]  # its clauses


def sentences(text: str) -> tuple[Sentence, ...]:
    """A folded text in sentences, and these in clauses."""
    return tuple(found for each in SENTENCE.split(text) if (found := clauses(each)))


def claimed(text: str) -> str:
    """A folded text without the questions that answer themselves: `dizzy? no, all fine`."""
    parts = QUESTION_END.split(text)
    answers = (*parts[1:], "")
    return " ".join(
        _but_last_sentence(part) if NO.match(answer) else part for part, answer in zip(parts, answers, strict=True)
    )


def _but_last_sentence(part: str) -> str:
    """What stands before the last sentence of a part."""
    stop = max(part.rfind(sign, 0, len(part) - 1) for sign in ".!\n。！")
    return part[: stop + 1]


def clauses(sentence: str) -> Sentence:
    return tuple(each.strip() for each in CLAUSE.split(sentence) if each.strip())


def own(sentence: Sentence) -> Sentence:
    """What a sentence tells of the writer, and of now: nothing of others, of what was read, asked or is long over."""
    whole = " ".join(sentence)
    if OVER.search(whole) and not NOW.search(whole):
        return ()
    return tuple(each for each in sentence if not (_is_of_others(each) or HEARD.search(each) or _is_asked(each)))


def _is_asked(clause: str) -> bool:
    return bool(ASKED.search(clause)) and not SELF.search(clause) and "我" not in clause and " my " not in clause


def _is_of_others(clause: str) -> bool:
    other = HAN_OTHER.match(clause)
    if other:
        return "我" not in clause[other.end() :]
    return bool(OTHER.search(clause)) and not SELF.search(clause)
