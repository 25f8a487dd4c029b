"""Looking at somebody else's training."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from accounts.models import User
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
