"""Accounts: opening one, getting in, and what Spotter knows of an athlete."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts import registry
from accounts.core.refusals import EmailTaken, SecondFactorMissing, SecondFactorRequired
from accounts.models import AccountMail, AthleteProfile, User
from accounts.services.audit import audit
from accounts.services.factors import has_factor, lacks_factor, prove_code
from accounts.services.mails import queue
from accounts.services.passwords import check_strength
from accounts.services.proofs import check_attempt, confirm_password, note_half_way, note_login, prove_password
from accounts.services.tokens import end_all_tokens


def register(*, email: str, password: str, address: str, proactive: bool = False, **profile: Any) -> User:
    """Open an account with its profile. `proactive`: Spotter may speak to this person unasked.

    The account can be used at once, so the answer has to differ when the e-mail address has one already: EmailTaken.
    What keeps this from being a way to search for accounts is the limit per address; the time is the same, because
    the password is hashed either way. Raises TooManyAttempts, and Django's ValidationError for a weak password.
    """
    check_attempt("register", address)
    email = email.strip().lower()
    check_strength(password, User(email=email), "password")
    hashed = make_password(password)
    try:
        with transaction.atomic():
            user = User.objects.create_user(email)
            user.password = hashed
            user.save(update_fields=["password"])
            AthleteProfile.objects.filter(user=user).update(**profile)
            audit("account.registered", actor=user, subject=user)
            registry.tell_opened(user, proactive)
    except IntegrityError as problem:
        raise EmailTaken from problem
    return user


def log_in(*, email: str, password: str, address: str, otp: str = "") -> User:
    """The person with this e-mail and password, and the code of their second factor where they have one.

    Raises TooManyAttempts, LimiterAway (nobody gets in while attempts cannot be counted), LoginRefused,
    SecondFactorRequired, SecondFactorWrong, and SecondFactorMissing for staff who have to set one up first.
    """
    user = prove_password(email=email, password=password, address=address)
    if has_factor(user):
        if not otp:
            note_half_way(user, address)
            raise SecondFactorRequired
        prove_code(user, otp, address)
    elif lacks_factor(user, {}):
        raise SecondFactorMissing
    note_login(user, address)
    return user


def change_password(*, user: User, old: str, new: str, address: str) -> User:
    """Set a new password; every token and, by Django's session hash, every session of the old one ends.

    Raises PasswordWrong, TooManyAttempts, and Django's ValidationError for a weak password.
    """
    confirm_password(user, old, address)
    check_strength(new, user, "new")
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        user.set_password(new)
        user.save(update_fields=["password"])
        end_all_tokens(user, "password")
        audit("password.changed", actor=user, subject=user)
        queue(user, AccountMail.Kind.PASSWORD)
    return user


def update_profile(user: User, **changes: Any) -> AthleteProfile:
    """Change these fields of the profile. Of `health`, only the keys that are given."""
    with transaction.atomic():
        profile = AthleteProfile.objects.select_for_update().get(user=user)
        if "health" in changes:
            changes["health"] = {**profile.health, **changes["health"]}
        before = {name: getattr(profile, name) for name in changes}
        for name, value in changes.items():
            setattr(profile, name, value)
        profile.save(update_fields=[*changes, "updated_at"])
        user.profile = profile  # what the caller holds is what is stored
        registry.tell_changed(user, before)
    return profile


def signed_in(user: User | AnonymousUser) -> User:
    """The person behind a request that a permission has let through."""
    if not isinstance(user, User):
        raise PermissionDenied
    return user
