"""Where a browser wants to be told while the page is closed, and what it is still to be told."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models

from accounts.core.ids import uuid7
from accounts.models import TokenFamily
from coaching.models.prompts import CoachingPrompt


class PushSubscription(models.Model):
    """Belongs to the login in which it was made, by cookie or by token, and goes with it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, models.CASCADE, null=True, related_name="+")
    family = models.ForeignKey(TokenFamily, models.CASCADE, null=True, related_name="+")
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


class PushNotice(models.Model):
    """One browser that is to be told of one prompt: written with the handing over, gone once it was told."""

    prompt = models.ForeignKey(CoachingPrompt, models.CASCADE, related_name="notices")
    subscription = models.ForeignKey(PushSubscription, models.CASCADE, related_name="notices")
    due_at = models.DateTimeField()  # of the next try
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "coaching_push_notices"
        constraints = [models.UniqueConstraint(fields=["prompt", "subscription"], name="push_notice_once")]
        indexes = [models.Index(fields=["due_at"], name="push_notice_due")]

    def __str__(self) -> str:
        return f"{self.prompt_id} for {self.subscription_id}"
