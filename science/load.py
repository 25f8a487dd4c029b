"""Training load from session RPE, and the summaries drawn from it.

Session RPE × minutes: Foster 2001, J Strength Cond Res 15:109; monotony and strain: Foster 1998, Med Sci Sports Exerc
30:1164. Unit: arbitrary units (AU). Daily loads: oldest first, one per calendar day, 0 on a day without training.
The acute:chronic ratio is contested (Impellizzeri 2020, Sports Med): it says how this week compares with the last four,
not who gets hurt. The fitness-fatigue model is an illustration; its parameters are unstable.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import exp, log
from statistics import fmean, pstdev, stdev

from science.refusals import OutOfRange, within

WEEK_DAYS = 7
ACUTE_DAYS = 7
CHRONIC_DAYS = 28
FITNESS_DAYS = 42
MONOTONY_CAP = 5.0
VERY_EVEN_MONOTONY = 2.0  # Foster's mark (second-hand): a very even week, no danger
MONOTONY_DDOF = 1


def session_load_au(session_rpe: float, duration_min: float) -> float:
    """Load of one session in AU: session RPE (0-10, asked about 30 min after the end) × minutes. Foster 2001."""
    return within("session_rpe", session_rpe, 0, 10) * within("duration_min", duration_min, 0, float("inf"))


def daily_loads_au(sessions: Iterable[tuple[date, float]], first_on: date, last_on: date) -> tuple[float, ...]:
    """Sum of the session loads of each day from first to last, oldest first; a day without a session is 0."""
    days = (last_on - first_on).days + 1
    totals = {first_on + timedelta(days=day): 0.0 for day in range(days)}
    for trained_on, load_au in sessions:
        if trained_on in totals:
            totals[trained_on] += load_au
    return tuple(totals.values())


def weekly_load_au(daily_load_au: Sequence[float]) -> float:
    """Sum of the last seven daily loads."""
    return sum(daily_load_au[-WEEK_DAYS:])


def monotony(daily_load_au: Sequence[float], ddof: int = MONOTONY_DDOF) -> float | None:
    """Mean over spread of the last seven daily loads, at most 5; None before seven days and without variation.

    Foster 1998. Sample SD (ddof 1) by default, ddof 0 for the population SD. Own choices: SD, cap, None at SD 0.
    """
    week = daily_load_au[-WEEK_DAYS:]
    if len(week) < WEEK_DAYS:
        return None
    spread = stdev(week) if ddof else pstdev(week)
    return min(MONOTONY_CAP, fmean(week) / spread) if spread else None


def strain_au(weekly_load_au: float, monotony: float | None) -> float | None:
    """Weekly load × monotony (Foster 1998); None where monotony is."""
    return None if monotony is None else weekly_load_au * monotony


def acwr(daily_load_au: Sequence[float], *, coupled: bool = True) -> float | None:
    """Rolling acute:chronic ratio, a contested number: mean of 7 days over the mean of 28.

    Coupled: the 28 days include the 7; uncoupled: over the 21 days before them. None before 28 days, and over zero.
    """
    if len(daily_load_au) < CHRONIC_DAYS:
        return None
    chronic = daily_load_au[-CHRONIC_DAYS:] if coupled else daily_load_au[-CHRONIC_DAYS:-ACUTE_DAYS]
    usual = fmean(chronic)
    return fmean(daily_load_au[-ACUTE_DAYS:]) / usual if usual > 0 else None


def ewma_weight(days: float) -> float:
    """Weight λ = 2/(N + 1) of the newest day in an N-day average (Williams 2017, Br J Sports Med 51:209)."""
    return 2 / (within("days", days, 1, float("inf")) + 1)


def ewma_au(daily_load_au: Sequence[float], days: float) -> float | None:
    """Exponentially weighted mean, started at the first day's value: E = λL + (1 - λ)E. None without data."""
    if not daily_load_au:
        return None
    weight = ewma_weight(days)
    average = daily_load_au[0]
    for load_au in daily_load_au[1:]:
        average += weight * (load_au - average)
    return average


def acwr_ewma(daily_load_au: Sequence[float]) -> float | None:
    """Acute:chronic ratio of 7- and 28-day exponential averages (Williams 2017); None before 28 days, and over zero."""
    if len(daily_load_au) < CHRONIC_DAYS:
        return None
    acute, chronic = ewma_au(daily_load_au, ACUTE_DAYS), ewma_au(daily_load_au, CHRONIC_DAYS)
    return acute / chronic if acute is not None and chronic else None


def chronic_load_au(daily_load_au: Iterable[float], days: float = FITNESS_DAYS, start_au: float = 0.0) -> float:
    """Slow running load (CTL): c := c + (L - c)/N day by day, N = 42."""
    chronic = start_au
    for load_au in daily_load_au:
        chronic += (load_au - chronic) / days
    return chronic


def fitness_minus_fatigue(
    daily_load_au: Sequence[float],
    *,
    start: float = 0.0,
    fitness_days: float = 42.0,
    fatigue_days: float = 7.0,
    fitness_gain: float = 1.0,
    fatigue_gain: float = 2.0,
) -> float:
    """Performance on the day of the last load, before it: p0 + k1 Σ w e^(-Δ/t1) - k2 Σ w e^(-Δ/t2).

    Banister's model (Busso 1990, Eur J Appl Physiol 61:48); t1 30-60 d, t2 5-15 d (second-hand). Illustration only.
    """
    performance = start
    for days_ago, load_au in enumerate(reversed(daily_load_au)):
        if days_ago:
            fitness = fitness_gain * exp(-days_ago / fitness_days)
            performance += load_au * (fitness - fatigue_gain * exp(-days_ago / fatigue_days))
    return performance


def banister_peak_days(
    fitness_days: float = 42.0, fatigue_days: float = 7.0, fitness_gain: float = 1.0, fatigue_gain: float = 2.0
) -> float:
    """Days after one impulse until the gain is largest: t1 t2/(t1 - t2) · ln(k2 t1/(k1 t2)). Illustration only."""
    _refuse_slow_fatigue(fitness_days, fatigue_days)
    pace = fitness_days * fatigue_days / (fitness_days - fatigue_days)
    return pace * log(fatigue_gain * fitness_days / (fitness_gain * fatigue_days))


def banister_break_even_days(
    fitness_days: float = 42.0, fatigue_days: float = 7.0, fitness_gain: float = 1.0, fatigue_gain: float = 2.0
) -> float:
    """Days after one impulse until fitness outweighs fatigue: t1 t2/(t1 - t2) · ln(k2/k1). Illustration only."""
    _refuse_slow_fatigue(fitness_days, fatigue_days)
    return fitness_days * fatigue_days / (fitness_days - fatigue_days) * log(fatigue_gain / fitness_gain)


def _refuse_slow_fatigue(fitness_days: float, fatigue_days: float) -> None:
    if not 0 < fatigue_days < fitness_days:
        raise OutOfRange(name="fatigue_days", value=fatigue_days, lowest=0, highest=fitness_days)
