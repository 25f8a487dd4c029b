"""Taps that change the plan: sessions moved, shortened, lightened or left out, exercises swapped, suggestions taken.

Only the services of the plan write; what they refuse is raised here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from adaptation import services as adaptation
from coaching.core import easing
from coaching.services.taps.tap import Done, Tap
from plans import services as plans
from plans.core.edits import DropItem, Edit
from plans.core.patch import EditRefused
from plans.core.refusals import NoSubstitute, PlanRefused, SessionClosed
from plans.core.spec import Reason
from plans.models import PlannedItem, PlannedSession, PlanRevision

ATHLETE = PlanRevision.Author.ATHLETE
PLANNED = PlannedSession.Status.PLANNED
DAYS_TO_MOVE = 7
REASON = "prompt_answered"


def move(tap: Tap) -> Done:
    session = _session(tap)
    number, on = _moved(session, tap)
    return Done("moved", {"title": session.title, "day": on.isoformat()}, {"revision": number})


def shorten(tap: Tap) -> Done:
    session = _session(tap)
    number, on = _moved(session, tap) if session.on < tap.today else (0, session.on)
    number = _revise(session, easing.shorter(_movable(session)), tap) or number
    return Done("shortened", {"title": session.title, "day": on.isoformat()}, {"revision": number})


def _moved(session: PlannedSession, tap: Tap) -> tuple[int, date]:
    """The session on the soonest day of the next seven that the plan takes, free days first; its revision and the day.
    Raises the refusal of the soonest day where none is left."""
    days = [tap.today + timedelta(days=n) for n in range(DAYS_TO_MOVE)]
    rows = PlannedSession.objects.filter(plan=session.plan_id).in_plan().between(days[0], days[-1])
    taken = set(rows.values_list("on", flat=True))
    first: PlanRefused | EditRefused | SessionClosed | None = None
    for day in sorted(days, key=lambda each: (each in taken, each)):
        try:
            with transaction.atomic():
                moved = plans.move_session(session, on=day, author=ATHLETE, actor_id=tap.athlete.pk, now=tap.now)
                return moved.revision.number, day
        except (PlanRefused, EditRefused, SessionClosed) as refused:
            first = first or refused
    raise first or SessionClosed([str(session.pk)])


def skip(tap: Tap) -> Done:
    session = _session(tap)
    plans.skip_session(session, reason="", now=tap.now)
    return Done("skipped", stored={"session": str(session.pk)})


def lighten(tap: Tap) -> Done:
    session = _session_to_come(tap)
    number = _revise(session, easing.lighter(_movable(session)), tap)
    facts = {"title": session.title, "day": session.on.isoformat()}
    return Done("lightened", facts, {"revision": number})


def swap(tap: Tap) -> Done:
    item = _item_to_come(tap)
    options = plans.swap_options(item, now=tap.now)
    if not options:
        raise NoSubstitute(item.exercise_id, ())
    chosen = options[0].movement.slug
    revision = plans.swap_exercise(item, exercise=chosen, author=ATHLETE, now=tap.now, actor_id=tap.athlete.pk)
    return Done("swapped", {"before": item.exercise_id, "after": chosen}, {"revision": revision.number})


def leave_out(tap: Tap) -> Done:
    item = _item_to_come(tap)
    number = _revise(item.session, (DropItem(str(item.pk)),), tap)
    return Done("left_out", {"name": item.exercise_id}, {"revision": number})


def apply(tap: Tap) -> Done:
    plan = adaptation.apply(
        plan_id=UUID(tap.facts["plan"]),
        ids=[UUID(tap.facts["suggestion"])],
        actor_id=tap.athlete.pk,
        as_coach=False,
        now=tap.now,
    )
    return Done("applied", stored={"revision": plan.revision})


def dismiss(tap: Tap) -> Done:
    ids = [UUID(tap.facts["suggestion"])]
    adaptation.dismiss(plan_id=UUID(tap.facts["plan"]), ids=ids, reason="", now=tap.now)
    return Done("dismissed", stored={"suggestion": tap.facts["suggestion"]})


def _session(tap: Tap) -> PlannedSession:
    """The session of the prompt, as long as it is open. Raises PlannedSession.DoesNotExist."""
    rows = PlannedSession.objects.for_athlete(tap.athlete.pk).of_active_plan().in_plan()
    return rows.get(pk=str(tap.facts["session"]), status=PLANNED)


def _session_to_come(tap: Tap) -> PlannedSession:
    """The session of the prompt where it is still to come, else the next one. Raises PlannedSession.DoesNotExist."""
    rows = PlannedSession.objects.for_athlete(tap.athlete.pk).of_active_plan().in_plan()
    ahead = rows.filter(status=PLANNED, on__gte=tap.today).order_by("on", "position")
    found = ahead.filter(pk=tap.facts["session"]).first() if tap.facts.get("session") else None
    session = found or ahead.first()
    if session is None:
        raise PlannedSession.DoesNotExist
    return session


def _item_to_come(tap: Tap) -> PlannedItem:
    """The exercise of the prompt where it comes next. Raises PlannedItem.DoesNotExist."""
    rows = PlannedItem.objects.filter(
        session__plan__athlete=tap.athlete.pk,
        session__plan__status="active",
        session__is_dropped=False,
        session__status=PLANNED,
        session__on__gte=tap.today,
        exercise=tap.facts["exercise"],
    )
    item = rows.select_related("session__plan").order_by("session__on", "position").first()
    if item is None:
        raise PlannedItem.DoesNotExist
    return item


def _movable(session: PlannedSession) -> list[easing.Work]:
    rows = PlannedItem.objects.filter(session=session.pk).select_related("exercise").order_by("position")
    return [
        easing.Work(
            item=str(row.pk),
            role=row.role,
            sets=row.sets,
            target_rpe=row.target_rpe,
            load_kg=row.load_kg,
            increment_kg=row.exercise.increment_kg if row.exercise.mode in easing.LOADED else None,
        )
        for row in rows
    ]


def _revise(session: PlannedSession, edits: Sequence[Edit], tap: Tap) -> int:
    """The number of the revision that these edits make."""
    revision = plans.revise(
        session.plan_id,
        edits,
        author=ATHLETE,
        reason=Reason(REASON, {"rule": tap.prompt.rule}),
        evidence={"prompt": str(tap.prompt.pk)},
        actor_id=tap.athlete.pk,
        now=tap.now,
    )
    return revision.number
