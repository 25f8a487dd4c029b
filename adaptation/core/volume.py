"""How many sets a lift gets: one more a week where the athlete's own weeks and the evidence speak for it and nothing
speaks of fatigue; fewer, and sooner, when something does.

A titration, upwards slowly and downwards fast. Within a few months strength itself says little about the best number
of sets (see science.dose); too many show much earlier in how the work goes. So the estimate decides whether more is
worth trying, and the signs of fatigue decide how far. Thresholds are our own choice unless named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import exp
from statistics import fmean
from typing import Any

from adaptation.core import verdict
from adaptation.core.facts import Asked, Recent
from adaptation.core.proposals import Proposal, place_of
from plans.core.edits import SetSets
from science import dose, recovery, volume
from science.effort import RatedSet

HARDEST_EASY_RIR = 5.0  # sets reported further from failure than this count as practice, not as work
FEWEST_SETS, MOST_SETS = 2, 6  # of one lift in one session: outside, no data (science.dose)
FEWEST_WEEKLY = 3
CHANCE_TO_ADD = 0.50  # P(one set more a week gains more); the prior alone allows it up to seven sets a week
CHANCE_TO_DROP = 0.30  # P(the last set still helps)
DAYS_BETWEEN_CHANGES = 7
DAYS_AFTER_CUT = 14  # before the next cut: the last one needs time to show
DAYS_CAREFUL = 42  # after a cut for fatigue, that number of sets is not tried again for six weeks
WEEKS_TO_SETTLE = 2  # loads and ratings find their place before anything is read from them
GOOD_COMPLETION_PERCENT = 95.0
RECENT_SESSIONS = 3

# Strength against what was expected of it, since the sets were last changed: the mean surprise (z) of all lifts. Its SD
# is about 0.2 after five weeks of four lifts twice a week. Chosen where, in simulation (tuning seeds), two sets less a
# week began to help (the lowest sixth of athletes) and a set more did not harm (the highest); signs of single sessions
# told nothing of the kind. -0.15 and -0.25 differ little; three weeks instead of four cut too many for nothing.
BEHIND, AHEAD = -0.2, 0.2
COURSE_LEAST = 28  # lifts and sessions
COURSE_LEAST_DAYS = 27  # fatigue of weeks shows late
SETS_WHEN_BEHIND = 2
# Other signs forbid more, and two of them take a set. Half of what it takes for a deload (science.recovery).
OTHER_SIGNS_TO_CUT = 2
EFFORT_GAP = 0.7
LOW_READINESS = recovery.LOW_READINESS / 2
LOW_COMPLETION_PERCENT = 90.0


@dataclass(frozen=True, slots=True)
class VolumeChange:
    """A change of a lift's weekly sets that was applied."""

    on: date
    from_sets: int
    to_sets: int


@dataclass(frozen=True, slots=True)
class VolumeCase:
    """Everything that decides the number of sets of one lift.

    coming: its occurrences after the session just done, soonest first. weeks: its own weeks; others: the evidence of
    the athlete's other lifts. changes: oldest first. spare_min: minutes that a
    session has left under the athlete's limit; a session that is not named has no limit. set_min: minutes of one set.
    """

    exercise: str
    level: str
    today: date
    coming: tuple[Asked, ...]
    weeks: tuple[dose.Week, ...]
    others: tuple[dose.Evidence, ...]
    recent: Recent
    verdict_code: str
    is_held: bool = False
    changes: tuple[VolumeChange, ...] = ()
    spare_min: Mapping[str, float] = field(default_factory=dict)
    set_min: float = 0.0
    most_sets: int = MOST_SETS


@dataclass(frozen=True, slots=True)
class _Now:
    """The lift as it stands: weekly sets of its next full week, what they are worth, how strength has come along since
    they were last changed (None: too early to say), and what else speaks against more."""

    weekly_sets: int
    response: dose.Response
    course: float | None
    signs: tuple[str, ...]
    lifts_counted: int


def hard_sets(sets: Iterable[RatedSet]) -> int:
    """Sets that count as work: no warm-ups, done with at most five reps in reserve. Unrated sets count."""
    return sum(
        not each.warm_up and each.reps >= 1 and (each.reported_rir is None or each.reported_rir <= HARDEST_EASY_RIR)
        for each in sets
    )


def may_change(changes: Sequence[VolumeChange], today: date) -> bool:
    """Whether the sets of a lift may change today at all: once a week."""
    return not changes or (today - changes[-1].on).days >= DAYS_BETWEEN_CHANGES


def fatigue_signs(recent: Recent) -> tuple[str, ...]:
    """What speaks of work that is not recovered from, apart from strength itself, by code."""
    gaps = [each.effort_gap for each in recent.sessions[-RECENT_SESSIONS:] if each.effort_gap is not None]
    completion = [each.completion for each in recent.sessions[-recovery.LOW_COMPLETION_SESSIONS :]]
    readiness = [day.readiness for day in recent.readiness[-recovery.LOW_READINESS_DAYS :]]
    present = {
        "effort_drift": len(gaps) == RECENT_SESSIONS and fmean(gaps) >= EFFORT_GAP,
        "low_readiness": len(readiness) == recovery.LOW_READINESS_DAYS and fmean(readiness) < LOW_READINESS,
        "low_completion": len(completion) == recovery.LOW_COMPLETION_SESSIONS
        and fmean(completion) < LOW_COMPLETION_PERCENT,
    }
    return tuple(sign for sign, is_present in present.items() if is_present)


def volume_proposal(case: VolumeCase) -> Proposal | None:
    """A set or two fewer a week, or one more; None where the number of sets stays. At most one change a week."""
    plan = _by_week(case.coming)
    if not plan or not may_change(case.changes, case.today):
        return None
    now = _now(case, sum(asked.sets for asked in plan[0]))
    fewer = _too_many(case, now)
    if fewer:
        return _fewer(case, now, plan, fewer)
    return _more(case, now, plan) if _may_grow(case, now) else None


def _now(case: VolumeCase, weekly_sets: int) -> _Now:
    since = case.changes[-1].on if case.changes else date.min
    course = [(on, z) for on, z in case.recent.course if on > since]
    is_long = len(course) >= COURSE_LEAST and (course[-1][0] - course[0][0]).days >= COURSE_LEAST_DAYS
    mean = fmean(z for _, z in course) if is_long else None
    signs = fatigue_signs(case.recent)
    if mean is not None and mean < BEHIND:
        signs = ("weaker_than_expected", *signs)
    response = dose.response(case.level, dose.evidence(case.weeks), case.others)
    return _Now(weekly_sets, response, mean, signs, len(course))


def _by_week(coming: Sequence[Asked]) -> list[list[Asked]]:
    """The ordinary weeks to come, soonest first, from the first one that is whole. An easier week keeps its sets."""
    weeks: dict[int, list[Asked]] = {}
    for asked in coming:
        if not asked.is_deload:
            weeks.setdefault(asked.week, []).append(asked)
    whole = max((len(week) for week in weeks.values()), default=0)
    found = [weeks[number] for number in sorted(weeks)]
    first = next((place for place, week in enumerate(found) if len(week) == whole), 0)
    return found[first:]


def _days_since_change(case: VolumeCase) -> float:
    return (case.today - case.changes[-1].on).days if case.changes else float("inf")


def _too_many(case: VolumeCase, now: _Now) -> int:
    """How many weekly sets to take: two where strength lags behind, one for other signs that agree, or one where the
    athlete's own weeks say that the last set does not help."""
    was_cut = bool(case.changes) and case.changes[-1].to_sets < case.changes[-1].from_sets
    if not _is_settled(case) or (was_cut and _days_since_change(case) < DAYS_AFTER_CUT):
        return 0
    if now.course is not None and now.course < BEHIND:
        return SETS_WHEN_BEHIND
    if len(now.signs) >= OTHER_SIGNS_TO_CUT:
        return 1
    is_useless = now.response.chance_more_helps(now.weekly_sets - 1) < CHANCE_TO_DROP
    return int(is_useless and now.response.weeks >= dose.LEAST_WEEKS)


def _is_settled(case: VolumeCase) -> bool:
    """Two weeks of this lift before the first change: loads and ratings find their place first."""
    return sum(week.sets > 0 for week in case.weeks) > WEEKS_TO_SETTLE


def _may_grow(case: VolumeCase, now: _Now) -> bool:
    if now.signs or case.is_held or case.verdict_code not in {verdict.ON_TARGET, verdict.EASY}:
        return False
    if now.course is None or now.course < AHEAD or _was_too_much(case, now):
        return False
    done = case.recent.sessions[-RECENT_SESSIONS:]
    is_done = len(done) == RECENT_SESSIONS and all(each.completion >= GOOD_COMPLETION_PERCENT for each in done)
    return is_done and now.response.chance_more_helps(now.weekly_sets) >= CHANCE_TO_ADD


def _was_too_much(case: VolumeCase, now: _Now) -> bool:
    return any(
        change.to_sets < change.from_sets
        and now.weekly_sets + 1 >= change.from_sets
        and (case.today - change.on).days < DAYS_CAREFUL
        for change in case.changes
    )


def _more(case: VolumeCase, now: _Now, plan: Sequence[Sequence[Asked]]) -> Proposal | None:
    """One set more a week, in the session of the lift that has the fewest, and the time for it."""
    if volume.next_weekly_sets(now.weekly_sets, now.weekly_sets + 1) < now.weekly_sets + 1:
        return None
    grown = []
    for week in plan:
        fit = [asked for asked in week if asked.sets < case.most_sets and _has_time(case, asked)]
        if fit:
            chosen = min(fit, key=lambda asked: (asked.sets, asked.on))
            grown.append((chosen, chosen.sets + 1))
    if not grown or grown[0][0].week != plan[0][0].week:
        return None
    chance = now.response.chance_more_helps(now.weekly_sets)
    facts = {"chance_percent": round(100 * chance)}
    return _proposal(case, now, "volume_up", grown, now.weekly_sets + 1, facts, chance)


def _has_time(case: VolumeCase, asked: Asked) -> bool:
    return case.spare_min.get(asked.session, float("inf")) >= case.set_min


def _fewer(case: VolumeCase, now: _Now, plan: Sequence[Sequence[Asked]], fewer: int) -> Proposal | None:
    cut: list[tuple[Asked, int]] = []
    for week in plan:
        sets = {asked.item: asked.sets for asked in week}
        for _ in range(fewer):
            item = max(sets, key=lambda each: sets[each])
            if sets[item] > FEWEST_SETS and sum(sets.values()) > FEWEST_WEEKLY:
                sets[item] -= 1
        cut += [(asked, sets[asked.item]) for asked in week if sets[asked.item] < asked.sets]
    left = now.weekly_sets - sum(asked.sets - sets for asked, sets in cut if asked.week == plan[0][0].week)
    if left == now.weekly_sets:
        return None
    chance = 1 - now.response.chance_more_helps(now.weekly_sets - 1)
    return _proposal(case, now, "volume_down", cut, left, _sign_facts(now), chance)


def _sign_facts(now: _Now) -> dict[str, Any]:
    facts: dict[str, Any] = {"signs": list(now.signs)}
    if now.course is not None:
        facts |= {"mean_surprise": round(now.course, 2), "lifts_counted": now.lifts_counted}
    return facts


def _proposal(
    case: VolumeCase,
    now: _Now,
    rule: str,
    moved: Sequence[tuple[Asked, int]],
    to_sets: int,
    facts: dict[str, Any],
    chance: float,
) -> Proposal:
    first = moved[0][0]
    return Proposal(
        rule=rule,
        kind="volume",
        topic=f"volume:{case.exercise}",
        cause=f"volume:{case.exercise}:{case.today.isoformat()}",
        target=place_of(first),
        before={"sets": now.weekly_sets},
        after={"sets": to_sets},
        evidence={
            "exercise": case.exercise,
            "from_sets": now.weekly_sets,
            "to_sets": to_sets,
            "items": len(moved),
            "next_on": first.on.isoformat(),
        }
        | _own_weeks(case, rule)
        | facts,
        confidence=round(chance, 2),
        edits=tuple(SetSets(asked.item, sets) for asked, sets in moved),
        expects=tuple((asked.item, "sets", asked.sets) for asked, _ in moved),
    )


def _own_weeks(case: VolumeCase, rule: str) -> dict[str, Any]:
    """The athlete's own weeks, where they point the way of the change; no numbers at all where they do not."""
    found = dose.compare(case.weeks)
    if found is None or found.is_more_better != (rule == "volume_up"):
        return {}
    more = (found.more_sets, found.more_gain, found.more_weeks)
    fewer = (found.fewer_sets, found.fewer_gain, found.fewer_weeks)
    better, other = (more, fewer) if found.is_more_better else (fewer, more)
    return {
        "better_sets": round(better[0]),
        "better_percent": _percent(better[1]),
        "better_weeks": better[2],
        "other_sets": round(other[0]),
        "other_percent": _percent(other[1]),
        "other_weeks": other[2],
    }


def _percent(gain: float) -> float:
    return round(100 * (exp(gain) - 1), 1)
