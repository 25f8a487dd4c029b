"""What was told, as it is shown: where it came from and what can be made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from django.utils.translation import gettext_lazy as _

from coaching.models import MemoryFact
from coaching.wording.wishes import plan_href

SOURCES = {"chat": _("from the chat"), "prompt": _("from an answer"), "athlete": _("as you corrected it")}
Category = MemoryFact.Category


def stands(fact: MemoryFact, on: date) -> bool:
    """Whether rules still read it on this day."""
    return fact.until_on is None or fact.until_on >= on


def is_offered(fact: MemoryFact, limitations: Iterable[Mapping[str, Any]], on: date) -> bool:
    """Whether it is a pain that stands and is not in the profile yet."""
    region = fact.data.get("region")
    known = {each["region"] for each in limitations}
    return fact.category == Category.PAIN and bool(region) and stands(fact, on) and region not in known


def offer(fact: MemoryFact, limitations: Iterable[Mapping[str, Any]], on: date) -> str:
    """What one tap can make of it: limitation | illness | times, or nothing."""
    if is_offered(fact, limitations, on):
        return "limitation"
    if fact.category == Category.ILLNESS and stands(fact, on):
        return "illness"
    return "times" if fact.data.get("slots") and stands(fact, on) else ""


def times_href(fact: MemoryFact) -> str:
    """The way to a plan on the days and times that were told; "" where none were."""
    slots = fact.data.get("slots", [])
    starts = ((slot["day"], slot.get("at") or slot.get("from")) for slot in slots)
    return plan_href((day, time.fromisoformat(at) if at else None) for day, at in starts) if slots else ""
