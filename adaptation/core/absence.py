"""What is not trained: sessions that are due during an illness, sessions that were missed, and the way back after both.

Like core.analysis: facts in, proposals out, one after the other, and the facts are looked at again after each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from adaptation.core import away, illness
from adaptation.core.away import Usual
from adaptation.core.facts import Asked
from adaptation.core.illness import Spell
from adaptation.core.known import Facts, increment_of
from adaptation.core.proposals import Proposal
from science import recovery

LOOK_AHEAD_DAYS = 1  # a way back is prepared for a session that is due today or tomorrow


# --- Illness ----------------------------------------------------------------------------------------------------------
def about_illness(facts: Facts, usual: Callable[[], Mapping[str, Usual]]) -> Iterator[Proposal]:
    """While it lasts, and for a full day without symptoms: sessions that are due made easy or left out. Then the way
    back. usual: what each item asked for before the illness."""
    if not facts.spells:
        return
    for session in _due(facts):
        spell = illness.on_day(facts.spells, session[0].on)
        if spell is not None:
            yield from _about_due(facts, spell, session)
    for spell in facts.spells:
        is_back = illness.is_way_back(spell, facts.last_on)
        back = illness.comeback(spell, facts.last_on, facts.coming(), usual(), facts.today) if is_back else None
        if back is not None:
            yield back


def _due(facts: Facts) -> list[list[Asked]]:
    """Sessions of today and tomorrow: nobody knows how long an illness lasts."""
    found: dict[str, list[Asked]] = {}
    for asked in facts.coming():
        if (asked.on - facts.today).days <= LOOK_AHEAD_DAYS:
            found.setdefault(asked.session, []).append(asked)
    return list(found.values())


def _about_due(facts: Facts, spell: Spell, session: Sequence[Asked]) -> Iterator[Proposal]:
    if spell.needs_rest:
        yield illness.rest(spell, session, facts.today)
    elif not all(illness.is_easy(asked) for asked in session):
        eased = illness.ease(spell, session, _steps_of_loads(facts), facts.today) if illness.can_ease(session) else None
        is_taken = eased is not None and facts.stands(eased.edits)
        yield eased if eased is not None and is_taken else illness.rest(spell, session, facts.today)


def _steps_of_loads(facts: Facts) -> dict[str, float]:
    """Increments of what gets easier with less load: on an assistance machine, less help is harder."""
    return {movement.slug: increment_of(movement) for movement in facts.catalogue if movement.mode != "assist"}


# --- Absence ----------------------------------------------------------------------------------------------------------
def about_absence(
    facts: Facts,
    missed: Sequence[Asked],
    last_on: date | None,
    usual: Callable[[], Mapping[str, Usual]],
    free_days: Callable[[str], Sequence[date]],
) -> Iterator[Proposal]:
    """What was missed since the last session: no planned rise over it, a free day for it unless it was left for an
    illness, and after more than ten days the way back.

    missed: what was asked for after `last_on` and not done, soonest first. usual: what each item asked for before the
    break. free_days: of its own week, on which a missed session would still fit.
    """
    if not missed:
        return
    if last_on is not None and _is_way_back(facts, last_on):
        back = away.comeback(last_on, _weighed(facts), usual(), _steps_of_loads(facts))
        if back is not None:
            yield back
        return
    absent = [asked for asked in missed if illness.on_day(facts.spells, asked.on) is None]
    unearned = away.unearned(missed, _weighed(facts), was_ill=not absent)
    if unearned is not None:
        yield unearned
    for session, missed_on in {asked.session: asked.on for asked in absent}.items():
        found = away.move_missed(session, missed_on, free_days(session))
        if found is not None:
            yield found


def _is_way_back(facts: Facts, last_on: date) -> bool:
    """Whether the next session follows a break, and is close enough to prepare it: who comes back sooner or later comes
    back to another plan."""
    coming = facts.coming()
    is_due = bool(coming) and (coming[0].on - facts.today).days <= LOOK_AHEAD_DAYS
    return is_due and (coming[0].on - last_on).days > recovery.BREAK_FREE_DAYS


def _weighed(facts: Facts) -> list[Asked]:
    """What the plan still asks for; without the load where that is the help of a machine, and less of it is harder."""
    loads = _steps_of_loads(facts)
    return [asked if asked.exercise in loads else replace(asked, load_kg=None) for asked in facts.coming()]
