"""What new ratings and reports mean for the plan: facts in, proposals out.

The one place where this is decided, for athletes with rows in a database and for simulated ones in memory: whoever asks
brings the facts, and carries out what is proposed. Each function yields one proposal after the other, and looks at the
facts again after each: the one before may have changed the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from adaptation.core import away, dosing, outlook, pain, signals, verdict
from adaptation.core.away import Usual
from adaptation.core.diary import Scores
from adaptation.core.facts import Asked, Done, PainReport, Recent
from adaptation.core.lift import LiftCase, load_proposal
from adaptation.core.log import Log
from adaptation.core.proposals import Proposal
from adaptation.core.reps import RepsCase, reps_proposal
from adaptation.core.verdict import Verdict
from adaptation.core.volume import VolumeCase, VolumeChange, may_change, volume_proposal
from plans.core import swap
from plans.core.edits import Edit, SwapExercise
from plans.core.intent import Intent, Limitation
from plans.core.movements import DEFAULT_INCREMENT_KG, Catalogue, Movement
from plans.core.spec import PlanSpec
from science import dose, recovery
from science import readiness as readiness_science
from science.estimator import LiftState
from science.health import stops_exercise

SWAPS_TRIED = 4
FAILURES_TO_ASK = 2
READINESS_REACH_DAYS = 1  # a report is about today and tomorrow, not about next week
LOOK_AHEAD_DAYS = 1  # a way back is prepared for a session that is due today or tomorrow
EASING_RULES = frozenset({"load_down", "one_set_less", "reps_down", "pain_stop"})


class Facts(Protocol):
    """What is known of one athlete and their running plan. Parts may be read when they are asked for first."""

    @property
    def today(self) -> date: ...
    @property
    def spec(self) -> PlanSpec: ...
    @property
    def intent(self) -> Intent: ...
    @property
    def catalogue(self) -> Catalogue: ...
    @property
    def log(self) -> Log: ...
    @property
    def pains(self) -> Sequence[PainReport]: ...
    @property
    def recent(self) -> Recent: ...

    def coming(self, exercise: str | None = None) -> tuple[Asked, ...]:
        """What the plan still asks for, soonest first."""
        ...

    def state(self, slug: str) -> LiftState | None:
        """What is known of a lift after its newest session; None for one without an estimate."""
        ...

    def plateau(self, slug: str) -> tuple[float, float | None] | None:
        """Plateau probability of a lift after its newest session, and a week or more before that."""
        ...

    def scores(self, on: date) -> Scores:
        """z of sleep, stress and recovery on a day."""
        ...

    def weeks(self, slug: str) -> tuple[dose.Week, ...]:
        """Hard sets and strength of a lift, week by week."""
        ...

    def other_weeks(self, slug: str) -> Iterable[tuple[dose.Week, ...]]:
        """The same of the athlete's other lifts."""
        ...

    def volume_changes(self, slug: str) -> tuple[VolumeChange, ...]:
        """Applied changes of a lift's weekly sets, oldest first."""
        ...


# --- One exercise -----------------------------------------------------------------------------------------------------
def about_exercise(facts: Facts, slug: str, because: str = "") -> Iterator[Proposal]:
    """Proposals about one exercise after its newest session. `because` tells a second judgement of the same session
    from the first."""
    done = facts.log.newest(slug)
    if done is None:
        return
    if done.pain is not None and stops_exercise(done.pain):
        yield from _about_pain(facts, done)
        return
    judged = verdict.judge(done)
    running = facts.log.failed_running(slug)
    found = load_proposal(_case(facts, done, judged, running, because))
    found = found or _about_reps(facts, done, judged, running, because)
    if found is not None:
        yield found
    if judged.code == verdict.FAILED and running >= FAILURES_TO_ASK:
        week = outlook.next_week(facts.spec, facts.today)
        if week is not None:
            yield signals.deload_question(slug, running, week)
    else:
        yield from _about_plateau(facts, done, judged)


def increment_of(movement: Movement) -> float:
    """The smallest step of its load in kg; exercises of an athlete's own have none on record."""
    return movement.increment_kg or DEFAULT_INCREMENT_KG


def _after(facts: Facts, done: Done) -> tuple[Asked, ...]:
    """Occurrences to come; the session that has just been done is over, also while other parts of it are still open."""
    return tuple(asked for asked in facts.coming(done.exercise) if asked.session != done.session)


def _case(facts: Facts, done: Done, judged: Verdict, running: int, because: str) -> LiftCase:
    movement = facts.catalogue[done.exercise]
    return LiftCase(
        done=done,
        verdict=judged,
        state=facts.state(done.exercise),
        coming=_after(facts, done),
        increment_kg=increment_of(movement),
        failed_running=running,
        is_held=pain.is_held(movement, facts.pains),
        loads_by_scheme=facts.log.loads_of(done.exercise),
        because=because,
    )


def _about_reps(facts: Facts, done: Done, judged: Verdict, running: int, because: str) -> Proposal | None:
    """For what is not weighed: neither lifted with a load nor asked for with one."""
    coming = _after(facts, done)
    if done.load_kg is not None or any(asked.load_kg is not None for asked in coming):
        return None
    is_held = pain.is_held(facts.catalogue[done.exercise], facts.pains)
    return reps_proposal(RepsCase(done, judged, coming, running, is_held, because))


def _about_plateau(facts: Facts, done: Done, judged: Verdict) -> Iterator[Proposal]:
    plateau = facts.plateau(done.exercise)
    if plateau is not None:
        case = _case(facts, done, judged, 0, "")
        found = signals.more_volume(case, *plateau, facts.log.sessions())
        if found is not None:  # where a dose is learnt, what goes beyond it is for a person to try
            yield replace(found, always_asks=bool(facts.weeks(done.exercise)))


# --- Pain -------------------------------------------------------------------------------------------------------------
def _about_pain(facts: Facts, done: Done) -> Iterator[Proposal]:
    coming = _after(facts, done)
    stop = pain.stop(done, coming, _swaps(facts, done, coming), facts.pains)
    if stop is not None:
        yield stop
    hold = pain.hold_region(done, facts.coming(), facts.catalogue.movements, facts.log.loads(), facts.pains)
    if hold is not None:
        yield hold


def _swaps(facts: Facts, done: Done, coming: Sequence[Asked]) -> list[tuple[Edit, ...]]:
    """Patches to try, gentlest first: what the limitation table allows for this pain, best not the sore region."""
    place = facts.spec.find_item(coming[0].item) if coming else None
    if place is None:
        return []
    sore = Limitation(done.pain_region, done.pain or 0)
    intent = replace(facts.intent, limitations=(*facts.intent.limitations, sore))
    sessions = {asked.session for asked in coming}
    taken = {item.exercise for session in facts.spec.sessions() if session.id in sessions for item in session.items}
    free = [each for each in swap.candidates(*place, intent, facts.catalogue) if each.slug not in taken]
    gentle = sorted(free, key=lambda movement: pain.loads_region(movement, done.pain_region))
    return [tuple(_swap_edit(facts, asked, each) for asked in coming) for each in gentle[:SWAPS_TRIED]]


def _swap_edit(facts: Facts, asked: Asked, movement: Movement) -> Edit:
    """With the load that the athlete's own history gives, or none: then it is found at the target effort."""
    found = facts.spec.find_item(asked.item)
    if found is None:
        return SwapExercise(asked.item, movement.slug)
    option = swap.option(movement, found[1], facts.intent)
    return SwapExercise(asked.item, movement.slug, option.load_kg, option.load_basis)


# --- The whole --------------------------------------------------------------------------------------------------------
def about_all(
    facts: Facts, *, rated: Collection[str], reported_on: Collection[date], eased: Collection[str]
) -> Iterator[Proposal]:
    """Proposals that rest on more than one session. `rated`: exercises with new ratings; `reported_on`: days that were
    reported on anew; `eased`: exercises that have just been made easier by themselves."""
    if not facts.coming():
        return
    week = outlook.next_week(facts.spec, facts.today)
    deload = signals.deload(facts.recent, week) if week else None
    if deload is not None:
        yield deload
    elif rated:
        yield from _about_work(facts, rated, eased)
    reported = max((day for day in reported_on if day <= facts.today), default=None)
    if reported is not None and (facts.today - reported).days <= READINESS_REACH_DAYS:
        easier = _easier_day(facts, reported, facts.coming())
        if easier is not None:
            yield easier


def _about_work(facts: Facts, rated: Collection[str], eased: Collection[str]) -> Iterator[Proposal]:
    """How much is done: less of the next session where it was too much, and the sets of each lift."""
    coming = _after_todays(facts)
    less = signals.less_volume(facts.recent, coming, coming[0].session, eased) if coming else None
    if less is not None:
        yield less
    for slug in sorted(set(rated) - set(eased)):
        dosed = _about_volume(facts, slug)
        if dosed is not None:
            yield dosed


def _about_volume(facts: Facts, slug: str) -> Proposal | None:
    """The number of sets of a lift, from how its own weeks went."""
    done, weeks, changes = facts.log.newest(slug), facts.weeks(slug), facts.volume_changes(slug)
    if done is None or not weeks or not may_change(changes, facts.today):
        return None
    coming = _after(facts, done)
    place = facts.spec.find_item(coming[0].item) if coming else None
    if place is None:
        return None
    sessions = frozenset(asked.session for asked in coming)
    return volume_proposal(
        VolumeCase(
            exercise=slug,
            level=done.level,
            today=facts.today,
            coming=coming,
            weeks=weeks,
            others=tuple(dose.evidence(other) for other in facts.other_weeks(slug)),
            recent=facts.recent,
            verdict_code=verdict.judge(done).code,
            is_held=pain.is_held(facts.catalogue[slug], facts.pains),
            changes=changes,
            spare_min=dosing.spare_minutes(facts.spec, sessions, facts.intent, facts.catalogue),
            set_min=dosing.set_minutes(place[1], facts.catalogue),
        )
    )


def _after_todays(facts: Facts) -> tuple[Asked, ...]:
    """What comes after the session that the newest rating belongs to, which may still be under way."""
    running = facts.log.newest_session()
    return tuple(asked for asked in facts.coming() if asked.session != running)


def _easier_day(facts: Facts, on: date, upcoming: Sequence[Asked]) -> Proposal | None:
    scores = facts.scores(on)
    score = readiness_science.readiness(*scores)
    if score is None or not upcoming or (upcoming[0].on - facts.today).days > READINESS_REACH_DAYS:
        return None
    sleep, stress, rest = scores
    told = {
        "z_sleep": None if sleep is None else round(sleep, 1),
        "z_stress": None if stress is None else round(stress, 1),
        "z_recovery": None if rest is None else round(rest, 1),
        "reported_on": on.isoformat(),
    }
    return signals.easier_day(readiness_science.advice(score), score, upcoming, told)


# --- Before a session -------------------------------------------------------------------------------------------------
def may_start_heavier(log: Log, slug: str, is_held: bool) -> bool:
    """Whether the first load of a lift may lie above the planned one: its last session must allow a rise."""
    done = log.newest(slug)
    return done is not None and not is_held and verdict.judge(done).may_rise


# --- Absence ----------------------------------------------------------------------------------------------------------
def about_absence(
    facts: Facts,
    missed: Sequence[Asked],
    last_on: date | None,
    usual: Callable[[], Mapping[str, Usual]],
    free_days: Callable[[str], Sequence[date]],
) -> Iterator[Proposal]:
    """What was missed since the last session: no planned rise over it, a free day for it, and after more than ten days
    the way back.

    missed: what was asked for after `last_on` and not done, soonest first. usual: what each item asked for before the
    break. free_days: of its own week, on which a missed session would still fit.
    """
    if not missed:
        return
    if last_on is not None and _is_way_back(facts, last_on):
        increments = {movement.slug: increment_of(movement) for movement in facts.catalogue}
        back = away.comeback(last_on, facts.coming(), usual(), increments)
        if back is not None:
            yield back
        return
    unearned = away.unearned(missed, facts.coming())
    if unearned is not None:
        yield unearned
    for session, missed_on in {asked.session: asked.on for asked in missed}.items():
        found = away.move_missed(session, missed_on, free_days(session))
        if found is not None:
            yield found


def _is_way_back(facts: Facts, last_on: date) -> bool:
    """Whether the next session follows a break, and is close enough to prepare it: who comes back sooner or later comes
    back to another plan."""
    coming = facts.coming()
    is_due = bool(coming) and (coming[0].on - facts.today).days <= LOOK_AHEAD_DAYS
    return is_due and (coming[0].on - last_on).days > recovery.BREAK_FREE_DAYS
