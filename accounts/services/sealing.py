"""Secrets that have to be read again, encrypted before they are stored. The key comes from SECRET_KEY; what was sealed
under a former one, named in SECRET_KEY_FALLBACKS, can still be read."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

MARK = "gAAAAA"  # how everything begins that is sealed


def seal(text: str) -> str:
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str | None:
    """None for what was sealed under a key that is gone, or changed since."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def is_sealed(text: str) -> bool:
    return text.startswith(MARK)


def _box() -> MultiFernet:
    return MultiFernet([_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


@cache
def _fernet(key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"accounts.sealing").derive(key.encode())
    return Fernet(urlsafe_b64encode(derived))
