"""Whether a sentence that a model wrote may stand in a plan: safe in form and content, in the athlete's language, and
true as far as numbers and exercises go. Codes are those of the rules that a sentence breaks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from llm.core.grounding import numbers_in, ungrounded
from llm.core.languages import language_problem
from llm.core.lexicons import screen, screen_model
from llm.core.readability import is_hard_to_read
from llm.core.redaction import clean
from plans.core.lift_words import lifts_in
from plans.core.movements import Catalogue
from plans.core.pain_words import pains_in
from plans.core.rules.wordlists import HTML, INJECTION, is_medical, is_weight_talk, unsafe_form
from plans.core.spec import NOTE_MAX

HANDLE = re.compile(r"\bs\d+(?:i\d+)?\b")
CODE = re.compile(r"[a-z0-9]+_[a-z0-9_]+|\b(?:json|schema)\b|[{}\[\]|]")  # names of fields and titles, not of things
POUNDS = re.compile(r"\d\s*(?:lbs?|pounds?)\b|\d\s*磅", re.IGNORECASE)
KILOGRAMS = re.compile(r"\d\s*(?:kgs?|kilos?|kilograms?)\b|\d\s*(?:公斤|千克)", re.IGNORECASE)
WORD = re.compile(r"[a-z0-9']+", re.IGNORECASE)
HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
SHOUTED = re.compile(r"\b[A-Z][A-Z0-9]{2,}\b")
TERMS = frozenset({"RPE", "RIR", "AMRAP", "HIIT", "EMOM", "PHUL"})
HARD_TO_READ, NO_FACT = "X06", "X04:no_fact"
ECHO_WORDS, ECHO_HAN = 5, 9  # so many in a row are the athlete's sentence, not a fact in it


@dataclass(frozen=True, slots=True)
class Ground:
    """What a sentence is held against. `facts`: texts whose numbers it may use; `exercises`: slugs that it may name;
    `notes`: what the athlete wrote; `units`: metric | imperial; `hurts`: where something hurts (`pain_words`)."""

    locale: str
    units: str
    facts: tuple[str, ...]
    exercises: frozenset[str]
    catalogue: Catalogue
    notes: str = ""
    hurts: frozenset[str] = frozenset()


def problem(text: str, ground: Ground) -> str:
    """Why the text may not be shown, as a code; "" where it may."""
    if form := unsafe_form(text, NOTE_MAX):
        return f"S07:{form}"
    if HANDLE.search(text) or CODE.search(text):
        return "S07:code"
    if code := _unsafe(text, ground.notes) or _foreign(text, ground) or _untrue(text, ground):
        return code
    return HARD_TO_READ if is_hard_to_read(text, ground.locale, _english_names(ground)) else ""


def summary_problem(text: str, ground: Ground, terms: Collection[str]) -> str:
    """The same for the sentence above all edits, which has to rest on a fact of this athlete: one of its numbers, one
    of `terms` (words for their facts in their language) or an exercise of theirs."""
    if code := problem(text, ground):
        return code
    said = _plain(text)
    known = frozenset[Decimal]().union(*(numbers_in(fact) for fact in ground.facts))
    is_about_them = any(_plain(term) in said for term in terms) or named_in(text, ground.catalogue)
    return "" if numbers_in(text) & known or is_about_them else NO_FACT


def _unsafe(text: str, notes: str) -> str:
    if is_medical(text):
        return "C10"
    if is_weight_talk(text):
        return "C07"
    if found := screen_model(text):
        return f"S07:{found[0]}"
    return "S07:echo" if echoes(text, notes) else ""


def _foreign(text: str, ground: Ground) -> str:
    if fault := language_problem(text, ground.locale):
        return f"X05:{fault}"
    return "X05:units" if (KILOGRAMS if ground.units == "imperial" else POUNDS).search(text) else ""


def _untrue(text: str, ground: Ground) -> str:
    if ungrounded(text, ground.facts):
        return "X01:number"
    if not named_in(text, ground.catalogue) <= ground.exercises:
        return "X01:exercise"
    known = " ".join((*ground.facts, *ground.exercises, *_names_of(ground), ground.notes))
    if not lifts_in(text) <= lifts_in(known.replace("-", " ")):
        return "X01:exercise"
    return "" if pains_in(text) <= pains_in(ground.notes) | ground.hurts else "X01:pain"


def _names_of(ground: Ground) -> Iterable[str]:
    known = (movement for slug in ground.exercises if (movement := ground.catalogue.get(slug)))
    return (name for movement in known for name in (movement.name_en, movement.name_zh_hans))


def _english_names(ground: Ground) -> Iterable[str]:
    return (movement.name_en for slug in ground.exercises if (movement := ground.catalogue.get(slug)))


def is_order(text: str) -> bool:
    """Whether words of a person read like orders to a model, or hold markup: they are then not sent at all."""
    plain = clean(text)
    return bool(INJECTION.search(plain) or HTML.search(plain) or {"echo", "markup"} & set(screen(plain)))


def echoes(text: str, notes: str) -> bool:
    """Whether a text repeats the athlete's own words at length, or a word that they shouted: a model that was told by
    a note what to say says it so."""
    if not notes:
        return False
    said, told = (unicodedata.normalize("NFKC", each) for each in (text, notes))
    if _shares_run(WORD.findall(said.lower()), WORD.findall(told.lower()), ECHO_WORDS):
        return True
    runs = HAN_RUN.findall(said)
    if any(run[at : at + ECHO_HAN] in told for run in runs for at in range(len(run) - ECHO_HAN + 1)):
        return True
    return bool(({*SHOUTED.findall(said)} - TERMS) & {word.upper() for word in WORD.findall(told)})


def _shares_run(one: list[str], two: list[str], length: int) -> bool:
    runs = {tuple(two[at : at + length]) for at in range(len(two) - length + 1)}
    return any(tuple(one[at : at + length]) in runs for at in range(len(one) - length + 1))


def named_in(text: str, catalogue: Catalogue) -> frozenset[str]:
    """Slugs of the exercises that a text names, the longest name first: a front squat is no squat besides."""
    rest, found = _plain(text), set[str]()
    for name, slug in _names(tuple(_spoken(catalogue))):
        if name in rest:
            found.add(slug)
            rest = rest.replace(name, " ")
    return frozenset(found)


def _spoken(catalogue: Catalogue) -> Iterable[tuple[str, str]]:
    for movement in catalogue:
        yield movement.name_en, movement.slug
        yield movement.name_zh_hans, movement.slug


@lru_cache(maxsize=8)
def _names(named: Collection[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Names as they may stand in a sentence, longest first. A single English word ("plank") is mostly no name."""
    plain = ((_plain(name), slug) for name, slug in named if name)
    told = ((name, slug) for name, slug in plain if " " in name.strip() or not name.isascii())
    return tuple(sorted(told, key=lambda each: (-len(each[0]), each)))


def _plain(text: str) -> str:
    """Lower case, hyphens as spaces, spaces single: "Pull-up" and "pull up" are one."""
    return re.sub(r"[\s\-‐‑–]+", " ", unicodedata.normalize("NFKC", text).lower())
