"""Changes of a session that a phone made without a network: merged with what the plan says now, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from events import services as events
from plans import kinds
from plans.core import merge
from plans.core.merge import DAY, STATUS, TIME, Clash
from plans.core.refusals import ChangeIdTaken, SessionClosed
from plans.models import FieldConflict, Plan, PlannedSession, PlanRevision, SessionChange
from plans.services.sessions import move_session, skip_session, unskip_session

LOOKED_THROUGH = 30  # revisions in which to look for whoever moved a session


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose hand a change is in."""

    author: str
    actor_id: UUID
    skip_reason: str
    now: datetime


@transaction.atomic
def change_session(
    session: PlannedSession,
    *,
    athlete: User,
    client_id: UUID,
    base: Mapping[str, str],
    wanted: Mapping[str, str],
    made_at: datetime,
    now: datetime,
    skip_reason: str = "",
    author: str = PlanRevision.Author.ATHLETE,
    actor_id: UUID | None = None,
) -> tuple[SessionChange, bool]:
    """Carry out what was changed in a session without a network, where nobody else changed it meanwhile.

    `base`: what the phone saw of {on, at, status}; `wanted`: those that it changed. A field that the plan changed
    otherwise keeps the plan's value, and both are stored as a FieldConflict. Answers the change and whether it is new:
    the same client id again changes nothing. Raises ChangeIdTaken and what `move_session` raises; nothing is kept then.
    """
    _hold(session.plan_id)
    known = SessionChange.objects.filter(athlete=athlete, client_id=client_id).first()
    if known is not None:
        if (known.session_id, known.base, known.wanted) != (session.pk, dict(base), dict(wanted)):
            raise ChangeIdTaken(str(client_id))
        return known, False
    row = PlannedSession.objects.get(pk=session.pk)
    merged = merge.merge(base, _standing(row), wanted)
    if row.status == PlannedSession.Status.DONE and (merged.take or merged.clashes):
        raise SessionClosed([str(row.pk)])
    hand = Hand(author, actor_id or athlete.pk, skip_reason, now)
    _carry_out(row, merged.take, hand)
    change = SessionChange.objects.create(
        athlete=athlete, client_id=client_id, session=row, base=dict(base), wanted=dict(wanted),
        skip_reason=skip_reason, made_at=made_at,
    )  # fmt: skip
    if merged.clashes:
        FieldConflict.objects.bulk_create([_conflict(change, row, clash) for clash in merged.clashes])
        events.append(athlete.pk, kinds.CONFLICT_FOUND, _entry(change, [clash.field for clash in merged.clashes]))
    return change, True


@transaction.atomic
def settle_conflict(change: SessionChange, *, take_phones: bool, actor: User, now: datetime) -> int:
    """Answer the open conflicts of one change: the phone's values, or the plan's as they stand. Answers how many were
    open; settled ones stay. Raises what `move_session` raises; then they stay open."""
    _hold(change.session.plan_id)
    conflicts = list(change.conflicts.open())
    if not conflicts:
        return 0
    if take_phones:
        wanted = {each.field: each.wanted for each in conflicts}
        hand = Hand(PlanRevision.Author.ATHLETE, actor.pk, change.skip_reason, now)
        _carry_out(PlannedSession.objects.get(pk=change.session_id), wanted, hand)
    side = FieldConflict.Side.WANTED if take_phones else FieldConflict.Side.STANDING
    change.conflicts.open().update(settled_at=now, settled_with=side)
    payload = _entry(change, [each.field for each in conflicts])
    events.append(change.athlete_id, kinds.CONFLICT_SETTLED, {**payload, "settled_with": side.value})
    return len(conflicts)


def open_conflicts(athlete_id: UUID) -> list[SessionChange]:
    """Changes with fields that wait for an answer, newest first, each with its conflicts. Two queries."""
    waiting = FieldConflict.objects.for_athlete(athlete_id).open()
    found = SessionChange.objects.filter(pk__in=waiting.values("change")).select_related("session")
    return list(found.prefetch_related("conflicts").order_by("-received_at", "-pk"))


def _hold(plan_id: UUID) -> None:
    """Wait for whoever else changes this plan: what is compared must still stand when it is written."""
    Plan.objects.select_for_update(no_key=True).filter(pk=plan_id).first()


def _carry_out(row: PlannedSession, values: Mapping[str, str], hand: Hand) -> None:
    status = values.get(STATUS)
    if status == PlannedSession.Status.SKIPPED:
        skip_session(row, reason=hand.skip_reason, now=hand.now)
    elif status == PlannedSession.Status.PLANNED:
        unskip_session(row, now=hand.now)
    if DAY in values or TIME in values:
        on = date.fromisoformat(values[DAY]) if DAY in values else row.on
        at = values.get(TIME) or None
        move_session(row, on=on, at=at, author=hand.author, actor_id=hand.actor_id, now=hand.now)


def _standing(row: PlannedSession) -> dict[str, str]:
    return {DAY: row.on.isoformat(), TIME: row.at, STATUS: row.status}


def _conflict(change: SessionChange, row: PlannedSession, clash: Clash) -> FieldConflict:
    mover = None if clash.field == STATUS else _mover(row)
    return FieldConflict(
        change=change,
        field=clash.field,
        base=clash.base,
        standing=clash.standing,
        wanted=clash.wanted,
        standing_by=mover.author if mover else "",
        standing_at=mover.created_at if mover else None,
    )


def _mover(row: PlannedSession) -> PlanRevision | None:
    """The newest revision that moved this session. Who left one out is not written down."""
    newest = PlanRevision.objects.filter(plan=row.plan_id).only("author", "created_at", "edits")[:LOOKED_THROUGH]
    move = {"op": "move_session", "session": str(row.pk)}
    return next((each for each in newest if any(move.items() <= edit.items() for edit in each.edits)), None)


def _entry(change: SessionChange, fields: list[str]) -> dict[str, object]:
    return {
        "plan": str(change.session.plan_id),
        "session": str(change.session_id),
        "change": str(change.pk),
        "fields": fields,
    }
