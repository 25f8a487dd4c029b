"""Links to a report, which the athlete makes, gives to whom they want and can take back."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from accounts import services as accounts
from diagnosis.models import Report, Share

DAYS, DAYS_MAX = 14, 90
TOKEN_BYTES = 32


def share(*, report: Report, days: int, now: datetime) -> tuple[Share, str]:
    """A new link and the secret in it, which is shown once and kept as a hash only."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    made = Share.objects.create(
        report=report,
        athlete_id=report.athlete_id,
        token_hash=digest(token),
        created_at=now,
        expires_at=now + timedelta(days=max(1, min(DAYS_MAX, days))),
    )
    return made, token


def take_back(share_id: UUID, athlete_id: UUID, now: datetime) -> bool:
    """Whether there was one to take back."""
    return bool(
        Share.objects.filter(pk=share_id, athlete_id=athlete_id, revoked_at__isnull=True).update(revoked_at=now)
    )


def opened(token: str, now: datetime) -> Report | None:
    """The report behind a link, for whoever holds it. None for a link that never was, is over or was taken back. The
    look is written down for the athlete."""
    found = Share.objects.valid(now).filter(token_hash=digest(token)).select_related("report__athlete").first()
    if found is None:
        return None
    Share.objects.filter(pk=found.pk, opened_at__isnull=True).update(opened_at=now)
    accounts.audit("shared_report_opened", actor=None, subject=found.report.athlete, target=str(found.pk))
    return found.report


def standing(execution_id: UUID, athlete_id: UUID, now: datetime) -> QuerySet[Share]:
    return Share.objects.valid(now).filter(report_id=execution_id, athlete_id=athlete_id).order_by("-created_at")


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
