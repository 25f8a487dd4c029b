"""When the jobs of the clock last ran: whose turn it is, and whether anybody has been there at all."""

from __future__ import annotations

from django.db import models


class Pulse(models.Model):
    """One job. Its row is the lock under which only one process at a time runs it, once for each beat of the clock."""

    name = models.CharField(max_length=24, primary_key=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)  # of the run that is under way
    outage_from = models.DateTimeField(null=True)  # of the last time that nobody was there for long
    outage_to = models.DateTimeField(null=True)
    facts = models.JSONField(default=dict)  # what the last run counted

    class Meta:
        db_table = "coaching_pulses"

    def __str__(self) -> str:
        return f"{self.name} at {self.finished_at}"
