"""Trials for the tests of the estimates, and the estimates once more, written down the long way."""

from __future__ import annotations

from typing import Any

import numpy as np

from coaching.core.effects.estimates import Estimate
from coaching.core.effects.points import Floats, Points, points


def some_points(seed: int = 1, users: int = 12, each: int = 15, arms: int = 1, **changes: Any) -> Points:
    """A trial of its own for each seed: probabilities that differ from point to point, an outcome of 0 or 1."""
    rng = np.random.default_rng(seed)
    n = users * each
    context = rng.normal(size=n)
    chances = rng.uniform(0.15, 0.7, (n, arms)) / arms
    drawn = rng.random(n)
    actions = (drawn[:, None] < np.cumsum(chances, axis=1)).argmax(axis=1) + 1
    actions[drawn >= chances.sum(axis=1)] = 0
    told = {
        "subjects": np.repeat(np.arange(users), each),
        "actions": actions,
        "outcomes": (rng.random(n) < 0.3 + 0.1 * (context > 0) + 0.15 * (actions > 0)).astype(float),
        "probabilities": chances,
        "available": rng.random(n) < 0.9,
        "moderators": np.column_stack([np.ones(n), context]),
        "controls": np.column_stack([np.ones(n), context]),
        "aims": np.full((n, arms), 0.5 / arms),
    }
    return points(**{**told, **changes})


def by_hand(some: Points, estimate: Estimate, is_ratio: bool) -> Floats:
    """The covariance with full (I - H_ii)^-1 for each subject's T x T, as the papers write it."""
    theta, q = estimate.coefficients, some.controls.shape[1]
    acted = (some.taken[:, :, None] * some.moderators[:, None, :]).reshape(len(some), -1)
    known = np.hstack([some.controls, acted]) if is_ratio else some.design
    mean = np.exp(known @ theta) if is_ratio else known @ theta
    slopes = known * mean[:, None] if is_ratio else known
    weights = some.weights * (np.exp(-acted @ theta[q:]) if is_ratio else 1)
    scores, bread = some.design * weights[:, None], np.zeros((len(theta), len(theta)))
    if is_ratio:  # the derivative of sum x W (e^{-AS'b} Y - e^{G'a})
        bread += some.design.T @ (
            np.hstack(
                [
                    some.controls * np.exp(some.controls @ theta[:q])[:, None],
                    acted * (np.exp(-acted @ theta[q:]) * some.outcomes)[:, None],
                ]
            )
            * some.weights[:, None]
        )
    else:
        bread += scores.T @ slopes
    inverse, meat = np.linalg.inv(bread), np.zeros_like(bread)
    for who in np.unique(some.subjects):
        own = some.subjects == who
        hat = slopes[own] @ inverse @ scores[own].T
        residual = np.linalg.solve(np.eye(own.sum()) - hat, (some.outcomes - mean)[own])
        c = scores[own].T @ residual
        meat += np.outer(c, c)
    return np.asarray(inverse @ meat @ inverse.T)
