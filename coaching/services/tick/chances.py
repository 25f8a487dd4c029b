"""With which probability to send: what the active policy says, else a fixed half that is marked as such."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from coaching.core.deciding import Chance
from coaching.services import policy as policies

logger = logging.getLogger(__name__)
FALLBACK_PROBABILITY, FALLBACK_VERSION = 0.5, -1
FAULTS = (ValueError, LookupError, TypeError, ArithmeticError, AttributeError)


def chance_at(now: datetime) -> Chance:
    """The probabilities of the policy that is active at `now`. Where it fails, for one point or altogether, half of the
    points are sent and carry the version -1, so that what the effects are estimated from stays true."""
    try:
        policy = policies.active(now)
    except FAULTS:
        logger.exception("The active policy cannot be read; the fallback decides.")
        return _fallback

    def chance(context: dict[str, Any], programme_day: int) -> tuple[float, int]:
        try:
            probability = float(policy.probability(context, programme_day))
        except FAULTS:
            logger.exception("Policy %s has no probability for a point; the fallback decides.", policy.number)
            return _fallback(context, programme_day)
        if not 0 < probability <= 1:  # also what is not a number
            logger.error("Policy %s says %s; the fallback decides.", policy.number, probability)
            return _fallback(context, programme_day)
        return probability, policy.number

    return chance


def _fallback(_context: dict[str, Any], _programme_day: int) -> tuple[float, int]:
    return FALLBACK_PROBABILITY, FALLBACK_VERSION
