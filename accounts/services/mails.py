"""Mails about accounts. A row is the job: it is claimed, sent, and gone; what no mail server took is tried again."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from email.utils import formataddr
from enum import StrEnum
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import AccountMail, User
from accounts.services.audit import audit
from accounts.services.links import link_for
from accounts.wording import MAILS

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)  # longer than a mail server may take
FIRST_WAIT = timedelta(seconds=30)  # doubles with every attempt
NEWS = timedelta(days=1)
BATCH = 500


class Handed(StrEnum):
    """What became of one mail. `put_off`: the server said that it would take it another time; `unsure`: it broke off
    when the server may have had all of it."""

    TAKEN = "taken"
    UNREACHABLE = "unreachable"
    PUT_OFF = "put_off"
    REFUSED = "refused"
    UNSURE = "unsure"


AGAIN = frozenset({Handed.UNREACHABLE, Handed.PUT_OFF})


def is_mail_available() -> bool:
    """Whether this installation sends mail, and knows the address under which it is reached."""
    return bool(settings.MAIL_IS_SET and settings.PUBLIC_URL)


def queue(user: User | None, kind: AccountMail.Kind, now: datetime | None = None) -> AccountMail | None:
    """Have a mail sent to this person; None where no mail is set up. Joins the caller's transaction."""
    if not is_mail_available():
        return None
    now = now or timezone.now()
    good_for = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT) if kind == AccountMail.Kind.LINK else NEWS
    return AccountMail.objects.create(user=user, kind=kind, good_until=now + good_for, next_try_at=now)


def waiting_mails(now: datetime) -> list[UUID]:
    """Mails that nobody is at and whose time has come, the oldest first."""
    due = AccountMail.objects.filter(next_try_at__lte=now, good_until__gt=now)
    return list(due.order_by("pk").values_list("pk", flat=True)[:BATCH])


def send_mail(mail_id: UUID, now: datetime) -> Handed | None:
    """Send one mail, unless somebody else is at it; None where there is nothing to send.

    Killed in the middle it goes out once more: a link twice does no harm, a link that never comes does.
    """
    free = AccountMail.objects.filter(pk=mail_id, next_try_at__lte=now)
    if not free.update(next_try_at=now + LEASE, attempts=F("attempts") + 1):
        return None
    mail = AccountMail.objects.select_related("user__profile").filter(pk=mail_id).first()
    if mail is None:  # erased meanwhile
        return None
    if mail.user is None or not mail.user.is_active or mail.good_until <= now:
        mail.delete()
        return None
    handed = hand_over(_written(mail.user, mail.kind))
    if handed in AGAIN:
        wait = FIRST_WAIT * 2 ** min(mail.attempts - 1, 6)
        AccountMail.objects.filter(pk=mail_id).update(next_try_at=now + wait)
        return handed
    audit("account.mailed", actor=None, subject=mail.user, target=mail.kind, facts={"handed": handed})
    mail.delete()
    return handed


def forget_mails(now: datetime) -> int:
    """Drop what no mail server took in time."""
    return AccountMail.objects.filter(good_until__lte=now).delete()[0]


def _written(user: User, kind: str) -> EmailMessage:
    """In the language of its reader. Links lead to our own address only, never to one that a request has named."""
    forgotten = settings.PUBLIC_URL + reverse("accounts:password_forgotten")
    url = link_for(user) if kind == AccountMail.Kind.LINK else forgotten
    with translation.override(user.profile.locale):
        subject, paragraphs = MAILS[AccountMail.Kind(kind)]
        text = "\n\n".join(str(paragraph) % {"url": url} for paragraph in paragraphs) + "\n"
        return EmailMessage(str(subject), text, formataddr(("Spotter", settings.DEFAULT_FROM_EMAIL)), [user.email])


def hand_over(message: EmailMessage) -> Handed:
    """Give a message to the mail server, and say how far that got."""
    server = get_connection()
    try:
        server.open()
    except (SMTPException, OSError):
        logger.warning("the mail server cannot be reached", exc_info=True)
        return Handed.UNREACHABLE
    try:
        server.send_messages([message])
    except SMTPRecipientsRefused as refused:
        codes = [code for code, _said in refused.recipients.values()]
        return _refused(max(codes, default=0))
    except SMTPResponseException as refused:
        return _refused(refused.smtp_code)
    except (SMTPException, OSError):
        logger.warning("a mail broke off in the middle", exc_info=True)
        return Handed.UNSURE
    finally:
        server.close()
    return Handed.TAKEN


def _refused(code: int) -> Handed:
    logger.warning("the mail server refused a mail: %d", code)
    return Handed.PUT_OFF if 400 <= code < 500 else Handed.REFUSED
