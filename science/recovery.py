"""Deloads, tapers, and the way back after a break or an illness.

Practice: 6.4 ± 1.7 days every 5.6 ± 2.3 weeks (Rogerson 2024, Sports Med Open 10:26). A full week off in nine brings no
size and costs strength (Coleman 2024, PeerJ e16777): deload on signs, keep some load, promise nothing.
Taper: Bosquet 2007, Med Sci Sports Exerc 39:1358. Thresholds and break rules are our own choice unless named.

Illness: that symptoms above the neck alone leave room for easy work, and those below it or a fever for none, is a
convention (the neck check, Eichner 1993, second-hand); so is a stepwise return (IOC consensus, Schwellnus 2022, Br J
Sports Med 56:1066, abstract read). Every number of it here is our own choice, on the careful side.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil, exp, log
from statistics import fmean

from science.refusals import OutOfRange, within

DELOAD_LOAD_RATIO = (0.90, 0.95)
DELOAD_SPACING_DAYS = 21
DELOAD_OFFER_WEEKS = 8
DELOAD_SIGNS_NEEDED = 2
LOW_INNOVATION = -0.8
INNOVATION_LIFTS = 8
SESSION_RPE_RISE = 1.0
LOW_READINESS = -1.0
LOW_READINESS_DAYS = 5
LOW_COMPLETION_PERCENT = 85.0
LOW_COMPLETION_SESSIONS = 2

TAPER_DAYS = 14
MAX_TAPER_DAYS = 21  # Wang 2023, PLoS One
TAPER_END_RATIO = 0.25
TAPER_CUT_BAND = (0.41, 0.60)

BREAK_FREE_DAYS = 10
BREAK_LOSS_PER_DAY = 0.005
BREAK_LOWEST_RATIO = 0.80
BREAK_RIR_CHANGE = 1  # in the first session only
RAMP_AFTER_DAYS = 14
RAMP_RATIOS = (0.50, 0.70, 0.80, 0.90)  # volume of weeks 1-4 after a break; CSCCa/NSCA 50/30/20/10 (second-hand)

SYMPTOM_FREE_H = 24  # after illness, before the next hard session
ILL_EASY_RPE = 5.0  # the most effort while only the head is ill
ILL_SETS_RATIO = 0.5
ILL_DAYS_PER_STEP = 2  # each two days of illness below the neck or with fever make the way back one session longer
ILL_RIR_CHANGE = 1  # in the first session after
ILL_SHADOW_DAYS = 7  # at most so long after the last symptom weak sessions are put down to the illness
ILL_REFER_DAYS = 10  # of symptoms: longer than most colds


def deload_signs(
    *,
    innovations: Sequence[float] = (),
    session_rpe_change: float | None = None,
    readiness_by_day: Sequence[float] = (),
    completion_percent: Sequence[float] = (),
) -> tuple[str, ...]:
    """Which signs of accumulated fatigue are present; two of them call for an easier week (own choice).

    innovations: the estimator's surprise z of each lift and session of the last 10 days, `weaker_than_expected` when at
    least eight average below -0.8. session_rpe_change: at the same work, `harder_sessions` from +1. readiness_by_day:
    oldest first, `low_readiness` when five days in a row stay below -1. completion_percent: by session, oldest first,
    `low_completion` when the last two stay below 85.
    """
    present = {
        "weaker_than_expected": len(innovations) >= INNOVATION_LIFTS and fmean(innovations) < LOW_INNOVATION,
        "harder_sessions": session_rpe_change is not None and session_rpe_change >= SESSION_RPE_RISE,
        "low_readiness": _stays_below(LOW_READINESS, readiness_by_day, LOW_READINESS_DAYS),
        "low_completion": _stays_below(LOW_COMPLETION_PERCENT, completion_percent, LOW_COMPLETION_SESSIONS),
    }
    return tuple(sign for sign, is_present in present.items() if is_present)


def _stays_below(threshold: float, values: Sequence[float], count: int) -> bool:
    return len(values) >= count and all(value < threshold for value in values[-count:])


def calls_for_deload(signs: Sequence[str], days_since_deload: float | None) -> bool:
    """Whether an easier week should be offered: two signs, and 21 days since the last one (None: no last one)."""
    rested = days_since_deload is None or days_since_deload >= DELOAD_SPACING_DAYS
    return rested and len(signs) >= DELOAD_SIGNS_NEEDED


def taper_volume_ratio(day: float, days: float = TAPER_DAYS, end_ratio: float = TAPER_END_RATIO) -> float:
    """Share of the usual volume on a day of the taper: e^(-t/τ), 1 on day 0, `end_ratio` on the last day. Bosquet 2007.

    Load and frequency stay.
    """
    _refuse_odd_taper(days, end_ratio)
    return exp(-within("day", day, 0, days) * log(1 / end_ratio) / days)


def taper_mean_ratio(end_ratio: float = TAPER_END_RATIO) -> float:
    """Mean share of the usual volume over an exponential taper, whatever its length: (1 - end)/ln(1/end)."""
    _refuse_odd_taper(TAPER_DAYS, end_ratio)
    return (1 - end_ratio) / log(1 / end_ratio)


def _refuse_odd_taper(days: float, end_ratio: float) -> None:
    if not 0 < days <= MAX_TAPER_DAYS:
        raise OutOfRange(name="taper_days", value=days, lowest=0, highest=MAX_TAPER_DAYS)
    if not 0 < end_ratio < 1:
        raise OutOfRange(name="end_ratio", value=end_ratio, lowest=0, highest=1)


def load_ratio_after_break(days_off: float) -> float:
    """Share of the last load to restart with: -0.5 % for each day beyond ten, at least 80 % (own choice)."""
    beyond = max(0.0, within("days_off", days_off, 0, float("inf")) - BREAK_FREE_DAYS)
    return max(BREAK_LOWEST_RATIO, 1 - BREAK_LOSS_PER_DAY * beyond)


def rir_change_after_break(days_off: float) -> int:
    """Reps in reserve to add in the first session after a break that lowers the load."""
    return BREAK_RIR_CHANGE if days_off > BREAK_FREE_DAYS else 0


def volume_ratio_after_break(days_off: float, week: int) -> float:
    """Highest share of the usual volume in a week (1 = the first) after a break: 50, 70, 80, 90 %, then all of it.

    Applies from two weeks off (CSCCa/NSCA consensus on returning athletes, second-hand); shorter breaks give 1.
    """
    position = int(within("week", week, 1, float("inf"))) - 1
    return RAMP_RATIOS[position] if days_off >= RAMP_AFTER_DAYS and position < len(RAMP_RATIOS) else 1.0


def hard_work_from(last_symptom_at: datetime) -> datetime:
    """The instant from which hard work may be done again: a full day without symptoms (own choice)."""
    return last_symptom_at + timedelta(hours=SYMPTOM_FREE_H)


def steps_after_illness(days_ill: int) -> tuple[float, ...]:
    """Share of the usual sets in each of the first sessions after an illness below the neck or with fever.

    The last of the steps 50, 70, 80, 90 % after a break, one for each two days of illness: none for 0 days, 90 % for
    up to two, all four from seven on.
    """
    steps = min(len(RAMP_RATIOS), ceil(within("days_ill", days_ill, 0, float("inf")) / ILL_DAYS_PER_STEP))
    return RAMP_RATIOS[len(RAMP_RATIOS) - steps :]


def shadow_days(days_ill: int) -> int:
    """Days after the last symptom on which strength may still suffer: as many as the illness had, at most a week."""
    return int(min(ILL_SHADOW_DAYS, within("days_ill", days_ill, 0, float("inf"))))
