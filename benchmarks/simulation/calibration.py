"""What studies found next to what the simulated athletes do. Rows whose band is wide say so: the studies disagree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp, log
from statistics import correlation, fmean, stdev

from benchmarks.simulation.athlete import LEVELS, traits_of
from benchmarks.simulation.gym import Gym
from benchmarks.simulation.lifts import BENCH, LEG_PRESS, LIFTS
from benchmarks.simulation.noise import Noise
from benchmarks.simulation.policies.percent import PercentLevel
from benchmarks.simulation.policies.probes import RestWeek, dose
from benchmarks.simulation.policies.rpe_table import RpeSetBySet
from benchmarks.simulation.rating import told_rpe
from benchmarks.simulation.runner import Athlete, MakePolicy, athlete_of, play
from benchmarks.simulation.worlds import WORLDS
from science.effort import rir_from_rpe

DEFAULT = WORLDS["default"]
TEST_ERROR = 0.025  # log error of a 1RM test beyond the day's form; no source
UNTRAINED_WEEKS = 0.3
LEFT_AT_NINE = 1.2  # true reps left when the average athlete says 9


@dataclass(frozen=True, slots=True)
class Row:
    """A published figure, the band in which the simulated one is accepted, and the simulated one."""

    quantity: str
    published: str
    low: float
    high: float
    simulated: float

    @property
    def holds(self) -> bool:
        return self.low <= self.simulated <= self.high


def rows(athletes: int, seed: int) -> Iterator[Row]:
    """Every target, one after the other."""
    yield from _reps(athletes, seed)
    yield from _ratings(athletes, seed)
    yield from _days(athletes, seed)
    yield from _sets(athletes, seed)
    yield from _beginners(athletes, seed)
    yield from _long_run(athletes, seed)
    yield from _doses(athletes, seed)
    yield from _studies(athletes, seed)


def _people(athletes: int, seed: int, weeks: int = 14, level: str | None = None) -> list[Athlete]:
    step = 1 if level is None else len(LEVELS)
    first = 0 if level is None else LEVELS.index(level)
    return [athlete_of(seed, first + step * number, DEFAULT, weeks) for number in range(athletes)]


def _gains(people: Sequence[Athlete], make: MakePolicy) -> list[dict[str, float]]:
    return [play(athlete, make).gains for athlete in people]


def _percent(people: Sequence[Athlete], make: MakePolicy) -> list[float]:
    return [play(athlete, make).gain_percent for athlete in people]


# --- Reps, ratings, days ----------------------------------------------------------------------------------------------


def _reps(athletes: int, seed: int) -> Iterator[Row]:
    """Nuzzo 2024, Sports Med 54:303; leg press and SDs second-hand."""
    count = max(athletes, 400)
    for lift, share, mean, sd in ((BENCH, 0.8, 8.8, 2.5), (BENCH, 0.7, 14.1, None), (BENCH, 0.6, None, 4.4)):
        reps = [_reps_at(seed, number, lift.slug, share) for number in range(count)]
        if mean is not None:
            yield Row(f"{lift.slug}: reps at {share:.0%}", f"{mean}", mean - 0.8, mean + 0.8, fmean(reps))
        if sd is not None:
            yield Row(f"{lift.slug}: SD of reps at {share:.0%}", f"{sd}", 0.6 * sd, 1.6 * sd, stdev(reps))
    for share, mean in ((0.8, 13.1), (0.7, 19.0)):
        reps = [_reps_at(seed, number, LEG_PRESS.slug, share) for number in range(count)]
        reps = [each for each in reps if each]
        yield Row(f"leg-press: reps at {share:.0%}", f"{mean}", 0.85 * mean, 1.15 * mean, fmean(reps))


def _reps_at(seed: int, number: int, slug: str, share: float) -> float:
    athlete = athlete_of(seed, number, DEFAULT, 1)
    lift = athlete.traits.lifts.get(slug)
    return athlete.laws.reps_to_failure(share, lift.k) if lift else 0.0


def _ratings(athletes: int, seed: int) -> Iterator[Row]:
    """Refalo 2023; Zourdos 2021, J Strength Cond Res 35:S158; Halperin 2022, Sports Med 52:377. Rated true reserves
    spread evenly from 0 to 6."""
    called, errors, at_three = [], [], []
    for number in range(athletes):
        noise = Noise(seed, number)
        traits = traits_of(noise, number, DEFAULT)
        for place in range(13):
            truth = place / 2
            rpe = told_rpe(noise, traits, truth, place, BENCH.slug, 0)
            if rpe is None:
                continue
            told = rir_from_rpe(rpe)
            errors.append(truth - told)
            called.append(told)
            if told == 3:
                at_three.append(truth)
    yield Row("true reps left when 3 are called", "3 to 6.65", 3.0, 6.65, fmean(at_three))
    yield Row("reps left that are not seen, mean", "0.95 (0.17 to 1.73)", 0.0, 1.73, fmean(errors))


def _days(athletes: int, seed: int) -> Iterator[Row]:
    """Grgic 2020, Sports Med Open 6:31: CV of a repeated 1RM test, median 4.2 %, 0.5 to 12.1 %."""
    spreads, answers = [], []
    for athlete in _people(athletes, seed):
        form = [
            day.strength + athlete.traits.day_sd * athlete.noise.normal("form", i) for i, day in enumerate(athlete.days)
        ]
        spreads.append((stdev(form) ** 2 + TEST_ERROR**2) ** 0.5)
        told = [(day.told.sleep, value) for day, value in zip(athlete.days, form, strict=True) if day.told.sleep]
        answers.append(correlation(*map(list, zip(*told, strict=True))) if len(told) > 2 else 0.0)
    yield Row("1RM from day to day, CV in %", "4.2 (0.5 to 12.1)", 3.2, 5.5, 100 * fmean(spreads))
    yield Row(
        "morning answer about sleep and the day's strength, r",
        "weak (Craven 2022, Saw 2016)",
        0.02,
        0.35,
        fmean(answers),
    )


def _sets(athletes: int, seed: int) -> Iterator[Row]:
    """A public training log (hevy_rpe_dakheera.csv), n = 1567 pairs at mean RPE 9: 1RM as the ratings tell it."""
    drops: dict[int, list[float]] = {1: [], 2: []}
    for athlete in _people(athletes, seed):
        gym = athlete.gym()
        gym.body.dawn(athlete.days[0])
        gym.open(0, athlete.days[0])
        load = gym.true_load_kg(BENCH.slug, 8, LEFT_AT_NINE)
        told = [gym.lift(BENCH.slug, load, _reps_to_nine(gym, load), 150) for _ in range(3)]
        k = LIFTS[BENCH.slug].k
        rated = [_rated_log_kg(each.told.reps, each.told.reported_rir, k) for each in told]
        for later in drops:
            first, second = rated[0], rated[later]
            if first is not None and second is not None:
                drops[later].append(100 * (second - first))
    yield Row("second set at RPE about 9, %", "-4.0 (SD 6.8)", -6.0, -2.0, fmean(drops[1]))
    yield Row("third set, %", "-8.2", -11.0, -5.0, fmean(drops[2]))


def _reps_to_nine(gym: Gym, load_kg: float) -> int:
    """Reps after which the set is rated about 9."""
    share = load_kg / exp(gym.log_strength(BENCH.slug))
    possible = gym.laws.reps_to_failure(share, gym.traits.lifts[BENCH.slug].k)
    return max(1, round(possible - LEFT_AT_NINE))


def _rated_log_kg(reps: int, rir: float | None, k: float) -> float | None:
    return None if rir is None else log(1 + k * (reps + rir - 1))


# --- Gains ------------------------------------------------------------------------------------------------------------


def _untrained(athletes: int, seed: int, weeks: int) -> list[Athlete]:
    """Beginners who have never trained; legs on the leg press."""
    return [_as_untrained(athlete) for athlete in _people(athletes, seed, weeks, "beginner")]


def _as_untrained(athlete: Athlete) -> Athlete:
    lifts = {slug: replace(lift, trained_weeks=UNTRAINED_WEEKS) for slug, lift in athlete.traits.lifts.items()}
    return replace(athlete, traits=replace(athlete.traits, lifts=lifts))


def _leg_gain(athlete: Athlete, gains: dict[str, float]) -> float:
    return 100 * gains[next(iter(athlete.traits.lifts))]


def _beginners(athletes: int, seed: int) -> Iterator[Row]:
    """Hammarström 2020, raw data (legs, 34 people); Hubal 2005, MSSE 37:964; Øfsteng, raw data."""
    three, one = dose(3, 1, 8), dose(1, 1, 8)
    for weeks, low, high in ((2, 9, 18), (5, 21, 29), (9, 29, 36), (12, 33, 39)):
        people = _untrained(athletes, seed, weeks)
        legs = [_leg_gain(athlete, play(athlete, three).gains) for athlete in people]
        yield Row(
            f"untrained legs, log gain in % after {weeks} weeks", f"{low} to {high}", low - 3, high + 3, fmean(legs)
        )
    yield Row("SD of it, 12 weeks", "14 to 17", 10, 20, stdev(legs))
    yield Row("CV of it, 12 weeks", "0.48 to 0.51 (size)", 0.35, 0.60, stdev(legs) / fmean(legs))
    single = [_leg_gain(athlete, play(athlete, one).gains) for athlete in people]
    yield Row("1 set against 3, ratio of the gains", "0.90, 0.92", 0.78, 0.97, fmean(single) / fmean(legs))
    trained = [100 * (exp(gains[BENCH.slug]) - 1) for gains in _gains(_people(athletes, seed, 14, "beginner"), three)]
    yield Row("bench of beginners, % in 14 weeks", "14.0", 9.0, 20.0, fmean(trained))
    yield Row("SD of the bench's gain", "7.1", 4.0, 12.0, stdev(trained))
    gains = _gains(_untrained(athletes, seed, 12), three)
    yield Row("gains of different lifts, r", "0.15 to 0.29", 0.10, 0.45, _correlation(gains))


def _correlation(gains: Sequence[dict[str, float]]) -> float:
    """Mean over the pairs of lifts (places, so that squat and leg press count as one)."""
    columns = list(zip(*(list(each.values()) for each in gains), strict=True))
    pairs = [(a, b) for i, a in enumerate(columns) for b in columns[i + 1 :]]
    return fmean(correlation(a, b) for a, b in pairs)


def _long_run(athletes: int, seed: int) -> Iterator[Row]:
    """Steele 2022: single sets once a week, +30 to +50 % in the first year, then about log(time)."""
    year = _percent(_untrained(athletes, seed, 52), dose(1, 1, 6))
    yield Row("untrained, single sets for a year, %", "30 to 50", 25, 60, fmean(year))


# --- Doses and studies ------------------------------------------------------------------------------------------------


def _doses(athletes: int, seed: int) -> Iterator[Row]:
    """Pelland 2025 (second-hand: effect from about 1 weekly set, flat near 4); Robinson 2024 (about flat in RIR)."""
    people = _people(athletes, seed)
    gains = {sets: fmean(_percent(people, dose(sets, 2))) for sets in (1, 2, 4)}
    yield Row("2 weekly sets against 4, ratio of the gains", "most of it", 0.6, 1.0, gains[1] / gains[2])
    yield Row("8 weekly sets against 4", "about flat", 0.85, 1.2, gains[4] / gains[2])
    close, far = (fmean(_percent(people, dose(3, rir))) for rir in (1, 4))
    yield Row("4 in reserve against 1", "about flat", 0.8, 1.2, far / close)


def _studies(athletes: int, seed: int) -> Iterator[Row]:
    """Coleman 2024, PeerJ e16777: a week off in nine. Hickmott 2022: ratings against percentages of a tested 1RM,
    +2.07 kg (-0.32 to 4.46); Zhang 2021: effect 0.64."""
    people = _people(athletes, seed, 9)
    rested, whole = _percent(people, RestWeek), _percent(people, dose(3, 2))
    off = fmean(a - b for a, b in zip(rested, whole, strict=True))
    yield Row("a week off in nine, points", "no benefit, slightly less", -1.5, 0.1, off)
    tested = [_as_tested(athlete) for athlete in _people(athletes, seed, 10)]
    rated = [_kg(athlete, lambda intake, gym: RpeSetBySet(intake)) for athlete in tested]
    sheet = [_kg(athlete, lambda intake, gym: PercentLevel(intake)) for athlete in tested]
    gap = fmean(a - b for a, b in zip(rated, sheet, strict=True))
    yield Row("ratings against percentages, kg", "+2.07 (-0.32 to 4.46)", -0.5, 4.5, gap)


def _as_tested(athlete: Athlete) -> Athlete:
    """The intake tells the true 1RM, as in a study."""
    body = athlete.gym().body
    lifts = tuple(
        replace(lift, guess_kg=round(exp(body.strength(lift.slug)), 1), basis="tested") for lift in athlete.intake.lifts
    )
    return replace(athlete, intake=replace(athlete.intake, lifts=lifts))


def _kg(athlete: Athlete, make: MakePolicy) -> float:
    """Mean gain over the lifts in kg."""
    body = athlete.gym().body
    return fmean(exp(body.strength(slug)) * (exp(gain) - 1) for slug, gain in play(athlete, make).gains.items())
