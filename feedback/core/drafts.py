"""An exercise while it is being trained: sets as they come, before they are told as one rating."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from feedback.core.ratings import Asked, in_halves, overall_rpe
from science.effort import RatedSet

FULL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Draft:
    """Sets done so far, in order. `client_id` is the id of the rating that they will become, so that saving twice
    stores one. pain: {region, severity} or None."""

    client_id: str
    exercise: str
    sets: tuple[Mapping[str, Any], ...] = ()
    pain: Mapping[str, Any] | None = None
    last_at: str = ""  # ISO 8601, when the newest set was told: the rest runs from here

    def with_set(self, place: int, done: Mapping[str, Any], at: str) -> Draft:
        """The draft with one more set. `place` counts from 0 and is where the form stood: a form that is sent twice,
        or late, finds its place taken and changes nothing."""
        return self if place != len(self.sets) else replace(self, sets=(*self.sets, dict(done)), last_at=at)

    def without_last(self, place: int) -> Draft:
        """The draft without its newest set, if that is still the one at `place`."""
        return replace(self, sets=self.sets[:-1]) if self.sets and place == len(self.sets) - 1 else self

    def rated(self) -> tuple[RatedSet, ...]:
        """Its sets as science reads them; those without reps are left out."""
        return tuple(
            RatedSet(
                load_kg=float(each.get("load_kg") or 0.0),
                reps=int(each["reps"]),
                rpe=each.get("rpe"),
                failed=bool(each.get("failed")),
            )
            for each in self.sets
            if each.get("reps") is not None
        )

    def rpe(self) -> Decimal:
        """One rating for all of it: the mean of its sets in halves."""
        return overall_rpe(self.sets) or in_halves(10)


def completion_percent(asked: Asked, sets: Sequence[Mapping[str, Any]]) -> Decimal:
    """How much of what was asked for was done, 0–100 with two places. A range counts as met at its lower end; more
    than asked in one set does not make up for another."""
    asked_each = asked.duration_s or asked.distance_m or asked.reps_min
    name = "duration_s" if asked.duration_s else "distance_m" if asked.distance_m else "reps"
    if not asked_each or not asked.sets:
        return FULL if sets else Decimal(0)
    done = sum(min(1.0, float(each.get(name) or 0) / asked_each) for each in sets)
    return min(FULL, Decimal(str(round(100 * done / asked.sets, 2))))
