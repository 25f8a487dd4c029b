"""Codes and facts as sentences, in the language of the moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from plans.wording import reasons, rules, screening, words

Names = Mapping[str, str]
UNKNOWN = "…"
_apps: dict[str, Callable[[str, Mapping[str, Any], Names | None], str]] = {}
EASY_AFTER = "_easy"


class Facts(dict[str, Any]):
    """Facts in words. One that is missing leaves a gap in the sentence, not an error on the page."""

    def __missing__(self, key: str) -> str:
        return UNKNOWN


def listed(things: Iterable[str]) -> str:
    """Things one after the other, as the language separates them."""
    return pgettext("between things of a list", ", ").join(things)


def facts_in_words(facts: Mapping[str, Any], names: Names | None = None) -> Facts:
    """Codes become words, lists are joined, exercises get their names (from `names`, by slug)."""
    names = names or {}
    worded = Facts()
    for key, value in facts.items():
        is_list = isinstance(value, list | tuple)
        worded[key] = listed(_word(key, one, names) for one in value) if is_list else _word(key, value, names)
    return worded


def item_reason(why: Mapping[str, Any], load_basis: str, names: Names | None = None) -> str:
    """Why an exercise is in a session, and where its load comes from."""
    own = reason(why["code"], why["facts"], names)
    if load_basis == "find" and why["facts"].get("try_kg"):
        load = reasons.FIRST_TRY % facts_in_words(why["facts"])
    else:
        load = str(reasons.LOADS.get(load_basis, ""))
    return _("%(own)s %(load)s") % {"own": own, "load": load} if load else own


def reason(code: str, facts: Mapping[str, Any], names: Names | None = None) -> str:
    sentence = reasons.REASONS.get(code)
    return str(sentence) % facts_in_words(facts, names) if sentence else spaced(code)


def register_reasons(app: str, worded: Callable[[str, Mapping[str, Any], Names | None], str]) -> None:
    """Have an app above word the reasons of its own changes: codes `<app>.<code>`. Called in AppConfig.ready."""
    _apps[app] = worded


def revision_reason(code: str, facts: Mapping[str, Any], names: Names | None = None) -> str:
    app, _dot, own_code = code.partition(".")
    if app in _apps:
        return _apps[app](own_code, facts, names)
    sentence = reasons.REVISIONS.get(code)
    return str(sentence) % facts_in_words(facts, names) if sentence else reason(code, facts, names)


def change(facts: Mapping[str, Any]) -> str:
    """What to ask for instead, where no plan can meet the wishes."""
    sentence = reasons.CHANGES.get(facts.get("change", ""))
    return str(sentence) % facts_in_words(facts) if sentence else _("No plan can meet all of this.")


def clearance(facts: Mapping[str, Any]) -> str:
    """Why a professional has to be asked before any plan: kindly, and without a diagnosis."""
    causes = dict.fromkeys(screening.because(facts.get("because", ())))
    return _(
        "Please have a doctor or physiotherapist take a look first, because of %(causes)s. "
        "Tell us in your profile once they agree; then we start."
    ) % {"causes": listed(causes)}


def edit_problem(facts: Mapping[str, Any]) -> str:
    """Why an edit does not fit the plan."""
    sentence = reasons.EDIT_PROBLEMS.get(facts.get("problem", ""))
    return str(sentence) % facts_in_words(facts) if sentence else _("This change does not fit the plan.")


def rules_broken(facts: Mapping[str, Any]) -> str:
    """Why a change is refused: the sentence of the first rule that it would break, and how many more there are."""
    first, *others = facts["findings"]
    sentence = rule(first["rule"], first["facts"])
    if not others:
        return _("This would break a safety rule (%(rule)s): %(sentence)s") % {
            "rule": first["rule"],
            "sentence": sentence,
        }
    return ngettext(
        "This would break %(count)d more safety rule besides %(rule)s: %(sentence)s",
        "This would break %(count)d more safety rules besides %(rule)s: %(sentence)s",
        len(others),
    ) % {"count": len(others), "rule": first["rule"], "sentence": sentence}


def rule(rule_id: str, facts: Mapping[str, Any], names: Names | None = None) -> str:
    """What breaking a rule means here."""
    sentence = rules.RULES.get(rule_id)
    return str(sentence) % facts_in_words(facts, names) if sentence else rule_id


def changed(change: Mapping[str, Any], names: Names | None = None) -> str:
    """One entry of a revision's diff."""
    sentence = reasons.DIFF_FIELDS.get(change.get("field", "")) or reasons.DIFF.get(change["change"])
    return str(sentence) % _change_in_words(change, names or {}) if sentence else spaced(str(change["change"]))


def exercises_in(facts: Mapping[str, Any], diff: Iterable[Mapping[str, Any]] = ()) -> Iterator[str]:
    """Slugs of the exercises that a reason and a diff name, so that their names can be looked up at once."""
    yield from (str(facts[key]) for key in words.EXERCISE_FACTS if key in facts)
    for each in diff:
        if "exercise" in each:
            yield str(each["exercise"])
        if each.get("field") == "exercise":
            yield from (str(each["before"]), str(each["after"]))


def title_of(goal: str, start_on: date, ends_on: date) -> str:
    """What a plan is called: its goal and its length."""
    return plan_title(goal, (ends_on - start_on).days // 7 + 1)


def plan_title(goal: str, weeks: int) -> str:
    return ngettext("%(goal)s, %(weeks)d week", "%(goal)s, %(weeks)d weeks", weeks) % {
        "goal": words.GOALS.get(goal, goal),
        "weeks": weeks,
    }


def title(code: str) -> str:
    """What a session is called; strength with an easy run or ride behind it has `_easy` at its end."""
    if code in words.TITLES:
        return str(words.TITLES[code])
    strength = words.TITLES.get(code.removesuffix(EASY_AFTER))
    if strength and code.endswith(EASY_AFTER):
        return _("%(title)s and easy endurance") % {"title": strength}
    return spaced(code)


def phase(code: str) -> str:
    return str(words.PHASES.get(code) or spaced(code))


def spaced(code: str) -> str:
    """A code that has no word, readable all the same."""
    return code.replace("_", " ").replace("-", " ").capitalize()


def _word(key: str, value: Any, names: Names) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    if key in words.EXERCISE_FACTS:
        return names.get(value) or spaced(str(value))
    if key == "titles":
        return title(str(value))
    return str(words.CODED_FACTS.get(key, {}).get(value, value))


def _change_in_words(change: Mapping[str, Any], names: Names) -> Facts:
    worded = facts_in_words({key: value for key, value in change.items() if key not in ("before", "after")}, names)
    worded["title"] = title(str(change.get("title", "")))
    for side in ("before", "after"):
        worded[side] = _side(change, change.get(side), names)
    return worded


def _side(change: Mapping[str, Any], value: Any, names: Names) -> str:
    if isinstance(value, Mapping):
        return " ".join(str(each) for each in (value.get("on"), value.get("at")) if each)
    if change["change"] == "week":
        return phase(str(value))
    if change.get("field") == "exercise":
        return names.get(value) or spaced(str(value))
    return UNKNOWN if value is None else f"{value:g}" if isinstance(value, float) else str(value)
