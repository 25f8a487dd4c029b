"""One session of a plan: done, skipped, moved, its exercises swapped; and the one that is due today."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from events import services as events
from plans import kinds
from plans.core.edits import MoveSession
from plans.core.reflow import Room, around, free_days, has_main_work, reflowed
from plans.core.refusals import SessionClosed
from plans.core.rules.base import Case
from plans.core.spec import PlanSpec, Reason
from plans.models import Plan, PlannedSession, PlanRevision
from plans.services import rows
from plans.services.checks import day_breaches
from plans.services.intents import profile_of
from plans.services.revision import Desk, Signature, apply, held_sessions, locked_desk, spec_of

PLANNED, DONE, SKIPPED = PlannedSession.Status.PLANNED, PlannedSession.Status.DONE, PlannedSession.Status.SKIPPED


@dataclass(frozen=True, slots=True)
class Today:
    """The athlete's day: the session that stands on it, else the next one to come; both None without an active plan."""

    on: date
    session: PlannedSession | None
    next: PlannedSession | None


@dataclass(frozen=True, slots=True)
class Moved:
    """The revision after a move, and the other sessions that made way."""

    revision: PlanRevision
    others: tuple[MoveSession, ...]


def today(athlete: User, now: datetime) -> Today:
    """What the athlete trains today, by the calendar of their own time zone. Two queries; the items are not read."""
    on = profile_of(athlete).local_date(now)
    sessions = PlannedSession.objects.for_athlete(athlete.pk).of_active_plan().in_plan()
    due = sessions.filter(Q(on=on) | Q(on__gt=on, status=PLANNED)).order_by("on", "position").first()
    if due is not None and due.on == on:
        return Today(on, due, None)
    return Today(on, None, due)


def hold_session(session_id: UUID) -> None:
    """Lock a session until the caller's transaction ends: whoever rates it next waits. One query."""
    PlannedSession.objects.select_for_update(no_key=True).filter(pk=session_id).values_list("pk").first()


def hold_sessions(session_ids: Collection[UUID]) -> None:
    """Lock the plans of these sessions and all of their sessions, as whoever changes a plan does. Two queries."""
    plans = Plan.objects.filter(sessions__in=session_ids).values("pk")
    held = Plan.objects.select_for_update(no_key=True).filter(pk__in=plans).order_by("pk").values_list("pk", flat=True)
    list(held_sessions(list(held)).values_list("pk"))


def mark_session_done(session_id: UUID) -> bool:
    """Note, in the caller's transaction, that a session was trained; False when that was known. One query."""
    sessions = PlannedSession.objects.filter(pk=session_id).exclude(status=DONE)
    return bool(sessions.update(status=DONE, skip_reason=""))


def reopen_session(session_id: UUID) -> bool:
    """The reverse, once the last rating of a session is taken back: it is planned again, as the plan now states it.

    In a transaction that holds the plan (`hold_sessions`): a revision in between would leave the session out as done.
    """
    session = PlannedSession.objects.select_related("plan").filter(pk=session_id, status=DONE).first()
    if session is None or not PlannedSession.objects.filter(pk=session_id, status=DONE).update(status=PLANNED):
        return False
    rows.rebuild_session(spec_of(session.plan), session_id)
    return True


@transaction.atomic
def skip_session(session: PlannedSession, *, reason: str, now: datetime) -> tuple[date, ...]:
    """Leave a session out, and say why; a second time changes only the reason.

    Returns the days of the same week on which its main work would still fit, so that it can be offered; empty when it
    has none. Nothing else moves: a session less never makes a week unsound. Raises SessionClosed when it is done.
    """
    desk = locked_desk(session.plan_id, now)
    _set_status(desk, session, SKIPPED, reason)
    standing = desk.spec.find_session(str(session.pk))
    if standing is None or not has_main_work(standing):
        return ()
    return free_days(desk.spec, standing, room=Room(desk.today, desk.intent), holds=_holder(desk, standing.on))


@transaction.atomic
def unskip_session(session: PlannedSession, *, now: datetime) -> None:
    """Take a skipped session up again. Raises SessionClosed when it is done."""
    _set_status(locked_desk(session.plan_id, now), session, PLANNED, "")


@transaction.atomic
def move_session(
    session: PlannedSession,
    *,
    on: date,
    at: str | None = None,
    author: str,
    now: datetime,
    actor_id: UUID | None = None,
    base_revision: int | None = None,
) -> Moved:
    """Move a session to another day or time of the plan. Where its week would not hold, others still to come make way.

    A skipped session that is moved is planned again. Raises what `revise` raises; when no arrangement holds, the
    refusal names the rules that the move alone would break.
    """
    desk = locked_desk(session.plan_id, now, base_revision)
    move = MoveSession(str(session.pk), on, at)
    fixed = {key for key, standing in desk.standings.items() if standing.status != PLANNED or standing.on < desk.today}
    room = Room(desk.today, desk.intent)
    moves = reflowed(desk.spec, move, room=room, fixed=fixed, holds=_holder(desk, on)) or (move,)
    reason = Reason("session_moved", {"on": on.isoformat(), "others": len(moves) - 1})
    revision = apply(desk, moves, Signature(author, reason, actor_id))
    if desk.standings[move.session].status == SKIPPED:
        _set_status(desk, session, PLANNED, "")
    return Moved(revision, moves[1:])


def _holder(desk: Desk, on: date) -> Callable[[PlanSpec], bool]:
    """Whether other days keep the rules about days as well as the plan did, looking at the weeks around `on`."""

    def breaches(spec: PlanSpec) -> frozenset[tuple[str, str]]:
        near = around(spec, on)
        return day_breaches(Case(near, desk.intent, desk.catalogue, before=near, author=PlanRevision.Author.ATHLETE))

    standing = breaches(desk.spec)
    return lambda spec: breaches(spec) <= standing


def _set_status(desk: Desk, session: PlannedSession, status: str, reason: str) -> None:
    row = PlannedSession.objects.get(pk=session.pk)
    if row.status == DONE:
        raise SessionClosed([str(row.pk)])
    if (row.status, row.skip_reason) == (status, reason):
        return
    PlannedSession.objects.filter(pk=row.pk).update(status=status, skip_reason=reason)
    payload = {"plan": str(desk.plan.pk), "session": str(row.pk), "status": status, "skip_reason": reason}
    events.append(desk.plan.athlete_id, kinds.SESSION_UPDATED, payload)
