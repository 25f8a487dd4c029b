"""Rules, evidence and advice as sentences, in the language of the moment.

Every number in a sentence stands in the evidence: nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from adaptation.core.next_set import NextSet
from adaptation.wording import sentences
from plans.models import PlannedSession
from plans.wording import listed, quantities, spaced
from plans.wording.differences import FIELDS, Difference
from plans.wording.words import REGIONS

Names = Mapping[str, str]
METRIC = "metric"
EXERCISES = ("exercise", "to_exercise", "exercises")
DAYS = frozenset({"started_on", "ill_since", "ill_until"})
NOTHING = "–"
NUMBERS_OF_SIGNS = {
    "weaker_than_expected": ("lifts_counted",),
    "harder_sessions": ("session_rpe_change",),
    "low_completion": ("completion",),
}
EVEN_WEEK = 2.0  # of monotony (Foster 1998); thresholds differ between people


def why(rule: str, evidence: Mapping[str, Any], names: Names | None = None) -> str:
    """Why a rule suggests what it suggests. A rule that has no words is spelt out."""
    sentence = sentences.WHY.get(_variant(rule, evidence)) or sentences.WHY.get(rule)
    if sentence is None:
        return spaced(rule)
    told = str(sentence) % _in_words(evidence, names or {})
    if evidence.get("see_professional"):
        return _("%(told)s %(more)s") % {"told": told, "more": sentences.SEE_SOMEONE}
    if evidence.get("see_doctor") and not evidence.get("ill_until"):
        return _("%(told)s %(more)s") % {"told": told, "more": sentences.SEE_DOCTOR}
    return told


def _variant(rule: str, evidence: Mapping[str, Any]) -> str:
    """The rule, and what it turned on."""
    if rule in {"load_hold", "reps_hold"}:
        verdict = evidence.get("verdict", "")
        is_for_pain = evidence.get("is_held_for_pain") and verdict in {"on_target", "easy"}
        return f"{rule}:pain" if is_for_pain else f"{rule}:{verdict}"
    if rule == "plateau":
        return f"plateau:{evidence.get('claim')}"
    if rule in {"volume_up", "volume_down"}:
        return _volume_variant(rule, evidence)
    if rule == "missed_hold" and evidence.get("was_ill"):
        return "missed_hold:ill"
    if rule == "comeback_ill" and evidence.get("volume_percent", 100) < 100:
        return "comeback_ill:volume"
    if rule == "comeback" and evidence.get("volume_percent", 100) < 100:
        return "comeback:volume"
    if rule == "pain_stop" and not evidence.get("to_exercise"):
        return "pain_stop:taken_out" if evidence.get("is_taken_out") else "pain_stop:unsolved"
    return rule


def _volume_variant(rule: str, evidence: Mapping[str, Any]) -> str:
    """Signs of fatigue come first, then the athlete's own weeks; without either, the estimate alone."""
    if rule == "volume_down" and evidence.get("signs"):
        return f"{rule}:signs"
    has_own_weeks = evidence.get("better_sets") is not None and evidence.get("other_sets") is not None
    return f"{rule}:own_weeks" if has_own_weeks else rule


class Facts(dict[str, Any]):
    """Facts in words. One that is missing leaves a gap in the sentence, not an error on the page."""

    def __missing__(self, key: str) -> str:
        return NOTHING


def _in_words(evidence: Mapping[str, Any], names: Names) -> Facts:
    facts = Facts({key: _word(key, value, names) for key, value in evidence.items() if value is not None})
    if "signs" in evidence:
        facts["signs"] = listed(_sign(sign, facts) for sign in evidence["signs"])
    if evidence.get("claim") in sentences.STANDING:
        facts["standing"] = str(sentences.STANDING[evidence["claim"]]) % facts
    return facts


def _sign(sign: str, facts: Facts) -> str:
    """A sign of fatigue with its number; in general words where the evidence holds none."""
    sentence = str(sentences.SIGNS.get(sign, spaced(sign)))
    bare = sentences.BARE_SIGNS.get(sign)
    is_known = bare is None or all(name in facts for name in NUMBERS_OF_SIGNS[sign])
    return sentence % facts if is_known else str(bare)


def _word(key: str, value: Any, names: Names) -> str:
    if isinstance(value, list | tuple):
        return listed(_word(key, each, names) for each in value)
    if key in EXERCISES:
        return names.get(value) or spaced(str(value))
    if key == "region":
        return str(REGIONS.get(value, value))
    if key == "trial":
        return str(sentences.TRIALS.get(value, spaced(value)))
    if key == "symptoms":
        return str(sentences.SYMPTOMS.get(value, spaced(value)))
    if key in DAYS:
        return quantities.day(date.fromisoformat(value))
    if key in sentences.SIGNED and value > 0:
        return f"+{quantities.number(value)}"
    return quantities.number(value) if isinstance(value, int | float) else str(value)


def exercises_in(evidence: Mapping[str, Any]) -> Iterator[str]:
    """Slugs of the exercises that a sentence names."""
    for key in EXERCISES:
        value = evidence.get(key)
        yield from value if isinstance(value, list) else [value] if value else []


# --- Pages ------------------------------------------------------------------------------------------------------------
def about(target: Mapping[str, Any]) -> str:
    """What a suggestion is about, where it is not an exercise."""
    if "week" in target:
        return _("Week %(number)s") % {"number": target["week"]}
    if "on" in target:
        return quantities.day(date.fromisoformat(target["on"]))
    return _("Your plan")


def shifts(before: Mapping[str, Any], after: Mapping[str, Any], names: Names, units: str) -> Iterable[Difference]:
    """What would change, a line for each field: before and after."""
    for field in before:
        if before.get(field) != after.get(field):
            told = (_side(field, side.get(field), names, units) for side in (before, after))
            yield Difference("", str(FIELDS.get(field, _label(field))), *told)


def _label(field: str) -> str:
    return {"is_deload": _("easier week"), "on": _("day"), "status": _("session")}.get(field, spaced(field))


def _side(field: str, value: Any, names: Names, units: str) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field == "load_kg":
        return quantities.weight(value, units)
    if field == "status":
        return str(PlannedSession.Status(value).label)
    if field == "on":
        return quantities.day(date.fromisoformat(value))
    return names.get(value, value) if isinstance(value, str) else quantities.number(value)


def facts(evidence: Mapping[str, Any], units: str) -> Iterator[tuple[str, str]]:
    """The evidence that people may want to see, as labels and values."""
    for key, label in sentences.FACTS.items():
        value = evidence.get(key)
        if value is not None and value != []:
            yield str(label), _fact(key, value, units)


def _fact(key: str, value: Any, units: str) -> str:
    if key.endswith("_kg"):
        return quantities.weight(value, units)
    text = _word(key, value, {})
    if key in sentences.PERCENTS:
        return _("%(value)s %%") % {"value": text}
    return _("RPE %(value)s") % {"value": text} if key in sentences.RPES else text


# --- Progress and advice ----------------------------------------------------------------------------------------------
def plateau(claim: str | None) -> str:
    """What may be said about a plateau; nothing below even odds."""
    return str(sentences.CLAIMS[claim]) if claim else ""


def interval_note(may_be_narrow: bool) -> str:
    return str(sentences.MAY_BE_NARROW) if may_be_narrow else ""


def load_notes(monotony: float | None, acwr: float | None, has_variation: bool) -> list[str]:
    """What may be said about the load of a week: how it compares, never what it might do to the body."""
    notes = []
    if acwr is not None:
        change = quantities.percent(round(100 * (acwr - 1)))
        notes.append(_("This week against your last 4 weeks: %(change)s.") % {"change": change})
    if not has_variation:
        notes.append(_("No variation: every day of this week carried the same load."))
    elif monotony is not None and monotony > EVEN_WEEK:
        notes.append(_("A very even week: hard and easy days differed little."))
    return notes


def advice_sentence(advice: NextSet, units: str = METRIC) -> str:
    """What to do between two sets, and why."""
    told = _in_words(advice.facts, {})
    told["load"] = quantities.weight(advice.load_kg, units)
    return str(sentences.ADVICE[advice.code]) % told
