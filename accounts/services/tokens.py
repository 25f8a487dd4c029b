"""Bearer tokens. All tokens that descend from one login are a family; only its newest refresh token is good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken, Token
from rest_framework_simplejwt.utils import get_md5_hash_password

from accounts.core.refusals import TokenRefused
from accounts.models import TokenFamily, User
from accounts.services.audit import audit

T = TypeVar("T", bound=Token)
FAMILY = "family"
LIFETIME: timedelta = RefreshToken.lifetime


@dataclass(frozen=True, slots=True)
class TokenPair:
    access: str
    refresh: str


def issue_tokens(user: User) -> TokenPair:
    """A new family: one device that has logged in."""
    token = RefreshToken.for_user(user)
    family = TokenFamily.objects.create(user=user, current_jti=token["jti"], expires_at=timezone.now() + LIFETIME)
    return pair(token, family)


def pair(token: RefreshToken, family: TokenFamily) -> TokenPair:
    token[FAMILY] = str(family.pk)
    return TokenPair(access=str(token.access_token), refresh=str(token))


def rotate_tokens(raw: str) -> TokenPair:
    """A new pair for the newest refresh token of a family, good once.

    A token of the family that is not the newest was copied at some time: the family ends, for thief and owner alike.
    Raises TokenRefused.
    """
    token = opened(RefreshToken, raw)
    with transaction.atomic():
        # The lock lets one of many parallel refreshes through; on SQLite the transaction itself is the lock.
        family = TokenFamily.objects.select_for_update().filter(pk=family_id(token)).first()
        if family is None or not is_open(family, timezone.now()):
            raise TokenRefused
        user = User.objects.get(pk=family.user_id)
        check_claims(token, user)
        is_newest = constant_time_compare(token["jti"], family.current_jti)
        if is_newest:
            fresh = RefreshToken.for_user(user)
            family.current_jti, family.expires_at = fresh["jti"], timezone.now() + LIFETIME
            family.save(update_fields=["current_jti", "expires_at", "rotated_at"])
            return pair(fresh, family)
        end_family(family, "reuse")
    raise TokenRefused  # after the transaction, so that the end of the family is kept


def revoke_tokens(raw: str) -> None:
    """Log the device out that holds this refresh token. Also good for one that was replaced meanwhile."""
    family = TokenFamily.objects.filter(pk=family_id(opened(RefreshToken, raw)), revoked_at=None).first()
    if family is not None:
        end_family(family, "logout")


def user_of_access_token(raw: str) -> User:
    """Whoever carries this token, with their profile, in one query. Raises TokenRefused."""
    token = opened(AccessToken, raw)
    families = TokenFamily.objects.select_related("user__profile")
    try:
        family = families.get(pk=family_id(token), revoked_at=None)
    except TokenFamily.DoesNotExist as problem:
        raise TokenRefused from problem
    check_claims(token, family.user)
    return family.user


def login_of_access_token(raw: str) -> TokenFamily:
    """The login that this token comes from. Raises TokenRefused."""
    try:
        return TokenFamily.objects.get(pk=family_id(opened(AccessToken, raw)))
    except TokenFamily.DoesNotExist as problem:
        raise TokenRefused from problem


def end_all_tokens(user: User, because: str) -> int:
    return TokenFamily.objects.filter(user=user, revoked_at=None).update(
        revoked_at=timezone.now(), revoked_because=because
    )


def forget_tokens(now: datetime) -> int:
    """Drop families whose last refresh token has expired: nothing of theirs can come back."""
    return TokenFamily.objects.filter(expires_at__lt=now).delete()[0]


def end_family(family: TokenFamily, because: str) -> None:
    family.revoked_at, family.revoked_because = timezone.now(), because
    family.save(update_fields=["revoked_at", "revoked_because"])
    audit(f"tokens.{because}", actor=family.user, subject=family.user)


def opened(kind: type[T], raw: str) -> T:
    try:
        return kind(raw)  # type: ignore[arg-type]
    except TokenError as problem:
        raise TokenRefused from problem


def family_id(token: Token) -> UUID:
    try:
        return UUID(token[FAMILY])
    except (KeyError, ValueError, TypeError, AttributeError) as problem:
        raise TokenRefused from problem


def is_open(family: TokenFamily, now: datetime) -> bool:
    return family.revoked_at is None and family.expires_at > now


def check_claims(token: Token, user: User) -> None:
    """The token is this person's, their account is open, and their password is still the one of that login."""
    same_password = constant_time_compare(str(token.get("hash_password")), get_md5_hash_password(user.password))
    if token.get("user_id") != str(user.pk) or not user.is_active or not same_password:
        raise TokenRefused
