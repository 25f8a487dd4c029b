"""Why a prompt came, in words: the reason of its rule and the data that it looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from plans.wording import listed, quantities, title, words

Facts = Mapping[str, Any]
REASONS: Mapping[str, Any] = {
    "check_in": gettext_lazy("It is the hour of your check-in, and you had not said yet how you are."),
    "habit": gettext_lazy("A habit of yours was still open at its hour."),
    "stalled": gettext_lazy("A lift has stood still for a while."),
    "missed_session": gettext_lazy("A planned session has passed, and it was not done, skipped or moved."),
    "high_rpe": gettext_lazy("You have rated several sessions in a row as very hard."),
    "poor_sleep": gettext_lazy("You have reported several short nights."),
    "milestone": gettext_lazy("There was something to be glad about."),
    "plan_finished": gettext_lazy("Your plan is over."),
    "pain_follow_up": gettext_lazy("You reported a pain in training."),
    "deload_due": gettext_lazy("An easier week is due."),
    "comeback": gettext_lazy("You have not trained for a while."),
    "unread_suggestion": gettext_lazy("A suggestion waits for your word."),
    "welcome": gettext_lazy("You agreed that Spotter may message you first."),
    "stay_quiet": gettext_lazy("Several messages had no answer."),
}
CHANCE = gettext_lazy(
    "Chance decided whether to send this, with a probability of %(percent)d %%. That is how we learn whether such"
    " messages help. You can turn this off."
)
CERTAIN = gettext_lazy("Chance played no part in sending this.")
HOW_TO_STOP = gettext_lazy("You can mute this kind of message, ask for less, or turn all of them off.")


def reason(rule: str) -> str:
    return str(REASONS.get(rule, ""))


def chance(probability: float | None) -> str:
    return str(CERTAIN) if probability is None else str(CHANCE) % {"percent": round(100 * probability)}


def data(rule: str, facts: Facts, names: Mapping[str, str], units: str) -> list[str]:
    """A sentence for each thing that the rule looked at; facts that it does not know are left out."""
    teller = _TELLERS.get(rule)
    try:
        return list(teller(facts, names, units)) if teller else []
    except (KeyError, TypeError, ValueError):  # a row of an older version of the rule
        return []


def _habit(facts: Facts, _names: Facts, _units: str) -> Iterator[str]:
    yield _("“%(title)s” at %(at)s.") % {"title": facts["title"], "at": facts["at"]}


def _stalled(facts: Facts, names: Facts, _units: str) -> Iterator[str]:
    told = {"exercise": _exercise(facts, names), "count": facts["sessions"], "day": _day(facts["since"])}
    yield _("%(exercise)s: %(count)d sessions since %(day)s without a best and without more work.") % told


def _missed(facts: Facts, _names: Facts, _units: str) -> Iterator[str]:
    yield _("%(title)s, planned for %(day)s.") % {"title": title(facts["title"]), "day": _day(facts["on"])}


def _hard(facts: Facts, _names: Facts, _units: str) -> Iterator[str]:
    told = {"count": facts["count"], "rpe": quantities.number(facts["rpe"])}
    yield _("%(count)d sessions in a row, rated %(rpe)s on average.") % told


def _short_nights(facts: Facts, _names: Facts, _units: str) -> Iterator[str]:
    hours = listed(_("%(hours)s h") % {"hours": quantities.number(each)} for each in facts["hours"])
    yield _("Your sleep: %(hours)s.") % {"hours": hours}


def _milestone(facts: Facts, names: Facts, units: str) -> Iterator[str]:
    if facts["kind"] == "sessions":
        yield _count(facts["count"])
    else:
        told = {"exercise": _exercise(facts, names), "load": quantities.estimate(facts["e1rm_kg"], units)}
        yield _("%(exercise)s: your best so far, about %(load)s for a single.") % told


def _finished(facts: Facts, _names: Facts, _units: str) -> Iterator[str]:
    yield _("%(done)d of %(count)d sessions done.") % {"done": facts["done"], "count": facts["sessions"]}


def _pain(facts: Facts, _names: Facts, _units: str) -> Iterator[str]:
    region = str(words.REGIONS.get(facts["region"], facts["region"]))
    told = {"region": region, "severity": facts["severity"], "day": _day(facts["on"])}
    yield _("%(region)s, %(severity)d of 10, on %(day)s.") % told


def _comeback(facts: Facts, _names: Facts, _units: str) -> Iterator[str]:
    yield _("Your last training was on %(day)s.") % {"day": _day(facts["last_on"])}


def _unread(facts: Facts, _names: Facts, _units: str) -> Iterator[str]:
    count = int(facts["count"])
    yield ngettext("%(count)d suggestion is open.", "%(count)d suggestions are open.", count) % {"count": count}


def _quiet(facts: Facts, _names: Facts, _units: str) -> Iterator[str]:
    yield _("%(count)d messages in a row.") % {"count": facts["count"]}


_TELLERS = {
    "habit": _habit,
    "stalled": _stalled,
    "missed_session": _missed,
    "high_rpe": _hard,
    "poor_sleep": _short_nights,
    "milestone": _milestone,
    "plan_finished": _finished,
    "pain_follow_up": _pain,
    "comeback": _comeback,
    "unread_suggestion": _unread,
    "stay_quiet": _quiet,
}


def _count(count: int) -> str:
    return ngettext("%(count)d session of training.", "%(count)d sessions of training.", count) % {"count": count}


def _day(value: str) -> str:
    return quantities.day(date.fromisoformat(value))


def _exercise(facts: Facts, names: Facts) -> str:
    slug = str(facts["exercise"])
    return str(names.get(slug, slug))
