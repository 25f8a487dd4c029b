"""The patches that findings offer. Small, within what the plan still asks for; whether the plan's rules take one is for
plans.services.revise to say when somebody taps it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from adaptation.core import pain as pain_rules
from adaptation.core import signals, verdict, volume
from adaptation.core.facts import Asked, PainReport
from adaptation.core.known import increment_of
from adaptation.core.lift import LiftCase
from diagnosis.core.facts import WEEK_DAYS, Case, LiftFact, Work
from diagnosis.core.weeks import recent
from plans.core.edits import DropItem, Edit, MoveSession, SetSets
from plans.core.movements import Movement

EDITS_MAX = 24
Wanted = Callable[[Movement], bool]


def coming(case: Case) -> tuple[Asked, ...]:
    return case.plan.coming if case.plan is not None else ()


def wanted(case: Case, is_wanted: Wanted) -> Iterator[Asked]:
    """What the plan still asks for of these movements, easier weeks left out."""
    for asked in coming(case):
        movement = case.catalogue.get(asked.exercise)
        if movement is not None and not asked.is_deload and is_wanted(movement):
            yield asked


def one_set_more(case: Case, is_wanted: Wanted) -> tuple[Edit, ...]:
    """A set more for each of these movements, where it has few enough."""
    grown = (each for each in wanted(case, is_wanted) if each.sets < volume.MOST_SETS)
    return tuple(SetSets(each.item, each.sets + 1) for each in grown)[:EDITS_MAX]


def one_set_less(case: Case, is_wanted: Wanted) -> tuple[Edit, ...]:
    """A set less for each of these movements, never below two."""
    cut = (each for each in wanted(case, is_wanted) if each.sets > volume.FEWEST_SETS)
    return tuple(SetSets(each.item, each.sets - 1) for each in cut)[:EDITS_MAX]


def more_sets_of(case: Case, lift: LiftFact) -> tuple[Edit, ...]:
    """What adaptation itself would offer for a lift whose progress has slowed; () where the work does not go well."""
    newest = next((each.done for each in reversed(case.work) if each.done.exercise == lift.exercise), None)
    movement = case.catalogue.get(lift.exercise)
    if newest is None or movement is None:
        return ()
    asked = tuple(each for each in coming(case) if each.exercise == lift.exercise)
    found = LiftCase(newest, verdict.judge(newest), lift.state, asked, increment_of(movement), 0, is_held=False)
    proposal = signals.more_volume(found, lift.plateau, lift.plateau, recent(case).sessions)
    return proposal.edits if proposal is not None else ()


def stop(case: Case, work: Work, reports: tuple[PainReport, ...]) -> tuple[Edit, ...]:
    """A movement that hurts taken out of what is to come; a swap is for adaptation, which proposes one by itself."""
    asked = tuple(each for each in coming(case) if each.exercise == work.done.exercise)
    found = pain_rules.stop(work.done, asked, (), reports)
    return tuple(edit for edit in found.edits if isinstance(edit, DropItem))[:EDITS_MAX] if found else ()


def move_from(case: Case, weekday: int) -> tuple[Edit, ...]:
    """The coming sessions of a weekday moved to a free day of the same week of the plan, as near as there is one."""
    if case.plan is None:
        return ()
    days = {each.session: each.on for each in coming(case)}
    taken = set(days.values())
    edits: list[Edit] = []
    for session, on in days.items():
        to = _free_day(case, on, taken) if on.weekday() == weekday else None
        if to is not None:
            taken.add(to)
            edits.append(MoveSession(session, to))
    return tuple(edits)[:EDITS_MAX]


def _free_day(case: Case, on: date, taken: set[date]) -> date | None:
    plan = case.plan
    if plan is None:
        return None
    first = on - timedelta(days=(on - plan.start_on).days % WEEK_DAYS)
    days = [first + timedelta(days=place) for place in range(WEEK_DAYS)]
    free = [
        day for day in days if day not in taken and day > case.today and day != on and day.weekday() in plan.free_days
    ]
    return min(free, key=lambda day: (abs((day - on).days), day), default=None)
