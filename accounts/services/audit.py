"""The audit: who logged in, looked at or changed what of whom, under pseudonyms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from accounts.models import AuditEntry, Subject, User


def audit(
    action: str,
    *,
    actor: User | None,
    subject: User | None = None,
    target: str = "",
    facts: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Write down that `actor` did this to what belongs to `subject`. None: nobody who is known.

    The entry stays when the people are erased: no names and no addresses into `target` and `facts`.
    """
    return AuditEntry.objects.create(
        actor=pseudonym(actor), subject=pseudonym(subject), action=action, target=target[:120], facts=dict(facts or {})
    )


def pseudonym(user: User | None) -> UUID | None:
    if user is None:
        return None
    subject, _created = Subject.objects.get_or_create(user=user)
    return subject.pk
