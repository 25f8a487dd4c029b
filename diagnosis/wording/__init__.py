"""Codes and facts of a diagnosis as sentences, in the language of the moment. No number is made here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from adaptation.wording import NOTHING, Facts
from diagnosis.wording import findings, offers, states
from plans.wording import listed, quantities, spaced
from plans.wording.words import MUSCLES, REGIONS

Names = Mapping[str, str]
EXERCISES = frozenset({"exercise", "exercises", "with_exercise"})
CODED: dict[str, Mapping[str, Any]] = {
    "group": MUSCLES,
    "region": REGIONS,
    "part_of_day": states.PARTS_OF_DAY,
    "part": states.PARTS,
    "more": states.SIDES,
    "fewer": states.SIDES,
    "signs": states.SIGNS,
}
SIGNED = frozenset(
    {"change_percent", "load_change_percent", "low_percent", "high_percent", "others_percent", "gap_rpe_lately"}
)
A_MONDAY = date(2024, 1, 1)


class Problem(NamedTuple):
    """What happened, what is safe, what to do."""

    what: str
    safe: str
    do: str


def in_words(facts: Mapping[str, Any], names: Names) -> Facts:
    """Facts as people read them; one that is missing leaves a dash."""
    return Facts({key: word(key, value, names) for key, value in facts.items() if value is not None})


def word(key: str, value: Any, names: Names) -> str:
    if isinstance(value, list | tuple):
        return listed(word(key, each, names) for each in value)
    if key in EXERCISES:
        return names.get(str(value)) or spaced(str(value))
    if key in CODED:
        return str(CODED[key].get(value, spaced(str(value))))
    if key == "weekday":
        return weekday(int(value))
    if key in SIGNED and isinstance(value, int | float):
        return signed(value)
    return number(value) if isinstance(value, int | float) else str(value)


def number(value: float) -> str:
    """A number with the sign that typesetters use."""
    return quantities.number(value).replace("-", "−")


def signed(value: float) -> str:
    """`+1.5`, `−2`."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + quantities.number(abs(value))


def weekday(number: int, form: str = "l") -> str:
    """The name of a weekday; 0 is Monday. form: `l` in full, `D` in short."""
    return date_format(A_MONDAY + timedelta(days=number), form)


# --- Findings ---------------------------------------------------------------------------------------------------------
def title(code: str, facts: Mapping[str, Any], names: Names) -> str:
    sentence = findings.TITLES.get(code)
    return str(sentence) % in_words(facts, names) if sentence else spaced(code)


def meaning(code: str, facts: Mapping[str, Any], names: Names) -> str:
    """What it means, with what comes along: the exercise of a pain."""
    sentence = findings.MEANINGS.get(code)
    if sentence is None:
        return ""
    told = str(sentence) % in_words(facts, names)
    if "with_exercise" in facts:
        more = str(findings.WITH_EXERCISE) % in_words(facts, names)
        return _("%(told)s %(more)s") % {"told": told, "more": more}
    return told


def advice(code: str) -> str:
    return str(offers.ADVICE.get(code, ""))


def number_label(name: str) -> str:
    """What a number of the evidence is called."""
    label = findings.NUMBERS.get(name)
    return str(label) % {} if label else spaced(name)


# --- The whole --------------------------------------------------------------------------------------------------------
def summary(told: Mapping[str, Any], names: Names) -> str:
    """One of the three sentences."""
    facts = dict(told["facts"])
    worded = in_words({key: value for key, value in facts.items() if key not in ("finding_facts", "advice")}, names)
    if "finding_facts" in facts:
        worded["headline"] = title(facts["finding"], facts["finding_facts"], names)
    if "advice" in facts:
        worded["advice"] = advice(facts["advice"])
    code = told["code"]
    if code == "seen_plan" and facts["trained_days"] != facts["done"]:
        code = "seen_plan_and_days"  # trained beside the plan as well, or twice on a day
    return str(states.SUMMARY[code]) % worded


def state_number(area: str, numbers: Mapping[str, Any]) -> str:
    """The number behind an area's state; "" where none is known."""
    sentence = states.STATE_NUMBERS.get(area)
    if sentence is None or not numbers:
        return ""
    if area == "pain" and not numbers["days_with_pain"]:
        return str(states.NO_PAIN)
    if area == "effort" and (off := numbers.get("gap_rpe")) is not None:
        return str(states.AGAINST_TARGET[(off > 0) - (off < 0)]) % {"points": number(abs(off))}
    pairs = [str(pair) % in_words(numbers, {}) for name, pair in states.BALANCES.items() if name in numbers]
    if pairs:
        return str(states.SETS_A_WEEK) % {"pairs": listed(pairs)}
    told = str(sentence) % in_words(numbers, {})
    return "" if NOTHING in told else told


def gap(told: Mapping[str, Any]) -> str:
    """What is missing, and what is not said because of it."""
    sentence = str(states.GAPS.get(told["code"], spaced(told["code"]))) % in_words(told["facts"], {})
    if not told["silences"]:
        return sentence
    areas = listed(str(states.AREAS[area]) for area in told["silences"])
    return _("%(told)s %(more)s") % {"told": sentence, "more": str(states.SILENCES) % {"areas": areas}}


def stage(name: str) -> str:
    return str(states.STAGES.get(name) or spaced(name))


def status_text(code: str, facts: Mapping[str, Any] | None = None) -> str:
    """The sentence of a running diagnosis: a stage, `queued`, `queued_behind`, `waiting_for_answer`, or its end."""
    sentence = states.STATUS_TEXTS.get(code)
    return str(sentence) % in_words(facts or {}, {}) if sentence else spaced(code)


def problem(error_type: str) -> Problem:
    """An error as people read it."""
    what, safe, do = states.ERRORS.get(error_type, states.ERRORS["INTERNAL_ERROR"])
    return Problem(str(what), str(safe), str(do))
