"""What athletes have told the coach about themselves, for them to read, correct and delete."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.core.ids import uuid7
from coaching.models.messages import Message


class MemoryFact(models.Model):
    class Category(models.TextChoices):
        PAIN = "pain", _("pain")
        ILLNESS = "illness", _("illness")
        PREFERENCE = "preference", _("preference")
        EQUIPMENT = "equipment", _("equipment")
        SCHEDULE = "schedule", _("time")
        GOAL = "goal", _("goal")
        OTHER = "other", _("other")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    category = models.CharField(max_length=12, choices=Category)
    key = models.CharField(max_length=64)  # what it is about, e.g. pain:knee: the newer word replaces the older
    text = models.CharField(max_length=500)  # in the athlete's own words, or as they corrected it
    data = models.JSONField(default=dict)  # as rules read it: {region, severity, exercise, from, to, …}
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    source = models.CharField(max_length=12)  # chat | prompt | athlete
    told_at = models.DateTimeField()
    told_on = models.DateField()  # the athlete's own day
    until_on = models.DateField(null=True)  # after this day it is history and no rule reads it
    corrected_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "coaching_memory"
        constraints = [
            models.UniqueConstraint(fields=["athlete", "key"], name="memory_once_per_key"),
            models.CheckConstraint(condition=~Q(text=""), name="memory_has_words"),
        ]

    def __str__(self) -> str:
        return self.key
