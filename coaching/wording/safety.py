"""The fixed answers to signs, one for each class. No model words them, and they ask nothing.

They have to be reviewed by a clinician before Spotter is run for others, in both languages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from coaching.core.emergency import DIRECTORY, ambulance
from coaching.core.safety.categories import Category
from coaching.wording.blocks import Block, text
from coaching.wording.care import calls, crisis, emergency


def blocks(category: Category, country: str, *, event_id: UUID, has_staff: bool) -> list[Block]:
    """What the athlete is told at once. `country`: ISO 3166, "" where unknown: then nothing is guessed."""
    ways = [
        *_ways(category, country),
        {"id": "safety_fine", "label": _("I am fine"), "href": reverse("page-safety", args=[event_id])},
    ]
    return [text(WORDS[category](country)), text(who_knows(has_staff)), {"type": "actions", "actions": ways}]


def _ways(category: Category, country: str) -> list[Block]:
    if category in {Category.SELF_HARM, Category.RED_FLAG, Category.ABUSE}:
        return calls(country, has_line=category is Category.SELF_HARM)
    if category in {Category.PREGNANCY, Category.PAIN, Category.MINOR}:
        return [{"id": "open", "label": _("Note it in your profile"), "href": reverse("page-profile")}]
    return []


def who_knows(has_staff: bool) -> str:
    """Whether a person hears of it. Nobody should wait for one who does not read along."""
    if has_staff:
        return _(
            "The people who run this Spotter are told that you wrote something that needs a person. It can take a while"
            " until they read it, so do not wait for them."
        )
    return _("No person reads along here, so do not wait for an answer from one.")


def _call(country: str) -> str:
    number = ambulance(country)
    return _("call %(number)s") % {"number": number} if number else _("call your local emergency number")


def _abuse(country: str) -> str:
    return _(
        "What was done to you is not your fault, and you have a right to be safe. I am a computer program and cannot"
        " help you with this, people can. If you are in danger, %(call)s or go to where other people are. Otherwise"
        " talk to somebody you trust; %(directory)s lists helplines by country and subject."
    ) % {"call": _call(country), "directory": DIRECTORY}


def _injury(country: str) -> str:
    return _(
        "Stop here for today, and do not test it. Have a doctor look at it today if you cannot use it or put weight on"
        " it, if it is swollen, out of shape or numb, or if you hit your head; if it is bad, %(call)s. I am a computer"
        " program and cannot say what it is. Leave that part alone until a professional has seen it."
    ) % {"call": _call(country)}


def _eating(country: str) -> str:
    return _(
        "Thank you for telling me. I am a computer program and not the right one for this; there are people who know"
        " about it and do not judge: your doctor, somebody you trust, or a helpline (%(directory)s lists them by"
        " country). Nothing here is about food or how you look from now on. If you faint, your heart stumbles or you"
        " cannot keep water down, %(call)s."
    ) % {"call": _call(country), "directory": DIRECTORY}


def _pregnancy(country: str) -> str:
    return _(
        "Thank you for telling me. Before the next session, ask your doctor or midwife what is right for you. Stop and"
        " have it looked at with bleeding, pain in the belly or the chest, dizziness, a bad headache or fluid; if it is"
        " bad, %(call)s. I cannot judge it. With it in your profile, your plan takes care of it."
    ) % {"call": _call(country)}


def _pain(_country: str) -> str:
    return _(
        "Stop the movement that hurts. Pain that is this strong, or that has lasted longer than a week, is for a doctor"
        " or physiotherapist to look at before you load that part again. I cannot say what it is. Log it with the"
        " exercise or note it in your profile: your plan then keeps away from it."
    )


def _minor(_country: str) -> str:
    return _(
        "Thank you for telling me. Under 18, Spotter does not speak first, uses no language model and takes no part in"
        " experiments. Go through your plan with a parent or guardian, and have somebody who knows the lifts show them"
        " to you. Please put your year of birth into your profile. Under 13 an account is not possible."
    )


WORDS: Mapping[Category, Callable[[str], str]] = {
    Category.SELF_HARM: crisis,
    Category.RED_FLAG: emergency,
    Category.ABUSE: _abuse,
    Category.INJURY: _injury,
    Category.EATING: _eating,
    Category.PREGNANCY: _pregnancy,
    Category.PAIN: _pain,
    Category.MINOR: _minor,
}
