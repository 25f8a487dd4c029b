"""How an athlete's strength answers to the number of hard sets a week: a Bayesian regression, lifts pooled.

Gain of one lift in one week, log units (0.01 is about 1 %), at n hard sets:

    gain(n) = lasting + early/(1.5 + week) + a·ln((1 + n)/(1 + 6)) - b·(n - 6)

Each set adds less than the one before (a) and costs the same (b), so there is one best number of sets, a/b - 1. The
shape is our own choice: it diminishes as Pelland 2025 found (Sports Med, doi 10.1007/s40279-025-02344-w), never turns
upwards again, and is linear in its unknowns, so that the answer is exact. What is regressed is the *level* of strength
after each week on the sums of the terms over the weeks before, because the noise of levels is independent and that of
weekly differences is not. Weeks without hard sets move nothing: short breaks cost little, and say nothing about sets.

Each lift has unknowns of its own, which scatter around the athlete's (partial pooling): gains of different lifts
correlate by 0.15-0.29 only (Hammarström 2020, Øfsteng, raw data), what they need more (own choice). The evidence of a
lift is two small sums; it can be made anew from its weeks in any order.

Within a few months one athlete's own weeks say little about the best number of sets: day-to-day strength (SD 3 %) is
large against what a set more or less a week is worth (about 0.1 %). The posterior stays wide, and says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt
from statistics import fmean
from types import MappingProxyType

from science.estimator import TREND_PRIOR
from science.normal import probability_below
from science.refusals import row, within

REFERENCE_SETS = 6.0  # where `lasting` is measured; hard sets a week of one lift
EARLY_WEEKS = 1.5  # gain ~ log(1 + week/1.5): weeks 2, 5, 9 and 12 of Hammarström 2020 within a few percent
WORTH = 0.40  # a as a share of the lasting gain: nine against three weekly sets gain 10 % more (Hammarström 2020, raw)
WORTH_SD = 0.15  # own choice: the heterogeneity of Pelland 2025 is large
BEST_SETS = 7.0  # a week; own choice: the geometric middle of 4 and 12, that is of 2-6 sets twice a week
BEST_SETS_SPREAD = 0.28  # SD of the cost of a set, as a share of it: best sets mostly between 4 and 12 a week
SHARED_GAIN, SHARED_SHAPE = 0.22, 0.5  # shares of the variance that lifts of one athlete have in common
LEVEL_SD = 0.30  # where a lift starts is its own: no prior worth the name
LEVEL_SHARED_SD = 1e-3
WALK = 2.0  # own choice: strength wanders around its course, so every week counts half
MOST_WEEKS = 26  # older weeks are forgotten: people change
MOST_SETS = 60.0
SESSION_SD = 0.045  # of what one session points to: the day (3.2 %, Grgic 2020) and its ratings (about 1 rep)
WEEK_DAYS = 7
LEAST_WEEKS = 3
TELLING_Z = 1.28  # nine in ten: what is said about an athlete's own weeks should mostly be true
EARLY_PRIOR: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"beginner": (0.05, 0.05), "intermediate": (0.01, 0.015), "advanced": (0.0, 0.01)}
)
"""Mean and SD of `early`, by experience. Own choice; untrained legs reach 0.16 (Hammarström 2020, raw data)."""

Vector = list[float]
Matrix = list[list[float]]
SIZE = 5  # level, lasting, early, a, b


@dataclass(frozen=True, slots=True)
class Week:
    """One week of one lift. number: counts weeks on a running calendar. sets: hard sets done, 0 or more. strength: mean
    log of the e1RM that its sessions pointed to, with its variance; None where nothing was rated."""

    number: int
    sets: float
    strength: float | None = None
    variance: float = SESSION_SD**2


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the weeks of one lift say: Σ x xᵀ/v (upper triangle by rows) and Σ x y/v over its measured weeks."""

    precision: tuple[float, ...] = (0.0,) * (SIZE * (SIZE + 1) // 2)
    score: tuple[float, ...] = (0.0,) * SIZE
    weeks: int = 0


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its SD."""

    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class Response:
    """The posterior of one lift: mean and covariance of (level, lasting, early, a, b). weeks: measured weeks of it."""

    mean: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    weeks: int = 0

    def gain(self, sets: float, week: float = float("inf")) -> Estimate:
        """Gain a week at so many weekly sets, log units; `week` counts from 0, by default when early gains are over."""
        return self._along([0.0, *_terms(sets, week)])

    def worth_of_one_more(self, sets: float, more: float = 1.0) -> Estimate:
        """Gain a week with `more` sets a week on top of `sets`, against `sets`; negative `more` for fewer."""
        after, before = _terms(sets + more, 0), _terms(sets, 0)
        return self._along([0.0, *(high - low for high, low in zip(after, before, strict=True))])

    def chance_more_helps(self, sets: float, more: float = 1.0) -> float:
        """P(so many sets a week more gain more)."""
        worth = self.worth_of_one_more(sets, more)
        return probability_below(worth.mean / worth.sd)

    def best_sets(self, chance: float = 0.5, highest: float = 20.0) -> float:
        """The weekly sets up to which a further one still helps with at least this chance: 0.5 for the middle of the
        estimate, 0.95 and 0.05 for the ends of its interval. Between 1 and `highest`."""
        sets = 1.0
        while sets < highest and self.chance_more_helps(sets - 0.5) >= chance:
            sets += 0.5
        return sets

    def _along(self, x: Sequence[float]) -> Estimate:
        mean = sum(a * b for a, b in zip(x, self.mean, strict=True))
        variance = sum(x[i] * x[j] * self.covariance[i][j] for i in range(SIZE) for j in range(SIZE))
        return Estimate(mean, sqrt(max(variance, 1e-18)))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Mean weekly gain (log units) of an athlete's weeks with fewer and with more sets, as far as they differ."""

    fewer_sets: float
    more_sets: float
    fewer_gain: float
    more_gain: float
    fewer_weeks: int
    more_weeks: int

    @property
    def is_more_better(self) -> bool:
        return self.more_gain > self.fewer_gain


def add_session(
    weeks: Sequence[Week],
    number: int,
    sets: float,
    strength: float | None = None,
    variance: float = SESSION_SD**2,
) -> tuple[Week, ...]:
    """The weeks with one session more in week `number`, oldest first, at most 26 of them.

    strength: log e1RM that the session pointed to; variance: of the day and the ratings, log units squared, > 0.
    OutOfRange for impossible numbers. The order of the sessions does not matter.
    """
    within("sets", sets, 0, MOST_SETS)
    within("variance", variance, 1e-9, float("inf"))
    kept = {week.number: week for week in weeks}
    kept[number] = _merged(kept.get(number, Week(number, 0.0)), sets, strength, variance)
    return tuple(kept[each] for each in sorted(kept)[-MOST_WEEKS:])


def _merged(week: Week, sets: float, strength: float | None, variance: float) -> Week:
    total = week.sets + sets
    if strength is None:
        return Week(week.number, total, week.strength, week.variance)
    if week.strength is None:
        return Week(week.number, total, strength, variance)
    precision = 1 / week.variance + 1 / variance
    mean = (week.strength / week.variance + strength / variance) / precision
    return Week(week.number, total, mean, 1 / precision)


def evidence(weeks: Sequence[Week]) -> Evidence:
    """What the weeks of one lift say about its response. Weeks oldest first; levels count from the first measured."""
    start = next((week.strength for week in weeks if week.strength is not None), None)
    if start is None:
        return Evidence()
    precision, score, count = _zeros(), [0.0] * SIZE, 0
    x = [1.0, 0.0, 0.0, 0.0, 0.0]
    for week in weeks:
        if week.strength is not None:
            weight = 1 / (WALK * week.variance)
            for i in range(SIZE):
                score[i] += weight * x[i] * (week.strength - start)
                for j in range(SIZE):
                    precision[i][j] += weight * x[i] * x[j]
            count += 1
        if week.sets > 0:
            x = [
                1.0,
                *(sum(pair) for pair in zip(x[1:], _terms(week.sets, week.number - weeks[0].number), strict=True)),
            ]
    upper = tuple(precision[i][j] for i in range(SIZE) for j in range(i, SIZE))
    return Evidence(upper, tuple(score), count)


def response(level: str, own: Evidence, others: Iterable[Evidence] = ()) -> Response:
    """The posterior of one lift from its own weeks and those of the athlete's other lifts; the population prior where
    there are none. UnknownName for an unknown level."""
    mean, shared, own_spread = _prior(level)
    inverse = _inverse(shared)
    score = _times(inverse, mean)
    for other in others:
        if other.weeks:
            told, weight = _about_athlete(other, own_spread)
            inverse = _sum(inverse, weight)
            score = [a + b for a, b in zip(score, told, strict=True)]
    shared = _inverse(inverse)
    prior_precision = _inverse(_sum(shared, own_spread))
    athlete = _times(shared, score)
    covariance = _inverse(_sum(prior_precision, _full(own.precision)))
    told = [a + b for a, b in zip(_times(prior_precision, athlete), own.score, strict=True)]
    return Response(tuple(_times(covariance, told)), tuple(tuple(line) for line in covariance), own.weeks)


def compare(weeks: Sequence[Week]) -> Comparison | None:
    """The athlete's own weeks with fewer against those with more sets; None unless there are at least three of each and
    the difference is larger than chance explains nine times in ten."""
    told = [
        (week.sets, following.strength - week.strength, WALK * (following.variance + week.variance))
        for week, following in pairwise(weeks)
        if week.sets > 0
        and week.strength is not None
        and following.strength is not None
        and following.number == week.number + 1
    ]
    if not told:
        return None
    middle = fmean(sets for sets, _, _ in told)
    fewer, more = [each for each in told if each[0] < middle], [each for each in told if each[0] >= middle]
    if min(len(fewer), len(more)) < LEAST_WEEKS:
        return None
    fewer_gain, more_gain = fmean(gain for _, gain, _ in fewer), fmean(gain for _, gain, _ in more)
    variance = sum(sum(v for _, _, v in group) / len(group) ** 2 for group in (fewer, more))
    if abs(more_gain - fewer_gain) < TELLING_Z * sqrt(variance):
        return None
    return Comparison(
        fmean(sets for sets, _, _ in fewer),
        fmean(sets for sets, _, _ in more),
        fewer_gain,
        more_gain,
        len(fewer),
        len(more),
    )


def _terms(sets: float, week: float) -> tuple[float, float, float, float]:
    """What lasting, early, a and b are multiplied with in one week."""
    return 1.0, 1 / (EARLY_WEEKS + week), log((1 + sets) / (1 + REFERENCE_SETS)), REFERENCE_SETS - sets


def _prior(level: str) -> tuple[Vector, Matrix, Matrix]:
    """Mean of the athlete's unknowns, their covariance between athletes, and that of a lift around its athlete."""
    trend, trend_sd = row("level", TREND_PRIOR, level)
    early, early_sd = row("level", EARLY_PRIOR, level)
    gain, gain_sd = WEEK_DAYS * trend, WEEK_DAYS * trend_sd
    worth, worth_sd = WORTH * gain, WORTH_SD * gain
    cost = worth / (1 + BEST_SETS)
    cost_per_worth = 1 / (1 + BEST_SETS)
    shape = (
        worth_sd**2,
        worth_sd**2 * cost_per_worth,
        (worth_sd * cost_per_worth) ** 2 + (BEST_SETS_SPREAD * cost) ** 2,
    )
    shared, own = (
        _blocks(level_sd, share, gain_sd, early_sd, shape, other)
        for level_sd, share, other in (
            (LEVEL_SHARED_SD, SHARED_GAIN, SHARED_SHAPE),
            (LEVEL_SD, 1 - SHARED_GAIN, 1 - SHARED_SHAPE),
        )
    )
    return [0.0, gain, early, worth, cost], shared, own


def _blocks(
    level_sd: float,
    gain_share: float,
    gain_sd: float,
    early_sd: float,
    shape: tuple[float, float, float],
    shape_share: float,
) -> Matrix:
    found = _zeros()
    found[0][0] = level_sd**2
    found[1][1], found[2][2] = gain_share * gain_sd**2, gain_share * early_sd**2
    found[3][3], found[4][4] = shape_share * shape[0], shape_share * shape[2]
    found[3][4] = found[4][3] = shape_share * shape[1]
    return found


def _about_athlete(lift: Evidence, own_spread: Matrix) -> tuple[Vector, Matrix]:
    """What one lift says about the athlete when its own deviation is averaged out: (I + A D)⁻¹ b and (I + A D)⁻¹ A."""
    precision = _full(lift.precision)
    blurred = _product(precision, own_spread)
    for i in range(SIZE):
        blurred[i][i] += 1.0
    inverse = _inverse(blurred)
    return _times(inverse, lift.score), _product(inverse, precision)


def _zeros() -> Matrix:
    return [[0.0] * SIZE for _ in range(SIZE)]


def _full(upper: Sequence[float]) -> Matrix:
    found, values = _zeros(), iter(upper)
    for i in range(SIZE):
        for j in range(i, SIZE):
            found[i][j] = found[j][i] = next(values)
    return found


def _times(matrix: Matrix, vector: Sequence[float]) -> Vector:
    return [sum(a * b for a, b in zip(line, vector, strict=True)) for line in matrix]


def _product(left: Matrix, right: Matrix) -> Matrix:
    columns = list(zip(*right, strict=True))
    return [[sum(a * b for a, b in zip(line, column, strict=True)) for column in columns] for line in left]


def _sum(left: Matrix, right: Matrix) -> Matrix:
    return [[a + b for a, b in zip(*lines, strict=True)] for lines in zip(left, right, strict=True)]


def _inverse(matrix: Matrix) -> Matrix:
    """By Gauss and Jordan with row pivots; the matrices here are never singular."""
    size = len(matrix)
    work = [[*line, *(float(i == j) for j in range(size))] for i, line in enumerate(matrix)]
    for column in range(size):
        pivot = max(range(column, size), key=lambda i: abs(work[i][column]))
        work[column], work[pivot] = work[pivot], work[column]
        head = work[column][column]
        work[column] = [value / head for value in work[column]]
        for i in range(size):
            if i != column and work[i][column]:
                factor = work[i][column]
                work[i] = [value - factor * top for value, top in zip(work[i], work[column], strict=True)]
    return [line[size:] for line in work]
