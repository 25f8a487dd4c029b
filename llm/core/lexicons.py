"""What no text of a model may say to an athlete, in English and Chinese, whatever it was asked.

Word lists, so that they can be read and judged. They err towards refusing: a template stands behind every text.
Negation does not excuse: "do not take ibuprofen 400 mg" names a drug and a dose as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

PATTERNS: Mapping[str, re.Pattern[str]] = {
    "link": re.compile(r"https?:|www\.|\]\(|!\[|\b[\w-]+\.(?:com|org|net|cn|io|ru|xyz)\b", re.IGNORECASE),
    "markup": re.compile(r"<[a-z!/][^>]*>|&#?\w+;|\bjavascript:", re.IGNORECASE),
    "unseen": re.compile(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
    ),
    "echo": re.compile(
        r"(?:ignore|disregard|forget)\s+(?:all\s+|any\s+)?(?:the\s+|my\s+|your\s+)?(?:previous|prior|above|earlier|instructions|rules)"
        r"|system\s*prompt|developer\s+(?:mode|message)|jailbreak|as\s+an?\s+(?:AI|language\s+model)"
        r"|</?(?:athlete|system|user|assistant|instructions)\b|忽略(?:以上|之前|前面|所有|全部)|系统提示|提示词|开发者模式|作为一?个?(?:AI|人工智能|语言模型)",
        re.IGNORECASE,
    ),
    "drug": re.compile(
        r"\b(?:steroids?|trenbolone|clenbuterol|testosterone|sarms?|ostarine|ephedr\w*|dnp|hgh|epo|insulin|ibuprofen|"
        r"naproxen|diclofenac|aspirin|paracetamol|acetaminophen|painkillers?|opioids?|tramadol|codeine|cortisone|diuretics?|"
        r"laxatives?|creatine|caffeine\s+pills?|fat\s*burners?|beta[- ]?alanine)\b"
        r"|类固醇|睾酮|克仑特罗|生长激素|胰岛素|布洛芬|双氯芬酸|阿司匹林|对乙酰氨基酚|止痛药|止疼药|曲马多|利尿剂|泻药|肌酸|减肥药|兴奋剂|麻黄碱",
        re.IGNORECASE,
    ),
    "dose": re.compile(r"\b\d+(?:[.,]\d+)?\s?(?:mg|mcg|µg|iu)\b|\d+\s?(?:毫克|微克|国际单位)", re.IGNORECASE),
    "diagnosis": re.compile(
        r"\byou(?:'ve|\s+have|\s+probably\s+have|\s+likely\s+have|\s+suffer\s+from)\s+(?:an?\s+)?"
        r"(?:tendin\w*|torn|tear|sprain|strain\w*|hernia\w*|fractur\w*|arthr\w*|bursitis|impingement|concussion|rhabdo\w*|"
        r"disc|stress\s+fracture|anorexi\w*|bulimi\w*|depress\w*)\b|\bi\s+diagnose\b"
        r"|你(?:得了|患有|患了|这是|应该是)[^，。]{0,6}(?:炎|撕裂|扭伤|拉伤|骨折|突出|综合征|综合症|厌食症|暴食症|抑郁症)|诊断为",
        re.IGNORECASE,
    ),
    "through_pain": re.compile(
        r"(?:push|train|work|power|fight|play|lift)\s+through\s+(?:the\s+|your\s+)?(?:pain|injur\w*|dizz\w*)"
        r"|no\s+pain,?\s+no\s+gain|ignore\s+(?:the\s+|your\s+)?(?:pain|doctor\w*|symptoms?)|忍着?痛|带伤训练|无视疼痛|不用(?:去)?看医生",
        re.IGNORECASE,
    ),
    "weight_cut": re.compile(
        r"\b(?:calorie\s+deficit|burn\s+(?:off\s+)?(?:the\s+)?(?:calories|fat)|starv\w*|purg(?:e|ing)|water\s+cut|"
        r"dehydrat\w*\s+(?:yourself|to)|earn\s+your\s+(?:food|meal|dinner)|skip\s+(?:meals?|breakfast|dinner)|under\s+\d{3,4}\s*k?cal)"
        r"|热量缺口|节食|断食|催吐|脱水减重|不吃(?:饭|晚饭|早饭)|燃烧卡路里",
        re.IGNORECASE,
    ),
    "self_harm": re.compile(
        r"\b(?:kill|hurt|cut|harm)\s+yourself|\bsuicid\w*|\bself[- ]harm\w*|自杀|自残|轻生|结束生命", re.IGNORECASE
    ),
}  # fmt: skip

# Of models only: the rules' own texts may name a doctor or an address, and have been read by people.
OF_MODELS: Mapping[str, re.Pattern[str]] = {
    "medical": re.compile(
        r"\b(?:inflam\w*|cortisol|hormon\w*|blood\s+pressure|heart\s+(?:rates?|attacks?|diseases?|conditions?|problems?)"
        r"|overtrained|overtraining|concussion|infections?|virus\w*|cure[sd]?|heal(?:s|ed|ing)?|therap\w*|medical\w*|"
        r"medicines?|medication|diagnos\w*|symptoms?|diseases?|disorders?|ligaments?|cartilage|kidneys?|liver|immune\w*|"
        r"muscle\s+damage)\b"
        r"|炎症|发炎|皮质醇|激素|荷尔蒙|血压|心脏|心率|病毒|感染|治愈|治疗|疗效|痊愈|药物|吃药|症状|疾病|过度训练|韧带|软骨|肾|肝|免疫",
        re.IGNORECASE,
    ),
    "contact": re.compile(
        r"(?<![\w.])@\w{3,}|\S+@\S+\.\w+|\b(?:whats\s?app|telegram|we\s?chat|discord|instagram|tik\s?tok|youtube)\b"
        r"|\b[\w-]{2,}\.[a-z]{2,18}/\S|\b[\w-]{2,}\.(?:app|ai|biz|club|dev|eu|fit|gg|info|link|live|ly|online|shop|site|store"
        r"|top|tv|uk|us|vip)\b|\bdot\s+com\b|微信|公众号|加群|QQ群|抖音|扫码|二维码",
        re.IGNORECASE,
    ),
}  # fmt: skip


def screen_model(text: str) -> tuple[str, ...]:
    """The categories that a text of a model falls into; () means that it may be shown."""
    told = (category for category, pattern in OF_MODELS.items() if pattern.search(text))
    return (*screen(text), *told)


def screen(text: str) -> tuple[str, ...]:
    """The categories of what nobody may say, whoever wrote the text; () where there is nothing of the kind."""
    return tuple(category for category, pattern in PATTERNS.items() if pattern.search(text))
