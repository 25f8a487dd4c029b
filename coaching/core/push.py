"""Where notifications to browsers may go, and what they carry: nothing that a lock screen should not show."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

KEY_BYTES, SECRET_BYTES = 65, 16  # an uncompressed point of P-256; RFC 8291
TOPIC_MAX = 32  # RFC 8030 §5.4
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def is_known_service(endpoint: str, hosts: Iterable[str], *, allow_loopback: bool = False) -> bool:
    """Whether an address is one of a push service that we know: over TLS, at the usual port, its host one of `hosts` or
    below one. A browser tells us the address, so anything else could make this server call whomever it likes."""
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.username is not None or parts.password is not None:
        return False
    if allow_loopback and host in LOOPBACK:
        return parts.scheme in ("http", "https")
    if parts.scheme != "https" or port not in (None, 443):
        return False
    return any(host == known or host.endswith(f".{known}") for known in hosts)


def are_keys(p256dh: str, auth: str) -> bool:
    """Whether a browser's key and secret have the form of RFC 8291."""
    return len(_decoded(p256dh)) == KEY_BYTES and len(_decoded(auth)) == SECRET_BYTES


def payload(prompt_id: UUID, title: str, body: str, url: str) -> Mapping[str, Any]:
    """What is sent, encrypted, and may be shown on a lock screen: that there is a message, not what it says."""
    return {"type": "prompt", "id": str(prompt_id), "title": title, "body": body, "url": url}


def ttl_s(expires_at: datetime, now: datetime) -> int:
    """Whole seconds for which the push service keeps a notification for a phone that is off."""
    return max(0, int((expires_at - now).total_seconds()))


def topic(key: bytes, subscription_id: UUID, rule: str) -> str:
    """The name under which a newer notification of the same rule takes the place of one that still waits. A push
    service reads it, so it is a keyed hash that tells neither the rule nor which browsers belong together."""
    told = hmac.new(key, f"push-topic:{subscription_id}:{rule}".encode(), sha256).digest()
    return base64.urlsafe_b64encode(told)[:TOPIC_MAX].decode()


def _decoded(value: str) -> bytes:
    try:
        return base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
