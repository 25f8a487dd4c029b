"""Accounts: opening one, getting in, and what Spotter knows of an athlete."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts import registry
from accounts.core.addresses import crowd_of
from accounts.core.refusals import EmailTaken, LoginRefused, PasswordWrong, TooManyAttempts
from accounts.models import AthleteProfile, User
from accounts.services.audit import audit
from accounts.services.limits import take
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


def log_in(*, email: str, password: str, address: str) -> User:
    """The person with this e-mail and password. Every attempt counts, right or wrong, before it is looked at: per
    account and address, per account from everywhere, and per address over all accounts.

    Raises TooManyAttempts, LimiterAway (nobody gets in while attempts cannot be counted), LoginRefused.
    """
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
    audit("login.accepted", actor=user, subject=user, facts={"network": crowd_of(address)})
    return user


def confirm_password(user: User, password: str, address: str) -> None:
    """Let someone who is logged in prove it once more. Raises TooManyAttempts, PasswordWrong."""
    check_guess(user.email, address)
    if not user.check_password(password):
        audit("password.refused", actor=user, subject=user, facts={"network": crowd_of(address)})
        raise PasswordWrong


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


def check_strength(password: str, user: User, field: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise ValidationError({field: weak.messages}) from weak


def signed_in(user: User | AnonymousUser) -> User:
    """The person behind a request that a permission has let through."""
    if not isinstance(user, User):
        raise PermissionDenied
    return user


def check_guess(email: str, address: str) -> None:
    """Counters outlive an erased account by some minutes, so they do not know its e-mail address."""
    account = sha256(email.encode()).hexdigest()[:32]
    check_attempt("login", f"{account}|{address}")
    check_attempt("login_account", account)


def check_attempt(scope: str, who: str) -> None:
    counted = take(scope, who)
    if not counted.allowed:
        raise TooManyAttempts(retry_after_s=counted.reset_s)


def set_standing(*, actor: User, user: User, **standing: bool) -> bool:
    """Staff decide on `is_active` and `is_coach`. Staff accounts are for superusers to change. Returns whether it was
    done; a closed account is out at once, its tokens too."""
    unknown = standing.keys() - {"is_active", "is_coach"}
    if unknown:
        raise TypeError(f"not a standing: {sorted(unknown)}")
    if not actor.is_staff or (user.is_staff and not actor.is_superuser):
        audit("access.refused", actor=actor, subject=user, target="set_standing")
        return False
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(**standing)
        if standing.get("is_active") is False:
            end_all_tokens(user, "closed")
        audit("account.standing_set", actor=actor, subject=user, facts=standing)
    return True
