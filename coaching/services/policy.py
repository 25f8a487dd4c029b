"""Which policy decides how likely a prompt is sent: in force for a whole UTC day, renewed at night, stopped by hand.

The night's update learns from decisions whose outcomes are closed, and makes a candidate. It comes into force at the
next midnight (UTC) if nothing speaks against it; what is decided by hand holds at once, and until somebody resumes.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from accounts import services as accounts
from accounts.models import User
from coaching.core.policy import EVEN, Kind, Policy
from coaching.models import Decision, PolicyVersion

# Before anything was learnt, or where the table is empty: one half, for everybody.
FIRST = Policy(0, Kind.CONSTANT)
PINNED = "by_hand"  # no night's update takes over until somebody resumes
SETTLED = timedelta(hours=49)  # after this every outcome of a decision is closed
POINTS_MIN = 500  # below this nothing is learnt (own choice): the prior would speak, not the athletes
Status = PolicyVersion.Status


class PolicyUnknown(Exception):
    """No version has this number, or the one that has it was refused."""

    code = "policy_unknown"

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.facts = {"number": number}


def active(now: datetime | None = None) -> Policy:
    """The policy in force. One query: a tick asks once for a whole batch."""
    row = in_force(now or timezone.now())
    return as_policy(row) if row else FIRST


def in_force(now: datetime) -> PolicyVersion | None:
    """The version that came into force last. One accepted tonight is `active` already, and in force at midnight."""
    started = PolicyVersion.objects.filter(status__in=(Status.ACTIVE, Status.RETIRED), activated_at__lte=now)
    return started.order_by("-activated_at", "-number").first()


def as_policy(row: PolicyVersion) -> Policy:
    parameters = row.parameters
    return Policy(
        row.number,
        Kind(row.kind),
        parameters.get("p", EVEN),
        tuple(parameters.get("mean", ())),
        tuple(tuple(each) for each in parameters.get("covariance", ())),
    )


# --- By hand ----------------------------------------------------------------------------------------------------------
@transaction.atomic
def roll_back(number: int, *, actor: User | None, now: datetime) -> PolicyVersion:
    """Put an earlier version in force at once, and keep it. Raises PolicyUnknown."""
    row = PolicyVersion.objects.select_for_update().filter(pk=number).exclude(status=Status.REFUSED).first()
    if row is None:
        raise PolicyUnknown(number)
    row.parameters = {**row.parameters, PINNED: True}
    _put_in_force(row, now)
    accounts.audit("policy.rolled_back", actor=actor, target=f"policy {number}")
    return row


@transaction.atomic
def stop(*, actor: User | None, now: datetime, p: float = EVEN, rules_only: bool = False) -> PolicyVersion:
    """The kill switch: from now on a constant probability, or no draw at all (every available prompt is sent)."""
    kind = Kind.RULES_ONLY if rules_only else Kind.CONSTANT
    row = PolicyVersion(number=_next_number(), kind=kind, parameters={"p": p, PINNED: True}, created_at=now)
    _put_in_force(row, now)
    accounts.audit("policy.stopped", actor=actor, target=f"policy {row.number}", facts={"kind": str(kind), "p": p})
    return row


@transaction.atomic
def resume(*, actor: User | None, now: datetime) -> PolicyVersion | None:
    """Let the nights go on from the version in force, which stays until one of them replaces it. From no draw at all
    back to one half at once, because nothing is learnt from what was not drawn."""
    row = in_force(now)
    if row is None:
        return None
    if row.kind == Kind.RULES_ONLY:
        row = PolicyVersion(number=_next_number(), kind=Kind.CONSTANT, parameters={"p": EVEN}, created_at=now)
        _put_in_force(row, now)
    else:
        row.parameters = {key: value for key, value in row.parameters.items() if key != PINNED}
        row.save(update_fields=["parameters"])
    accounts.audit("policy.resumed", actor=actor, target=f"policy {row.number}")
    return row


def is_pinned(now: datetime) -> bool:
    row = in_force(now)
    return row is not None and bool(row.parameters.get(PINNED))


# --- The night --------------------------------------------------------------------------------------------------------
def update(now: datetime) -> PolicyVersion | None:
    """Learn from what has settled since the last time, and put the result in force at midnight unless something speaks
    against it. None: today's was made already, or there is too little to learn from."""
    if PolicyVersion.objects.filter(created_at__gte=_midnight(now), report__has_key="points").exists():
        return None
    settled = Decision.objects.estimable().filter(is_experiment=True, decided_at__lte=now - SETTLED)
    if not settled[POINTS_MIN - 1 : POINTS_MIN].exists():
        return None
    # The arithmetic needs arrays; the tick, which asks for the active policy each minute, does not.
    from coaching.services.policy_learning import candidate

    made = candidate(now - SETTLED, active(now), now)
    if made is None:
        return None
    try:
        with transaction.atomic():
            return _admit(made, now)
    except IntegrityError:  # another worker was faster
        return None


def _admit(made: Any, now: datetime) -> PolicyVersion:
    row = PolicyVersion(
        number=_next_number(), kind=Kind.THOMPSON, parameters=made.parameters, report=made.report, created_at=now
    )
    if made.report["refused"]:
        row.status = Status.REFUSED
        row.save(force_insert=True)
    elif is_pinned(now):
        row.save(force_insert=True)  # a candidate, for somebody to put in force
    else:
        _put_in_force(row, _midnight(now) + timedelta(days=1))
    return row


def _put_in_force(row: PolicyVersion, at: datetime) -> None:
    """Retire the active version; one that was to come into force later never does."""
    PolicyVersion.objects.filter(status=Status.ACTIVE, activated_at__gt=at).exclude(pk=row.pk).update(
        status=Status.CANDIDATE, activated_at=None
    )
    PolicyVersion.objects.filter(status=Status.ACTIVE).exclude(pk=row.pk).update(status=Status.RETIRED)
    row.status, row.activated_at = Status.ACTIVE, at
    row.save()


def _next_number() -> int:
    return (PolicyVersion.objects.aggregate(highest=Max("number"))["highest"] or 0) + 1


def _midnight(now: datetime) -> datetime:
    return datetime.combine(now.astimezone(UTC).date(), time(), tzinfo=UTC)
