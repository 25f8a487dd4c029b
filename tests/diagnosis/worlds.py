"""A world for every code of a finding: what is wrong in it is what the code says, and nothing else is made wrong.

Sizes are those of a story that a coach would not overlook; how small a thing may be and still be found is another
question, which `tests.diagnosis.power` answers for one lift that has stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from types import MappingProxyType

from diagnosis.core.facts import Case, SessionFact
from tests.diagnosis import cohort
from tests.diagnosis.cohort import Life, live, rising

World = Callable[[int], Case]
SIX_DAYS = {day: cohort.SPLIT[day // 2 * 2] for day in range(6)}
CHEST = frozenset({"barbell-bench-press", "dumbbell-fly"})
PULLS = frozenset({"barbell-row", "lat-pulldown", "dumbbell-curl"})
HINGES = frozenset({"romanian-deadlift", "conventional-deadlift", "lying-leg-curl"})
FRIDAY = 4


def _lived(make: Callable[[Random], Life]) -> World:
    return lambda seed: live(make(Random(seed)), seed)


def _without(case: Case, is_missed: Callable[[SessionFact], bool]) -> Case:
    """The same, had they stayed at home then."""
    missed = {each.id for each in case.sessions if is_missed(each)}
    return replace(
        case,
        sessions=tuple(replace(each, status="planned") if each.id in missed else each for each in case.sessions),
        work=tuple(each for each in case.work if each.done.session not in missed),
        reports=tuple(each for each in case.reports if each.session not in missed),
    )


# --- Worlds that are more than a life ---------------------------------------------------------------------------------
def _fridays_missed(seed: int) -> Case:
    rng = Random(seed)
    return _without(live(Life(rising(rng)), seed), lambda each: each.on.weekday() == FRIDAY and rng.random() < 0.7)


def _mornings_missed(seed: int) -> Case:
    """Every other session was planned for the morning, and most of those fell through."""
    rng = Random(seed)
    case = live(Life(rising(rng)), seed)
    early = {each.id for each in case.sessions[::2]}
    timed = tuple(replace(each, at="06:30") if each.id in early else each for each in case.sessions)
    return _without(replace(case, sessions=timed), lambda each: each.id in early and rng.random() < 0.7)


def _hard_endurance(seed: int) -> Case:
    """Runs three times a week, and most of them hard."""
    rng = Random(seed)
    case = live(Life(rising(rng)), seed)
    runs = tuple(
        replace(each, kind="endurance", session_rpe=3.0 if rng.random() < 0.35 else 8.0) for each in case.reports
    )
    return replace(case, goal="endurance", reports=runs)


def _one_lift_still(rng: Random) -> Life:
    """One lift has gained nothing for nine weeks; the others go on, each at a pace of its own."""
    weekly = rng.uniform(0.009, 0.013)
    paces = {slug: rng.uniform(0.7, 1.3) for slug in sorted({slug for day in cohort.SPLIT.values() for slug in day})}
    return Life(
        rise=lambda ago: weekly * (16 - ago / 7),
        own_pace=paces.__getitem__,
        still="barbell-bench-press",
        still_days=63,
    )


def _falling(rng: Random) -> Life:
    """Strength goes for seven weeks, and nobody tells why."""
    usual, weekly = rising(rng), rng.uniform(0.012, 0.018)
    return Life(rise=lambda ago: usual(max(ago, 49)) - weekly * max(0.0, 7 - ago / 7))


def _hurting(first: int, last: int, since: int, until: int = 0) -> World:
    """Pain from `first` to `last` of 10, between so many days ago, in one movement."""

    def pain(exercise: str, ago: int, rng: Random) -> tuple[str, int] | None:
        if exercise != "back-squat" or not until <= ago <= since:
            return None
        return "knee", round(first + (last - first) * (since - ago) / since)

    return _lived(lambda rng: Life(rising(rng), pain=pain))


# --- All of them ------------------------------------------------------------------------------------------------------
WORLDS: Mapping[str, World] = MappingProxyType(
    {
        "load_jump": _lived(lambda rng: Life(rising(rng), minutes=lambda ago: 60.0 if ago > 7 else 150.0)),
        "very_even_week": _lived(lambda rng: Life(rising(rng), split=SIX_DAYS, misses=0.0)),
        "volume_jump": _lived(lambda rng: Life(rising(rng), sets=lambda exercise, ago: 3 if ago > 7 else 5)),
        "overload": lambda seed: cohort.overload(seed).case,
        "progressing": _lived(lambda rng: Life(rising(rng))),
        "progress_slowed": lambda seed: cohort.plateau(seed).case,
        "lift_behind": _lived(_one_lift_still),
        "decline": _lived(_falling),
        "muscle_low": _lived(lambda rng: Life(rising(rng), sets=lambda slug, ago: 1 if slug in CHEST else 3)),
        "muscle_high": _lived(lambda rng: Life(rising(rng), sets=lambda slug, ago: 10 if slug in CHEST else 3)),
        "push_pull": _lived(lambda rng: Life(rising(rng), sets=lambda slug, ago: 1 if slug in PULLS else 4)),
        "quad_hinge": _lived(lambda rng: Life(rising(rng), sets=lambda slug, ago: 1 if slug in HINGES else 4)),
        "effort_above": _lived(lambda rng: Life(rising(rng), aims=0.5)),
        "effort_below": _lived(lambda rng: Life(rising(rng), aims=5.0)),
        "much_failure": _lived(lambda rng: Life(rising(rng), aims=-0.4)),
        "much_hard_endurance": _hard_endurance,
        "rated_too_hard": lambda seed: cohort.sandbagging(seed).case,
        "rated_too_easy": _lived(
            lambda rng: Life(rising(rng), rates=lambda left, own: left + 2.5 + own.gauss(0, 0.4), trusts=True)
        ),
        "ratings_alike": _lived(lambda rng: Life(rising(rng), rates=lambda left, own: 2.0)),
        "adherence_good": _lived(lambda rng: Life(rising(rng), misses=0.0)),
        "adherence_low": _lived(lambda rng: Life(rising(rng), misses=0.4)),
        "weekday_missed": _fridays_missed,
        "time_missed": _mornings_missed,
        "readiness_low": _lived(
            lambda rng: Life(
                rising(rng),
                sleep=lambda ago: -3.0 if ago <= 14 else 0.0,
                stress=lambda ago: 2.5 if ago <= 14 else 0.0,
            )
        ),
        "sleep_short": _lived(lambda rng: Life(rising(rng), hours=lambda ago: 5.4 if ago <= 14 else 7.6)),
        "pain_severe": _hurting(8, 8, 10),
        "pain_stops": _hurting(5, 5, 10),
        "pain_lasts": _hurting(2, 2, 35),
        "pain_rises": _hurting(1, 3, 12),
        "pain_noted": _hurting(2, 2, 8),
        "nothing_to_worry": lambda seed: cohort.fine(seed).case,
    }
)
# Codes that say the same of a world in other words: what is found by one of them is found.
AS_WELL: Mapping[str, frozenset[str]] = MappingProxyType({"lift_behind": frozenset({"lift_slowed", "lift_plateau"})})
