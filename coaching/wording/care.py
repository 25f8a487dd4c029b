"""Pain, illness, emergencies: caution first, no diagnosis, and no talk of training where it is serious."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from coaching.core.emergency import DIRECTORY, ambulance, crisis_line
from coaching.core.facts import CareFacts
from coaching.core.intents import Intent
from coaching.wording.blocks import Block, link, text
from coaching.wording.days import resting
from plans.wording import quantities
from science.health import stops_exercise

SEVERE = 7  # of 10, from where on somebody has to look at it (own choice: "more than 6")


def care(intent: Intent, facts: CareFacts) -> list[Block]:
    if intent is Intent.EMERGENCY:
        return [text(emergency(facts.country)), *_dialled(calls(facts.country))]
    if intent is Intent.CRISIS:
        return [text(crisis(facts.country)), *_dialled(calls(facts.country, has_line=True))]
    return ill(facts) if intent is Intent.ILL else pain(facts)


def calls(country: str, *, has_line: bool = False) -> list[Block]:
    """Buttons that dial the ambulance, and with `has_line` the crisis line, where a country's numbers are known."""
    numbers = [ambulance(country), crisis_line(country) if has_line else None]
    return [
        {"id": "call", "label": _("Call %(number)s") % {"number": number}, "href": f"tel:{number.replace(' ', '')}"}
        for number in numbers
        if number
    ]


def _dialled(actions: list[Block]) -> list[Block]:
    return [{"type": "actions", "actions": actions}] if actions else []


def emergency(country: str) -> str:
    number = ambulance(country)
    call = _("call %(number)s now") % {"number": number} if number else _("call your local emergency number now")
    return _(
        "This can be an emergency. Stop what you are doing, sit or lie down, and %(call)s if it is happening at the"
        " moment or comes back. Tell somebody near you. If it is over, have a doctor look at it before you train again."
        " I am a computer program and cannot judge it."
    ) % {"call": call}


def crisis(country: str) -> str:
    number, line = ambulance(country), crisis_line(country)
    call = _("call %(number)s") % {"number": number} if number else _("call your local emergency number")
    talk = (
        _("You can talk to somebody at any hour: %(line)s. Lines of other countries: %(directory)s.")
        % {"line": line, "directory": DIRECTORY}
        if line
        else _("You can talk to somebody at any hour; %(directory)s lists lines in your country.")
        % {"directory": DIRECTORY}
    )
    return _(
        "I am glad that you say it. I am a computer program and cannot help you with this, people can. If you are in"
        " danger, %(call)s or go to somebody you trust now. %(talk)s"
    ) % {"call": call, "talk": talk}


def pain(facts: CareFacts) -> list[Block]:
    more = _(
        "Log it with the exercise, with the place and how strong it is from 0 to 10: your plan then keeps away from it."
        " I cannot say what it is. If it came suddenly or with a pop, if it is swollen or numb, if it is strong or"
        " lasts longer than a week, have a professional look at it."
    )
    return [text(_("%(told)s %(more)s") % {"told": _first(facts.severity), "more": more}), _where_to_log(facts)]


def _first(severity: int | None) -> str:
    """What to do now."""
    if severity is not None and severity >= SEVERE:
        return _(
            "Stop the movement that hurts. %(severity)s of 10 is a lot: have a doctor or physiotherapist look at it"
            " before you load it again."
        ) % {"severity": quantities.number(severity)}
    if severity is not None and not stops_exercise(severity):
        return _("You can train around mild pain as long as it does not get worse. If it does, stop the movement.")
    return _("Stop the movement that hurts for today, and go on only with what does not hurt.")


def _where_to_log(facts: CareFacts) -> Block:
    """Where it is logged, and where what was just told stands: from there one tap puts it into the profile."""
    if facts.session_id is not None:
        log = link(reverse("page-session", args=[facts.session_id]), _("Log it in today's session"))
    else:
        log = link(reverse("page-profile"), _("Note it in your profile"))
    log["actions"] += link(reverse("page-memory"), _("What the coach remembers"))["actions"]
    return log


def ill(facts: CareFacts) -> list[Block]:
    if facts.is_ill:
        return [*resting(), text(_("Get well soon. If it gets worse or does not get better, see a doctor."))]
    words = _(
        "Rest. Nothing hard until you have been without symptoms for a full day; no session is worth more than that."
        " Report it, and your plan waits for you and brings you back step by step. With high fever, trouble breathing"
        " or pain in the chest, or if it does not get better, see a doctor."
    )
    return [text(words), link(reverse("page-ill"), _("Report that I am ill"))]
