"""How likely a prompt is sent where one may be sent: constant, learnt, or not drawn at all.

Learnt: action-centred Bayesian linear Thompson sampling (Liao, Greenewald, Klasnja, Murphy 2020, IMWUT 4:18). Reward
R = g'a0 + pi f'a1 + (A - pi) f'b + e; centring the action keeps a wrong baseline out of b. Sent with
clip(P(f'b > 0), 0.1, 0.9): something is always learnt, and nobody is certain to be spoken to. For the first 14 days of
an athlete it is one half. Later it is never more than what spreads the day's and the week's sends over the slots that
are left of them, so that a policy which likes to speak does not spend a week by Wednesday.
`coaching.core.effects.learning` has the arithmetic of learning; deciding needs plain floats.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum, sqrt
from typing import Any

from coaching.core.frequency import FEW_A_WEEK, FEW_A_WEEK_FROM
from science.normal import probability_below

LOW, HIGH = 0.1, 0.9
# While nothing is known, one half tells most about the effect for a given number of athletes; caps, not the
# probability, keep prompts rare. Own choice.
EVEN = 0.5
WARM_UP_DAYS = 14
REACHED = 0.6  # of the slots to come: how many will have something to say and may (own choice; the size calculation's)
DOSE_POINTS = 14
DOSE_DECAY = 13 / 14
# Own choices: what a prompt costs an athlete who does well anyway, and one who was sent many lately.
COST_DOING_WELL, COST_MANY = 0.02, 0.04
DOSE_SOME, DOSE_MANY = 0.5, 0.8
DOING_WELL = 0.8
UNANSWERED_MANY = 4


class Kind(StrEnum):
    CONSTANT = "constant"
    THOMPSON = "thompson"
    RULES_ONLY = "rules_only"  # the kill switch: every available prompt is sent, and nothing is estimated from it


@dataclass(frozen=True, slots=True)
class Policy:
    """A version of the policy. `mean` and `covariance` are those of b, as many as there are FEATURES."""

    number: int
    kind: Kind
    constant: float = EVEN
    mean: tuple[float, ...] = ()
    covariance: tuple[tuple[float, ...], ...] = ()

    @property
    def is_experiment(self) -> bool:
        """Whether what it decides was drawn, and may be estimated from."""
        return self.kind != Kind.RULES_ONLY

    def probability(self, context: Mapping[str, Any], programme_day: int) -> float:
        """P(A = 1), from what was frozen before the draw. 1 where nothing is drawn, else between 0.1 and 0.9."""
        if self.kind == Kind.RULES_ONLY:
            return 1.0
        if self.kind == Kind.CONSTANT:
            return clip(self.constant)
        if programme_day < WARM_UP_DAYS:
            return EVEN
        f = features(context)
        across = [fsum(b * v for b, v in zip(f, row, strict=True)) for row in self.covariance]
        spread = sqrt(fsum(a * b for a, b in zip(f, across, strict=True)))
        middle = fsum(a * b for a, b in zip(f, self.mean, strict=True))
        return clip(min(probability_below(middle / spread), ceiling(context)))


def clip(probability: float, low: float = LOW, high: float = HIGH) -> float:
    return min(high, max(low, probability))


# --- What the policy may look at --------------------------------------------------------------------------------------
FEATURES = ("always", "sent_this_week", "later_in_the_day", "unanswered")
BASELINE = (*FEATURES, "weekend")


def features(context: Mapping[str, Any]) -> tuple[float, ...]:
    """f: what the effect may depend on. Each is centred, and what is not known counts as the middle, 0."""
    return (
        1.0,
        _centred(context.get("week_count"), 2.0, 2.0),
        _centred(_at_most(context.get("slot"), 1), 0.5, 0.5),
        _centred(_at_most(context.get("unanswered"), UNANSWERED_MANY), 1.0, 1.0),
    )


def baseline(context: Mapping[str, Any]) -> tuple[float, ...]:
    """g: what explains the reward besides."""
    weekday = context.get("weekday")
    weekend = 0.0 if weekday is None else float(weekday >= 5) - 2 / 7
    return (*features(context), weekend)


def _at_most(value: float | None, limit: float) -> float | None:
    return None if value is None else min(value, limit)


def _centred(value: float | None, middle: float, unit: float) -> float:
    return 0.0 if value is None else (float(value) - middle) / unit


# --- Reward, dose, budget ---------------------------------------------------------------------------------------------
def dose(sent_before: Sequence[bool]) -> float:
    """How much was sent lately, 0 to 1: (1 - c) / (1 - c^14) sum c^j A, newest first, c = 13/14; at most 14 points."""
    weighted = fsum(DOSE_DECAY**place for place, sent in enumerate(sent_before[:DOSE_POINTS]) if sent)
    return weighted * (1 - DOSE_DECAY) / (1 - DOSE_DECAY**DOSE_POINTS)


def is_doing_well(done_before: Sequence[bool]) -> bool:
    """Whether the athlete did what was looked at after most of the last 14 points, spoken to or not."""
    lately = done_before[:DOSE_POINTS]
    return len(lately) == DOSE_POINTS and sum(lately) / len(lately) >= DOING_WELL


def reward(outcome: float, is_sent: bool, sent_dose: float, does_well: bool) -> float:
    """What came of it, less what speaking costs. An answer to a prompt is never a reward by itself."""
    cost = COST_DOING_WELL * (does_well and sent_dose > DOSE_SOME) + COST_MANY * (sent_dose > DOSE_MANY)
    return outcome - is_sent * cost


def budgeted(sends_left: int, points_to_come: float, low: float = LOW, high: float = HIGH) -> float:
    """The probability that spreads what is left of a day's sends over its expected points, this one included."""
    return clip(sends_left / max(1.0, points_to_come + 1), low, high)


def ceiling(context: Mapping[str, Any]) -> float:
    """The highest probability at which the expected number of prompts stays within what the athlete allows, a day and
    a week. Rows that do not tell how many slots a day has were decided without it."""
    slots = context.get("slots")
    if slots is None:
        return HIGH
    today = max(0, slots - 1 - context["slot"])
    this_week = today + (6 - context["weekday"]) * slots
    weekly = context["max_per_week"]
    if context["unanswered"] >= FEW_A_WEEK_FROM:
        weekly = min(weekly, FEW_A_WEEK)
    return min(
        budgeted(context["max_per_day"] - context["day_count"], REACHED * today),
        budgeted(weekly - context["week_count"], REACHED * this_week),
    )
