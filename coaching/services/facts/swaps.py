"""What can stand in for an exercise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import get_language

from coaching.core.facts import OptionFacts, SwapFacts
from coaching.core.naming import Named, named_in
from coaching.core.suiting import suits
from coaching.services import memory
from coaching.services.facts import days
from plans import services as plans
from plans.core.refusals import SessionClosed
from plans.core.swap import Option
from plans.models import Exercise, PlannedItem


def swap_facts(athlete_id: UUID, text: str, now: datetime, today: date) -> SwapFacts:
    """The exercise of today's session that is named, or of the next one where today has none left, with up to three
    that can stand in."""
    day = days.day_facts(athlete_id, today)
    session = day.session if day.session is not None and day.session.is_open else day.next
    if session is None:
        return SwapFacts(today, None, None, ())
    chosen = named_in(text, named(item.exercise for item in session.items))
    if len(chosen) != 1:
        return SwapFacts(today, session, None, ())
    item = next(each for each in session.items if each.exercise == chosen[0])
    return SwapFacts(today, session, item, options(athlete_id, item.id, now, today))


def options(athlete_id: UUID, item_id: str, now: datetime, today: date) -> tuple[OptionFacts, ...]:
    """Every one keeps the rules of the plan; none where nothing does. Those that go against what the athlete has told
    (dislikes it, does not have what it needs) are left out, unless nothing else is there."""
    item = PlannedItem.objects.select_related("session__plan").get(pk=item_id)
    try:
        found = plans.swap_options(item, now=now)
    except SessionClosed:
        return ()
    told = [fact.data for fact in memory.standing(athlete_id, today)]
    suiting = [each for each in found if suits(each.movement.name_en, each.movement.equipment, told)]
    return tuple(option_facts(each) for each in suiting or found)


def option_facts(option: Option) -> OptionFacts:
    movement = option.movement
    name = movement.name_zh_hans if (get_language() or "en").startswith("zh") else ""
    return OptionFacts(movement.slug, name or movement.name_en, option.load_kg, option.load_basis)


def named(slugs: Iterable[str]) -> list[Named]:
    """Exercises with the names they go by, in this order. One query."""
    wanted = list(dict.fromkeys(slugs))
    found = Exercise.objects.in_bulk(wanted)
    return [Named(slug, found[slug].name_en, found[slug].name_zh_hans) for slug in wanted if slug in found]
