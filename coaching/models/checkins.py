"""How the athlete was on a day, told by taps. Only what was told stands here."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.core.ids import uuid7


class CheckIn(models.Model):
    """One day of one athlete: the newest word about each thing. Null: not told."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    on = models.DateField()  # the athlete's own day
    feeling = models.PositiveSmallIntegerField(null=True)  # 1 worn out … 5 fresh
    slept_short = models.BooleanField(null=True)  # less than the hours of the rule for poor sleep
    pain = models.JSONField(default=dict)  # {region: is it still there}
    told_at = models.DateTimeField()

    class Meta:
        db_table = "coaching_check_ins"
        constraints = [
            models.UniqueConstraint(fields=["athlete", "on"], name="check_in_once_a_day"),
            models.CheckConstraint(
                condition=Q(feeling__isnull=True) | Q(feeling__range=(1, 5)), name="check_in_feeling"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.athlete_id} on {self.on}"
