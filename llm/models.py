"""What was asked of language models: every call, what it cost, and the state that all processes share."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.core.ids import uuid7
from llm.core.faults import Fault

RUNNING, ANSWERED = "running", "answered"
OUTCOMES = (RUNNING, ANSWERED, *(str(fault) for fault in Fault))


class ModelCallQuerySet(models.QuerySet["ModelCall"]):
    def running(self) -> ModelCallQuerySet:
        return self.filter(outcome=RUNNING)

    def since(self, moment: datetime) -> ModelCallQuerySet:
        return self.filter(started_at__gt=moment)

    def overdue(self, now: datetime) -> ModelCallQuerySet:
        """Calls whose process must have died: nobody waits for them any more."""
        return self.running().filter(lease_until__lt=now)


class ModelCall(models.Model):
    """One call of a provider: who, what, how long, how much. No text of the question, and none of the answer.

    The row is there before the call goes out, so that a process that dies leaves a trace.
    """

    class Reason(models.TextChoices):
        FIRST = "first", _("first call")
        RETRY = "retry", _("same provider again")
        FALLBACK = "fallback", _("next provider")
        REPAIR = "repair", _("asked to correct its answer")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    question = models.UUIDField()  # the same for all calls that one question took
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    job = models.CharField(max_length=40)
    attempt = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=8, choices=Reason)
    fallback_from = models.CharField(max_length=40, blank=True)
    provider = models.CharField(max_length=40)
    model = models.CharField(max_length=120)
    model_returned = models.CharField(max_length=120, blank=True)
    provider_request = models.CharField(max_length=120, blank=True)  # the provider's own id, for its support
    instructions = models.CharField(max_length=60)
    instructions_version = models.PositiveSmallIntegerField()
    instructions_sha256 = models.CharField(max_length=64)
    input_sha256 = models.CharField(max_length=64)
    schema_sha256 = models.CharField(max_length=64, blank=True)
    params = models.JSONField(default=dict)
    redactions = models.JSONField(default=dict)  # {kind: how many}
    started_at = models.DateTimeField()
    lease_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    first_token_ms = models.PositiveIntegerField(null=True, blank=True)
    total_ms = models.PositiveIntegerField(null=True, blank=True)
    tokens_reserved = models.PositiveIntegerField()
    tokens_in = models.PositiveIntegerField(default=0)
    tokens_out = models.PositiveIntegerField(default=0)
    tokens_cached = models.PositiveIntegerField(default=0)
    tokens_reasoning = models.PositiveIntegerField(default=0)
    is_estimated = models.BooleanField(default=True)  # the provider named no usage
    cost_micro_usd = models.PositiveBigIntegerField()  # what was reserved, until the call is settled
    prices_on = models.DateField()
    outcome = models.CharField(max_length=16, default=RUNNING)
    detail = models.CharField(max_length=60, blank=True)  # a word of ours, never the provider's text
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    finish_reason = models.CharField(max_length=40, blank=True)
    findings = models.JSONField(default=list)

    objects: ClassVar[Any] = ModelCallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="model_call_outcome"),
            models.CheckConstraint(
                condition=Q(outcome=RUNNING, ended_at__isnull=True) | ~Q(outcome=RUNNING) & Q(ended_at__isnull=False),
                name="model_call_ended_or_running",
            ),
        ]
        indexes = [
            models.Index(fields=["lease_until"], condition=Q(outcome=RUNNING), name="model_call_running"),
            models.Index(fields=["provider", "-started_at"], name="model_call_of_provider"),
            models.Index(fields=["question"], name="model_call_of_question"),
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.provider}/{self.model} {self.outcome}"


class Budget(models.Model):
    """What was spent in one period, for everybody, one job or one athlete. The ceilings are settings."""

    scope = models.CharField(max_length=12)
    subject = models.CharField(max_length=40, blank=True)  # the job's name or the athlete's id
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True)
    begins_on = models.DateField()  # UTC
    calls = models.PositiveIntegerField(default=0)
    tokens = models.PositiveBigIntegerField(default=0)
    micro_usd = models.PositiveBigIntegerField(default=0)
    warned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "subject", "begins_on"], name="budget_once_per_period")]

    def __str__(self) -> str:
        return f"{self.scope} {self.subject} {self.begins_on}"


class BreakerState(models.Model):
    """Whether a model is left alone for a while, known to all processes."""

    name = models.CharField(max_length=170, primary_key=True)  # provider/model
    state = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class ProviderSetting(models.Model):
    """Where a provider stands in the order, and whether it is asked: what staff may change while everything runs. What
    it is (address, key, models) stands in the environment only; a row for a name that is not there means nothing."""

    name = models.CharField(max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(help_text=_("The lowest is asked first."))
    is_enabled = models.BooleanField(default=True, verbose_name=_("asked"))
    note = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)  # empty: as the environment has it
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class KeptReply(models.Model):
    """A checked reply that may answer the same question again. Without a text somebody is fetching it."""

    key = models.CharField(max_length=64, primary_key=True)
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True)
    job = models.CharField(max_length=40)
    provider = models.CharField(max_length=40, blank=True)
    model = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    holder = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | Q(holder__isnull=False, lease_until__isnull=False),
                name="kept_reply_held_or_there",
            )
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.key[:8]}"
