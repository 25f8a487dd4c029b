"""What no text of a plan may hold, in English and Chinese. Small on purpose: texts are notes of at most 160 characters.

Words that bear several meanings are left out: a list that refuses good notes is switched off by its users.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from plans.core.spec import PlanSpec

URL = re.compile(
    r"\b[a-z][a-z0-9+.-]*://|\bwww\.|\bmailto:|\bjavascript:"
    r"|\b[a-z0-9-]+\.(?:com|net|org|info|io|cn|ru|xyz|top|app|dev|me|co)\b",
    re.IGNORECASE,
)
HTML = re.compile(r"<\s*[a-z/!?]|&(?:#\d+|#x[0-9a-f]+|[a-z]+);|\]\(|```", re.IGNORECASE)
INJECTION = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,30}\b(?:instructions?|prompts?|rules?)\b"
    r"|\bsystem\s+(?:prompt|message)\b|\byou\s+are\s+now\b|\bas\s+an\s+ai\b|\bjailbreak\b|\bdeveloper\s+mode\b"
    r"|<\||\[/?inst\]|\b(?:assistant|system)\s*:"
    r"|(?:忽略|无视|忘记).{0,12}(?:指令|指示|提示|规则)|系统提示|你现在是|开发者模式",
    re.IGNORECASE,
)
MEDICAL = re.compile(
    r"\b(?:ibuprofen|paracetamol|acetaminophen|aspirin|naproxen|diclofenac|tramadol|codeine|steroids?|testosterone"
    r"|clenbuterol|ephedrine|insulin\s+dose|beta.?blockers?|antibiotics?|painkillers?|sarms?|creatine|caffeine\s+pills?"
    r"|fat\s+burners?|pre.?workouts?|protein\s+powder|supplements?|vitamin\s+[a-k]\d*)\b"
    r"|\b\d+(?:\.\d+)?\s?(?:mg|mcg|µg|iu)\b|\b(?:take|dose\s+of)\s+\d+\s+(?:pills?|tablets?)\b"
    r"|\byou\s+(?:have|suffer\s+from|are\s+suffering\s+from)\s+(?:an?\s+)?(?:\w+\s+)?"
    r"(?:tendinitis|tendonitis|bursitis|arthritis|hernia|fracture|sprain|strain|tear|syndrome|sciatica|disease)\b"
    r"|\bdiagnos(?:is|ed|e)\b"
    r"|布洛芬|对乙酰氨基酚|阿司匹林|双氯芬酸|曲马多|类固醇|睾酮|克仑特罗|麻黄碱|止痛药|消炎药|抗生素|肌酸|蛋白粉|补剂"
    r"|燃脂药|减肥药|毫克|微克|诊断|你(?:患有|得了)",
    re.IGNORECASE,
)
WEIGHT_TALK = re.compile(
    r"\bcalor(?:ie|ies|ic)\b|\bkcal\b|\bburn(?:s|ed|ing)?\b.{0,20}\b(?:fat|food|meal|off|calor\w*)\b|\bfat.?burning\b"
    r"|\b(?:lose|losing|drop|shed)\b.{0,15}\b(?:weight|kilos?|pounds?|fat|kg|lbs?)\b|\bweight\s+loss\b|\bdeficit\b"
    r"|\b(?:earn|deserve)\b.{0,20}\b(?:food|meal|dessert|treat|dinner)\b|\bslim(?:mer|ming)?\b|\bskinny\b|\bdiet(?:ing)?\b"
    r"|卡路里|热量|大卡|千卡|燃脂|减肥|减重|瘦身|掉秤|节食|消耗脂肪",
    re.IGNORECASE,
)
JOINERS = "\u200d\ufe0f"  # part of emoji


def texts(spec: PlanSpec) -> Iterator[tuple[str, str]]:
    """Every text of a plan with the id of what it belongs to: titles, notes, and the words among the reasons' facts."""
    for reason in spec.rationale:
        yield from (("plan", text) for text in (reason.code, *_strings(reason.facts)))
    for session in spec.sessions():
        yield session.id, session.title
        for item in session.items:
            yield item.id, item.why.code
            if item.notes:
                yield item.id, item.notes
            for value in item.why.facts.values():
                if not isinstance(value, int | float | None):  # most facts are numbers
                    yield from ((item.id, text) for text in _strings(value))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _strings(each)


def folded(text: str) -> str:
    """The text as it reads: full-width and look-alike forms folded, so that they hide nothing."""
    return unicodedata.normalize("NFKC", text)


def unsafe_form(text: str, longest: int) -> str | None:
    """What is wrong with the form of a text: too long, control characters, a link, markup, an order to a model."""
    if len(text) > longest:
        return "length"
    if any(unicodedata.category(each) in ("Cc", "Cf", "Co", "Cs") and each not in JOINERS for each in text):
        return "control"
    plain = folded(text)
    patterns = (("injection", INJECTION), ("url", URL), ("html", HTML))
    return next((name for name, pattern in patterns if pattern.search(plain)), None)


def is_medical(text: str) -> bool:
    """Whether a text names a diagnosis, a drug, a dose or a supplement."""
    return MEDICAL.search(folded(text)) is not None


def is_weight_talk(text: str) -> bool:
    """Whether a text speaks of calories, weight, deficits or of earning food."""
    return WEIGHT_TALK.search(folded(text)) is not None
