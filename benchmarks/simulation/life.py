"""What happens to the athlete apart from training: nights, stress, illness, holidays, missed days, morning answers.

The same for every policy, so it is written down before the block begins. How often things happen has no source.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, sqrt

from adaptation.core.engine_types import IllnessTold, Wellness
from benchmarks.simulation.athlete import Traits
from benchmarks.simulation.noise import Noise
from benchmarks.simulation.schedule import WEEK_DAYS

MEMORY = 0.4  # of last night's sleep and yesterday's stress
ILL_KINDS = ("above_neck", "above_neck", "below_neck", "fever")  # each as likely; no source
ILL_PER_WEEK, ILL_DAYS, ILL_LOSS, ILL_FADE_DAYS = 0.02, (3, 7), 0.04, 5.0
HARD_WEEK_CHANCE, HARD_WEEK_STRESS, HARD_WEEK_MISSES = 0.06, 1.5, 2.5
HOLIDAY_CHANCE, HOLIDAY_DAYS = 0.12, (7, 14)
STRESS_SLOWS, SLEEP_SPEEDS = 0.12, 0.08  # recovery time per SD
# Morning answers on 1-10: the answer shares about half of its variance with the night that it is about.
ANSWER_MEAN_SLEEP, ANSWER_MEAN_STRESS, ANSWER_SD, ANSWER_TRUTH = 6.8, 4.2, 1.4, 0.65
SILENT_MORNINGS = 0.12


@dataclass(frozen=True, slots=True)
class Day:
    """can_train: healthy, at home and in the mood. sleep, stress: true, in SD from the athlete's usual. strength: what
    the night, the stress and an illness do to today's strength, log units. recovery_time: factor. told: the answers.
    illness: what is reported of one today, that it began or that yesterday was its last day."""

    can_train: bool
    sleep: float
    stress: float
    strength: float
    recovery_time: float
    told: Wellness
    illness: IllnessTold | None = None


def days_of(noise: Noise, traits: Traits, days: int) -> tuple[Day, ...]:
    """The whole block, day by day."""
    hard = [noise.uniform("hard_week", day // WEEK_DAYS) < HARD_WEEK_CHANCE for day in range(days)]
    ill_loss, is_ill = _illness(noise, days)
    reports = _reports(noise, is_ill)
    away = _holiday(noise, days)
    sleep, stress = _series(noise, "sleep", days), _series(noise, "stress", days)
    lived = []
    for day in range(days):
        tension = stress[day] + HARD_WEEK_STRESS * hard[day]
        missed = noise.uniform("missed", day) < traits.miss_chance * (HARD_WEEK_MISSES if hard[day] else 1.0)
        lived.append(
            Day(
                can_train=not (missed or is_ill[day] or away[day]),
                sleep=sleep[day],
                stress=tension,
                strength=traits.sleep_effect * sleep[day] - traits.stress_effect * tension - ill_loss[day],
                recovery_time=max(0.7, 1 + STRESS_SLOWS * tension - SLEEP_SPEEDS * sleep[day]),
                told=_told(noise, day, sleep[day], tension),
                illness=reports.get(day),
            )
        )
    return tuple(lived)


def _series(noise: Noise, purpose: str, days: int) -> Sequence[float]:
    """A night (or a day's stress) that remembers the one before; SD 1."""
    values, last = [], 0.0
    for day in range(days):
        last = MEMORY * last + sqrt(1 - MEMORY**2) * noise.normal(purpose, day)
        values.append(last)
    return values


def _illness(noise: Noise, days: int) -> tuple[list[float], list[bool]]:
    """What illness takes from strength, and on which days it keeps the athlete at home."""
    losses, at_home, since, left = [], [], 99.0, 0
    for day in range(days):
        if left == 0 and noise.uniform("ill", day) < ILL_PER_WEEK / WEEK_DAYS:
            left = _between(noise, ILL_DAYS, "ill_days", day)
        at_home.append(left > 0)
        since = 0.0 if left > 0 else since + 1
        left = max(0, left - 1)
        losses.append(ILL_LOSS * exp(-since / ILL_FADE_DAYS))
    return losses, at_home


def _reports(noise: Noise, is_ill: Sequence[bool]) -> dict[int, IllnessTold]:
    """Each illness is told on its first day, and its end on the day after its last."""
    told: dict[int, IllnessTold] = {}
    first = 0
    for day, now in enumerate(is_ill):
        before = day > 0 and is_ill[day - 1]
        if now and not before:
            first = day
            told[day] = IllnessTold(_kind(noise, first), first)
        elif before and not now:
            told[day] = IllnessTold(_kind(noise, first), first, day - 1)
    return told


def _kind(noise: Noise, first_day: int) -> str:
    return ILL_KINDS[int(noise.uniform("ill_kind", first_day) * len(ILL_KINDS))]


def _holiday(noise: Noise, days: int) -> list[bool]:
    """At most one stretch without training."""
    if noise.uniform("holiday") >= HOLIDAY_CHANCE:
        return [False] * days
    first = int(noise.uniform("holiday_on") * days)
    last = first + _between(noise, HOLIDAY_DAYS, "holiday_days")
    return [first <= day < last for day in range(days)]


def _between(noise: Noise, bounds: tuple[int, int], purpose: str, *place: int) -> int:
    low, high = bounds
    return low + int(noise.uniform(purpose, *place) * (high - low + 1))


def _told(noise: Noise, day: int, sleep: float, stress: float) -> Wellness:
    if noise.uniform("silent", day) < SILENT_MORNINGS:
        return Wellness()
    return Wellness(
        sleep=_answer(ANSWER_MEAN_SLEEP, sleep, noise.normal("told_sleep", day)),
        stress=_answer(ANSWER_MEAN_STRESS, stress, noise.normal("told_stress", day)),
    )


def _answer(mean: float, truth: float, luck: float) -> float:
    shifted = mean + ANSWER_SD * (ANSWER_TRUTH * truth + sqrt(1 - ANSWER_TRUTH**2) * luck)
    return float(round(min(10.0, max(1.0, shifted))))
