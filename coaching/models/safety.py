"""Texts that need a person: what was noticed, who was told, and for how long Spotter keeps quiet."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.core.ids import uuid7
from coaching.models.messages import Message


class SafetyEvent(models.Model):
    class Category(models.TextChoices):
        SELF_HARM = "self_harm", _("self-harm")
        EATING = "eating", _("eating disorder")
        RED_FLAG = "red_flag", _("chest pain, fainting, neurological signs")
        INJURY = "injury", _("acute injury")
        PAIN = "pain", _("strong or lasting pain")
        PREGNANCY = "pregnancy", _("pregnancy")
        MINOR = "minor", _("under age")
        ABUSE = "abuse", _("abuse")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    category = models.CharField(max_length=12, choices=Category)
    is_explicit = models.BooleanField(default=True)
    source = models.CharField(max_length=12)  # message | prompt | note | model
    source_id = models.UUIDField()
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    lexicon = models.CharField(max_length=16)  # version of the filter that noticed it
    created_at = models.DateTimeField()
    notified_at = models.DateTimeField(null=True)
    alerted_again_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    called_fine_at = models.DateTimeField(null=True)  # the athlete said so; event and hold stay

    class Meta:
        db_table = "coaching_safety_events"
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id", "category"], name="safety_event_once_per_source")
        ]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(acknowledged_at__isnull=True), name="safety_event_open"),
        ]

    def __str__(self) -> str:
        return f"{self.category} at {self.created_at:%Y-%m-%d %H:%M}"


class SafetyHoldQuerySet(models.QuerySet["SafetyHold"]):
    def in_force(self, now: datetime) -> SafetyHoldQuerySet:
        return self.filter(cleared_at__isnull=True).filter(Q(until__isnull=True) | Q(until__gt=now))


class SafetyHold(models.Model):
    """While it lasts Spotter sends no prompt of its own. Without an end it lasts until a person clears it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    event = models.OneToOneField(SafetyEvent, models.CASCADE, related_name="hold")
    category = models.CharField(max_length=12, choices=SafetyEvent.Category)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = SafetyHoldQuerySet.as_manager()

    class Meta:
        db_table = "coaching_safety_holds"
        indexes = [models.Index(fields=["athlete"], condition=Q(cleared_at__isnull=True), name="safety_hold_open")]

    def __str__(self) -> str:
        return f"{self.category} until {self.until or 'cleared'}"
