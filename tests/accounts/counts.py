"""Counts of attempts outlive the transaction of a test where Redis keeps them."""

from __future__ import annotations

from django.conf import settings
from redis import Redis


def forget_attempts() -> None:
    if settings.REDIS_URL:
        with Redis.from_url(settings.REDIS_URL) as client:
            for key in client.scan_iter("limit:*"):
                client.delete(key)
