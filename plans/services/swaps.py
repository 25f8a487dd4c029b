"""Another exercise in place of one that the athlete cannot or will not do."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import transaction

from plans.core import patch, swap
from plans.core.edits import SwapExercise
from plans.core.movements import Movement
from plans.core.refusals import NoSubstitute, SessionClosed
from plans.core.rules.base import Case
from plans.core.spec import Item, Reason, Session
from plans.core.swap import Option
from plans.models import PlannedItem, PlanRevision
from plans.services.checks import is_sound
from plans.services.revision import Desk, Signature, apply, desk_of, locked_desk

PROPOSED = 3


def swap_options(item: PlannedItem, *, now: datetime) -> tuple[Option, ...]:
    """Up to three exercises that can stand in, best first, each with its load. Every one of them keeps the rules."""
    desk = desk_of(item.session.plan, now)
    return _options(desk, *_place(desk, item))


@transaction.atomic
def swap_exercise(
    item: PlannedItem,
    *,
    exercise: str,
    author: str,
    now: datetime,
    actor_id: UUID | None = None,
    base_revision: int | None = None,
) -> PlanRevision:
    """Put another exercise in place of an item's, with the load that the athlete's own history gives for it.

    Swapping for what stands there already stores nothing. Raises NoSubstitute (names what can stand in instead) and
    what `revise` raises.
    """
    desk = locked_desk(item.session.plan_id, now, base_revision)
    session, standing = _place(desk, item)
    if standing.exercise == exercise:
        return desk.newest
    movement = next((each for each in _candidates(desk, session, standing) if each.slug == exercise), None)
    if movement is None:
        raise NoSubstitute(exercise, (each.movement.slug for each in _options(desk, session, standing)))
    chosen = swap.option(movement, standing, desk.intent)
    reason = Reason("exercise_swapped", {"before": standing.exercise, "after": exercise})
    return apply(desk, [_edit(standing, chosen)], Signature(author, reason, actor_id))


def _place(desk: Desk, item: PlannedItem) -> tuple[Session, Item]:
    """The item in the newest state. Only a session that is done may have rows that the plan no longer states."""
    found = desk.spec.find_item(str(item.pk))
    if found is None:
        raise SessionClosed([str(item.session_id)])
    return found


def _candidates(desk: Desk, session: Session, item: Item) -> tuple[Movement, ...]:
    return swap.candidates(session, item, desk.intent, desk.catalogue)


def _options(desk: Desk, session: Session, item: Item) -> tuple[Option, ...]:
    options = (swap.option(movement, item, desk.intent) for movement in _candidates(desk, session, item))
    return tuple(islice((each for each in options if _holds(desk, item, each)), PROPOSED))


def _holds(desk: Desk, item: Item, chosen: Option) -> bool:
    spec = patch.apply(desk.spec, [_edit(item, chosen)], desk.catalogue)
    author = PlanRevision.Author.ATHLETE
    return is_sound(Case(spec, desk.intent, desk.catalogue, before=desk.spec, author=author))


def _edit(item: Item, chosen: Option) -> SwapExercise:
    return SwapExercise(item.id, chosen.movement.slug, chosen.load_kg, chosen.load_basis)
