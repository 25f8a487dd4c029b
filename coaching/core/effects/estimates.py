"""The causal effect of sending, from decision points whose probabilities were logged.

WCLS, the weighted and centred least squares of Boruvka, Almirall, Witkiewitz, Murphy 2018 (J Am Stat Assoc 113:1112),
for a difference in the outcome, and EMEE of Qian, Yoo, Klasnja, Almirall, Murphy 2021 (Biometrika 108:507) for a ratio
of chances. Both stay right when the controls explain the outcome badly, and when the probability of sending depends on
what came before. Variance: the sandwich over subjects with the small-sample correction of Mancl and DeRouen 2001
(Biometrics 57:126), written with k × k matrices only: c_i = M (M - M_i)^-1 s_i equals (I - H_ii)^-1 by Woodbury's
identity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from coaching.core.effects.points import Floats, Points, spread
from coaching.core.effects.sums import Sums

CONDITION_MAX = 1e12
TOGETHER = 65_536  # subjects whose matrices are unpacked at a time
NEWTON_STEPS = 50
HALVINGS = 30
CLOSE_ENOUGH = 1e-10

Blocks = Callable[[], Iterator[tuple[Floats, Floats]]]  # (M_i, s_i) of some subjects at a time


class NotEstimable(Exception):
    """No estimate, and why: `too_few_subjects`, `unidentified` (a column says nothing new, or one subject decides it
    alone), `no_events` and `all_events` (a ratio of chances needs both), `not_converged`. Never a number instead."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code, self.facts = code, facts


@dataclass(frozen=True, slots=True)
class Estimate:
    """`coefficients`: controls first, then the effects arm by arm, (k,); `covariance`: (k, k). `subjects` are those
    with at least one usable point. `residual_sd` is None for a ratio."""

    coefficients: Floats
    covariance: Floats
    subjects: int
    points: int
    controls: int
    effects: int
    residual_sd: float | None = None

    @property
    def freedom(self) -> int:
        """Degrees of freedom of one contrast: n - p - q."""
        return self.subjects - self.effects - self.controls


def difference(sums: Sums, corrected: bool = True) -> Estimate:
    """WCLS: b in E[Y | S, A] between sending and not sending, on the scale of the outcome. Raises NotEstimable.

    `corrected` False leaves out the small-sample correction, to show what it is for.
    """
    total = sums.total
    _enough(len(sums.subjects), len(total), total)
    solved = np.linalg.solve(total, sums.scores.sum(axis=0))

    def blocks() -> Iterator[tuple[Floats, Floats]]:
        for first in range(0, len(sums.subjects), TOGETHER):
            each = sums.squared(first, first + TOGETHER)
            yield each, sums.scores[first : first + TOGETHER] - each @ solved

    rest = sums.squares - 2 * solved @ sums.scores.sum(axis=0) + solved @ total @ solved
    return Estimate(
        solved,
        _sandwich(total, blocks, corrected),
        len(sums.subjects),
        sums.points,
        sums.controls,
        sums.effects,
        float(np.sqrt(max(0.0, rest) / max(1, sums.points - len(solved)))),
    )


def ratio(shards: Sequence[Points], corrected: bool = True) -> Estimate:
    """EMEE: b = log of P(Y = 1 | sent) / P(Y = 1 | not sent), Y 0 or 1. A subject lies in one shard only.

    Newton's method with step halving from a0 = log mean(Y). Raises NotEstimable.
    """
    events, count = sum(float(shard.outcomes.sum()) for shard in shards), sum(len(shard) for shard in shards)
    if not 0 < events < count:
        raise NotEstimable("no_events" if events <= 0 else "all_events", points=count)
    first = shards[0]
    theta = np.zeros(first.controls.shape[1] + first.effects)
    theta[0] = np.log(events / count)
    theta = _solve(shards, theta)
    total = sum((_slope(shard, theta) for shard in shards), np.zeros((len(theta), len(theta))))
    subjects = sum(len(np.unique(shard.subjects)) for shard in shards)
    _enough(subjects, len(theta), total)

    def blocks() -> Iterator[tuple[Floats, Floats]]:
        for shard in shards:
            yield _by_subject(shard, theta)

    return Estimate(
        theta,
        _sandwich(total, blocks, corrected),
        subjects,
        count,
        first.controls.shape[1],
        first.effects,
        residual_sd=None,
    )


def _enough(subjects: int, coefficients: int, total: Floats) -> None:
    if subjects <= coefficients:
        raise NotEstimable("too_few_subjects", subjects=subjects, coefficients=coefficients)
    if not np.isfinite(total).all() or np.linalg.cond(total) > CONDITION_MAX:
        raise NotEstimable("unidentified", subjects=subjects)


def _sandwich(total: Floats, blocks: Blocks, corrected: bool) -> Floats:
    """V = M^-1 (sum c_i c_i') M^-T with c_i = M (M - M_i)^-1 s_i, or s_i uncorrected."""
    meat = np.zeros_like(total)
    for each, scores in blocks():
        try:
            c = np.linalg.solve(total - each, scores[:, :, None])[:, :, 0] @ total.T if corrected else scores
        except np.linalg.LinAlgError as problem:
            raise NotEstimable("unidentified") from problem
        meat += c.T @ c
    inverse = np.linalg.inv(total)
    covariance = np.asarray(inverse @ meat @ inverse.T)
    if not np.isfinite(covariance).all():
        raise NotEstimable("unidentified")
    return covariance


# --- The estimating equations of EMEE ---------------------------------------------------------------------------------
def _parts(some: Points, theta: Floats) -> tuple[Floats, Floats, Floats]:
    """[A S] by arm, W e^{-A S'b} Y, and W e^{G'a}: what score and slope are made of."""
    q = some.controls.shape[1]
    acted = spread(some.taken, some.moderators)
    with np.errstate(over="ignore", invalid="ignore"):
        told = some.weights * np.exp(-acted @ theta[q:]) * some.outcomes
        expected = some.weights * np.exp(some.controls @ theta[:q])
    return acted, told, expected


def _score(some: Points, theta: Floats) -> Floats:
    """U = sum W e^{-A S'b} (Y - e^{G'a + A S'b}) [G; (A - aim) S]."""
    _acted, told, expected = _parts(some, theta)
    return np.asarray((told - expected) @ some.design)


def _slope(some: Points, theta: Floats) -> Floats:
    """-dU/dtheta, in full."""
    acted, told, expected = _parts(some, theta)
    return np.asarray(some.design.T @ np.hstack([some.controls * expected[:, None], acted * told[:, None]]))


def _by_subject(some: Points, theta: Floats) -> tuple[Floats, Floats]:
    """M_i = sum [G; (A - aim) S] W e^{G'a} [G; A S]' and the score s_i of each subject."""
    order = np.argsort(some.subjects, kind="stable")
    _subjects, starts = np.unique(some.subjects[order], return_index=True)
    acted, told, expected = _parts(some, theta)
    design, known = some.design[order], np.hstack([some.controls, acted])[order]
    products = (design * expected[order, None])[:, :, None] * known[:, None, :]
    scores = design * (told - expected)[order, None]
    return np.add.reduceat(products, starts, axis=0), np.add.reduceat(scores, starts, axis=0)


def _solve(shards: Sequence[Points], theta: Floats) -> Floats:
    """The root of U. Along Newton's direction |U| falls if the step is short enough, hence the halving."""
    score = _total_score(shards, theta)
    for _step in range(NEWTON_STEPS):
        slope = sum((_slope(shard, theta) for shard in shards), np.zeros((len(theta), len(theta))))
        try:
            move = np.asarray(np.linalg.solve(slope, score), dtype=np.float64)
        except np.linalg.LinAlgError as problem:
            raise NotEstimable("unidentified") from problem
        theta, score, moved = _shorter_until_better(shards, theta, score, move)
        if moved < CLOSE_ENOUGH:
            return theta
    raise NotEstimable("not_converged", steps=NEWTON_STEPS)


def _shorter_until_better(
    shards: Sequence[Points], theta: Floats, score: Floats, move: Floats
) -> tuple[Floats, Floats, float]:
    """The next place, its score, and how far away it is."""
    so_far = float(np.linalg.norm(score))
    for halving in range(HALVINGS):
        step = move / 2**halving
        size = float(np.abs(step).max())
        tried = _total_score(shards, theta + step)
        if np.linalg.norm(tried) < so_far or (size < CLOSE_ENOUGH and np.isfinite(tried).all()):
            return theta + step, tried, size
    raise NotEstimable("not_converged", steps=HALVINGS)


def _total_score(shards: Sequence[Points], theta: Floats) -> Floats:
    return sum((_score(shard, theta) for shard in shards), np.zeros(len(theta)))
