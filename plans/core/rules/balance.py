"""B: what is trained against what. Habits of good coaching, no protection from injury."""

from __future__ import annotations

from collections.abc import Iterator

from plans.core import measure
from plans.core.rules.base import Breach, Case, Rule, week_key
from plans.core.spec import Week
from plans.core.thresholds import STRENGTH_PLAN_GOALS, THRESHOLDS, Band

BALANCE = THRESHOLDS.balance
LEG_FAMILIES = frozenset({"squat", "lunge"})


def _weeks(case: Case) -> Iterator[Week]:
    return (week for week in measure.normal_weeks(case.spec) if measure.has_strength_work(week, case.catalogue))


def _unbalanced(case: Case, one: dict[str, float], other: dict[str, float], band: Band) -> Iterator[Breach]:
    """Weeks in which the sets of one pattern over the other's leave the band.

    Silent where the athlete has no movement for one of the two: then there is nothing to balance with.
    """
    for week in _weeks(case):
        items = measure.week_items(week)
        sets, opposing = (measure.pattern_sets(items, case.catalogue, side) for side in (one, other))
        if _is_even(sets, opposing, band):
            continue
        if _is_possible(case, one) and _is_possible(case, other):
            yield Breach(week_key(week), {"week": week.number, "value": sets, "opposing": opposing, "limit": band[1]})


def _is_even(sets: float, opposing: float, band: Band) -> bool:
    """Whether the ratio lies in the band, to two decimals as it is told: two to three is as even as three to two."""
    return band[0] <= round(sets / opposing, 2) <= band[1] if opposing else not sets


def _is_possible(case: Case, credits: dict[str, float]) -> bool:
    return any(credits.get(movement.family, 0.0) >= 1 for movement in case.allowed())


def _push_pull(case: Case) -> Iterator[Breach]:
    return _unbalanced(case, measure.PUSH, measure.PULL, BALANCE.push_pull)


def _quad_hinge(case: Case) -> Iterator[Breach]:
    return _unbalanced(case, measure.QUAD, measure.HINGE, BALANCE.quad_hinge)


def _upper_lower(case: Case) -> Iterator[Breach]:
    if case.intent.focus or not _is_possible(case, measure.QUAD | measure.HINGE):
        return
    low, high = BALANCE.upper_lower
    for week in _weeks(case):
        upper, lower = measure.region_sets(measure.week_items(week), case.catalogue)
        if not low * lower <= upper <= high * lower:
            yield Breach(week_key(week), {"week": week.number, "value": upper, "opposing": lower, "limit": high})


def _missing_pattern(case: Case) -> Iterator[Breach]:
    needs = tuple(_needs(case))
    for week in case.spec.weeks:
        if _owes_basics(week, case):
            families = {movement.family for _, movement in measure.counted(measure.week_items(week), case.catalogue)}
            for need in needs:
                if families.isdisjoint(need):
                    yield Breach(week_key(week), {"week": week.number, "pattern": sorted(need)[-1]})


def _owes_basics(week: Week, case: Case) -> bool:
    """Strength plans owe them in each week with two free days (before an event), if so many are trained; other plans
    where they lift."""
    if measure.has_strength_work(week, case.catalogue):
        return True
    event_on = case.intent.event_on
    free = measure.open_dates(case.intent, case.spec.week_starts_on(week.number))
    is_event_week = event_on is not None and 0 <= (event_on - case.spec.week_starts_on(week.number)).days < 7
    room = sum(event_on is None or not is_event_week or on < event_on for on in free)
    return case.spec.goal in STRENGTH_PLAN_GOALS and room >= min(2, case.spec.days_per_week)


def _needs(case: Case) -> Iterator[frozenset[str]]:
    """Families of which each week owes one: none that cannot be done; hinges for legs that may not squat."""
    possible = {movement.family for movement in case.allowed() if movement.is_compound}
    legs = LEG_FAMILIES & possible or frozenset({"hinge"}) & possible
    return (need for need in (legs, frozenset({"push"}) & possible, frozenset({"pull"}) & possible) if need)


def _few_compounds(case: Case) -> Iterator[Breach]:
    limit = BALANCE.compound_share_min.of(case.spec.level)
    for week in _weeks(case):
        share = measure.compound_share(measure.week_items(week), case.catalogue)
        if share is not None and share < limit:
            facts = {"week": week.number, "value": round(100 * share), "limit": round(100 * limit)}
            yield Breach(week_key(week), facts)


RULES = (
    Rule(
        id="B01",
        severity="warning",
        threshold="push:pull 0.67–1.5 in fractional sets, the band of the diagnosis",
        source="coaching convention, weak evidence",
        evidence="convention",
        message="Week %(week)s has %(value)s pushing sets against %(opposing)s pulling sets.",
        check=_push_pull,
    ),
    Rule(
        id="B02",
        severity="warning",
        threshold="quad:hinge 0.67–1.5 in fractional sets, the band of the diagnosis",
        source="coaching convention",
        evidence="convention",
        message="Week %(week)s has %(value)s squatting and lunging sets against %(opposing)s hinging sets.",
        check=_quad_hinge,
    ),
    Rule(
        id="B03",
        severity="warning",
        threshold="upper:lower body 0.5–2.0 unless a focus is declared",
        source="coaching convention",
        evidence="convention",
        message="Week %(week)s has %(value)s upper-body sets against %(opposing)s for the lower body.",
        check=_upper_lower,
    ),
    Rule(
        id="B04",
        severity="hard",
        threshold="each week has a squat or leg press, a push and a pull",
        source="Iversen 2021",
        evidence="guideline",
        message="Week %(week)s lacks a basic movement: %(pattern)s.",
        check=_missing_pattern,
    ),
    Rule(
        id="B05",
        severity="warning",
        threshold="at least 60 % of the sets compound for beginners, 40 % for all others",
        source="Iversen 2021",
        evidence="guideline",
        message="Week %(week)s has only %(value)s %% compound sets; at least %(limit)s %%.",
        check=_few_compounds,
    ),
)
