"""Who coaches whom. A coach invites, the athlete consents, either of them ends it at any time."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.core.refusals import CoachRequired
from accounts.models import CoachAssignment, User
from accounts.services.audit import audit


def invite(*, coach: User, email: str) -> None:
    """Ask someone to be coached. Says nothing about whether the address has an account; twice is once.

    Raises CoachRequired.
    """
    if not coach.is_coach:
        raise CoachRequired
    athlete = User.objects.filter(email=email.strip().lower(), is_active=True).exclude(pk=coach.pk).first()
    if athlete is None:
        return
    with transaction.atomic():
        assignment, is_new = CoachAssignment.objects.open().get_or_create(coach=coach, athlete=athlete)
        if is_new:
            audit("coach.invited", actor=coach, subject=athlete, target=str(assignment.pk))


def accept(*, athlete: User, assignment_id: UUID, now: datetime | None = None) -> CoachAssignment:
    """The athlete's consent. Accepting twice keeps the first instant. Raises CoachAssignment.DoesNotExist."""
    with transaction.atomic():
        mine = CoachAssignment.objects.open().select_for_update(of=("self",)).select_related("coach__profile")
        assignment = mine.get(pk=assignment_id, athlete=athlete)
        if assignment.consented_at is None:
            assignment.consented_at = now or timezone.now()
            assignment.save(update_fields=["consented_at"])
            audit("coach.accepted", actor=athlete, subject=athlete, target=str(assignment.pk))
    return assignment


def end(*, person: User, assignment_id: UUID, now: datetime | None = None) -> CoachAssignment:
    """Either side ends it, or the athlete declines. Ending twice keeps the first instant.

    Raises CoachAssignment.DoesNotExist.
    """
    with transaction.atomic():
        theirs = CoachAssignment.objects.filter(Q(athlete=person) | Q(coach=person, consented_at__isnull=False))
        assignment = (
            theirs.select_for_update(of=("self",))
            .select_related("coach__profile", "athlete__profile")
            .get(pk=assignment_id)
        )
        if assignment.until is None:
            assignment.until = now or timezone.now()
            assignment.save(update_fields=["until"])
            audit("coach.ended", actor=person, subject=assignment.athlete, target=str(assignment.pk))
    return assignment
