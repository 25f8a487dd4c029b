"""Diagnoses as they run, what each stage has given, what models have answered, and the reports."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.core.ids import uuid7
from diagnosis.core.stages import RUNNING
from plans.models import Plan


class ExecutionQuerySet(models.QuerySet["Execution"]):
    def for_athlete(self, athlete_id: UUID) -> ExecutionQuerySet:
        return self.filter(athlete_id=athlete_id)

    def running(self) -> ExecutionQuerySet:
        return self.filter(status__in=RUNNING)

    def free(self) -> ExecutionQuerySet:
        """Those that a worker may take: queued, or left by one that died or that waits for an answer no longer. By the
        clock of the database."""
        orphaned = Q(status=Execution.Status.PROCESSING) & (Q(lease_until__isnull=True) | Q(lease_until__lt=Now()))
        waits = Q(waits_until__isnull=False, waits_until__gt=Now())
        return self.filter(Q(status=Execution.Status.QUEUED) | orphaned).exclude(waits)


class Execution(models.Model):
    """One diagnosis. A row first: a worker holds it by a lease, and `attempts` tells an owner from the one before."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("waiting")
        PROCESSING = "processing", _("running")
        COMPLETED = "completed", _("complete")
        PARTIAL = "partial", _("partly complete")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, models.SET_NULL, null=True, related_name="+")
    window_days = models.PositiveSmallIntegerField()
    focus = models.CharField(max_length=64, blank=True)
    questions = models.JSONField(default=list)  # what the athlete wants to know, in their own words
    may_ask = models.BooleanField(default=False)  # one question may be put to the athlete on the way
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    stage = models.CharField(max_length=12, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)  # percent; never goes back
    told = models.JSONField(null=True)  # the last message about it, for those who come late
    told_seq = models.BigIntegerField(null=True)
    told_at = models.DateTimeField(null=True)
    error_type = models.CharField(max_length=20, blank=True)
    error_cause = models.CharField(max_length=200, blank=True)  # for staff
    as_of = models.DateTimeField(null=True)  # the instant that the facts are of
    attempts = models.PositiveSmallIntegerField(default=0)
    attempts_before = models.PositiveSmallIntegerField(default=0)  # when it was queued the last time
    lease_until = models.DateTimeField(null=True)
    waits_until = models.DateTimeField(null=True)  # for an answer of the athlete; nobody holds the row meanwhile
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    before = 0  # how many were to be begun before it when it was asked for; not stored

    objects = ExecutionQuerySet.as_manager()

    class Meta:
        db_table = "diagnosis_execution"
        constraints = [
            models.UniqueConstraint(
                fields=["athlete"], condition=Q(status__in=["queued", "processing"]), name="diagnosis_one_running"
            ),
            models.CheckConstraint(condition=Q(window_days__range=(14, 180)), name="diagnosis_window"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="diagnosis_progress"),
            models.CheckConstraint(
                condition=Q(status__in=["queued", "processing"], finished_at__isnull=True)
                | (~Q(status__in=["queued", "processing"]) & Q(finished_at__isnull=False)),
                name="diagnosis_ended_has_end",
            ),
        ]
        indexes = [
            models.Index(fields=["athlete", "-created_at"], name="diagnosis_of_athlete"),
            models.Index(
                fields=["created_at"], condition=Q(status__in=["queued", "processing"]), name="diagnosis_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.progress} %"


class StageRow(models.Model):
    """One finished stage, with what it gave: whoever goes on after a crash begins after the last of them."""

    execution = models.ForeignKey(Execution, models.CASCADE, related_name="stages")
    name = models.CharField(max_length=12)
    result = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()

    class Meta:
        db_table = "diagnosis_stage"
        constraints = [models.UniqueConstraint(fields=["execution", "name"], name="diagnosis_stage_once")]

    def __str__(self) -> str:
        return self.name


class ProviderAnswer(models.Model):
    """What one provider said of one diagnosis, or why it said nothing. Stored as it comes, and never paid for twice."""

    execution = models.ForeignKey(Execution, models.CASCADE, related_name="answers")
    provider = models.CharField(max_length=40)
    model = models.CharField(max_length=80, blank=True)
    reply = models.JSONField(null=True)  # null: it failed
    error_type = models.CharField(max_length=20, blank=True)
    fault = models.CharField(max_length=24, blank=True)  # for staff
    finished_at = models.DateTimeField()

    class Meta:
        db_table = "diagnosis_provider_answer"
        constraints = [
            models.UniqueConstraint(fields=["execution", "provider"], name="diagnosis_answer_once"),
            models.CheckConstraint(
                condition=Q(reply__isnull=False, error_type="") | (Q(reply__isnull=True) & ~Q(error_type="")),
                name="diagnosis_answer_or_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.error_type or 'answered'}"


class Clarification(models.Model):
    """The one question that a diagnosis may put to the athlete."""

    execution = models.OneToOneField(Execution, models.CASCADE, primary_key=True, related_name="clarification")
    code = models.CharField(max_length=32)
    facts = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    answer = models.CharField(max_length=32, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "diagnosis_clarification"

    def __str__(self) -> str:
        return self.code


class Report(models.Model):
    """The finished report: codes, numbers and ids of rows, worded when it is read."""

    execution = models.OneToOneField(Execution, models.CASCADE, primary_key=True, related_name="report")
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    data = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "diagnosis_report"
        indexes = [models.Index(fields=["athlete", "-created_at"], name="diagnosis_report_newest")]

    def __str__(self) -> str:
        return f"report of {self.created_at:%Y-%m-%d}"


class ShareQuerySet(models.QuerySet["Share"]):
    def valid(self, now: datetime) -> ShareQuerySet:
        return self.filter(revoked_at__isnull=True, expires_at__gt=now)


class Share(models.Model):
    """A link to one report, made by the athlete for whomever they give it to, until it expires or is taken back."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="shares")
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        db_table = "diagnosis_share"

    def __str__(self) -> str:
        return f"until {self.expires_at:%Y-%m-%d}"


class Routine(models.Model):
    """An athlete who asked to be examined regularly, at night."""

    athlete = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    every_days = models.PositiveSmallIntegerField()
    next_at = models.DateTimeField()

    class Meta:
        db_table = "diagnosis_routine"
        constraints = [models.CheckConstraint(condition=Q(every_days__range=(1, 90)), name="diagnosis_routine_days")]
        indexes = [models.Index(fields=["next_at"], name="diagnosis_routine_next")]

    def __str__(self) -> str:
        return f"every {self.every_days} days"
