"""What an answer about the athlete's health needs to know of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from accounts.models import User
from coaching.core.facts import CareFacts
from coaching.services.facts import days
from feedback.models import IllnessReport
from science.recovery import SYMPTOM_FREE_H


def care_facts(athlete: User, severity: int | None, now: datetime, today: date) -> CareFacts:
    """Two queries."""
    return CareFacts(
        country=athlete.profile.country,
        severity=severity,
        session_id=days.open_session_id(athlete.pk, today),
        is_ill=is_ill(athlete.pk, now),
    )


def is_ill(athlete_id: UUID, now: datetime) -> bool:
    """Whether an illness lasts by the athlete's own report, or its last symptom is less than a day away. One query."""
    reports = IllnessReport.objects.for_athlete(athlete_id).standing()
    return reports.not_over_before(now - timedelta(hours=SYMPTOM_FREE_H)).exists()
