"""What would have happened: the prescription before a change and after it, as the estimate saw both on the day on which
the new one was trained, next to what was reported.

Both sides come from the state before that session, so the answer is not coloured by how the session went. It stays a
model's answer: the old prescription was never done on that day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from adaptation.core.forecasts import first_rated
from science import estimator, forecast
from science.effort import RatedSet, rpe_from_rir
from science.estimator import LIGHTEST_LOAD_KG, LiftState
from science.forecast import Interval

FIELDS = ("load_kg", "reps_max", "sets")  # of a prescription that a change may move; the first that it moved counts


@dataclass(frozen=True, slots=True)
class Ask:
    """One lift's prescription in a session, as far as an answer needs it."""

    load_kg: float
    reps: int
    sets: int


@dataclass(frozen=True, slots=True)
class Side:
    """One set of a prescription as the estimate saw it: its rating with the 90 % interval, the chance of all its reps.

    number: which set of the session, from 1."""

    load_kg: float
    reps: int
    number: int
    rpe: Interval
    chance: float


@dataclass(frozen=True, slots=True)
class Reported:
    """The set that came of it, as done and rated."""

    load_kg: float
    reps: int
    rpe: float
    failed: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """A change, looked back at. moved: the field that it moved."""

    on: date
    moved: str
    old: Side
    new: Side
    reported: Reported


def look_back(state: LiftState, on: date, moved: str, old: Ask, new: Ask, sets: Sequence[RatedSet]) -> Outcome | None:
    """What `state`, predicted to the session and knowing nothing of it, says of both prescriptions.

    A change of load or reps is looked at in the first rated set, one of sets in the last: that is where it is felt.
    None where no set was rated, or a prescription has no load.
    """
    rated = _felt(moved, sets)
    if rated is None or min(old.load_kg, new.load_kg) < LIGHTEST_LOAD_KG:
        return None
    return Outcome(on, moved, _side(state, moved, old), _side(state, moved, new), rated)


def _felt(moved: str, sets: Sequence[RatedSet]) -> Reported | None:
    found = first_rated(tuple(reversed(sets)) if moved == "sets" else sets)
    if found is None:
        return None
    told = found[1]
    return Reported(told.load_kg, told.reps, rpe_from_rir(told.reported_rir or 0.0), told.failed)


def _side(state: LiftState, moved: str, ask: Ask) -> Side:
    """The first set of a prescription; where the number of sets was changed, its last, after those before it."""
    number = ask.sets if moved == "sets" else 1
    earlier = [RatedSet(ask.load_kg, ask.reps)] * (number - 1)
    today = forecast.Today(depletion=estimator.depletion(state, earlier))
    expected = forecast.expected_rpe(state, ask.load_kg, ask.reps, today=today)
    rpe = forecast.rpe_range(state, ask.load_kg, ask.reps, today=today)
    return Side(ask.load_kg, ask.reps, number, rpe, expected.chance_to_complete)
