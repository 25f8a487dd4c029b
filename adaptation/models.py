"""What changes: the estimate of each lift, and suggestions as patches with their evidence."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.core.ids import uuid7
from feedback.models import RPEFeedback
from plans.models import Exercise, Plan


class LiftEstimate(models.Model):
    """The filter state of one athlete and exercise after the newest session (science.estimator)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    exercise = models.ForeignKey(Exercise, models.RESTRICT, related_name="+")
    state = models.JSONField()  # science.estimator.LiftState as data
    as_of = models.DateTimeField()  # performed_at of the newest session in it
    sessions = models.PositiveIntegerField(default=0)
    e1rm_kg = models.FloatField()
    low_kg = models.FloatField()
    high_kg = models.FloatField()
    last_load_kg = models.FloatField(null=True)
    last_reps = models.PositiveSmallIntegerField(null=True)
    last_rpe = models.FloatField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["athlete", "exercise"], name="lift_estimate_once")]

    def __str__(self) -> str:
        return f"{self.exercise_id}: {self.e1rm_kg:.1f} kg"


class EstimatePoint(models.Model):
    """The state after one rated exercise of one session: the series on a lift's page, and where a replay starts when
    a rating arrives late."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    estimate = models.ForeignKey(LiftEstimate, models.CASCADE, related_name="points")
    rating = models.OneToOneField(RPEFeedback, models.CASCADE, related_name="estimate_point")
    performed_at = models.DateTimeField()
    state = models.JSONField()
    sessions = models.PositiveIntegerField(default=0)  # that told something, this one included
    e1rm_kg = models.FloatField()
    low_kg = models.FloatField()
    high_kg = models.FloatField()
    innovation = models.FloatField(null=True)  # z of the first iteration; None where nothing was measured
    plateau = models.FloatField(null=True)
    session_e1rm_kg = models.FloatField(null=True)  # what this session by itself points to: evidence of its own
    hard_sets = models.PositiveSmallIntegerField(default=0)  # done in this session
    told_e1rm_kg = models.FloatField(null=True)  # by the newest rated set up to here: what "same as last time" expects
    forecast = models.JSONField(
        null=True
    )  # core.forecasts.Expected of this session, made before it; None: nothing to score

    class Meta:
        indexes = [models.Index(fields=["estimate", "performed_at"], name="estimate_point_series")]

    def __str__(self) -> str:
        return f"{self.performed_at:%Y-%m-%d}: {self.e1rm_kg:.1f} kg"


class SuggestionQuerySet(models.QuerySet["AdaptationSuggestion"]):
    def for_athlete(self, athlete_id: UUID) -> SuggestionQuerySet:
        return self.filter(plan__athlete_id=athlete_id)

    def open(self) -> SuggestionQuerySet:
        return self.filter(status=AdaptationSuggestion.Status.PROPOSED)

    def overdue(self, now: datetime) -> SuggestionQuerySet:
        return self.open().filter(expires_at__lte=now)

    def standing_as(self, status: str, now: datetime) -> SuggestionQuerySet:
        """Those with this status at this moment: what nobody answered in time has expired, swept or not."""
        if status == AdaptationSuggestion.Status.PROPOSED:
            return self.open().filter(expires_at__gt=now)
        late = Q(status=AdaptationSuggestion.Status.PROPOSED, expires_at__lte=now)
        return self.filter(
            Q(status=status) | late if status == AdaptationSuggestion.Status.EXPIRED else Q(status=status)
        )


class AdaptationSuggestion(models.Model):
    """A patch that a rule proposes, with what it is based on. Applying it goes through plans.services.revise."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        APPLIED = "applied", _("applied")
        DISMISSED = "dismissed", _("dismissed")
        EXPIRED = "expired", _("expired")

    class Kind(models.TextChoices):
        LOAD = "load", _("load")
        VOLUME = "volume", _("sets")
        DELOAD = "deload", _("easier week")
        INTENSITY = "intensity", _("effort")
        SWAP = "swap", _("exercise")
        REST = "rest", _("rest")
        RESCHEDULE = "reschedule", _("new day")
        HOLD = "hold", _("no change")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="suggestions")
    kind = models.CharField(max_length=12, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    rule = models.CharField(max_length=48)
    topic = models.CharField(max_length=120)  # what it is about: a newer word takes the place of one nobody answered
    occurrence = models.CharField(max_length=200)  # the cause: the same cause proposes once
    target = models.JSONField()  # {exercise?, item?, session?, week?}
    before = models.JSONField()
    after = models.JSONField()
    edits = models.JSONField()  # the patch; empty for a hold that changes nothing
    expects = models.JSONField(default=list)  # what the patch was made against: it is stale when this has changed
    evidence = models.JSONField()
    confidence = models.FloatField()
    requires = models.CharField(max_length=8)  # athlete | coach | none
    base_revision = models.PositiveIntegerField()
    applied_revision = models.PositiveIntegerField(null=True)
    dismiss_reason = models.CharField(max_length=160, blank=True)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "occurrence"], name="suggestion_once_per_cause"),
            models.CheckConstraint(condition=Q(confidence__range=(0, 1)), name="suggestion_confidence"),
        ]
        indexes = [models.Index(fields=["plan", "status"], name="suggestion_plan_status")]

    def __str__(self) -> str:
        return f"{self.rule} {self.status}"

    def status_at(self, now: datetime) -> str:
        is_late = self.status == self.Status.PROPOSED and self.expires_at <= now
        return str(self.Status.EXPIRED if is_late else self.Status(self.status))
