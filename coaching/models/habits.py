"""Small habits beside the training, and the days on which they were done."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.core.ids import uuid7


class Habit(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    client_id = models.UUIDField(default=uuid7)
    title = models.CharField(max_length=80)
    days = models.JSONField(default=list)  # weekdays, 0 = Monday; never empty
    at = models.TimeField()  # local
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "coaching_habits"
        constraints = [models.UniqueConstraint(fields=["athlete", "client_id"], name="habit_once_per_client_id")]

    def __str__(self) -> str:
        return self.title


class HabitDone(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    habit = models.ForeignKey(Habit, models.CASCADE, related_name="done")
    client_id = models.UUIDField()
    on = models.DateField()  # the athlete's own day
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "coaching_habits_done"
        constraints = [
            models.UniqueConstraint(fields=["habit", "on"], name="habit_done_once_a_day"),
            models.UniqueConstraint(fields=["athlete", "client_id"], name="habit_done_once_per_client_id"),
        ]

    def __str__(self) -> str:
        return f"{self.habit_id} on {self.on}"
