"""How ratings fit results. A set that was rated says how many reps were left; a later set of the same exercise on the
same day, with the same load, shows how many there really were.

Expected of the later set: the reps done, plus the reps that people with such a rating truly have left, less what the
sets between cost (science.effort). Clearly more done than expected, again and again: rated too hard. A failure far
short of it: rated too easy. Neither is a fault; a scale is learnt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp
from statistics import fmean
from typing import Any

from diagnosis.core import thresholds
from diagnosis.core.facts import Case, LiftFact, Row, Work
from diagnosis.core.findings import MOST_SURE, WATCH, Finding, Look, newest
from science.effort import RatedSet, depletion_after, likely_rir
from science.strength import K0

SAME_LOAD = 0.01
FAILED_REP = 0.5
MOST_RIR = 6.0  # ratings further from failure are too vague to hold against a result


@dataclass(frozen=True, slots=True)
class Pair:
    """A rated set and the last set after it with the same load: how many reps the later one did beyond what the rating
    let expect (negative: fewer). `failed`: the later one ended in failure, so its reps are all there were."""

    row: Row
    excess: float
    failed: bool


def look(case: Case) -> Look:
    """Ratings of the last six weeks against what followed them in the same session."""
    work = case.work_since(case.days_ago(thresholds.PAIRS_DAYS))
    curves = {lift.exercise: lift for lift in case.lifts}
    pairs = [pair for each in work if (pair := pair_of(each, curves.get(each.done.exercise))) is not None]
    told = [rpe for each in work for one in each.done.working if (rpe := one.rpe) is not None]
    if not told:
        return Look("ratings", missing=("rated_sets",))
    numbers: dict[str, Any] = {"sets_rated": len(told), "pairs": len(pairs), "ratings_used": len(set(told))}
    if pairs:
        numbers["mean_excess_reps"] = round(fmean(pair.excess for pair in pairs), 1)
    missing = () if len(pairs) >= thresholds.PAIRS_LEAST else ("sets_to_compare",)
    return Look("ratings", numbers, (*_too_hard(pairs), *_too_easy(pairs), *_alike(work, told)), missing)


def pair_of(work: Work, lift: LiftFact | None) -> Pair | None:
    """The first rated set of an exercise against the last one with the same load. None where there are no two."""
    sets = [each for each in work.done.working if each.load_kg > 0 and each.reps >= 1]
    first = next((each for each in sets[:-1] if _can_tell(each)), None)
    if first is None:
        return None
    start = sets.index(first)
    later = [place for place in range(start + 1, len(sets)) if _same_load(sets[place], first)]
    if not later:
        return None
    last = later[-1]
    expected = expected_reps(sets[start:last], K0 if lift is None else exp(lift.state.mean[2]))
    done = sets[last].reps + (FAILED_REP if sets[last].failed else 0.0)
    return Pair(work.row, done - expected, sets[last].failed)


def _can_tell(rated: RatedSet) -> bool:
    return rated.rpe is not None and not rated.failed and (rated.reported_rir or 0.0) <= MOST_RIR


def _same_load(one: RatedSet, other: RatedSet) -> bool:
    return abs(one.load_kg - other.load_kg) <= SAME_LOAD * other.load_kg


def expected_reps(before: Sequence[RatedSet], k: float) -> float:
    """Reps to failure to expect after these sets with the load of the first, from the first one's rating alone.

    k: slope of the reps curve. One rep is worth k/(1 + k(R - 1)) in log units of strength.
    """
    first = before[0]
    capacity = first.reps + likely_rir(first.reported_rir or 0.0)
    left = [max(0.0, capacity - each.reps) for each in before]
    return capacity - depletion_after(left) * (1 + k * (capacity - 1)) / k


def _too_hard(pairs: Sequence[Pair]) -> Iterator[Finding]:
    """More was left than rated: what was done afterwards exceeds what the rating left room for."""
    above = [pair for pair in pairs if pair.excess > 0]
    if len(pairs) < thresholds.PAIRS_LEAST or len(above) < thresholds.EXCESS_SHARE * len(pairs):
        return
    excess = fmean(pair.excess for pair in pairs)
    if excess >= thresholds.EXCESS_REPS:
        facts = {"reps": round(excess, 1), "pairs": len(pairs), "above": len(above)}
        yield Finding(
            "rated_too_hard",
            WATCH,
            min(MOST_SURE, len(above) / len(pairs)),
            facts,
            newest([each.row for each in above]),
            facts,
        )


def _too_easy(pairs: Sequence[Pair]) -> Iterator[Finding]:
    """Fewer were left than rated: later sets failed well short of it, in a good part of all comparisons. Among the
    failed ones alone there are always some whose rating was a slip."""
    short = [pair for pair in pairs if pair.failed and pair.excess <= -thresholds.SHORTFALL_REPS]
    failed = [pair for pair in pairs if pair.failed]
    few = max(thresholds.SHORTFALL_LEAST, thresholds.SHORTFALL_SHARE * len(pairs), len(failed) / 2)
    if len(short) < few:
        return
    facts = {"reps": round(-fmean(pair.excess for pair in short), 1), "pairs": len(failed), "short": len(short)}
    yield Finding(
        "rated_too_easy",
        WATCH,
        min(MOST_SURE, len(short) / len(failed)),
        facts,
        newest([each.row for each in short]),
        facts,
    )


def _alike(work: Sequence[Work], told: Sequence[float]) -> Iterator[Finding]:
    """One and the same rating for everything: it cannot steer anything."""
    if len(told) >= thresholds.ALIKE_LEAST and len(set(told)) == 1:
        facts = {"rpe": told[0], "sets_rated": len(told)}
        yield Finding("ratings_alike", WATCH, 0.8, facts, newest([each.row for each in work]), facts)
