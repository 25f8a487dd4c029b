"""The second factor: codes of an authenticator app (RFC 6238: SHA-1, 6 digits, 30 s), and recovery codes.

A code is taken by one conditional update, so of many that arrive at once with the same code one gets in.
"""

from __future__ import annotations

import logging
import secrets
from base64 import b32encode
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from pyotp import TOTP, random_base32

from accounts.core.addresses import crowd_of
from accounts.core.refusals import CodeWrong, SecondFactorIsOn, SecondFactorWrong
from accounts.models import AccountMail, RecoveryCode, SecondFactor, User
from accounts.services.audit import audit
from accounts.services.erasure import end_sessions
from accounts.services.mails import queue
from accounts.services.proofs import check_attempt, confirm_password
from accounts.services.sealing import seal, unseal
from accounts.services.tokens import end_all_tokens

logger = logging.getLogger(__name__)
ISSUER = "Spotter"
DRIFT = 1  # steps of 30 s by which a phone's clock may be off, either way
CODES = 10
CODE_BYTES = 10
FACTOR_SEEN = "second_factor"  # in the session: this sign-in has shown it


def has_factor(user: User) -> bool:
    return SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists()


def lacks_factor(user: User, session: Mapping[str, Any]) -> bool:
    """Whether this is a member of staff who still has to show a second factor, or to set one up."""
    return bool(settings.STAFF_SECOND_FACTOR and user.is_staff and not session.get(FACTOR_SEEN))


def begin_factor(user: User, password: str, address: str) -> SecondFactor:
    """A new secret, which counts once it is confirmed. It takes the password: whoever found a device unlocked, or a
    token, shall not lock its owner out. Raises PasswordWrong, TooManyAttempts, LimiterAway, SecondFactorIsOn."""
    confirm_password(user, password, address)
    fresh = {"secret": seal(random_base32())}
    with transaction.atomic():
        factor, is_new = SecondFactor.objects.select_for_update().get_or_create(user=user, defaults=fresh)
        if factor.confirmed_at is not None:
            raise SecondFactorIsOn
        if not is_new:
            factor.secret = fresh["secret"]
            factor.save(update_fields=["secret"])
    return factor


def secret_of(factor: SecondFactor) -> str | None:
    """As an app takes it, in base 32; None where the key of the installation was replaced since."""
    return unseal(factor.secret)


def address_of_factor(factor: SecondFactor, secret: str) -> str:
    """The otpauth address in the QR code."""
    return TOTP(secret).provisioning_uri(name=factor.user.email, issuer_name=ISSUER)


def confirm_factor(user: User, code: str, address: str, now: datetime | None = None) -> list[str]:
    """Switch it on with a first code. Every token and session ends; the caller opens a new one.

    Returns the recovery codes, which are not shown again. Raises CodeWrong, TooManyAttempts, LimiterAway.
    """
    now = now or timezone.now()
    check_attempt("factor", str(user.pk))
    with transaction.atomic():
        pending = SecondFactor.objects.select_for_update().filter(user=user, confirmed_at__isnull=True).first()
        if pending is None or not _takes(pending, plain(code), now):
            raise CodeWrong
        SecondFactor.objects.filter(pk=pending.pk).update(confirmed_at=now)
        codes = _new_codes(user)
        end_all_tokens(user, "factor")
        end_sessions(user)
        audit("factor.on", actor=user, subject=user, facts={"network": crowd_of(address)})
        queue(user, AccountMail.Kind.FACTOR_ON, now)
    return codes


def prove_code(user: User, code: str, address: str, now: datetime | None = None) -> None:
    """Take a code of the app or a recovery code; neither is good twice. Raises SecondFactorWrong, TooManyAttempts,
    LimiterAway."""
    now = now or timezone.now()
    check_attempt("factor", str(user.pk))
    factor = SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).first()
    network = {"network": crowd_of(address)}
    if factor is not None and _takes(factor, plain(code), now):
        return
    unused = RecoveryCode.objects.filter(user=user, digest=_digest(plain(code)), used_at__isnull=True)
    if factor is not None and unused.update(used_at=now):
        audit("factor.recovery_code_used", actor=user, subject=user, facts=network)
        return
    audit("factor.refused", actor=None, subject=user, facts=network)
    raise SecondFactorWrong


def confirm_owner(user: User, password: str, code: str, address: str) -> None:
    """Let someone who is logged in prove it by both factors. Raises PasswordWrong, CodeWrong, TooManyAttempts,
    LimiterAway."""
    confirm_password(user, password, address)
    try:
        prove_code(user, code, address)
    except SecondFactorWrong as problem:
        raise CodeWrong from problem


def renew_codes(user: User, password: str, code: str, address: str) -> list[str]:
    """New recovery codes for the old ones. Raises what `confirm_owner` does, CodeWrong also where there is no
    factor."""
    confirm_owner(user, password, code, address)
    with transaction.atomic():
        if not SecondFactor.objects.select_for_update().filter(user=user, confirmed_at__isnull=False).exists():
            raise CodeWrong
        audit("factor.codes_renewed", actor=user, subject=user)
        return _new_codes(user)


def codes_left(user: User) -> int:
    return RecoveryCode.objects.filter(user=user, used_at__isnull=True).count()


def end_factor(user: User, password: str, code: str, address: str) -> None:
    """Switch it off, by password and a code; one that was only begun, by the password. Raises what `confirm_owner`
    does."""
    if has_factor(user):
        confirm_owner(user, password, code, address)
    else:
        confirm_password(user, password, address)
    drop_factor(user=user, actor=user)


def drop_factor(*, user: User, actor: User | None) -> bool:
    """Switch somebody's factor off, also one that was only begun. `actor` None: at the console of the
    machine. For others only superusers may. Returns whether there was one."""
    if actor is not None and actor != user and not actor.is_superuser:
        audit("access.refused", actor=actor, subject=user, target="drop_factor")
        return False
    with transaction.atomic():
        was_on = SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists()
        SecondFactor.objects.filter(user=user).delete()
        RecoveryCode.objects.filter(user=user).delete()
        if was_on:
            audit("factor.off", actor=actor, subject=user)
            queue(user, AccountMail.Kind.FACTOR_OFF)
    return was_on


def plain(code: str) -> str:
    """As people type it: with spaces, hyphens, capitals."""
    return "".join(code.split()).replace("-", "").casefold()


def _takes(factor: SecondFactor, code: str, now: datetime) -> bool:
    """Whether this is a code of about now, later than any that was taken; it is from here on."""
    step = _step_of(factor, code, now)
    newer = SecondFactor.objects.filter(pk=factor.pk, secret=factor.secret, last_step__lt=step or 0)
    return step is not None and newer.update(last_step=step) == 1


def _step_of(factor: SecondFactor, code: str, now: datetime) -> int | None:
    secret = secret_of(factor)
    if secret is None:
        logger.error("the secret of a second factor cannot be read: SECRET_KEY was changed without a fallback")
        return None
    totp = TOTP(secret)
    middle = totp.timecode(now)
    steps = range(middle - DRIFT, middle + DRIFT + 1)
    return next(
        (step for step in steps if secrets.compare_digest(totp.generate_otp(step).encode(), code.encode())), None
    )


def _new_codes(user: User) -> list[str]:
    RecoveryCode.objects.filter(user=user).delete()
    codes = [b32encode(secrets.token_bytes(CODE_BYTES)).decode().casefold() for _number in range(CODES)]
    RecoveryCode.objects.bulk_create([RecoveryCode(user=user, digest=_digest(code)) for code in codes])
    return ["-".join(code[at : at + 4] for at in range(0, len(code), 4)) for code in codes]


def _digest(code: str) -> str:
    return sha256(code.encode()).hexdigest()
