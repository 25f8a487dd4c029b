"""Which wording, among prompts that are sent: each arm as likely as it is to be the best, and none ever given up.

Every arm was sent, so here the answer itself may be what counts. P(k) = (1 - K e) P(k is best | answers) + e.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import betainc, betaincinv, betaln

from coaching.core.effects.points import Floats

FLOOR = 0.05
GRID = 4001
TAIL = 1e-10  # outside of which no rate lies, as far as a float can tell


def chances_of_best(answered: Sequence[int], sent: Sequence[int]) -> list[float]:
    """P(arm k has the highest answer rate), each rate Beta(1 + answered, 1 + not answered), by quadrature on a grid."""
    shapes = [(1 + yes, 1 + all_ - yes) for yes, all_ in zip(answered, sent, strict=True)]
    low = min(float(betaincinv(a, b, TAIL)) for a, b in shapes)
    high = max(float(betaincinv(a, b, 1 - TAIL)) for a, b in shapes)
    grid = low + (high - low) * (np.arange(GRID) + 0.5) / GRID  # with many answers a rate is known very narrowly
    below = [np.asarray(betainc(a, b, grid)) for a, b in shapes]
    best = np.array(
        [
            float((_density(a, b, grid) * np.prod([other for j, other in enumerate(below) if j != k], axis=0)).sum())
            for k, (a, b) in enumerate(shapes)
        ]
    )
    return [float(share) for share in best / best.sum()]


def _density(a: float, b: float, grid: Floats) -> Floats:
    return np.asarray(np.exp((a - 1) * np.log(grid) + (b - 1) * np.log1p(-grid) - betaln(a, b)))


def arm_probabilities(answered: Sequence[int], sent: Sequence[int], floor: float = FLOOR) -> list[float]:
    """The probability of each arm; they sum to 1, and none lies below `floor` (at most 1 / K)."""
    arms = len(sent)
    if not 0 < floor * arms <= 1:
        raise ValueError("the floor leaves nothing to share")
    return [(1 - arms * floor) * best + floor for best in chances_of_best(answered, sent)]
