"""Coaching prompts: what Spotter says unasked, how it was delivered and how it was answered."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.core.ids import uuid7
from coaching.models.decisions import Decision
from coaching.models.messages import Message


class CoachingPromptQuerySet(models.QuerySet["CoachingPrompt"]):
    def for_athlete(self, athlete_id: UUID) -> CoachingPromptQuerySet:
        return self.filter(athlete_id=athlete_id)


class CoachingPrompt(models.Model):
    """One prompt. Its status only moves as `coaching.core.states` allows, each move a compare-and-set."""

    class Status(models.TextChoices):
        PENDING = "pending", _("waiting to be sent")
        SENDING = "sending", _("being sent")
        DELIVERED = "delivered", _("delivered")
        UNKNOWN = "unknown", _("perhaps delivered")
        SEEN = "seen", _("seen")
        ANSWERED = "answered", _("answered")
        EXPIRED = "expired", _("expired")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("failed")

    class Origin(models.TextChoices):
        RULE = "rule", _("rule")
        MODEL = "model", _("language model")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    rule = models.CharField(max_length=24)
    occurrence = models.CharField(max_length=120)
    is_exempt = models.BooleanField(default=False)  # praise and safety: sent with certainty, outside the estimates
    decision = models.OneToOneField(Decision, models.SET_NULL, null=True, related_name="prompt", db_constraint=False)
    facts = models.JSONField(default=dict)  # why it is said; every number in its words is one of these
    status = models.CharField(max_length=9, choices=Status, default=Status.PENDING)
    because = models.CharField(max_length=24, blank=True)  # why it was cancelled, expired or failed
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    budget_day = models.DateField(null=True)  # what was spent on it; null once it was given back, or where exempt
    budget_week = models.CharField(max_length=8, blank=True)
    template = models.CharField(max_length=64, blank=True)  # which wording, e.g. missed_session.gentle.3
    style = models.CharField(max_length=16, blank=True)  # neutral | autonomy | intention: the randomised arm
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.RULE)
    text = models.TextField(blank=True)  # stored before it is sent, so that no paid call is repeated
    content = models.JSONField(null=True)
    step = models.CharField(max_length=32, blank=True)  # where its dialogue stands
    message = models.OneToOneField(Message, models.SET_NULL, null=True, related_name="prompt")
    seq = models.BigIntegerField(null=True)  # of its journal entry
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    pushed_at = models.DateTimeField(null=True)  # handed to the push services, once
    received_at = models.DateTimeField(null=True)  # the client's ack
    seen_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = CoachingPromptQuerySet.as_manager()

    class Meta:
        db_table = "coaching_prompts"
        constraints = [
            models.UniqueConstraint(fields=["athlete", "rule", "occurrence"], name="prompt_once_per_occurrence"),
        ]
        indexes = [
            models.Index(fields=["not_before"], condition=Q(status="pending"), name="prompt_pending"),
            models.Index(fields=["lease_until"], condition=Q(status="sending"), name="prompt_sending"),
            models.Index(
                fields=["expires_at"],
                condition=Q(status__in=["pending", "sending", "delivered", "unknown", "seen"]),
                name="prompt_open_by_expiry",
            ),
            models.Index(
                fields=["delivered_at"],
                condition=Q(status__in=["delivered", "unknown"], received_at__isnull=True),
                name="prompt_without_receipt",
            ),
            models.Index(fields=["athlete", "-created_at"], name="prompt_of_athlete"),
            models.Index(fields=["athlete", "template", "-created_at"], name="prompt_template_used"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.status}"


class PromptInteraction(models.Model):
    """One answer of an athlete to one prompt; the same client_id again is the same answer."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    prompt = models.ForeignKey(CoachingPrompt, models.CASCADE, related_name="interactions")
    client_id = models.UUIDField()
    step = models.CharField(max_length=32, blank=True)  # of the dialogue, when it was given
    choice = models.CharField(max_length=32, blank=True)
    text = models.TextField(blank=True)
    is_late = models.BooleanField(default=False)
    result = models.JSONField(default=dict)  # what it led to: {"revision": …} | {"metric": …} | {"preference": …}
    created_at = models.DateTimeField()

    class Meta:
        db_table = "prompt_interaction_history"
        constraints = [models.UniqueConstraint(fields=["athlete", "client_id"], name="interaction_once_per_client_id")]
        indexes = [models.Index(fields=["prompt", "created_at"], name="interaction_of_prompt")]

    def __str__(self) -> str:
        return f"{self.choice or 'text'} to {self.prompt_id}"
