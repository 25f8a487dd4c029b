"""Work that was not done: sessions that were missed, and the way back after a break.

Two rules: no step for work that nobody did, and after more than ten days off less load, from two weeks on less volume
as well (science.recovery). Both only ever lower what is planned, so they apply at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor

from adaptation.core.facts import Asked, Scheme
from adaptation.core.load_step import TINY_KG
from adaptation.core.proposals import CERTAIN, Expectation, Proposal, place_of
from plans.core.edits import Edit, MoveSession, SetLoad, SetSets, SetTargetRpe
from science import recovery

EASIEST_RPE = 5.0
SMALLEST_KG = 0.5
COMEBACK_RULES = frozenset({"comeback", "comeback_ill"})  # what was usual is what stood before the first of them
Kind = tuple[str, Scheme, bool]


@dataclass(frozen=True, slots=True)
class Usual:
    """What an item asked for before the break changed it."""

    sets: int
    load_kg: float | None
    target_rpe: float | None


def _kind(asked: Asked) -> Kind:
    return asked.exercise, asked.scheme, asked.is_deload


def unearned(missed: Sequence[Asked], coming: Sequence[Asked], *, was_ill: bool = False) -> Proposal | None:
    """Planned rises over work that was missed: the coming loads stay at what the missed session asked for. `was_ill`:
    illness is why, which is then said."""
    tops: dict[Kind, float] = {}
    for asked in missed:
        if asked.load_kg is not None:
            tops.setdefault(_kind(asked), asked.load_kg)
    above = [
        asked
        for asked in coming
        if asked.load_kg is not None and asked.load_kg > tops.get(_kind(asked), asked.load_kg) + TINY_KG
    ]
    if not above:
        return None
    first = above[0]
    return Proposal(
        rule="missed_hold",
        kind="hold",
        topic="missed",
        cause=f"missed:{missed[-1].session}:{first.item}",
        target=place_of(first),
        before={"load_kg": first.load_kg},
        after={"load_kg": tops[_kind(first)]},
        evidence={
            "exercise": first.exercise,
            "sessions_missed": len({asked.session for asked in missed}),
            "missed_on": missed[-1].on.isoformat(),
            "from_kg": first.load_kg,
            "to_kg": tops[_kind(first)],
            "items": len(above),
            "next_on": first.on.isoformat(),
            "was_ill": was_ill,
        },
        confidence=CERTAIN,
        edits=tuple(SetLoad(asked.item, tops[_kind(asked)]) for asked in above),
        expects=tuple((asked.item, "load_kg", asked.load_kg) for asked in above),
        is_safety=True,
    )


def move_missed(session: str, missed_on: date, free_days: Sequence[date]) -> Proposal | None:
    """A missed session on another day of its week. A question: it is the athlete's calendar."""
    if not free_days:
        return None
    return Proposal(
        rule="reschedule",
        kind="reschedule",
        topic=f"reschedule:{session}",
        cause=f"reschedule:{session}:{missed_on.isoformat()}",
        target={"session": session, "on": free_days[0].isoformat()},
        before={"on": missed_on.isoformat()},
        after={"on": free_days[0].isoformat()},
        evidence={
            "missed_on": missed_on.isoformat(),
            "free_days": [day.isoformat() for day in free_days],
            "days": len(free_days),
        },
        confidence=CERTAIN,
        edits=(MoveSession(session, free_days[0]),),
        always_asks=True,
    )


def comeback(
    last_on: date,
    coming: Sequence[Asked],
    usual: Mapping[str, Usual],
    increments: Mapping[str, float],
) -> Proposal | None:
    """The way back after a break: loads by the days off, sets of the next weeks at 50, 70, 80, 90 % from two weeks on,
    one more rep in reserve in the first session. Always worked out from what was usual, so that a longer break
    replaces the cut of a shorter one and never adds to it."""
    days_off = (coming[0].on - last_on).days if coming else 0
    if days_off <= recovery.BREAK_FREE_DAYS:
        return None
    ratio = recovery.load_ratio_after_break(days_off)
    tops: dict[Kind, float | None] = {}
    edits: list[Edit] = []
    expects: list[Expectation] = []
    for asked in coming:
        was = usual.get(asked.item, Usual(asked.sets, asked.load_kg, asked.target_rpe))
        top = tops.setdefault(_kind(asked), was.load_kg)
        week = (asked.on - coming[0].on).days // 7 + 1
        volume = recovery.volume_ratio_after_break(days_off, week)
        found = _way_back(
            asked, was, _lowered_kg(was.load_kg, top, ratio, increments.get(asked.exercise, SMALLEST_KG)), volume
        )
        if asked.session == coming[0].session:
            found += _easier(asked, was, days_off)
        edits += found
        if found:
            expects += [(asked.item, "sets", asked.sets)]
            expects += [] if asked.load_kg is None else [(asked.item, "load_kg", asked.load_kg)]
    return _comeback(last_on, coming, ratio, edits, expects) if edits else None


def _lowered_kg(load_kg: float | None, top_kg: float | None, ratio: float, increment_kg: float) -> float | None:
    if load_kg is None:
        return None
    wanted = min(load_kg, load_kg if top_kg is None else top_kg) * ratio
    step = increment_kg if wanted >= increment_kg else SMALLEST_KG
    return max(SMALLEST_KG, round(floor((wanted + TINY_KG) / step) * step, 3))


def _way_back(asked: Asked, was: Usual, load_kg: float | None, volume_ratio: float) -> list[Edit]:
    edits: list[Edit] = []
    if asked.load_kg is not None and load_kg is not None and load_kg < asked.load_kg - TINY_KG:
        edits.append(SetLoad(asked.item, load_kg))
    sets = max(1, floor(was.sets * volume_ratio + TINY_KG))
    if sets < asked.sets:
        edits.append(SetSets(asked.item, sets))
    return edits


def _easier(asked: Asked, was: Usual, days_off: int) -> list[Edit]:
    if was.target_rpe is None or asked.target_rpe is None:
        return []
    wanted = max(EASIEST_RPE, was.target_rpe - recovery.rir_change_after_break(days_off))
    return [SetTargetRpe(asked.item, wanted)] if wanted < asked.target_rpe else []


def _comeback(
    last_on: date, coming: Sequence[Asked], ratio: float, edits: list[Edit], expects: list[Expectation]
) -> Proposal:
    first = coming[0]
    days_off = (first.on - last_on).days
    loads = {edit.item: edit.load_kg for edit in edits if isinstance(edit, SetLoad)}
    sets = {edit.item: edit.sets for edit in edits if isinstance(edit, SetSets)}
    session = [asked for asked in coming if asked.session == first.session]
    lifted = next((asked for asked in session if asked.item in loads), first)
    return Proposal(
        rule="comeback",
        kind="load",
        topic="comeback",
        cause=f"comeback:{first.session}:{days_off}",
        target={"session": first.session, "on": first.on.isoformat()},
        before={"load_kg": lifted.load_kg, "sets": sum(asked.sets for asked in session)},
        after={
            "load_kg": loads.get(lifted.item, lifted.load_kg),
            "sets": sum(sets.get(asked.item, asked.sets) for asked in session),
        },
        evidence={
            "days_off": days_off,
            "last_on": last_on.isoformat(),
            "load_percent": round(100 * ratio),
            "volume_percent": round(100 * recovery.volume_ratio_after_break(days_off, 1)),
            "rir_more": recovery.rir_change_after_break(days_off),
            "exercise": lifted.exercise,
            "items": len({item for item, _, _ in expects}),
            "next_on": first.on.isoformat(),
        },
        confidence=CERTAIN,
        edits=tuple(edits),
        expects=tuple(expects),
        is_safety=True,
    )
