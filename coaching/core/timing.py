"""What a model may say of the moment at which something is to be said unasked: one of three verdicts, for one of four
reasons. It comes after the rules and before the draw, and can only keep Spotter from speaking.

The reasons name nobody's trouble: they stand in rows that outlive the account.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from coaching.core.replies import TimingVerdict, Verdict

HOLDS_FOR = timedelta(hours=4)  # shorter than from slot to slot: each is judged anew (own choice)
LATER, NEVER = "timing_later", "timing_never"  # why a decision point was not available


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with the model that gave it, and when."""

    said: TimingVerdict
    model: str
    at: datetime

    def as_json(self) -> dict[str, str]:
        return {
            "verdict": self.said.verdict.value,
            "reason": self.said.reason.value,
            "model": self.model,
            "at": self.at.isoformat(),
            "expires_at": (self.at + HOLDS_FOR).isoformat(),
        }


def in_force(told: Mapping[str, Any] | None, now: datetime) -> Verdict | None:
    """A stored verdict, as long as it holds; None for none."""
    if told is None or now >= datetime.fromisoformat(told["expires_at"]):
        return None
    return Verdict(told["verdict"])


def against(told: Mapping[str, Any] | None, now: datetime) -> tuple[str, ...]:
    """Why a stored verdict keeps Spotter from speaking at `now`; empty where it does not."""
    reasons = {Verdict.LATER: (LATER,), Verdict.NEVER_NOW: (NEVER,)}
    verdict = in_force(told, now)
    return reasons.get(verdict, ()) if verdict is not None else ()
