"""An athlete of the simulator as a diagnosis finds them: what they told becomes a case, the truth stays beside it.

They train under the engine that Spotter ships, and what they tell goes through its estimator, as in the product. The
simulator knows four lifts and no hour of the day, so volume per muscle and times are not judged here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from adaptation.core import illness
from adaptation.core.diary import Diary
from adaptation.core.engine_types import (
    IllnessTold,
    LiftIntake,
    LiftResult,
    NextSetAdvice,
    Prescription,
    RatedSet,
    SessionResult,
    Wellness,
)
from adaptation.core.estimate import Observation, advance, told_state
from adaptation.core.facts import Asked, Done
from adaptation.core.illness import Spell
from benchmarks.simulation.body import Body
from benchmarks.simulation.gym import Gym
from benchmarks.simulation.minutes import catalogue
from benchmarks.simulation.policies.base import Hearing, Policy
from benchmarks.simulation.policies.registry import maker
from benchmarks.simulation.runner import Athlete, athlete_of, play
from benchmarks.simulation.schedule import is_training_day
from benchmarks.simulation.worlds import WORLDS
from diagnosis.core.facts import Case, DayReport, LiftFact, SessionFact, Work
from science.estimator import LiftState
from tests.diagnosis.cohort import lift_fact

MONDAY = date(2026, 1, 5)  # the first day of a block
HOUR = 18
REGION = "shoulder"  # of a pain: the simulator has none
WINDOW_DAYS = 84
Step = tuple[Work, LiftState, float | None]


@dataclass(frozen=True, slots=True)
class Stalled(Athlete):
    """An athlete one of whose lifts gains nothing from a day on, however it is trained. It still tires."""

    still: str = ""
    from_day: int = 0

    def gym(self) -> Gym:
        return Gym(self.noise, self.traits, self.laws, StalledBody(self))


class StalledBody(Body):
    def __init__(self, athlete: Stalled) -> None:
        super().__init__(athlete.traits, athlete.noise)
        self._still, self._from_day, self._today = athlete.still, athlete.from_day, 0

    def dusk(self, day: int) -> None:
        self._today = day
        super().dusk(day)

    def trained(self, slug: str, share: float, rir: float, reps: int, failed: bool) -> None:
        super().trained(slug, share, rir, reps, failed)
        if slug == self._still and self._today >= self._from_day:
            self._lifts[slug].stimulus = 0.0


@dataclass(slots=True)
class Witness:
    """A policy that lets another one decide and keeps what passes: what was asked, told and done, the true log strength
    of each lift and the mean fatigue on each training day."""

    policy: Policy
    gym: Gym
    asked: dict[int, Prescription] = field(default_factory=dict)
    told: dict[int, Wellness] = field(default_factory=dict)
    done: dict[int, SessionResult] = field(default_factory=dict)
    ill: dict[int, IllnessTold] = field(default_factory=dict)
    strength: dict[int, Mapping[str, float]] = field(default_factory=dict)
    fatigue: dict[int, float] = field(default_factory=dict)

    def plan_session(self, day: int, wellness: Wellness) -> Prescription:
        self.strength[day] = {slug: self.gym.body.strength(slug) for slug in self.gym.traits.lifts}
        self.fatigue[day] = self.gym.body.mean_fatigue()
        self.told[day] = wellness
        self.asked[day] = self.policy.plan_session(day, wellness)
        return self.asked[day]

    def next_set(self, lift: str, finished_sets: Sequence[RatedSet]) -> NextSetAdvice:
        return self.policy.next_set(lift, finished_sets)

    def observe(self, result: SessionResult) -> None:
        self.done[result.day] = result
        self.policy.observe(result)

    def hear(self, told: IllnessTold, day: int) -> None:
        self.ill[told.started_day] = told
        if isinstance(self.policy, Hearing):
            self.policy.hear(told, day)


@dataclass(frozen=True, slots=True)
class Examined:
    """One athlete: what a diagnosis sees, and the true log strength of each lift and mean fatigue by day."""

    athlete: Athlete
    case: Case
    strength: Mapping[date, Mapping[str, float]]
    fatigue: Mapping[date, float]

    def true_change(self, lift: LiftFact, days: int) -> float:
        """What the estimates of the last days stand for: the mean of the first two against that of the last two."""
        on = [each.on for each in lift.points if each.on >= self.case.today - timedelta(days=days)]
        values = [self.strength[day][lift.exercise] for day in (*on[:2], *on[-2:])]
        return (values[2] + values[3] - values[0] - values[1]) / 2


def examined(
    seed: int, number: int, weeks: int, *, world: str = "default", policy: str = "spotter", still_days: int = 0
) -> Examined:
    """The athlete with this number, on the last day of so many weeks. still_days: for so long one lift, a different one
    from athlete to athlete, has gained nothing."""
    athlete = athlete_of(seed, number, WORLDS[world], weeks)
    if still_days:
        athlete = stalled(athlete, still_days)
    witnesses: list[Witness] = []

    def witness(intake: object, gym: Gym) -> Witness:
        witnesses.append(Witness(maker(policy)(athlete.intake, gym), gym))
        return witnesses[0]

    play(athlete, witness)
    seen = witnesses[0]
    strength = {_on(day): values for day, values in seen.strength.items()}
    return Examined(athlete, case_of(athlete, seen), strength, {_on(day): lost for day, lost in seen.fatigue.items()})


def stalled(athlete: Athlete, days: int) -> Stalled:
    lifts = sorted(athlete.traits.lifts)
    return Stalled(
        athlete.number,
        athlete.noise,
        athlete.traits,
        athlete.intake,
        athlete.days,
        athlete.laws,
        still=lifts[athlete.number // 3 % len(lifts)],  # levels take turns by three
        from_day=len(athlete.days) - 1 - days,
    )


# --- What they told, as a case ----------------------------------------------------------------------------------------
def _on(day: int) -> date:
    return MONDAY + timedelta(days=day)


def _at(day: int, place: int = 0) -> datetime:
    return datetime.combine(_on(day), time(HOUR, place), UTC)


def case_of(athlete: Athlete, seen: Witness) -> Case:
    last = len(athlete.days) - 2
    reports = tuple(_report(seen, day) for day in sorted(seen.done))
    work = tuple(each for day in sorted(seen.done) for each in _work(athlete, seen, day))
    spells = tuple(_spell(each) for each in seen.ill.values())
    return Case(
        athlete=str(athlete.number),
        now=_at(last),
        today=_on(last),
        window_days=WINDOW_DAYS,
        level=athlete.traits.level,
        goal="strength",
        catalogue=catalogue(),
        sessions=tuple(_sessions(athlete, seen, last)),
        work=work,
        reports=reports,
        lifts=tuple(_lifts(athlete, work, reports)),
        spells=spells,
    )


def _sessions(athlete: Athlete, seen: Witness, last: int) -> Iterator[SessionFact]:
    for day in range(last + 1):
        if is_training_day(athlete.intake, day):
            status = "done" if day in seen.done else "planned"
            yield SessionFact(f"s-{day}", _on(day), status, title=_title(day))


def _title(day: int) -> str:
    return "first" if day % 7 in (0, 3) else "second"


def _work(athlete: Athlete, seen: Witness, day: int) -> Iterator[Work]:
    pages = {each.lift: each.sets for each in seen.asked[day].lifts}
    for place, told in enumerate(seen.done[day].lifts):
        if told.sets:
            page = pages[told.lift]
            asked = Asked(
                "", f"s-{day}", _on(day), told.lift, len(page), page[0].reps, page[0].reps, page[0].target_rpe,
                page[0].load_kg,
            )  # fmt: skip
            yield Work(f"r-{day}-{told.lift}", _at(day, place), _done(athlete, told, day, asked))


def _done(athlete: Athlete, told: LiftResult, day: int, asked: Asked) -> Done:
    reps = (asked.reps or 0) * asked.sets
    return Done(
        feedback=f"r-{day}-{told.lift}",
        session=f"s-{day}",
        on=_on(day),
        exercise=told.lift,
        sets=told.sets,
        rpe=told.sets[-1].rpe,
        completion=min(100.0, 100 * sum(each.reps for each in told.sets) / reps),
        level=athlete.traits.level,
        asked=asked,
        pain_region=REGION if told.pain else "",
        pain=told.pain,
    )


def _report(seen: Witness, day: int) -> DayReport:
    told, morning = seen.done[day], seen.told[day]
    return DayReport(
        id=f"m-{day}",
        session=f"s-{day}",
        on=_on(day),
        title=_title(day),
        volume_kg=sum(each.load_kg * each.reps for lift in told.lifts for each in lift.sets),
        completion=told.completion,
        session_rpe=told.session_rpe,
        duration_min=told.minutes,
        sleep_quality=morning.sleep,
        stress_level=morning.stress,
        recovery_h=morning.recovery,
    )


def _spell(told: IllnessTold) -> Spell:
    ended_at = None if told.ended_day is None else _at(told.ended_day)
    return illness.spell(str(told.started_day), told.symptoms, _on(told.started_day), ended_at, UTC)


def _lifts(athlete: Athlete, work: Sequence[Work], reports: Sequence[DayReport]) -> Iterator[LiftFact]:
    diary = Diary(tuple((each.on, each.sleep_quality, each.stress_level, each.recovery_h) for each in reports))
    shifts = {each.on: diary.strength_shift(each.on) for each in reports}
    for intake in athlete.intake.lifts:
        steps = list(_steps(athlete.traits.level, intake, work, shifts))
        if steps:
            yield lift_fact(intake.slug, steps)


def _steps(level: str, intake: LiftIntake, work: Sequence[Work], shifts: Mapping[date, float]) -> Iterator[Step]:
    state = told_state(level, intake.slug, _at(0), intake.guess_kg, intake.basis)
    for each in work:
        if each.done.exercise == intake.slug:
            step = advance(state, Observation(each.at, each.done.sets, shifts[each.on]))
            state = step.state
            yield each, state, step.surprise
