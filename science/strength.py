"""Load, reps and one-repetition maximum: the reps curve and the classic formulas.

Every function takes R = reps + RIR, the reps to failure. An e1RM is an estimate, never a tested 1RM.
"""

from math import ceil, isfinite
from types import MappingProxyType

from science.effort import RatedSet
from science.refusals import OutOfRange, within

K0 = 0.0333  # slope of the reps curve, own choice: 8.5 reps at 80 %, 13.9 at 70 % (Nuzzo 2024: bench 8.8 and 14.1)
K_LOG_SD = 0.24  # between person × lift, own choice
K_LEG_PRESS = 0.021  # from 13.1 reps at 80 %, Nuzzo 2024, Sports Med 54:303 (second-hand)
K_BY_MOVEMENT = MappingProxyType({"leg-press": K_LEG_PRESS})
HIGHEST_CHART_R = 10.0  # copies of the chart disagree above
HIGHEST_FORMULA_R = 12.0
HIGHEST_PREDICTED_RIR = 6.0
HIGHEST_BRZYCKI_R = 12.0

_CHART_ROW = (
    100.0, 97.8, 95.5, 93.9, 92.2, 90.7, 89.2, 87.8, 86.3, 85.0, 83.7,
    82.4, 81.1, 79.9, 78.6, 77.4, 76.2, 75.1, 73.9, 72.3, 70.7, 69.4,
    68.0, 66.7, 65.3, 64.0, 62.6, 61.3, 59.9, 58.6, 57.4,
)  # fmt: skip
CHART_PERCENT = MappingProxyType({1 + 0.5 * i: percent for i, percent in enumerate(_CHART_ROW)})
"""% of 1RM by R in halves, 1 to 16: a coach's chart (RTS, Tuchscherer), not peer reviewed. Read it by chart_percent."""


def curve_k(movement: str) -> float:
    """Prior slope of a movement's reps curve, by slug: 0.0333, lower where more reps go at the same share of 1RM."""
    return K_BY_MOVEMENT.get(movement, K0)


def share_of_1rm(reps: float, rir: float = 0.0, k: float = K0) -> float:
    """Load over 1RM that so many reps with so many in reserve imply: 1/(1 + k(R - 1)). A single with none left gives 1.

    Own curve, continuous in R; reps and RIR in reps, R ≥ 1.
    """
    within("reps_to_failure", reps + rir, 1, float("inf"))
    return 1 / (1 + k * (reps + rir - 1))


def e1rm_kg(load_kg: float, reps: float, rir: float = 0.0, k: float = K0) -> float:
    """1RM in kg by the reps curve: load × (1 + k(R - 1))."""
    return load_kg / share_of_1rm(reps, rir, k)


def load_kg(e1rm_kg: float, reps: float, rir: float = 0.0, k: float = K0) -> float:
    """Load in kg with which so many reps leave so many in reserve, before rounding."""
    return e1rm_kg * share_of_1rm(reps, rir, k)


def reps_to_failure(share: float, k: float = K0) -> float:
    """Reps to failure at a share of 1RM (0 < share ≤ 1): 1 + (1/share - 1)/k. Between people SD 2.5 at 80 %."""
    if not 0 < share <= 1:
        raise OutOfRange(name="share_of_1rm", value=share, lowest=0, highest=1)
    return 1 + (1 / share - 1) / k


def rep_worth(reps: float, rir: float = 0.0, k: float = K0) -> float:
    """What one rep more is worth, as a share of the load: k/(1 + k(R - 1)), 2.6-3.0 % at R 5-10."""
    return k * share_of_1rm(reps, rir, k)


def e1rm_of_set_kg(rated_set: RatedSet, predicted_rir: float, k: float = K0) -> float | None:
    """1RM in kg from one set by the reps curve; None where the formula does not reach.

    None for a warm-up, an unrated set, no load or no rep, R over 12, and a *predicted* RIR over 6: picking sets by
    their reported RIR biases the estimate by about -4 %.
    """
    rir = rated_set.reported_rir
    if rated_set.warm_up or rir is None or rated_set.load_kg <= 0 or rated_set.reps < 1:
        return None
    if rated_set.reps + rir > HIGHEST_FORMULA_R or predicted_rir > HIGHEST_PREDICTED_RIR:
        return None
    return e1rm_kg(rated_set.load_kg, rated_set.reps, rir, k)


def chart_percent(reps: float, rir: float = 0.0) -> float | None:
    """% of 1RM on the RTS chart, R = 1 to 10 in halves; None elsewhere: copies of the chart disagree above 10."""
    reps_to_failure = reps + rir
    return CHART_PERCENT.get(reps_to_failure) if reps_to_failure <= HIGHEST_CHART_R else None


def chart_load_kg(e1rm_kg: float, reps: float, rir: float, increment_kg: float) -> float | None:
    """Load in kg by the RTS chart, rounded to the increment; None where the chart has no row."""
    percent = chart_percent(reps, rir)
    return None if percent is None else rounded_kg(e1rm_kg * percent / 100, increment_kg)


def epley_kg(load_kg: float, reps: float, rir: float = 0.0) -> float:
    """1RM in kg: load × (1 + R/30), the load itself for a true single (Epley 1985, second-hand)."""
    reps_to_failure = within("reps_to_failure", reps + rir, 1, float("inf"))
    return load_kg if reps_to_failure == 1 else load_kg * (1 + reps_to_failure / 30)


def brzycki_kg(load_kg: float, reps: float, rir: float = 0.0) -> float | None:
    """1RM in kg: 36 × load/(37 - R) (Brzycki 1993, second-hand); None above R = 12, on the way to its pole at 37."""
    reps_to_failure = within("reps_to_failure", reps + rir, 1, float("inf"))
    return 36 * load_kg / (37 - reps_to_failure) if reps_to_failure <= HIGHEST_BRZYCKI_R else None


def rounded_kg(load_kg: float, increment_kg: float) -> float:
    """The nearest multiple of the increment, at least one increment; half-way goes to the lighter load."""
    if not (isfinite(increment_kg) and increment_kg > 0):
        raise OutOfRange(name="increment_kg", value=increment_kg, lowest=0, highest=float("inf"))
    steps = max(1, ceil(load_kg / increment_kg - 0.5))
    return round(steps * increment_kg, 6)
