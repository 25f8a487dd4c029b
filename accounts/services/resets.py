"""A forgotten password: asking for a link, and setting a new one with it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.core.addresses import crowd_of
from accounts.core.refusals import LinkRefused, MailUnavailable
from accounts.models import AccountMail, User
from accounts.services.audit import audit
from accounts.services.links import link_for, user_of_link
from accounts.services.mails import is_mail_available, queue
from accounts.services.passwords import check_strength
from accounts.services.proofs import check_attempt, nameless
from accounts.services.tokens import end_all_tokens


def ask_for_link(*, email: str, address: str, now: datetime | None = None) -> AccountMail:
    """Have a link mailed to this address, if it has an account that is open. The answer, the counts and the work are
    the same where it has none: the same row, which a worker then drops.

    Raises MailUnavailable, TooManyAttempts, LimiterAway.
    """
    if not is_mail_available():
        raise MailUnavailable
    email = email.strip().lower()
    check_attempt("reset_address", address)
    check_attempt("reset_account", nameless(email))
    user = User.objects.filter(email=email, is_active=True).first()
    mail = queue(user, AccountMail.Kind.LINK, now or timezone.now())
    if mail is None:
        raise MailUnavailable
    return mail


def set_password_by_link(*, token: str, new: str, address: str) -> User:
    """Set a new password; the link, every token and, by Django's session hash, every session end. Nobody is signed in
    by it, so a second factor is still asked for.

    Raises LinkRefused, TooManyAttempts, LimiterAway, and Django's ValidationError for a weak password.
    """
    check_attempt("login_address", address)
    check_strength(new, user_of_link(token), "new")
    with transaction.atomic():
        whose = token.partition(".")[0]
        User.objects.select_for_update().filter(pk=whose).first()
        user = user_of_link(token)  # behind the lock: of two at once, one is too late
        user.set_password(new)
        user.save(update_fields=["password"])
        end_all_tokens(user, "password")
        audit("password.reset", actor=None, subject=user, facts={"network": crowd_of(address)})
        queue(user, AccountMail.Kind.PASSWORD)
    return user


def hand_out_link(*, user: User, actor: User | None) -> str:
    """A link for somebody whom a mail does not reach, to be handed over in another way. `actor` None: at the console of
    the machine. Only superusers may, since whoever holds the link becomes that person. Raises LinkRefused."""
    if (actor is not None and not actor.is_superuser) or not user.is_active:
        audit("access.refused", actor=actor, subject=user, target="password_link")
        raise LinkRefused
    audit("password.link_handed_out", actor=actor, subject=user)
    return link_for(user)


def mail_link(*, user: User, actor: User) -> AccountMail | None:
    """Staff have a link mailed to somebody; they never see it themselves. None where it cannot be done."""
    if not actor.is_staff or not user.is_active or (user.is_staff and not actor.is_superuser):
        audit("access.refused", actor=actor, subject=user, target="password_link")
        return None
    mail = queue(user, AccountMail.Kind.LINK)
    if mail is not None:
        audit("password.link_asked", actor=actor, subject=user)
    return mail
