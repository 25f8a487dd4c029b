"""Staff hear of signs: by mail and in the console, within a minute, and again where nobody took it on.

A mail says that somebody has to look and where, nothing of whom or what: health has no place in a mailbox.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from coaching.core.safety.holds import SECOND_ALERT_AFTER
from coaching.models import SafetyEvent

logger = logging.getLogger(__name__)
CODENAME = "view_safetyevent"
PERMISSION = f"coaching.{CODENAME}"


@dataclass(frozen=True, slots=True)
class Alerted:
    """How many events staff were told of for the first and for the second time."""

    first: int
    second: int


def staff() -> QuerySet[User]:
    """Who is told, and may look: staff with the permission, by themselves or by a group, and superusers."""
    role = Q(is_superuser=True) | Q(user_permissions__codename=CODENAME) | Q(groups__permissions__codename=CODENAME)
    return User.objects.filter(role, is_active=True, is_staff=True).distinct()


def has_staff() -> bool:
    return staff().exists()


def alert(now: datetime) -> Alerted:
    """Tell staff of what they have not heard of, and once more of what nobody has acknowledged after a while.

    A mail comes first and is noted afterwards: killed in between, it comes twice, never not at all. One that cannot be
    sent is tried again at the next run; the console shows the event all the while.
    """
    open_ones = SafetyEvent.objects.filter(acknowledged_at__isnull=True)
    new = list(open_ones.filter(notified_at__isnull=True).values_list("pk", flat=True))
    late = open_ones.filter(alerted_again_at__isnull=True, notified_at__isnull=False)
    stale = list(late.filter(created_at__lte=now - SECOND_ALERT_AFTER).values_list("pk", flat=True))
    if not (new or stale):
        return Alerted(0, 0)
    people = _addresses()
    if not people:
        logger.critical("%d safety events wait and nobody is set up to be told.", len(new) + len(stale))
        return Alerted(0, 0)
    if not _mail(people, len(new), len(stale)):
        return Alerted(0, 0)
    _note(new, notified_at=now)
    _note(stale, alerted_again_at=now)
    return Alerted(len(new), len(stale))


def _note(ids: Iterable[UUID], **when: datetime) -> None:
    SafetyEvent.objects.filter(pk__in=list(ids)).update(**when)


def _addresses() -> list[tuple[str, str]]:
    """Who is written to, each with a language: staff with the permission, and whoever is on call."""
    known = [(person.email, person.profile.locale) for person in staff().select_related("profile")]
    on_call = [(address, settings.LANGUAGE_CODE) for address in settings.SAFETY_ON_CALL]
    return list({address.casefold(): (address, locale) for address, locale in [*on_call, *known]}.values())


def _mail(people: Iterable[tuple[str, str]], new: int, stale: int) -> bool:
    """Write to each of them; whether it reached the mail server for at least one. Where no mail is set up, the console
    is the only place, and staff know it."""
    if not settings.MAIL_IS_SET:
        return True
    written = [_write(*each, new, stale) for each in people]  # to everybody, also after the first
    return any(written)


def _write(address: str, locale: str, new: int, stale: int) -> bool:
    with translation.override(locale):
        subject, text = _words(new, stale)
    try:
        return bool(send_mail(subject, text, None, [address]))
    except (OSError, SMTPException) as problem:
        logger.error("A safety alert could not be mailed: %s", type(problem).__name__)
        return False


def _words(new: int, stale: int) -> tuple[str, str]:
    lines = []
    if new:
        lines.append(
            ngettext("%(count)d new entry needs a person.", "%(count)d new entries need a person.", new)
            % {"count": new}
        )
    if stale:
        lines.append(
            ngettext(
                "Nobody has picked up %(count)d entry for 15 minutes.",
                "Nobody has picked up %(count)d entries for 15 minutes.",
                stale,
            )
            % {"count": stale}
        )
    where = f"{settings.PUBLIC_URL}{reverse('admin:coaching_safetyevent_changelist')}"
    subject = _("Spotter: please look again") if stale else _("Spotter: please look")
    return subject, "\n".join([*lines, where])


def waiting(now: datetime) -> tuple[int, float]:
    """How many events nobody has taken on, and how long the oldest has waited, in seconds. One query."""
    found = SafetyEvent.objects.filter(acknowledged_at__isnull=True).aggregate(
        count=Count("pk"), oldest_at=Min("created_at")
    )
    return found["count"], (now - found["oldest_at"]).total_seconds() if found["count"] else 0.0


def waiting_for(person: User, now: datetime) -> tuple[int, float]:
    """The same for whoever may look; nothing waits for anybody else, and they cost no query."""
    return waiting(now) if person.is_staff and person.has_perm(PERMISSION) else (0, 0.0)
