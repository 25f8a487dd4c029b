"""What was done: how hard it was, how the day was, illness in between, and training logs brought from elsewhere."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.core.ids import uuid7
from feedback.core.illness import SYMPTOMS
from feedback.core.ratings import Asked, RatedWork, rated_sets
from plans.core.intent import REGIONS
from plans.models import Exercise, PlannedSession

HALF_POINTS = [Decimal(n) / 2 for n in range(2, 21)]  # 1.0 to 10.0


class ImportBatch(models.Model):
    """One training log that an athlete handed over, with an answer for each of its rows. A job row: it is claimed,
    leased and swept (see feedback.services)."""

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    source = models.CharField(max_length=16)  # hevy | strong
    file_name = models.CharField(max_length=120, blank=True)
    file_sha256 = models.CharField(max_length=64)
    content = models.TextField()  # kept until the import is done, then emptied
    dry_run = models.BooleanField(default=False)
    options = models.JSONField(default=dict)  # unit, names mapped by hand
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    rows_total = models.PositiveIntegerField(default=0)
    rows_read = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)  # counts per outcome, unknown exercises, preview
    row_answers = models.JSONField(default=list)  # [[row number, outcome, reason]] for each row
    error = models.CharField(max_length=240, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("import"), _("imports")

    def __str__(self) -> str:
        return f"{self.source} {self.file_name} {self.state}"


class RPEQuerySet(models.QuerySet["RPEFeedback"]):
    def for_athlete(self, athlete_id: UUID) -> RPEQuerySet:
        return self.filter(athlete_id=athlete_id)

    def standing(self) -> RPEQuerySet:
        """As the athlete means them now: without deleted ones."""
        return self.filter(deleted_at__isnull=True)

    def since(self, instant: datetime) -> RPEQuerySet:
        return self.filter(performed_at__gte=instant)


class RPEFeedback(models.Model):
    """How hard one exercise of one session was. What was asked for is plans.PlannedItem."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    client_id = models.UUIDField(default=uuid7)  # the body's `id`, made on the phone: a resent row is recognised
    fingerprint = models.CharField(max_length=64, blank=True)  # of the first body: the same id with another is refused
    session = models.ForeignKey(PlannedSession, models.RESTRICT, null=True, related_name="feedback")
    import_batch = models.ForeignKey(ImportBatch, models.SET_NULL, null=True, related_name="+")
    source = models.CharField(max_length=16, default="athlete")  # athlete | hevy | strong
    exercise = models.ForeignKey(Exercise, models.RESTRICT, related_name="+")
    rpe = models.DecimalField(max_digits=3, decimal_places=1, null=True)  # null only in imported, unrated work
    completion_rate = models.DecimalField(max_digits=5, decimal_places=2)
    sets = models.JSONField(default=list)  # [{reps, load_kg, rpe?, failed?, warm_up?, duration_s?, distance_m?}]
    asked = models.JSONField(default=dict)  # core.ratings.Asked when it was rated; empty: not in the plan
    pain_region = models.CharField(max_length=16, blank=True)
    pain_severity = models.PositiveSmallIntegerField(null=True)
    notes = models.TextField(blank=True)
    performed_at = models.DateTimeField()
    performed_on = models.DateField()  # the athlete's own day
    recorded_at = models.DateTimeField(auto_now_add=True)
    corrected_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    objects = RPEQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("rating of an exercise"), _("ratings of exercises")
        db_table = "rpe_feedback"
        constraints = [
            models.UniqueConstraint(fields=["athlete", "client_id"], name="rpe_feedback_once_per_client_id"),
            models.CheckConstraint(
                condition=Q(rpe__isnull=False, rpe__in=HALF_POINTS)
                | Q(rpe__isnull=True, source__in=["hevy", "strong"]),
                name="rpe_feedback_rpe_in_halves",
            ),
            models.CheckConstraint(condition=Q(completion_rate__range=(0, 100)), name="rpe_feedback_completion"),
            models.CheckConstraint(
                condition=Q(pain_severity__isnull=True, pain_region="")
                | Q(pain_severity__isnull=False, pain_severity__range=(0, 10), pain_region__in=REGIONS),
                name="rpe_feedback_pain",
            ),
            models.CheckConstraint(
                condition=Q(session__isnull=False) | ~Q(source="athlete"), name="rpe_feedback_session_or_import"
            ),
        ]
        indexes = [
            models.Index(fields=["athlete", "exercise", "performed_at"], name="rpe_feedback_lift_history"),
            models.Index(fields=["athlete", "performed_at"], name="rpe_feedback_history"),
        ]

    def __str__(self) -> str:
        return f"{self.exercise_id} at RPE {self.rpe}"

    def rated_work(self) -> RatedWork:
        """The sets behind this rating; the prescription of that day stands in where none were sent."""
        rpe = None if self.rpe is None else float(self.rpe)
        asked = Asked(**self.asked) if self.asked else None
        return rated_sets(self.sets, rpe, float(self.completion_rate), asked)


class PerformanceQuerySet(models.QuerySet["PerformanceMetrics"]):
    def for_athlete(self, athlete_id: UUID) -> PerformanceQuerySet:
        return self.filter(athlete_id=athlete_id)

    def standing(self) -> PerformanceQuerySet:
        return self.filter(deleted_at__isnull=True)

    def since(self, instant: datetime) -> PerformanceQuerySet:
        return self.filter(performed_at__gte=instant)


class PerformanceMetrics(models.Model):
    """One session as a whole, and the day around it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    client_id = models.UUIDField(default=uuid7)
    fingerprint = models.CharField(max_length=64, blank=True)
    session = models.ForeignKey(PlannedSession, models.RESTRICT, related_name="metrics")
    total_volume = models.FloatField()  # kg
    average_rpe = models.DecimalField(max_digits=3, decimal_places=1)
    completion_rate = models.DecimalField(max_digits=5, decimal_places=2)
    recovery_time = models.FloatField()  # hours
    sleep_quality = models.PositiveSmallIntegerField()
    stress_level = models.PositiveSmallIntegerField()
    sleep_hours = models.FloatField(null=True)
    duration_min = models.PositiveSmallIntegerField(null=True)
    session_rpe = models.DecimalField(max_digits=3, decimal_places=1, null=True)
    performed_at = models.DateTimeField()
    performed_on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    corrected_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    objects = PerformanceQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("report of a session"), _("reports of sessions")
        db_table = "performance_metrics"
        constraints = [
            models.UniqueConstraint(fields=["athlete", "client_id"], name="performance_once_per_client_id"),
            models.CheckConstraint(condition=Q(total_volume__range=(0, 1_000_000)), name="performance_volume"),
            models.CheckConstraint(condition=Q(average_rpe__range=(1, 10)), name="performance_average_rpe"),
            models.CheckConstraint(condition=Q(completion_rate__range=(0, 100)), name="performance_completion"),
            models.CheckConstraint(condition=Q(recovery_time__range=(0, 720)), name="performance_recovery_time"),
            models.CheckConstraint(condition=Q(sleep_quality__range=(1, 10)), name="performance_sleep_quality"),
            models.CheckConstraint(condition=Q(stress_level__range=(1, 10)), name="performance_stress_level"),
            models.CheckConstraint(
                condition=Q(sleep_hours__isnull=True) | Q(sleep_hours__range=(0, 24)), name="performance_sleep_hours"
            ),
            models.CheckConstraint(
                condition=Q(duration_min__isnull=True) | Q(duration_min__range=(1, 1440)), name="performance_duration"
            ),
            models.CheckConstraint(
                condition=Q(session_rpe__isnull=True) | Q(session_rpe__range=(0, 10)), name="performance_session_rpe"
            ),
        ]
        indexes = [models.Index(fields=["athlete", "performed_at"], name="performance_history")]

    def __str__(self) -> str:
        return f"session {self.session_id} on {self.performed_on}"


class IllnessQuerySet(models.QuerySet["IllnessReport"]):
    def for_athlete(self, athlete_id: UUID) -> IllnessQuerySet:
        return self.filter(athlete_id=athlete_id)

    def standing(self) -> IllnessQuerySet:
        return self.filter(deleted_at__isnull=True)

    def running(self) -> IllnessQuerySet:
        return self.standing().filter(ended_at__isnull=True)

    def not_over_before(self, instant: datetime) -> IllnessQuerySet:
        """Those that last, and those whose last symptom was not before this instant."""
        return self.filter(Q(ended_at__isnull=True) | Q(ended_at__gte=instant))


class IllnessReport(models.Model):
    """That the athlete is ill, or was: since when, where the symptoms are at their worst, and when the last one was."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    client_id = models.UUIDField(default=uuid7)
    fingerprint = models.CharField(max_length=64, blank=True)
    symptoms = models.CharField(max_length=12)  # above_neck | below_neck | fever
    started_on = models.DateField()  # the athlete's own day
    ended_at = models.DateTimeField(null=True)  # the last symptom; null while it lasts
    notes = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    corrected_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    objects = IllnessQuerySet.as_manager()

    class Meta:
        db_table = "illness_report"
        constraints = [
            models.UniqueConstraint(fields=["athlete", "client_id"], name="illness_once_per_client_id"),
            models.UniqueConstraint(
                fields=["athlete"],
                condition=Q(ended_at__isnull=True, deleted_at__isnull=True),
                name="illness_one_running",
            ),
            models.CheckConstraint(condition=Q(symptoms__in=SYMPTOMS), name="illness_symptoms"),
        ]
        indexes = [models.Index(fields=["athlete", "started_on"], name="illness_history")]

    def __str__(self) -> str:
        return f"{self.symptoms} since {self.started_on}"


class Correction(models.Model):
    """What the changed columns of a row said before the athlete corrected them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rating = models.ForeignKey(RPEFeedback, models.CASCADE, null=True, related_name="corrections")
    metrics = models.ForeignKey(PerformanceMetrics, models.CASCADE, null=True, related_name="corrections")
    illness = models.ForeignKey(IllnessReport, models.CASCADE, null=True, related_name="corrections")
    before = models.JSONField()  # only what was changed
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rating__isnull=False, metrics__isnull=True, illness__isnull=True)
                | Q(rating__isnull=True, metrics__isnull=False, illness__isnull=True)
                | Q(rating__isnull=True, metrics__isnull=True, illness__isnull=False),
                name="correction_of_one_row",
            )
        ]

    def __str__(self) -> str:
        return f"before {self.at:%Y-%m-%d %H:%M}"
