"""Decision points of the micro-randomised trial: what was decided, with which probability, and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.core.ids import uuid7


class DecisionQuerySet(models.QuerySet["Decision"]):
    def available(self) -> DecisionQuerySet:
        return self.filter(is_available=True)

    def estimable(self) -> DecisionQuerySet:
        """What the effects are estimated from: available points whose action was drawn."""
        return self.available().filter(is_exempt=False)


class Decision(models.Model):
    """One athlete, one slot: sent or not. Nothing that was drawn ever changes (a trigger holds it).

    On PostgreSQL the table is partitioned by the month of `slot_on`. A key of a partitioned table holds the column that
    it is partitioned by, so nothing there can refer to `id` alone: those that point here do so without a constraint.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Null once the athlete has been erased: what stays tells nothing about who it was.
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    subject = models.UUIDField()  # a pseudonym made for the trial, the same for all decisions of a person
    slot_on = models.DateField()  # the athlete's civil day
    slot_index = models.PositiveSmallIntegerField()
    decided_at = models.DateTimeField()
    timezone = models.CharField(max_length=64)
    programme_day = models.PositiveIntegerField(default=0)  # full days since the athlete agreed
    candidates = models.JSONField(default=list)  # [{rule, occurrence}], the chosen one first
    rule = models.CharField(max_length=24)
    occurrence = models.CharField(max_length=120)
    is_available = models.BooleanField()
    reasons = models.JSONField(default=list)  # codes: why not available
    is_exempt = models.BooleanField(default=False)
    is_experiment = models.BooleanField(default=True)  # False: the athlete refused, p = 1, never exported
    probability = models.FloatField(null=True)
    u = models.FloatField(null=True)
    seed = models.CharField(max_length=32, blank=True)  # 128 bits, hexadecimal
    is_treated = models.BooleanField(default=False)
    arm = models.CharField(max_length=16, blank=True)  # wording style drawn among sent
    arm_probability = models.FloatField(null=True)
    policy_version = models.IntegerField(null=True)  # -1: the fallback after a fault
    context = models.JSONField(default=dict)  # frozen before the draw
    verdict = models.JSONField(null=True)  # of a model's timing check, stored before the draw

    objects = DecisionQuerySet.as_manager()

    class Meta:
        db_table = "coaching_decisions"
        constraints = [
            models.UniqueConstraint(fields=["subject", "slot_on", "slot_index"], name="decision_once_per_slot"),
            models.CheckConstraint(
                condition=Q(is_available=False)
                | Q(is_exempt=True)
                | Q(is_experiment=False)
                | (Q(probability__isnull=False) & Q(probability__gt=0) & Q(probability__lt=1)),
                name="decision_available_was_drawn",
            ),
            models.CheckConstraint(
                condition=Q(is_available=True) | (Q(is_treated=False) & ~Q(reasons=[])),
                name="decision_unavailable_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["athlete", "-decided_at"], name="decision_of_athlete"),
            models.Index(fields=["decided_at"], name="decision_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} on {self.slot_on} [{self.slot_index}]: {'sent' if self.is_treated else 'not sent'}"


class Outcome(models.Model):
    """The proximal outcome of one decision, sent or not: opened with it, closed once at a fixed time."""

    decision = models.OneToOneField(
        Decision, models.CASCADE, primary_key=True, related_name="outcome", db_constraint=False
    )
    kind = models.CharField(max_length=16)  # session | habit | app_use
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    value = models.FloatField(null=True)  # 1 or 0, or active minutes; null: missing
    is_missing = models.BooleanField(default=False)
    late = models.JSONField(null=True)  # what arrived after the close, kept apart

    class Meta:
        db_table = "coaching_outcomes"
        indexes = [models.Index(fields=["closes_at"], condition=Q(closed_at__isnull=True), name="outcome_open")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.value}"


class PolicyVersion(models.Model):
    """A version of the sending policy: one is active, and a rollback is making another one active."""

    class Status(models.TextChoices):
        CANDIDATE = "candidate"
        ACTIVE = "active"
        RETIRED = "retired"
        REFUSED = "refused"

    number = models.PositiveIntegerField(primary_key=True)
    kind = models.CharField(max_length=16)  # constant | thompson
    status = models.CharField(max_length=9, choices=Status, default=Status.CANDIDATE)
    parameters = models.JSONField(default=dict)
    report = models.JSONField(default=dict)  # off-policy score, sample, condition number, why it was refused
    created_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "coaching_policies"
        constraints = [
            models.UniqueConstraint(fields=["status"], condition=Q(status="active"), name="policy_one_active")
        ]

    def __str__(self) -> str:
        return f"policy {self.number} ({self.status})"


class ArmVersion(models.Model):
    """A version of how likely each wording style is, learnt in one night and in force from the next midnight (UTC)."""

    number = models.PositiveIntegerField(primary_key=True)
    chances = models.JSONField(default=dict)  # {rule: [one for each of coaching.core.draw.STYLES]}
    counts = models.JSONField(default=dict)  # {rule: {style: [answered, sent]}}, which they follow from
    created_at = models.DateTimeField()
    in_force_at = models.DateTimeField()

    class Meta:
        db_table = "coaching_arm_versions"

    def __str__(self) -> str:
        return f"arms {self.number}"
