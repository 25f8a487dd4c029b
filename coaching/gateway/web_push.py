"""The only place that speaks to push services (RFC 8030, with the encryption of RFC 8291 and the keys of RFC 8292)."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings


class PushRefused(Exception):
    """A push service did not take a notification. `is_gone`: the browser has ended its subscription."""

    def __init__(self, status: int | None) -> None:
        super().__init__(status)
        self.is_gone = status in (404, 410)


def is_available() -> bool:
    """Whether this installation has a key of its own."""
    return bool(settings.VAPID_PRIVATE_KEY)


def public_key() -> str:
    """What a browser needs to subscribe: the public half, uncompressed, base64url. Empty without a key."""
    return _public_half(settings.VAPID_PRIVATE_KEY) if is_available() else ""


def send(subscription: Mapping[str, str], told: Mapping[str, Any], *, ttl_s: int, topic: str) -> None:
    """Hand one notification over. `subscription`: endpoint, p256dh, auth. Raises PushRefused."""
    # Loaded here: it brings two HTTP clients along, and most processes send nothing.
    import requests
    from pywebpush import WebPushException, webpush

    keys = {"p256dh": subscription["p256dh"], "auth": subscription["auth"]}
    with requests.Session() as session:
        session.max_redirects = 0  # a redirect could lead past the list of known services
        session.trust_env = False
        try:
            webpush(
                {"endpoint": subscription["endpoint"], "keys": keys},
                json.dumps(told, ensure_ascii=False),
                vapid_private_key=settings.VAPID_PRIVATE_KEY,
                vapid_claims={"sub": settings.VAPID_SUBJECT},
                headers={"Topic": topic, "Urgency": "normal"},
                ttl=ttl_s,
                timeout=settings.PUSH_TIMEOUT_S,
                requests_session=session,
            )
        except WebPushException as refused:
            raise PushRefused(refused.status_code) from refused
        except (requests.RequestException, ValueError) as away:
            raise PushRefused(None) from away


def new_keys() -> tuple[str, str]:
    """A private key for the settings, and its public half; both base64url."""
    from cryptography.hazmat.primitives.asymmetric import ec

    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    private = _encoded(number.to_bytes(32, "big"))
    return private, _public_half(private)


@cache
def _public_half(private: str) -> str:
    from cryptography.hazmat.primitives import serialization
    from py_vapid import Vapid

    key = Vapid.from_string(private).public_key
    form = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    return _encoded(key.public_bytes(*form))


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
