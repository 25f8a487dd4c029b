"""P: how fast anything grows, and when it shrinks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from statistics import fmean, median

from plans.core import measure
from plans.core.rules.base import Breach, Case, Rule, week_key
from plans.core.spec import Item, Week
from plans.core.thresholds import THRESHOLDS
from science.recovery import volume_ratio_after_break

PROGRESSION = THRESHOLDS.progression
ROUNDING = 1e-9


def _sets(week: Week, case: Case) -> int:
    return measure.total_sets(measure.week_items(week), case.catalogue)


def _normal_pairs(case: Case) -> Iterator[tuple[Week, Week]]:
    """Normal weeks one after the other: coming back from a deload is measured against the week before it."""
    return pairwise(measure.normal_weeks(case.spec))


def _volume_jump(case: Case) -> Iterator[Breach]:
    for earlier, later in _normal_pairs(case):
        before, after = _sets(earlier, case), _sets(later, case)
        limit = max(before * PROGRESSION.weekly_rise_ratio, before + PROGRESSION.weekly_rise_sets)
        if after > limit + ROUNDING and case.is_raised(later.number, lambda week: _sets(week, case)):
            yield Breach(week_key(later), {"week": later.number, "value": after, "limit": round(limit, 1)})


def _everything_up(case: Case) -> Iterator[Breach]:
    for earlier, later in _normal_pairs(case):
        one, two = (_by_exercise(week, case) for week in (earlier, later))
        common = one.keys() & two.keys()
        if not common or _sets(later, case) <= _sets(earlier, case):
            continue
        load_up = any((two[slug].load_kg or 0) > (one[slug].load_kg or 0) > 0 for slug in common)
        rest_down = any(two[slug].rest_s < one[slug].rest_s for slug in common)
        if load_up and rest_down:
            yield Breach(week_key(later), {"week": later.number})


def _by_exercise(week: Week, case: Case) -> dict[str, Item]:
    """The heaviest item of each exercise of the week."""
    found: dict[str, Item] = {}
    for item, _ in measure.lifted(measure.week_items(week), case.catalogue):
        if item.exercise not in found or (item.load_kg or 0) > (found[item.exercise].load_kg or 0):
            found[item.exercise] = item
    return found


def _missing_deload(case: Case) -> Iterator[Breach]:
    weeks = case.spec.weeks
    if len(weeks) < PROGRESSION.deload_plan_weeks or case.spec.level == "beginner":
        return
    low, high = PROGRESSION.deload_gap_weeks
    easy = [week.number for week in weeks if week.is_deload or week.phase == "taper"]
    easy = [number for number in easy if number - 1 not in easy]  # a taper of two weeks is one easy stretch
    forced = {week.number for week in weeks if _is_cut_short(week, case)}
    for previous, number in pairwise([0, *easy]):
        is_chosen = forced.isdisjoint((previous, number))
        if number - previous > high or (is_chosen and number - previous < low):
            yield Breach(f"week:{number}", {"value": number - previous, "lowest": low, "limit": high})
    last = max(easy, default=0)
    if not easy or len(weeks) - last > high:
        yield Breach("plan", {"value": len(weeks) - last, "lowest": low, "limit": high})


def _is_cut_short(week: Week, case: Case) -> bool:
    """Whether closed dates leave fewer days than the plan has sessions: then nobody chose how easy the week is."""
    return len(measure.open_dates(case.intent, case.spec.week_starts_on(week.number))) < case.spec.days_per_week


def _odd_deload(case: Case) -> Iterator[Breach]:
    previous: Week | None = None
    for week in case.spec.weeks:
        if week.is_deload and previous is not None and not _is_cut_short(week, case):
            for problem in _deload_problems(previous, week, case):
                yield Breach(week_key(week), {"week": week.number, "problem": problem})
        if measure.is_normal(week):
            previous = None if _is_cut_short(week, case) else week


def _deload_problems(normal: Week, deload: Week, case: Case) -> Iterator[str]:
    full = _sets(normal, case)
    low, high = PROGRESSION.deload_sets_cut
    if full and not low - ROUNDING <= 1 - _sets(deload, case) / full <= high + ROUNDING:
        yield "sets"
    if full and not _is_easier(normal, deload, case):
        yield "effort"
    if len(deload.sessions) != len(normal.sessions):
        yield "days"
    known = {item.exercise for item in measure.week_items(normal)}
    if not {item.exercise for item in measure.week_items(deload)} <= known:
        yield "exercises"


def _is_easier(normal: Week, deload: Week, case: Case) -> bool:
    """More reps in reserve on average, or loads lower by a tenth."""
    one, two = (_by_exercise(week, case) for week in (normal, deload))
    pairs = [(item, two[slug]) for slug, item in one.items() if slug in two]
    efforts = [new.target_rpe - old.target_rpe for old, new in pairs if old.target_rpe and new.target_rpe]
    ratios = [new.load_kg / old.load_kg for old, new in pairs if old.load_kg and new.load_kg]
    if efforts and fmean(efforts) < 0:
        return True
    return bool(ratios) and fmean(ratios) <= PROGRESSION.deload_load_ratio + ROUNDING


def _no_overload(case: Case) -> Iterator[Breach]:
    normal = measure.normal_weeks(case.spec)
    if len(normal) < PROGRESSION.overload_weeks:
        return
    first, last = (_work(week) for week in (normal[0], normal[-1]))
    if not any(_is_more(last[slug], done) for slug, done in first.items() if slug in last):
        yield Breach("plan", {"value": len(normal), "limit": PROGRESSION.overload_weeks})


Work = tuple[float, ...]
NOTHING: Work = (0.0,) * 5


def _work(week: Week) -> dict[str, Work]:
    """Sets, load, top reps, effort and time or distance of each exercise of a week: sets and extents add up."""
    found: dict[str, Work] = {}
    for item in measure.week_items(week):
        extent = float(item.sets * (item.duration_s or item.distance_m or 0))
        now: Work = (float(item.sets), item.load_kg or 0.0, float(item.reps_max or 0), item.target_rpe or 0.0, extent)
        old = found.get(item.exercise, NOTHING)
        most = (max(pair) for pair in zip(old[1:4], now[1:4], strict=True))
        found[item.exercise] = (old[0] + now[0], *most, old[4] + now[4])
    return found


def _is_more(late: Work, early: Work) -> bool:
    return any(new > old for new, old in zip(late, early, strict=True))


def _first_week_jump(case: Case) -> Iterator[Breach]:
    history = case.intent.history
    if case.before is not None or not history.weekly_sets:
        return
    last, week = history.weekly_sets[-1], case.spec.weeks[0]
    limit = max(last * PROGRESSION.first_week_ratio, last + PROGRESSION.first_week_sets)
    if _sets(week, case) > limit:
        yield Breach(week_key(week), {"week": 1, "value": _sets(week, case), "limit": round(limit, 1)})


def return_limit(usual_sets: float, days_off: int, week: int) -> float:
    """Most sets of a week after a break. A few always remain: half of next to nothing would not even hold a leg
    exercise, a push and a pull (B04)."""
    return max(usual_sets * volume_ratio_after_break(days_off, week), PROGRESSION.return_sets_min)


def _rushed_return(case: Case) -> Iterator[Breach]:
    history = case.intent.history
    if case.before is not None or history.last_trained_on is None or not history.weekly_sets:
        return
    days_off = max(0, (case.spec.start_on - history.last_trained_on).days)
    usual = median(history.weekly_sets)
    for week in case.spec.weeks:
        limit = return_limit(usual, days_off, week.number)
        if limit < usual and _sets(week, case) > limit + ROUNDING:
            yield Breach(week_key(week), {"week": week.number, "value": _sets(week, case), "limit": round(limit, 1)})


RULES = (
    Rule(
        id="P01",
        severity="hard",
        threshold="sets of a normal week at most 10 % or 2 sets above the normal week before",
        source="coaching convention",
        evidence="convention",
        message="Week %(week)s has %(value)s sets; after the week before it may have at most %(limit)s.",
        check=_volume_jump,
    ),
    Rule(
        id="P02",
        severity="warning",
        threshold="not sets, load and density up in the same week",
        source="coaching convention",
        evidence="convention",
        message="In week %(week)s sets and loads go up while rests go down.",
        check=_everything_up,
    ),
    Rule(
        id="P03",
        severity="warning",
        threshold="plans of six weeks or more, not for beginners: an easier week every 4–8 weeks",
        source="Rogerson 2024: every 5.6 ± 2.3 weeks in practice",
        evidence="evidence",
        message="%(value)s weeks go by around a deload; it should be %(lowest)s to %(limit)s.",
        check=_missing_deload,
    ),
    Rule(
        id="P04",
        severity="warning",
        threshold="deload: 30–60 % fewer sets, more in reserve or a tenth less load, same days and exercises",
        source="Rogerson 2024; Bell 2023",
        evidence="evidence",
        message="The deload in week %(week)s is unusual in its %(problem)s.",
        check=_odd_deload,
    ),
    Rule(
        id="P05",
        severity="warning",
        threshold="over three normal weeks or more something progresses",
        source="overload; the P of FITT-VP",
        evidence="guideline",
        message="Nothing progresses over %(value)s normal weeks.",
        check=_no_overload,
    ),
    Rule(
        id="P09",
        severity="hard",
        threshold="sets of week 1 at most 1.2 × the last real week, or four more",
        source="coaching convention",
        evidence="convention",
        message="Week 1 has %(value)s sets; after what was really done last, at most %(limit)s.",
        check=_first_week_jump,
    ),
    Rule(
        id="P10",
        severity="hard",
        threshold="after two weeks off: at most 50, 70, 80, 90 % of the usual sets in weeks 1 to 4, but never below 4",
        source="CSCCa/NSCA return to training 50/30/20/10, second-hand",
        evidence="guideline",
        message="Week %(week)s has %(value)s sets; after the break at most %(limit)s.",
        check=_rushed_return,
    ),
)
