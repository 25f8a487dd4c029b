"""What each athlete lets the coach do, and how much of it was used."""

from __future__ import annotations

from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from coaching.core.frequency import Limits, Pauses, Spent
from coaching.core.local_time import QuietWindow
from coaching.core.preferences import default_quiet_hours, default_windows, quiet_windows


class PromptPreferencesQuerySet(models.QuerySet["PromptPreferences"]):
    def of(self, athlete_id: UUID) -> PromptPreferences:
        """What this athlete has chosen; what holds for everybody (nothing is sent) where they were never asked."""
        return self.filter(pk=athlete_id).first() or self.model(athlete_id=athlete_id)


class PromptPreferences(models.Model):
    """When and how often Spotter may speak without being asked. Without a row nobody has agreed, and it does not."""

    athlete = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    enabled = models.BooleanField(default=False)
    enabled_at = models.DateTimeField(null=True)  # when the athlete agreed: the first day is counted from here
    experiments = models.BooleanField(default=True)  # takes part in randomised timing and wording; only if enabled
    max_per_day = models.PositiveSmallIntegerField(default=2)
    max_per_week = models.PositiveSmallIntegerField(default=7)
    min_gap_min = models.PositiveSmallIntegerField(default=240)
    # [{days: [0-6, 0 = Monday] | [], from: "21:00", to: "08:00"}]
    quiet_hours = models.JSONField(default=default_quiet_hours)
    windows = models.JSONField(default=default_windows)  # local starts of the decision windows: ["12:30", "18:30"]
    check_in_at = models.TimeField(null=True)  # the athlete's own hour for the check-in
    muted_rules = models.JSONField(default=list)  # [{rule, until: instant | null}]
    halved_rules = models.JSONField(default=list)  # rules of which the athlete asked for less
    quiet_until = models.DateTimeField(null=True)  # do not disturb
    holiday_from = models.DateField(null=True)
    holiday_to = models.DateField(null=True)  # the last day of it
    zone_before = models.CharField(max_length=64, blank=True)  # until a day after a long jump both zones' nights hold
    zone_changed_at = models.DateTimeField(null=True)
    email_digest = models.BooleanField(default=False)
    digest_week = models.CharField(max_length=8, blank=True)  # ISO week of the last one that was sent
    updated_at = models.DateTimeField(auto_now=True)

    objects = PromptPreferencesQuerySet.as_manager()

    class Meta:
        db_table = "user_prompt_preferences"
        constraints = [
            models.CheckConstraint(condition=Q(max_per_day__lte=5), name="prompt_preferences_day"),
            models.CheckConstraint(condition=Q(max_per_week__lte=35), name="prompt_preferences_week"),
            models.CheckConstraint(condition=Q(min_gap_min__range=(30, 10_080)), name="prompt_preferences_gap"),
            models.CheckConstraint(
                condition=Q(holiday_from__isnull=True, holiday_to__isnull=True)
                | Q(holiday_from__isnull=False, holiday_to__isnull=False, holiday_to__gte=F("holiday_from")),
                name="prompt_preferences_holiday",
            ),
        ]

    def __str__(self) -> str:
        return f"{'on' if self.enabled else 'off'} for {self.athlete_id}"

    def quiet_windows(self) -> tuple[QuietWindow, ...]:
        return quiet_windows(self.quiet_hours)

    def limits(self) -> Limits:
        return Limits(self.max_per_day, self.max_per_week, self.min_gap_min, self.enabled_at)

    def pauses(self) -> Pauses:
        return Pauses(
            windows=self.quiet_windows(),
            quiet_until=self.quiet_until,
            holiday_from=self.holiday_from,
            holiday_to=self.holiday_to,
            zone_before=ZoneInfo(self.zone_before) if self.zone_before else None,
            zone_changed_at=self.zone_changed_at,
        )


class PromptBudget(models.Model):
    """What was spent: one row an athlete, and so the one lock under which prompts of an athlete are made."""

    athlete = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    # The athlete's pseudonym in the decisions. It is kept nowhere else: with this row goes what leads back to them.
    subject = models.UUIDField(default=uuid4, unique=True, editable=False)
    typing_at = models.DateTimeField(null=True)  # when they last wrote in the chat: nobody is interrupted
    day = models.DateField(null=True)  # the athlete's civil day that `day_count` is about
    day_count = models.PositiveSmallIntegerField(default=0)
    week = models.CharField(max_length=8, blank=True)  # ISO week, 2026-W47
    week_count = models.PositiveSmallIntegerField(default=0)
    capped_at = models.DateTimeField(null=True)  # when the cap of the day was reached: travel does not refill it
    last_sent_at = models.DateTimeField(null=True)
    unanswered = models.PositiveSmallIntegerField(default=0)  # prompts in a row without an answer
    first_unanswered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "coaching_prompt_budgets"

    def __str__(self) -> str:
        return f"{self.day_count} today, {self.week_count} this week"

    def spent(self) -> Spent:
        return Spent(
            day=self.day,
            day_count=self.day_count,
            week=self.week,
            week_count=self.week_count,
            last_sent_at=self.last_sent_at,
            unanswered=self.unanswered,
            first_unanswered_at=self.first_unanswered_at,
        )
