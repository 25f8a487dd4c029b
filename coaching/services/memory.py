"""What athletes have told the coach: kept from what they write, shown to them, corrected and deleted by them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts import services as accounts
from accounts.models import User
from coaching.core.remembering import TEXT_MAX, Told, facts_in
from coaching.core.safety.categories import Category
from coaching.core.safety.screening import screen
from coaching.models import MemoryFact, Message
from coaching.wording.memory import is_offered

FACTS_MAX = 200  # of one athlete; older ones go
SEVERITY_UNSAID = 4  # from here on an exercise is stopped: caution where no number was given (own choice)
# What such a text tells besides is no fact to plan with.
UNREAD = frozenset({Category.SELF_HARM, Category.ABUSE, Category.EATING, Category.RED_FLAG})


def remember(message: Message, athlete: User, now: datetime) -> list[MemoryFact]:
    """Keep the facts that a message tells, each in place of an older one about the same. Read again, it changes
    nothing. Nothing is kept of a text that is about the athlete's safety."""
    today = athlete.profile.local_date(now)
    told = facts_in(message.text, today)
    if not told or any(sign.category in UNREAD for sign in screen(message.text)):
        return []
    with transaction.atomic():
        kept = [_keep(each, message, athlete, today, now) for each in told]
        _forget_oldest(athlete.pk)
    return [each for each in kept if each is not None]


def _keep(told: Told, message: Message, athlete: User, today: date, now: datetime) -> MemoryFact | None:
    standing = MemoryFact.objects.filter(athlete=athlete, key=told.key)
    if told.is_over:
        standing.filter(told_at__lte=now).update(until_on=today - timedelta(days=1))
        return None
    if standing.filter(Q(message=message) | Q(told_at__gt=now)).exists():
        return standing.get()
    columns = {
        "category": told.category, "text": told.text, "data": dict(told.data), "message": message, "source": "chat",
        "told_at": now, "told_on": today, "until_on": told.until_on, "corrected_at": None,
    }  # fmt: skip
    fact, _is_new = MemoryFact.objects.update_or_create(athlete=athlete, key=told.key, defaults=columns)
    return fact


def _forget_oldest(athlete_id: UUID) -> None:
    too_many = MemoryFact.objects.filter(athlete_id=athlete_id).order_by("-told_at", "-pk")[FACTS_MAX:]
    MemoryFact.objects.filter(pk__in=list(too_many.values_list("pk", flat=True))).delete()


# --- Reading ----------------------------------------------------------------------------------------------------------
def of(athlete_id: UUID) -> QuerySet[MemoryFact]:
    """Everything that was told, the newest first, also what is history by now."""
    return MemoryFact.objects.filter(athlete_id=athlete_id).order_by("-told_at", "-pk")


def standing(athlete_id: UUID, on: date) -> list[MemoryFact]:
    """What holds on this day, the newest first. One query."""
    return list(of(athlete_id).filter(Q(until_on__isnull=True) | Q(until_on__gte=on)))


def find(athlete_id: UUID, fact_id: UUID) -> MemoryFact:
    """One fact of this athlete. Raises MemoryFact.DoesNotExist."""
    return of(athlete_id).get(pk=fact_id)


# --- Correcting -------------------------------------------------------------------------------------------------------
def correct(fact: MemoryFact, athlete: User, changes: Mapping[str, Any], now: datetime) -> MemoryFact:
    """The athlete puts a fact right: `text` (1-500 characters) or `until_on` (a day, or None). What rules read of it is
    read anew from the new words; words that they do not understand leave them nothing."""
    columns: dict[str, Any] = {name: changes[name] for name in ("text", "until_on") if name in changes}
    if "text" in columns:
        columns["text"] = columns["text"].strip()[:TEXT_MAX]
        again = _read_again(fact, columns["text"], athlete.profile.local_date(now))
        columns["data"] = dict(again.data) if again else {}
        if again and "until_on" not in columns:
            columns["until_on"] = again.until_on
    for name, value in columns.items():
        setattr(fact, name, value)
    fact.corrected_at = now
    fact.source = "athlete"
    fact.save(update_fields=[*columns, "corrected_at", "source"])
    return fact


def _read_again(fact: MemoryFact, text: str, today: date) -> Told | None:
    found = [each for each in facts_in(text, today) if each.category == fact.category and not each.is_over]
    return next((each for each in found if each.key == fact.key), found[0] if found else None)


def forget(fact: MemoryFact) -> None:
    """Delete it, for good. The message in which it stood stays in the chat."""
    fact.delete()


def adopt(fact: MemoryFact, athlete: User, now: datetime) -> bool:
    """Put a pain that stands into the profile's limitations, at the athlete's tap. Whether there was anything to do."""
    today, limitations = athlete.profile.local_date(now), list(athlete.profile.limitations)
    if not is_offered(fact, limitations, today):
        return False
    severity = fact.data.get("severity") or SEVERITY_UNSAID
    limitations.append({"region": fact.data["region"], "severity": severity, "note": ""})
    accounts.update_profile(athlete, limitations=limitations)
    return True
