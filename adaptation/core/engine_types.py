"""What the engine is told and what it answers, apart from plans and databases: the shapes that a simulator, a notebook
or another program exchanges with it.

Days are whole numbers on the caller's own calendar (day 0 may be any day; a week is seven of them). Everywhere None
means "not told", never zero.
"""

from __future__ import annotations

from dataclasses import dataclass

from science.effort import RatedSet

__all__ = [
    "Features",
    "IllnessTold",
    "Intake",
    "LiftIntake",
    "LiftPrescription",
    "LiftResult",
    "NextSetAdvice",
    "Prescription",
    "RatedSet",
    "SessionResult",
    "SetPrescription",
    "Wellness",
]


@dataclass(frozen=True, slots=True)
class LiftIntake:
    """One lift of the plan, as the athlete tells of it before the first session.

    slug: an exercise of the catalogue. guess_kg: 1RM as told, tested or guessed. basis: what it rests on (a key of
    science.estimator.LEVEL_SD: tested, self_report, guess, body_weight). increment_kg: smallest step on the bar, > 0.
    main: a lift that the plan is about, not an accessory.
    """

    slug: str
    guess_kg: float
    basis: str
    increment_kg: float
    main: bool = True


@dataclass(frozen=True, slots=True)
class Intake:
    """What is known before the first session.

    level: beginner, intermediate or advanced. goal: a primary goal (strength, muscle_gain, ...). days: the lifts of
    each training day of a week, in order; a week has one to seven of them. minutes: the most that one session may
    take. start_day: day of the first week's first day. weeks: length of the block. test_day: day of a test of
    strength, None for none. age: years, None for not told.
    """

    level: str
    goal: str
    lifts: tuple[LiftIntake, ...]
    days: tuple[tuple[str, ...], ...]
    minutes: float
    start_day: int = 0
    weeks: int = 14
    test_day: int | None = None
    age: int | None = None


@dataclass(frozen=True, slots=True)
class Wellness:
    """The morning's answers: sleep quality 1-10 (10 best), stress level 1-10 (10 worst), recovery in hours since the
    last hard session (0-168), as the product asks for them."""

    sleep: float | None = None
    stress: float | None = None
    recovery: float | None = None


@dataclass(frozen=True, slots=True)
class IllnessTold:
    """What an athlete says of being ill. symptoms: the worst of above_neck, below_neck and fever. started_day: the
    first day with symptoms, which names the illness. ended_day: the last one; None while it lasts."""

    symptoms: str
    started_day: int
    ended_day: int | None = None


@dataclass(frozen=True, slots=True)
class SetPrescription:
    """One set as it stands on the page. load_kg None: the athlete finds the load at the target effort. rest_s: rest
    after the set."""

    load_kg: float | None
    reps: int
    target_rpe: float
    rest_s: int


@dataclass(frozen=True, slots=True)
class LiftPrescription:
    """The working sets of one lift before the first of them is done."""

    lift: str
    sets: tuple[SetPrescription, ...]


@dataclass(frozen=True, slots=True)
class Prescription:
    """One session: lifts in order, and the minutes that it is expected to take (the plan's own time model)."""

    day: int
    lifts: tuple[LiftPrescription, ...]
    minutes: float


@dataclass(frozen=True, slots=True)
class NextSetAdvice:
    """What to do next after the sets done so far. stop: no further set of this lift today (load_kg and reps then say
    what it would have been)."""

    load_kg: float | None
    reps: int
    target_rpe: float
    stop: bool


@dataclass(frozen=True, slots=True)
class LiftResult:
    """What was done of one lift: all sets in order, and pain 0-10."""

    lift: str
    sets: tuple[RatedSet, ...]
    pain: int | None = None


@dataclass(frozen=True, slots=True)
class SessionResult:
    """One session as the athlete tells it. session_rpe 0-10 for the whole, completion 0-100 percent of what was
    asked."""

    day: int
    lifts: tuple[LiftResult, ...]
    session_rpe: float | None = None
    minutes: float | None = None
    completion: float = 100.0


@dataclass(frozen=True, slots=True)
class Features:
    """Parts of the engine that can be switched off, to see what each is worth.

    volume: each athlete's own number of sets. set_by_set: loads corrected within the session. wellness: sleep and
    stress shift the expected strength. rater: reported reps in reserve pass through the model of how people rate; off,
    they are taken at their word.
    """

    volume: bool = True
    set_by_set: bool = True
    wellness: bool = True
    rater: bool = True
