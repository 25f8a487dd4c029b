"""Who the simulated athlete is: traits that never change within a block. No policy sees any of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log, sqrt

from benchmarks.simulation.lifts import BENCH, DEADLIFT, LEG_PRESS, LIFTS, PRESS, SQUAT
from benchmarks.simulation.noise import Noise, clipped
from benchmarks.simulation.worlds import World

LEVELS = ("beginner", "intermediate", "advanced")
LEG_PRESS_SHARE = 0.3  # of the athletes press instead of squatting

# Reps curve: between people × lifts SD 2.5 reps at 80 %, 4.4 at 60 % of bench (Nuzzo 2024, second-hand).
K_PERSON_SD, K_LIFT_SD = 0.14, 0.20
# Speed of gains: CV about 0.5 (Hubal 2005), gains of different lifts correlate 0.15-0.29 (public raw data).
RESPONSE_SD, RESPONSE_SHARED = 0.38, 0.22
# Log gain of a leg press per e-fold of training: legs of beginners (Hammarström 2020, raw data).
GAIN = 0.154
# Effective weeks of training behind an athlete. No source: so that an intermediate gains several percent in a block.
TRAINED_WEEKS: Mapping[str, float] = {"beginner": 2.5, "intermediate": 11.0, "advanced": 24.0}
TRAINED_SD = 0.4
# Sets that make about two thirds of the greatest stimulus. No source: flat by about 4 weekly sets for people of average
# training (Pelland 2025, second-hand), more for the trained.
DOSE: Mapping[str, float] = {"beginner": 1.15, "intermediate": 2.4, "advanced": 3.2}
DOSE_SD, DOSE_LIFT_SD = 0.50, 0.15
# Fatigue: no source for any of its constants.
FATIGUE: Mapping[str, float] = {"beginner": 0.9, "intermediate": 1.0, "advanced": 1.1}
FATIGUE_SD, RECOVERY_SD, SET_LOSS_SD = 0.38, 0.22, 0.25
# Ratings: bias 1.2 (0.95 reps under-predicted, Halperin 2022), wide between people; noise as in Refalo 2023 near
# failure and Zourdos 2021 far from it. A true 1RM is rated 8.96 ± 0.43 by novices (Zourdos 2016, second-hand).
BIAS, BIAS_SD, RATING_NOISE_SD = 1.2, 0.18, 0.25
NOVICE_LEFT, NOVICE_LEFT_SD = 1.04, 0.43
# Day to day: with the test error of about 2.5 % this gives the CV of 4.2 % of Grgic 2020.
DAY_SD, DAY_SD_SPREAD, LIFT_DAY_SD = 0.026, 0.20, 0.010
SLEEP_EFFECT, STRESS_EFFECT = 0.008, 0.006  # log strength per SD; no source, small as for ordinary nights (Craven 2022)
MISS_CHANCE, MISS_SD = 0.04, 0.5
START_SD, START_LIFT_SD = 0.18, 0.10


@dataclass(frozen=True, slots=True)
class LiftTraits:
    """slug; k of the reps curve; start: log 1RM (kg) unfatigued at intake; response: log gain per log of training;
    trained_weeks: effective weeks behind; dose: effective sets for two thirds of the stimulus."""

    slug: str
    k: float
    start: float
    response: float
    trained_weeks: float
    dose: float


@dataclass(frozen=True, slots=True)
class Traits:
    """fatigue, recovery_time, set_loss, rating_noise: factors. bias: true over told reps in reserve. least_told: fewest
    reps in reserve that this athlete ever tells (novices stop at about RPE 9). day_sd and effects: log units."""

    level: str
    lifts: Mapping[str, LiftTraits]
    fatigue: float
    recovery_time: float
    set_loss: float
    bias: float
    rating_noise: float
    least_told: float
    day_sd: float
    sleep_effect: float
    stress_effect: float
    miss_chance: float


def traits_of(noise: Noise, number: int, world: World) -> Traits:
    """The athlete with this number: levels take turns. The same person in every world, but for what that changes."""
    level = LEVELS[number % len(LEVELS)]
    novice = level == "beginner"
    return Traits(
        level=level,
        lifts={slug: _lift(noise, level, slug, world) for slug in _slugs(noise)},
        fatigue=noise.spread(world.fatigue * FATIGUE[level], FATIGUE_SD, "fatigue"),
        recovery_time=noise.spread(world.recovery_time, RECOVERY_SD, "recovery"),
        set_loss=noise.spread(1.0, SET_LOSS_SD, "set_loss"),
        bias=noise.spread(BIAS, BIAS_SD * world.rating_bias_spread, "bias"),
        rating_noise=noise.spread(world.rating_noise, RATING_NOISE_SD, "rating_noise"),
        least_told=max(0.0, NOVICE_LEFT + NOVICE_LEFT_SD * noise.normal("least_told")) if novice else 0.0,
        day_sd=noise.spread(DAY_SD * world.day_noise, DAY_SD_SPREAD, "day_sd"),
        sleep_effect=max(0.0, SLEEP_EFFECT * (1 + 0.5 * noise.normal("sleep_effect"))),
        stress_effect=max(0.0, STRESS_EFFECT * (1 + 0.5 * noise.normal("stress_effect"))),
        miss_chance=min(0.3, noise.spread(MISS_CHANCE, MISS_SD, "miss")),
    )


def _slugs(noise: Noise) -> tuple[str, ...]:
    legs = LEG_PRESS if noise.uniform("legs") < LEG_PRESS_SHARE else SQUAT
    return legs.slug, BENCH.slug, DEADLIFT.slug, PRESS.slug


def _lift(noise: Noise, level: str, slug: str, world: World) -> LiftTraits:
    lift = LIFTS[slug]
    shared, own = sqrt(RESPONSE_SHARED), sqrt(1 - RESPONSE_SHARED)
    response = RESPONSE_SD * clipped(shared * noise.normal("response") + own * noise.normal("response", slug))
    person_k = noise.spread(1.0, K_PERSON_SD, "k")
    person_dose = noise.spread(DOSE[level], DOSE_SD, "dose")
    person_start = START_SD * noise.normal("start")
    return LiftTraits(
        slug=slug,
        k=noise.spread(lift.k * person_k, K_LIFT_SD, "k", slug),
        start=log(lift.start_kg[level]) + person_start + START_LIFT_SD * noise.normal("start", slug),
        response=GAIN * world.response * lift.learning * exp(response),
        trained_weeks=noise.spread(TRAINED_WEEKS[level], TRAINED_SD, "trained", slug),
        dose=noise.spread(person_dose, DOSE_LIFT_SD, "dose", slug),
    )
