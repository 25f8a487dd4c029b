"""When there may be something to say: causes that are due at an instant."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce


class DueMomentQuerySet(models.QuerySet["DueMoment"]):
    def open(self) -> DueMomentQuerySet:
        return self.filter(done_at__isnull=True)

    def due(self, now: datetime) -> DueMomentQuerySet:
        """Open ones to look at by now, also those that were put off to a later slot than they came due in."""
        return self.open().alias(looked_at=Coalesce("put_off_to", "due_at")).filter(looked_at__lte=now)


class DueMoment(models.Model):
    """One cause of one athlete, computed when what causes it was written. A key occurs once, for ever: a moment that
    was decided on, that expired or whose cause went away stays as a done row, so that it never speaks twice."""

    athlete = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    rule = models.CharField(max_length=24)
    occurrence = models.CharField(max_length=120)
    due_at = models.DateTimeField()
    put_off_to = models.DateTimeField(
        null=True
    )  # the tick's own note: nothing could be said in the slot it came due in
    expires_at = models.DateTimeField()
    facts = models.JSONField(default=dict)  # the reason, as far as it is known now; checked again before it is sent
    verdict = models.JSONField(null=True)  # of a model, on whether this is a bad moment (coaching.core.timing)
    done_at = models.DateTimeField(null=True)
    outcome = models.CharField(
        max_length=24, blank=True
    )  # decided | outranked | slot_taken | expired | outage | resolved

    objects = DueMomentQuerySet.as_manager()

    class Meta:
        db_table = "coaching_due_moments"
        constraints = [
            models.UniqueConstraint(fields=["athlete", "rule", "occurrence"], name="due_moment_once"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("due_at")), name="due_moment_expires_later"),
        ]
        indexes = [
            models.Index(
                Coalesce("put_off_to", "due_at"), condition=Q(done_at__isnull=True), name="due_moment_looked_at"
            ),
            models.Index(fields=["athlete"], condition=Q(done_at__isnull=True), name="due_moment_open_of"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} at {self.due_at:%Y-%m-%d %H:%M}"
