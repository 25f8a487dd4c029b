"""When somebody can train, and what they want to have otherwise: understood, told back, and left to a tap."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from coaching.core.facts import SettingsFacts, TimesFacts
from coaching.core.training_times import Slot, Times
from coaching.wording.blocks import Block, link, quick_replies, text
from coaching.wording.voice import words

MONDAY = date(2024, 1, 1)
TONE_NAMES = {
    "gentle": gettext_lazy("Speak gently"),
    "direct": gettext_lazy("Speak directly"),
    "playful": gettext_lazy("Speak playfully"),
}


# --- Training times ---------------------------------------------------------------------------------------------------
def times(facts: TimesFacts, tone: str) -> list[Block]:
    """What was understood, with the way to a plan on these days; or a question, where anything is in doubt."""
    told = facts.times
    if told.doubts == {"hour"}:
        return [text(words("which_half", tone)), quick_replies(*_halves(told))]
    if not told.is_certain:
        example = _("For instance: Tuesday and Thursday at 7 pm.")
        return [text(f"{words('which_times', tone)} {example}")]
    lines = "\n".join(slot_words(slot) for slot in told.slots)
    more = _("Your plan stays as it is until you ask for one on these days.")
    slots = [(slot.day, slot.at or slot.since) for slot in told.slots]
    return [text(f"{lines}\n{more}"), link(plan_href(slots), _("Plan on these days"))]


def plan_href(slots: Iterable[tuple[int, time | None]]) -> str:
    """The way to a new plan on these weekdays (0 = Monday), each with the time that was told, filled in."""
    told = list(slots)
    days = [("available_days", str(day)) for day, _at in told]
    times = [(f"time_{day}", clock(at)) for day, at in told if at is not None]
    return f"{reverse('page-generate')}?{urlencode([*days, *times])}"


def slot_words(slot: Slot) -> str:
    """`Tuesday: 19:00`, `Saturday: from 10:00 to 12:00`, `Sunday: at any time`."""
    day = weekday(slot.day)
    if slot.at is not None:
        return _("%(day)s: %(time)s") % {"day": day, "time": clock(slot.at)}
    if slot.since is not None and slot.until is not None:
        return _("%(day)s: from %(since)s to %(until)s") % {
            "day": day, "since": clock(slot.since), "until": clock(slot.until),
        }  # fmt: skip
    if slot.since is not None:
        return _("%(day)s: from %(since)s on") % {"day": day, "since": clock(slot.since)}
    if slot.until is not None:
        return _("%(day)s: until %(until)s") % {"day": day, "until": clock(slot.until)}
    return _("%(day)s: at any time") % {"day": day}


def weekday(day: int) -> str:
    return date_format(MONDAY + timedelta(days=day), "l")


def clock(at: time) -> str:
    return at.strftime("%H:%M")


def _halves(told: Times) -> list[tuple[str, str]]:
    """Both readings of a time, each as the athlete would say it without a doubt."""
    days = pgettext("between weekdays", " and ").join(weekday(slot.day) for slot in told.slots)
    hour = next(at for slot in told.slots for at in (slot.at, slot.since, slot.until) if at is not None)
    bound = _bound(told.slots[0])
    later = hour.replace(hour=hour.hour + 12)
    return [(name, bound % {"days": days, "time": clock(at)}) for name, at in (("morning", hour), ("evening", later))]


def _bound(slot: Slot) -> str:
    if slot.until is not None:
        return _("I can train on %(days)s before %(time)s")
    return _("I can train on %(days)s after %(time)s") if slot.since else _("I can train on %(days)s at %(time)s")


# --- Preferences ------------------------------------------------------------------------------------------------------
def settings(facts: SettingsFacts, tone: str) -> list[Block]:
    if facts.tone == tone:
        return [text(_("That is how I speak already. Everything else is in your profile.")), _profile()]
    if facts.tone:
        tap = {"id": "set_tone", "label": str(TONE_NAMES[facts.tone]), "value": facts.tone}
        words_ = _("One tap, and I speak that way from now on.")
        return [text(words_), {"type": "actions", "actions": [tap]}, _profile()]
    told = _(
        "When and how often I write to you unasked, and when I keep quiet, is among your preferences. How I speak,"
        " language and units are in your profile."
    )
    return [text(told), link(reverse("page-prompt-preferences"), _("Open your preferences")), _profile()]


def _profile() -> Block:
    return link(reverse("page-profile"), _("Open your profile"))
