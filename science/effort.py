"""Effort of a set: ratings (RPE), reps in reserve (RIR), how far to trust them, and what a set costs the next one.

RIR = 10 - RPE, half points allowed (Zourdos 2016, J Strength Cond Res 30:267). People under-predict the reps that they
have left by about one (Halperin 2022, Sports Med 52:377), less so near failure (Zourdos 2021, J Strength Cond Res
35:S158; Hackett 2017, J Strength Cond Res 31:2162; Refalo 2023). Training years do not reliably help.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp

from science.refusals import within

HIGHEST_RPE = 10.0
LOWEST_RPE = 1.0
NOVICE_HIGHEST_RPE = 9.0  # Zourdos 2016: novices rate a true 1RM 8.96 ± 0.43, the experienced 9.80 ± 0.18
RIR_SCALE = 1.2  # true RIR over reported RIR; own choice between Refalo 2023 and Zourdos 2021
RIR_SCALE_LOG_SD = 0.18
RATING_NOISE_REPS = 0.7
RATING_NOISE_PER_RIR = 0.25
RATING_CORRELATION = 0.30  # of the rating errors within one session
SET_LOSS_FLOOR = 0.008
SET_LOSS_AT_FAILURE = 0.034
SET_LOSS_RIR_SCALE = 1.2
MAX_LOAD_KG = 2000.0
MAX_REPS = 1000


def rir_from_rpe(rpe: float) -> float:
    """Reps in reserve behind a rating: 10 means none left, halves count. Computed here and nowhere else."""
    return 10 - rpe


def rpe_from_rir(rir: float) -> float:
    """The rating that names so many reps in reserve, kept within the scale 1-10."""
    return min(HIGHEST_RPE, max(LOWEST_RPE, 10 - rir))


def rpe_as_meant(rpe: float, level: str) -> float:
    """A rating as its author's experience colours it: a beginner's 10 means about 9 (Zourdos 2016).

    For rules that read one rating by itself. Not for the estimator, which takes ratings as given and knows their
    spread; not for a failed set, whose RIR is 0 whatever was typed.
    """
    return min(rpe, NOVICE_HIGHEST_RPE) if level == "beginner" else rpe


@dataclass(frozen=True, slots=True)
class RatedSet:
    """One set as done: load in kg, reps completed, rating 1-10 (None when none was given), and how it ended.

    `failed` means that one more rep was tried and not made, or that the set ended short of the plan at RPE 10. A set
    cut short for pain or time is not failed. A warm-up says nothing about strength. OutOfRange for impossible numbers.
    """

    load_kg: float
    reps: int
    rpe: float | None = None
    failed: bool = False
    warm_up: bool = False

    def __post_init__(self) -> None:
        within("load_kg", self.load_kg, -MAX_LOAD_KG, MAX_LOAD_KG)
        within("reps", self.reps, 0, MAX_REPS)
        if self.rpe is not None:
            within("rpe", self.rpe, LOWEST_RPE, HIGHEST_RPE)

    @property
    def reported_rir(self) -> float | None:
        """Reps in reserve as told; 0 for a failed set whatever its rating says; None for an unrated set."""
        if self.failed:
            return 0.0
        return None if self.rpe is None else rir_from_rpe(self.rpe)


def likely_rir(reported_rir: float) -> float:
    """True reps in reserve to expect behind a report, for an athlete of unknown bias (× 1.2, own choice)."""
    return RIR_SCALE * reported_rir


def rating_noise_reps(rir: float) -> float:
    """SD in reps of a reported RIR around its mean: 0.7 + 0.25 per rep left (own choice between the sources above)."""
    return RATING_NOISE_REPS + RATING_NOISE_PER_RIR * max(rir, 0.0)


def set_loss(rir: float) -> float:
    """Strength that a set with so many reps left takes from the next, in log units (0.01 is about 1 %).

    0.008 + 0.034 e^(-RIR/1.2): fitted to a public training log, n = 1567 pairs at mean RPE 9, second set -4.0 % e1RM.
    """
    return SET_LOSS_FLOOR + SET_LOSS_AT_FAILURE * exp(-max(rir, 0.0) / SET_LOSS_RIR_SCALE)


def depletion_after(rirs: Iterable[float]) -> float:
    """Strength lost over the sets done so far, in log units, from their reps in reserve."""
    return sum(set_loss(rir) for rir in rirs)
