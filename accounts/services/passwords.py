"""Passwords that are too easy to guess although they are long: leaked, a pattern, or about their owner."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError
from django.utils.functional import Promise

from accounts.core.passwords import weakness
from accounts.models import User
from accounts.wording import PASSWORD_MIXED, PASSWORD_PROBLEMS

LIST = Path(__file__).resolve().parent.parent / "data" / "common_passwords.txt"
OURS = ("spotter",)


class EasyPasswordValidator:
    """One of AUTH_PASSWORD_VALIDATORS. Nothing leaves this machine: there is no question to a service of others."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        words = [*OURS]
        if isinstance(user, User):
            # Somebody who is just registering has no profile yet.
            words += [user.email, "" if user._state.adding else user.profile.display_name]
        found = weakness(password, known_passwords(), words)
        if found:
            raise ValidationError(PASSWORD_PROBLEMS[found], code=found)

    def get_help_text(self) -> str | Promise:
        return PASSWORD_MIXED


@cache
def known_passwords() -> frozenset[str]:
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(CommonPasswordValidator().passwords).union(line for line in lines if not line.startswith("#"))


def check_strength(password: str, user: User, field: str) -> None:
    """Raises Django's ValidationError with the sentences under the name of the field."""
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise ValidationError({field: weak.messages}) from weak
