"""Values that tests of the core start from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from adaptation.core import verdict
from adaptation.core.estimate import Observation, advance, day_number, first_state
from adaptation.core.facts import Asked, Done
from adaptation.core.lift import LiftCase
from science import estimator
from science.effort import RatedSet
from science.estimator import LiftState

MONDAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)
LIFT = "barbell-bench-press"


def asked(number: int = 1, **changes: Any) -> Asked:
    """3 × 8 at RPE 8 with 100 kg, in the session of week `number`."""
    facts: dict[str, Any] = {
        "item": f"item-{number}", "session": f"session-{number}", "on": MONDAY + timedelta(days=7 * (number - 1)),
        "exercise": LIFT, "sets": 3, "reps_min": 8, "reps_max": 8, "target_rpe": 8.0, "load_kg": 100.0, "week": number,
    }  # fmt: skip
    return Asked(**{**facts, **changes})


def sets(reps: Sequence[int], load_kg: float = 100.0, rpe: float | None = 8.0, **flags: bool) -> tuple[RatedSet, ...]:
    return tuple(RatedSet(load_kg, each, rpe, **flags) for each in reps)


def done(working: tuple[RatedSet, ...] | None = None, **changes: Any) -> Done:
    """All of `asked()` done as asked."""
    facts: dict[str, Any] = {
        "feedback": "rating-1", "session": "session-0", "on": MONDAY, "exercise": LIFT,
        "sets": sets((8, 8, 8)) if working is None else working, "rpe": 8.0, "completion": 100.0,
        "level": "intermediate", "asked": asked(0),
    }  # fmt: skip
    return Done(**{**facts, **changes})


def state_of(e1rm_kg: float = 130.0, level: str = "intermediate") -> LiftState:
    return estimator.initial(level, e1rm_kg, "self_report", day=day_number(NOW))


def learnt(work: Done, state: LiftState | None = None) -> LiftState:
    """The state after a session of a lift, from nothing or from what was known before."""
    before = state or first_state(work.level, work.exercise, NOW, None, work.sets) or state_of()
    return advance(before, Observation(NOW, work.sets)).state


def case(work: Done, coming: Sequence[Asked] = (), **changes: Any) -> LiftCase:
    facts: dict[str, Any] = {
        "done": work, "verdict": verdict.judge(work), "state": learnt(work),
        "coming": tuple(coming) or (asked(1), asked(2)), "increment_kg": 2.5, "failed_running": 0, "is_held": False,
    }  # fmt: skip
    return LiftCase(**{**facts, **changes})
