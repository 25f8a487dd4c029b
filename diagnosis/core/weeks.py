"""The last weeks of a case, cut into blocks of seven days that end today, and counted as the plan rules count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from adaptation.core.diary import Diary
from adaptation.core.facts import Recent
from adaptation.core.illness import without_illness
from adaptation.core.log import COURSE_DAYS, LOG_DAYS, READINESS_DAYS, SURPRISE_DAYS, Log, session_rpe_change
from adaptation.core.volume import hard_sets
from diagnosis.core.facts import WEEK_DAYS, Case, DayReport, Work
from plans.core.spec import Item, Reason
from science import load

NOTHING = Reason("")


@dataclass(frozen=True, slots=True)
class Block:
    """Seven days of training."""

    first_on: date
    last_on: date
    work: tuple[Work, ...]
    is_easier: bool = False  # an easier week, or one with an illness in it: no measure of what is usual

    @property
    def items(self) -> tuple[Item, ...]:
        return items_of(self.work)

    @property
    def days(self) -> int:
        return len({each.on for each in self.work})


def blocks(case: Case, count: int) -> tuple[Block, ...]:
    """The last `count` blocks of seven days, oldest first; the newest ends today."""
    found = []
    for back in range(count - 1, -1, -1):
        last_on = case.days_ago(WEEK_DAYS * back)
        first_on = last_on - timedelta(days=WEEK_DAYS - 1)
        found.append(
            Block(
                first_on,
                last_on,
                tuple(each for each in case.work if first_on <= each.on <= last_on),
                _is_easier(case, first_on, last_on),
            )
        )
    return tuple(found)


def _is_easier(case: Case, first_on: date, last_on: date) -> bool:
    days = [first_on + timedelta(days=place) for place in range(WEEK_DAYS)]
    is_deload = any(each.is_deload for each in case.sessions if first_on <= each.on <= last_on)
    return is_deload or any(case.is_off(day) for day in days)


def items_of(work: Sequence[Work]) -> tuple[Item, ...]:
    """What was done as the plan rules read it: the hard sets of each exercise as one item."""
    return tuple(
        Item(
            id=each.rating,
            exercise=each.done.exercise,
            role="main",
            sets=hard_sets(each.done.sets),
            rest_s=0,
            why=NOTHING,
        )
        for each in work
    )


# --- Load -------------------------------------------------------------------------------------------------------------
def loads(reports: Sequence[DayReport]) -> list[tuple[date, float]]:
    """Session loads in AU of those reports that tell effort and minutes."""
    return [
        (each.on, load.session_load_au(each.session_rpe, each.duration_min))
        for each in reports
        if each.session_rpe is not None and each.duration_min
    ]


def daily_loads(case: Case) -> tuple[date, tuple[float, ...]] | None:
    """The first day and the load of each day since: of the window and four weeks before it, from the first report on.
    None without a report."""
    told = loads(case.reports)
    if not told:
        return None
    first_on = max(min(on for on, _ in told), case.window_on - timedelta(days=load.CHRONIC_DAYS))
    return first_on, load.daily_loads_au(told, first_on, case.today)


# --- The last weeks as the rules of adaptation read them --------------------------------------------------------------
def recent(case: Case) -> Recent:
    """The last weeks without what an illness explains."""
    points = sorted(
        (each.on, each.surprise) for lift in case.lifts for each in lift.points if each.surprise is not None
    )
    log = Log(tuple(each.done for each in case.work_since(case.days_ago(LOG_DAYS))))
    told = Recent(
        innovations=tuple(z for on, z in points if on >= case.days_ago(SURPRISE_DAYS)),
        course=tuple((on, z) for on, z in points if on >= case.days_ago(COURSE_DAYS)),
        sessions=log.sessions(),
        readiness=diary(case).by_day(case.days_ago(READINESS_DAYS)),
        days_since_deload=case.days_since_deload,
        session_rpe_change=session_rpe_change(_session_reports(case)),
    )
    return without_illness(told, case.spells, case.today)


def _session_reports(case: Case) -> list[tuple[str, float, float]]:
    rated = [each for each in case.reports_since(case.days_ago(LOG_DAYS)) if each.session_rpe is not None]
    return [(each.title, each.volume_kg, each.session_rpe or 0.0) for each in reversed(rated)]


def diary(case: Case) -> Diary:
    """Sleep, stress and recovery by day: the last report of a day stands for it."""
    days = {each.on: (each.on, each.sleep_quality, each.stress_level, each.recovery_h) for each in case.reports}
    return Diary(tuple(days[on] for on in sorted(days)))


def load_change_percent(daily_au: Sequence[float]) -> float | None:
    """This week against the mean of the last four, in percent. Not a risk: see science.load."""
    ratio = load.acwr(daily_au)
    return None if ratio is None else 100 * (ratio - 1)
