"""Links by which somebody who has forgotten their password sets a new one. Nothing of them is stored: a link is signed
over what a new password changes (Django's PasswordResetTokenGenerator), so it is good once, and for an hour."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse

from accounts.core.refusals import LinkRefused
from accounts.models import User


class LinkTokens(PasswordResetTokenGenerator):
    """Signed over id, password hash, e-mail, last sign-in and the moment."""

    key_salt = "accounts.password_link"


tokens = LinkTokens()


def token_for(user: User) -> str:
    return f"{user.pk.hex}.{tokens.make_token(user)}"


def link_for(user: User) -> str:
    """The address that opens the page for a new password, on our own host."""
    home = settings.PUBLIC_URL or f"http://{settings.HOST}:{settings.PORT}"
    return f"{home}{reverse('accounts:password_new')}?{urlencode({'token': token_for(user)})}"


def user_of_link(token: str) -> User:
    """Whose password this may set. Raises LinkRefused."""
    whose, _dot, signed = token.partition(".")
    try:
        user = User.objects.filter(pk=UUID(whose), is_active=True).first()
    except ValueError as problem:
        raise LinkRefused from problem
    if user is None or not tokens.check_token(user, signed):
        raise LinkRefused
    return user
