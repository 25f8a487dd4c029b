"""Where a browser wants to be told while the page is closed."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.core.ids import uuid7


class PushSubscription(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    endpoint = models.URLField(max_length=1000)
    endpoint_hash = models.CharField(max_length=64, unique=True)
    p256dh = models.CharField(max_length=128)
    auth = models.CharField(max_length=64)
    locale = models.CharField(max_length=12)
    created_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "coaching_push_subscriptions"

    def __str__(self) -> str:
        return f"subscription of {self.athlete_id}"
