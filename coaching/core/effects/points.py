"""The decision points of a micro-randomised trial, as arrays: what every estimate is made from.

A point has a subject, an action (0: nothing was sent, 1…K: which arm), the probability of each arm *as logged* before
the draw, an outcome, moderators S (what the effect may depend on) and controls G (what explains the outcome besides).
Only points at which something could be sent and whose outcome is known are kept: an outcome is never made up.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class PointsUnusable(Exception):
    """The arrays are not a trial. `facts` names the array, and the first row at fault where there is one."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code, self.facts = code, facts


@dataclass(frozen=True, slots=True)
class Points:
    """n points. `subjects`, `actions`, `outcomes`: (n,); `probabilities`, `aims`: (n, K); `moderators`: (n, p);
    `controls`: (n, q), the first column 1. `aims` are the numerators of the weights: constant, or a function of S."""

    subjects: Ints
    actions: Ints
    outcomes: Floats
    probabilities: Floats
    aims: Floats
    moderators: Floats
    controls: Floats

    def __len__(self) -> int:
        return len(self.subjects)

    @property
    def arms(self) -> int:
        return int(self.probabilities.shape[1])

    @property
    def effects(self) -> int:
        """How many coefficients are effects: one for each arm and moderator."""
        return self.arms * int(self.moderators.shape[1])

    @property
    def taken(self) -> Floats:
        """1[A = k], (n, K)."""
        return np.asarray(self.actions[:, None] == np.arange(1, self.arms + 1), dtype=np.float64)

    @property
    def weights(self) -> Floats:
        """W = aim(A) / p(A), (n,): 1 throughout where what was aimed at is what was drawn with."""
        return _chance(self.aims, self.actions) / _chance(self.probabilities, self.actions)

    @property
    def design(self) -> Floats:
        """[G; (1[A = k] - aim_k) S for each arm], (n, q + K p). Centring makes a wrong G harmless for the effects."""
        return np.hstack([self.controls, spread(self.taken - self.aims, self.moderators)])

    def where(self, rows: NDArray[Any]) -> Points:
        """The points that a mask or a list of places picks."""
        return Points(*(getattr(self, field.name)[rows] for field in fields(self)))


def spread(arms: Floats, moderators: Floats) -> Floats:
    """Each arm's column times each moderator: (n, K) and (n, p) to (n, K p), arm by arm."""
    return (arms[:, :, None] * moderators[:, None, :]).reshape(len(arms), -1)


def _chance(probabilities: Floats, actions: Ints) -> Floats:
    """The probability of what was done, with nothing sent as the rest."""
    rest = 1.0 - probabilities.sum(axis=1)
    return np.asarray(np.column_stack([rest, probabilities])[np.arange(len(actions)), actions])


def points(
    *,
    subjects: ArrayLike,
    actions: ArrayLike,
    outcomes: ArrayLike,
    probabilities: ArrayLike,
    available: ArrayLike | None = None,
    moderators: ArrayLike | None = None,
    controls: ArrayLike | None = None,
    aims: ArrayLike | None = None,
) -> Points:
    """The usable points among these rows. A missing outcome is NaN; `available` None: all are.

    Moderators default to 1 (the marginal effect), controls to 1. `aims` None: the mean of the logged probabilities over
    the points that are kept, a constant, which gives weights of 1 where the probability never changed.

    Raises PointsUnusable: `ragged`, `unknown_arm`, `probability_out_of_range`, `not_finite`, `no_points`,
    `no_intercept`.
    """
    who, done = np.asarray(subjects, dtype=np.int64), np.asarray(actions, dtype=np.int64)
    count = len(who)
    if not count:
        raise PointsUnusable("no_points", rows=0)
    outcome = np.asarray(outcomes, dtype=np.float64)
    drawn = _columns(probabilities, count)
    keep = ~np.isnan(outcome)
    if available is not None:
        keep &= np.asarray(available, dtype=bool)
    columns = {
        "moderators": _columns(np.ones(count) if moderators is None else moderators, count),
        "controls": _columns(np.ones(count) if controls is None else controls, count),
    }
    for name, column in {"actions": done, "outcomes": outcome, "probabilities": drawn, **columns}.items():
        if len(column) != count:
            raise PointsUnusable("ragged", array=name, rows=len(column), expected=count)
    if not keep.any():
        raise PointsUnusable("no_points", rows=count)
    wanted = drawn[keep].mean(axis=0) if aims is None else np.asarray(aims, dtype=np.float64)
    aimed = np.broadcast_to(wanted.reshape(-1, drawn.shape[1]) if wanted.ndim < 2 else wanted, drawn.shape)
    kept = Points(
        who[keep], done[keep], outcome[keep], drawn[keep], np.array(aimed[keep]),
        columns["moderators"][keep], columns["controls"][keep],
    )  # fmt: skip
    _examine(kept, np.flatnonzero(keep))
    return kept


def _columns(values: ArrayLike, rows: int) -> Floats:
    """A single number or a row of numbers stands for every row, a flat array of that length for one column."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim == 0 or (array.ndim == 1 and len(array) != rows):
        return np.array(np.broadcast_to(array.reshape(1, -1), (rows, array.size)))
    return array.reshape(len(array), -1)


def _examine(kept: Points, places: NDArray[Any]) -> None:
    """Refuse what would make an estimate look like one without being one."""
    if kept.actions.min() < 0 or kept.actions.max() > kept.arms:
        at = int(np.flatnonzero((kept.actions < 0) | (kept.actions > kept.arms))[0])
        raise PointsUnusable("unknown_arm", row=int(places[at]), arm=int(kept.actions[at]))
    for name in ("probabilities", "aims"):
        chances = getattr(kept, name)
        wrong = ~((chances > 0).all(axis=1) & (chances.sum(axis=1) < 1))
        if wrong.any():
            raise PointsUnusable("probability_out_of_range", array=name, row=int(places[np.flatnonzero(wrong)[0]]))
    for name in ("outcomes", "moderators", "controls"):
        wrong = ~np.isfinite(getattr(kept, name)).reshape(len(kept), -1).all(axis=1)
        if wrong.any():
            raise PointsUnusable("not_finite", array=name, row=int(places[np.flatnonzero(wrong)[0]]))
    if not (kept.controls[:, 0] == 1).all():
        raise PointsUnusable("no_intercept")
