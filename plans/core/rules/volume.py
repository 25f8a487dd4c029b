"""V: how much work a muscle gets. Fractional sets: 1 as primary, 0.5 as secondary muscle."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from plans.core import measure
from plans.core.movements import MAJOR_MUSCLES
from plans.core.rules.base import Breach, Case, Rule, week_key
from plans.core.spec import Week
from plans.core.thresholds import THRESHOLDS, goal_family

VOLUME = THRESHOLDS.volume


def _strength_weeks(case: Case) -> Iterator[Week]:
    """Normal weeks with strength work: only these owe a muscle its minimum."""
    return (week for week in measure.normal_weeks(case.spec) if measure.has_strength_work(week, case.catalogue))


def _trainable(case: Case) -> frozenset[str]:
    """Major groups that some movement open to this athlete trains directly."""
    return frozenset(
        group
        for movement in case.allowed()
        if movement.purpose == "resistance"
        for group, share in movement.group_credit().items()
        if share >= 1
    )


def _too_few_sets(case: Case) -> Iterator[Breach]:
    limit = VOLUME.weekly_min.of(goal_family(case.spec.goal), case.spec.level)
    short = [
        (week, group, sets)
        for week in _strength_weeks(case)
        for group, sets in measure.major_sets(measure.week_items(week), case.catalogue).items()
        if group in VOLUME.minimum_groups and sets < limit
    ]
    trainable = _trainable(case) if short else frozenset()
    for week, group, sets in short:
        if group in trainable:
            yield Breach(week_key(week), {"week": week.number, "group": group, "value": sets, "limit": limit})


def _too_many_sets(case: Case) -> Iterator[Breach]:
    limit = VOLUME.weekly_max.of(goal_family(case.spec.goal), case.spec.level)
    for week in case.spec.weeks:
        for group, sets in measure.major_sets(measure.week_items(week), case.catalogue).items():
            if sets > limit:
                yield Breach(week_key(week), {"week": week.number, "group": group, "value": sets, "limit": limit})


def _too_many_in_session(case: Case) -> Iterator[Breach]:
    for session in case.spec.sessions():
        for group, sets in measure.major_sets(session.items, case.catalogue).items():
            if sets > VOLUME.per_session_max:
                yield Breach(session.id, {"group": group, "value": sets, "limit": VOLUME.per_session_max})


def _session_too_big(case: Case) -> Iterator[Breach]:
    limit = VOLUME.session_sets_max.of(case.spec.level)
    for session in case.spec.sessions():
        sets = measure.total_sets(session.items, case.catalogue)
        if sets > limit:
            yield Breach(session.id, {"value": sets, "limit": limit})


def _above_recent(case: Case) -> Iterator[Breach]:
    week, recent = case.coming_week(), case.intent.history.weekly_sets
    if week is None or not recent:
        return
    limit = median(recent) * VOLUME.over_recent_ratio
    sets = measure.total_sets(measure.week_items(week), case.catalogue)
    if sets > limit > 0:
        yield Breach(week_key(week), {"week": week.number, "value": sets, "limit": round(limit, 1)})


def _too_rare(case: Case) -> Iterator[Breach]:
    rare = [(week, group, days) for week in _strength_weeks(case) for group, days in _days_per_group(week, case)]
    trainable = _trainable(case) if rare else frozenset()
    for week, group, days in rare:
        if group in trainable:
            facts = {"week": week.number, "group": group, "value": days, "limit": VOLUME.days_per_group_min}
            yield Breach(week_key(week), facts)


def _days_per_group(week: Week, case: Case) -> Iterator[tuple[str, int]]:
    """The groups that too few sessions of the week reach with at least one set."""
    sessions = [measure.major_sets(session.items, case.catalogue) for session in week.sessions]
    if sum(any(groups.values()) for groups in sessions) < VOLUME.days_per_group_min:
        return
    for group in MAJOR_MUSCLES:
        days = sum(groups[group] >= 1 for groups in sessions)
        if group in VOLUME.minimum_groups and days < VOLUME.days_per_group_min:
            yield group, days


RULES = (
    Rule(
        id="V01",
        severity="warning",
        threshold="weekly sets per major muscle and level: general at least 2/4/4, strength 3/4/5, hypertrophy 4/8/10",
        source="Iversen 2021 (4 sets); ACSM 2026, second-hand (about 10 for growth)",
        evidence="guideline",
        message="Week %(week)s has %(value)s sets for %(group)s; at least %(limit)s are worth while.",
        check=_too_few_sets,
    ),
    Rule(
        id="V02",
        severity="hard",
        threshold="weekly sets per major muscle: general and strength at most 12/16/20, hypertrophy 14/20/26",
        source="Baz-Valle 2022 (12–20 sets); no clear ceiling in Pelland 2025, so a cautious one",
        evidence="convention",
        message="Week %(week)s has %(value)s sets for %(group)s; at most %(limit)s.",
        check=_too_many_sets,
    ),
    Rule(
        id="V03",
        severity="warning",
        threshold="at most 11 fractional sets per muscle and session",
        source="Remmert 2025, second-hand",
        evidence="evidence",
        message="One session has %(value)s sets for %(group)s; beyond %(limit)s little is gained.",
        check=_too_many_in_session,
    ),
    Rule(
        id="V04",
        severity="hard",
        threshold="at most 18/24/30 working sets per session",
        source="coaching convention",
        evidence="convention",
        message="A session has %(value)s working sets; at most %(limit)s.",
        check=_session_too_big,
    ),
    Rule(
        id="V05",
        severity="warning",
        threshold="the coming week at most 1.25 × the median of the last four weeks",
        source="coaching convention",
        evidence="convention",
        message="Week %(week)s has %(value)s sets, more than %(limit)s: a jump over the last weeks.",
        check=_above_recent,
    ),
    Rule(
        id="V06",
        severity="warning",
        threshold="each major muscle on at least two days a week, given two strength sessions",
        source="ACSM 2026, second-hand",
        evidence="guideline",
        message="Week %(week)s trains %(group)s on %(value)s day(s) instead of %(limit)s.",
        check=_too_rare,
    ),
)
