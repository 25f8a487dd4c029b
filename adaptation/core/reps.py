"""Exercises without a load in kg: the effort moves the reps, and where these are at their end, the sets.

For body weight, bands and whatever else is counted in reps but not weighed. Work by time or distance is not moved here:
a plan has no edit for it, so only sets and effort are eased when sessions stay unfinished (core.signals).
"""

from __future__ import annotations

from dataclasses import dataclass

from adaptation.core import verdict
from adaptation.core.facts import Asked, Done
from adaptation.core.lift import cause_of, evidence_of, topic_of
from adaptation.core.proposals import CERTAIN, Proposal, place_of
from adaptation.core.verdict import Verdict
from plans.core.edits import Edit, SetReps, SetSets

MOST_REPS = 20  # beyond this a set more serves better than a rep more (own choice)
MOST_SETS = 5
EASY_STEP, STEP = 2, 1
FALL_RATIO = 0.10
FAILURES_TO_FALL = 2


@dataclass(frozen=True, slots=True)
class RepsCase:
    """Everything that decides the next reps of one exercise without a load."""

    done: Done
    verdict: Verdict
    coming: tuple[Asked, ...]
    failed_running: int
    is_held: bool
    because: str = ""

    @property
    def may_rise(self) -> bool:
        return self.verdict.may_rise and not self.is_held


def reps_proposal(case: RepsCase) -> Proposal | None:
    """Reps or sets of the coming occurrences; None where nothing follows from the session."""
    asked = case.done.asked
    if asked is None or asked.reps_min is None or asked.reps_max is None or case.verdict.code == verdict.UNJUDGED:
        return None
    coming = tuple(each for each in case.coming if each.reps_max is not None and not each.is_deload)
    if not coming:
        return None
    if not case.may_rise:
        return _down(case, asked, coming) if _has_failed_again(case) else _hold(case, asked, coming)
    return _up(case, asked, coming)


def _has_failed_again(case: RepsCase) -> bool:
    return case.verdict.code == verdict.FAILED and case.failed_running >= FAILURES_TO_FALL


def _up(case: RepsCase, asked: Asked, coming: tuple[Asked, ...]) -> Proposal | None:
    is_easy = case.verdict.code == verdict.EASY
    reached = min((each.reps for each in case.done.working), default=0) >= (asked.reps_max or 0)
    if not is_easy and not reached:
        return None
    alike = tuple(each for each in coming if each.scheme == asked.scheme)
    if not alike:
        return None
    room = MOST_REPS - (asked.reps_max or 0)
    if room > 0:
        return _reps(case, "reps_up_easy" if is_easy else "reps_up", alike, min(room, EASY_STEP if is_easy else STEP))
    growing = tuple(each for each in alike if each.sets < MOST_SETS)
    return _sets(case, "one_set_more", growing, 1) if growing else None


def _down(case: RepsCase, asked: Asked, coming: tuple[Asked, ...]) -> Proposal | None:
    step = max(1, round(FALL_RATIO * (asked.reps_max or 0)))
    lower = tuple(each for each in coming if each.scheme == asked.scheme and (each.reps_min or 0) - step >= 1)
    if lower:
        return _reps(case, "reps_down", lower, -step)
    fewer = tuple(each for each in coming if each.sets > 1)
    return _sets(case, "one_set_less", fewer, -1) if fewer else _hold(case, asked, coming)


def _hold(case: RepsCase, asked: Asked, coming: tuple[Asked, ...]) -> Proposal:
    """Nothing rises: planned reps above those of the session come down to them."""
    above = tuple(each for each in coming if (each.reps_max or 0) > (asked.reps_max or 0))
    edits: tuple[Edit, ...] = tuple(SetReps(each.item, asked.reps_min or 1, asked.reps_max or 1) for each in above)
    first = above[0] if above else coming[0]
    stays = asked if above else first
    return _proposal(
        case,
        "reps_hold",
        first,
        edits,
        before={"reps_min": first.reps_min, "reps_max": first.reps_max},
        after={"reps_min": stays.reps_min, "reps_max": stays.reps_max},
        kind="hold",
    )


def _reps(case: RepsCase, rule: str, moved: tuple[Asked, ...], step: int) -> Proposal:
    first = moved[0]
    edits = tuple(SetReps(each.item, (each.reps_min or 1) + step, (each.reps_max or 1) + step) for each in moved)
    return _proposal(
        case,
        rule,
        first,
        edits,
        before={"reps_min": first.reps_min, "reps_max": first.reps_max},
        after={"reps_min": (first.reps_min or 1) + step, "reps_max": (first.reps_max or 1) + step},
    )


def _sets(case: RepsCase, rule: str, moved: tuple[Asked, ...], step: int) -> Proposal:
    first = moved[0]
    edits = tuple(SetSets(each.item, each.sets + step) for each in moved)
    return _proposal(case, rule, first, edits, before={"sets": first.sets}, after={"sets": first.sets + step})


def _proposal(
    case: RepsCase,
    rule: str,
    first: Asked,
    edits: tuple[Edit, ...],
    *,
    before: dict[str, int | None],
    after: dict[str, int | None],
    kind: str = "volume",
) -> Proposal:
    numbers = {
        "from_reps": before.get("reps_max"),
        "to_reps": after.get("reps_max"),
        "from_sets": before.get("sets"),
        "to_sets": after.get("sets"),
        "items": len(edits),
        "next_on": first.on.isoformat(),
    }
    return Proposal(
        rule=rule,
        kind=kind,
        topic=topic_of(case.done.exercise),
        cause=cause_of(case.done, case.because),
        target=place_of(first),
        before=before,
        after=after,
        evidence=evidence_of(case.done, case.verdict, case.failed_running, case.is_held) | numbers,
        confidence=CERTAIN,
        edits=edits,
        expects=tuple(
            (edit.item, "sets", each.sets) if isinstance(edit, SetSets) else (each.item, "reps_max", each.reps_max)
            for edit in edits
            if isinstance(edit, SetSets | SetReps)
            for each in case.coming
            if each.item == edit.item
        ),
        is_safety=not case.may_rise,
    )
