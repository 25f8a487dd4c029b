"""Proving who one is by a password. Every attempt counts before it is looked at, right or wrong."""

from __future__ import annotations

from hashlib import sha256

from django.contrib.auth import authenticate

from accounts.core.addresses import crowd_of
from accounts.core.refusals import LoginRefused, PasswordWrong, TooManyAttempts
from accounts.models import User
from accounts.services.audit import audit
from accounts.services.limits import take


def prove_password(*, email: str, password: str, address: str) -> User:
    """The person with this e-mail and password. Attempts count per account and address, per account from everywhere,
    and per address over all accounts. Raises TooManyAttempts, LimiterAway, LoginRefused."""
    email = email.strip().lower()
    check_guess(email, address)
    check_attempt("login_address", address)
    user = authenticate(username=email, password=password)  # hashes a password for unknown people too
    if not isinstance(user, User):
        audit(
            "login.refused",
            actor=None,
            subject=User.objects.filter(email=email).first(),
            facts={"network": crowd_of(address)},
        )
        raise LoginRefused
    return user


def note_half_way(user: User, address: str) -> None:
    """The password was right and a code is asked for. Where no login follows, somebody else may know the password."""
    audit("login.code_asked", actor=None, subject=user, facts={"network": crowd_of(address)})


def note_login(user: User, address: str) -> None:
    audit("login.accepted", actor=user, subject=user, facts={"network": crowd_of(address)})


def confirm_password(user: User, password: str, address: str) -> None:
    """Let someone who is logged in prove it once more. Raises TooManyAttempts, LimiterAway, PasswordWrong."""
    check_guess(user.email, address)
    if not user.check_password(password):
        audit("password.refused", actor=user, subject=user, facts={"network": crowd_of(address)})
        raise PasswordWrong


def check_guess(email: str, address: str) -> None:
    account = nameless(email)
    check_attempt("login", f"{account}|{address}")
    check_attempt("login_account", account)


def check_attempt(scope: str, who: str) -> None:
    counted = take(scope, who)
    if not counted.allowed:
        raise TooManyAttempts(retry_after_s=counted.reset_s)


def nameless(email: str) -> str:
    """Counters outlive an erased account by some minutes, so they do not know its e-mail address."""
    return sha256(email.encode()).hexdigest()[:32]
