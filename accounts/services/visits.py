"""Looking at somebody else's training."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from accounts.core.refusals import ConsentOver
from accounts.models import CoachAssignment, User
from accounts.services.audit import audit


def visit(*, viewer: User, athlete_id: UUID, target: str, now: datetime) -> User:
    """The athlete, with the profile, whom this person may look at; the look is written into the audit, and so is one
    that is refused. Raises User.DoesNotExist for whoever may not look: such an athlete does not exist for them.

    `target` says what is looked at and names nobody.
    """
    athlete = User.objects.visible_to(viewer, now).select_related("profile").filter(pk=athlete_id).first()
    if athlete is None:
        audit("access.refused", actor=viewer, target=f"{target}:{athlete_id}")
        raise User.DoesNotExist
    audit("athlete.viewed", actor=viewer, subject=athlete, target=target)
    return athlete


def note_look(*, viewer: User, athlete_id: UUID, target: str) -> None:
    """The same for whoever has been let in already: a look at somebody else's training is written down, one's own is
    nobody's business and costs no query."""
    if athlete_id != viewer.pk:
        audit("athlete.viewed", actor=viewer, subject=User.objects.get(pk=athlete_id), target=target)


def hold_consent(*, coach: User, athlete_id: UUID, now: datetime) -> None:
    """Inside the caller's transaction: what follows happens under the athlete's consent. Whoever ends the coaching at
    the same moment waits until it is done; what comes after the end is refused. Raises ConsentOver."""
    held = CoachAssignment.objects.open().in_force(now).filter(coach=coach, athlete_id=athlete_id)
    if not coach.is_coach or held.select_for_update(no_key=True).first() is None:
        raise ConsentOver


def has_coached(*, person: User, athlete_id: UUID) -> bool:
    """Whether the athlete once agreed to be coached by this person, and one of them has ended it."""
    ended = CoachAssignment.objects.filter(consented_at__isnull=False, until__isnull=False)
    return ended.filter(coach=person, athlete_id=athlete_id).exists()
