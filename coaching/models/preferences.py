"""What each athlete lets the coach do, and how much of it was used."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class PromptPreferences(models.Model):
    """When and how often Spotter may speak without being asked. Without a row nobody has agreed, and it does not."""

    athlete = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    enabled = models.BooleanField(default=False)
    enabled_at = models.DateTimeField(null=True)  # when the athlete agreed: the first day is counted from here
    experiments = models.BooleanField(default=True)  # takes part in randomised timing and wording; only if enabled
    max_per_day = models.PositiveSmallIntegerField(default=2)
    max_per_week = models.PositiveSmallIntegerField(default=7)
    min_gap_min = models.PositiveSmallIntegerField(default=240)
    quiet_hours = models.JSONField(default=list)  # [{days: [0-6, 0 = Monday] | [], from: "21:00", to: "08:00"}]
    windows = models.JSONField(default=list)  # local starts of the decision windows: ["12:30", "18:30"]
    check_in_at = models.TimeField(null=True)  # the athlete's own hour for the check-in
    muted_rules = models.JSONField(default=list)  # [{rule, until: instant | null}]
    halved_rules = models.JSONField(default=list)  # rules of which the athlete asked for less
    quiet_until = models.DateTimeField(null=True)  # do not disturb
    holiday_from = models.DateField(null=True)
    holiday_to = models.DateField(null=True)  # the last day of it
    zone_before = models.CharField(max_length=64, blank=True)  # until a day after a long jump both zones' nights hold
    zone_changed_at = models.DateTimeField(null=True)
    email_digest = models.BooleanField(default=False)
    updated_at = models.DateTimeField(auto_now=True)

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


class PromptBudget(models.Model):
    """What was spent: one row an athlete, and so the one lock under which prompts of an athlete are made."""

    athlete = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
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
