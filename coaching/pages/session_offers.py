"""What a former message offered about sessions (another exercise, another day, leaving one out) and about the tone, as
it stands now: read from the plan each time, so that what was done, here or elsewhere, is not offered again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from plans.models import Plan, PlannedItem, PlannedSession
from plans.wording import quantities

Block = Mapping[str, Any]
Status = PlannedSession.Status


@dataclass(frozen=True, slots=True)
class Offers:
    """The sessions and items that offers name, by id, as the plan has them; and how the athlete is spoken to."""

    sessions: Mapping[str, PlannedSession]
    items: Mapping[str, PlannedItem]
    tone: str
    today: date

    def is_open(self, session: PlannedSession | None) -> bool:
        """Whether there is still something to decide about it."""
        if session is None or session.is_dropped or session.plan.status != Plan.Status.ACTIVE:
            return False
        return bool(session.status == Status.PLANNED and session.on >= self.today)


def offers_of(athlete: User, blocks: Iterable[Block], now: datetime) -> Offers:
    """At most two queries, none where nothing is offered about sessions."""
    told = list(blocks)
    item_ids = {str(each["item_id"]) for each in told if each.get("type") == "swap" and each.get("item_id")}
    session_ids = {str(each["session_id"]) for each in _actions(told) if each.get("session_id")}
    sessions = PlannedSession.objects.for_athlete(athlete.pk).select_related("plan").filter(pk__in=session_ids)
    items = PlannedItem.objects.filter(session__plan__athlete=athlete, pk__in=item_ids)
    return Offers(
        sessions={str(each.pk): each for each in sessions} if session_ids else {},
        items={str(each.pk): each for each in items.select_related("session__plan", "exercise")} if item_ids else {},
        tone=athlete.profile.tone,
        today=athlete.profile.local_date(now),
    )


def _actions(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if block.get("type") == "actions":
            yield from block.get("actions") or ()


def as_it_stands(block: Block, offers: Offers) -> Block:
    """The block with the state of what it offers; any other block as it is."""
    if block.get("type") == "swap":
        return {**block, **_swap(block, offers)}
    if block.get("type") == "actions":
        return {**block, "actions": list(_choices(block.get("actions") or (), offers))}
    return block


def _swap(block: Block, offers: Offers) -> Block:
    """`chosen` names the exercise that stands there instead by now."""
    item = offers.items.get(str(block.get("item_id")))
    if item is None:
        return {"state": "closed"}
    offered = {each["slug"] for each in block.get("options") or ()}
    if item.exercise_id in offered and item.exercise_id != block.get("exercise"):
        return {"state": "chosen", "chosen": item.exercise.name(get_language() or "en")}
    is_same = item.exercise_id == block.get("exercise", item.exercise_id)
    return {"state": "open" if is_same and offers.is_open(item.session) else "closed"}


def _choices(actions: Sequence[Block], offers: Offers) -> Iterator[Block]:
    for action in actions:
        session_id = action.get("session_id")
        if session_id:
            yield from _about_session(action, offers.sessions.get(str(session_id)), offers)
        elif action.get("id") == "set_tone":
            yield {**action, "state": "set" if action.get("value") == offers.tone else "open"}
        else:
            yield action


def _about_session(action: Block, session: PlannedSession | None, offers: Offers) -> Iterator[Block]:
    """What is left of an offer about a session. Of one that is over, that is said once, under leaving it out."""
    is_move = action.get("id") == "move_session"
    if session is not None and is_move and _was_moved(action, session):
        yield {**action, "state": "moved", "result": _("Moved to %(day)s.") % {"day": quantities.day(session.on)}}
    elif offers.is_open(session):
        yield {**action, "state": "open"}
    elif not is_move:
        is_skipped = session is not None and session.status == Status.SKIPPED and not session.is_dropped
        yield {**action, "state": "skipped" if is_skipped else "closed"}


def _was_moved(action: Block, session: PlannedSession) -> bool:
    on = session.on.isoformat()
    return bool(action.get("on", on) != on)
