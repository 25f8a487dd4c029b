"""The weekly mail: how many sessions were done, and a link. Only for who asked for it, never in quiet hours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from email.utils import formataddr
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.services.mails import AGAIN, Handed, hand_over, is_mail_available
from coaching.core.frequency import iso_week, paused
from coaching.models import PromptPreferences
from coaching.services import safety
from plans.models import PlannedSession

BATCH = 500
EARLIEST = time(9)  # local, on Mondays; what was in the way then may pass until the end of Tuesday
LAST_WEEKDAY = 1
SALT = "coaching.digest"
WEEK = timedelta(days=7)
FARTHEST_AHEAD = timedelta(hours=14)  # of UTC


def send_due(now: datetime) -> int:
    """Send every digest that is due; returns how many. Each goes out once a week, whoever calls this how often.

    What no mail server took goes out with a later call; where it broke off in the middle nobody can know, and once too
    few is better than twice.
    """
    if not is_mail_available():
        return 0
    newest = iso_week((now + FARTHEST_AHEAD).date())  # who has that one has it wherever they live
    wanted = PromptPreferences.objects.filter(enabled=True, email_digest=True, athlete__is_active=True)
    due = wanted.exclude(digest_week__gte=newest).select_related("athlete__profile").order_by("pk")
    count = 0
    for row in due.iterator(chunk_size=BATCH):
        handed = send(row, now)
        count += handed is Handed.TAKEN
        if handed is Handed.UNREACHABLE:  # it will not be there for the next one either
            break
    return count


def send(chosen: PromptPreferences, now: datetime) -> Handed | None:
    """Send one athlete's digest if its hour has come and nothing is in the way; None where it is not to go now."""
    athlete = chosen.athlete
    zone = athlete.profile.zone
    local = now.astimezone(zone)
    week = iso_week(local.date())
    is_hour = local.weekday() <= LAST_WEEKDAY and (local.weekday() > 0 or local.time() >= EARLIEST)
    if not is_hour or paused(chosen.pauses(), now, zone) or safety.is_held(athlete.pk, now):
        return None
    still_wanted = PromptPreferences.objects.filter(pk=athlete.pk, enabled=True, email_digest=True)
    if not still_wanted.exclude(digest_week=week).update(digest_week=week):
        return None
    handed = hand_over(_mail(athlete, local.date() - timedelta(days=local.weekday())))
    if handed in AGAIN:
        PromptPreferences.objects.filter(pk=athlete.pk, digest_week=week).update(digest_week=chosen.digest_week)
    return handed


def turn_off(token: str) -> bool:
    """Follow the link of a digest: no more of them. False where the link is not one of ours."""
    try:
        athlete_id = UUID(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError):
        return False
    PromptPreferences.objects.filter(pk=athlete_id).update(email_digest=False)
    return True


def off_address(athlete_id: UUID) -> str:
    """The address that ends the digest without signing in; good for this athlete only."""
    token = signing.dumps(str(athlete_id), salt=SALT)
    return f"{settings.PUBLIC_URL}{reverse('page-digest-off')}?{urlencode({'token': token})}"


def _mail(athlete: User, monday: date) -> EmailMessage:
    off = off_address(athlete.pk)
    with translation.override(athlete.profile.locale):
        subject, body = _("Your week with Spotter"), _body(athlete, monday, off)
    return EmailMessage(
        subject,
        body,
        formataddr(("Spotter", settings.DEFAULT_FROM_EMAIL)),
        [athlete.email],
        headers={"List-Unsubscribe": f"<{off}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def _body(athlete: User, monday: date, off: str) -> str:
    """A number and two links: nothing about health, whoever reads along."""
    done = PlannedSession.objects.filter(
        plan__athlete=athlete, status="done", on__gte=monday - WEEK, on__lt=monday
    ).count()
    lines = [
        ngettext("You did %(count)d session last week.", "You did %(count)d sessions last week.", done)
        % {"count": done},
        _("How it went, and what comes next: %(url)s") % {"url": settings.PUBLIC_URL + reverse("page-chat")},
        _("No more of these mails: %(url)s") % {"url": off},
    ]
    return "\n\n".join(lines) + "\n"
