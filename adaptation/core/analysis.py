"""What new ratings and reports mean for the plan: facts in, proposals out.

With core.absence the one place where this is decided, for athletes with rows in a database and for simulated ones in
memory: whoever asks brings the facts, and carries out what is proposed. Each function yields one proposal after the
other, and looks at the facts again after each: the one before may have changed the plan.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from adaptation.core import dosing, illness, outlook, pain, signals, verdict
from adaptation.core.facts import Asked, Done, Recent
from adaptation.core.illness import Spell
from adaptation.core.known import Facts, increment_of
from adaptation.core.lift import LiftCase, load_proposal
from adaptation.core.log import Log
from adaptation.core.proposals import Proposal
from adaptation.core.reps import RepsCase, reps_proposal
from adaptation.core.verdict import Verdict
from adaptation.core.volume import VolumeCase, may_change, volume_proposal
from plans.core import swap
from plans.core.edits import Edit, SwapExercise
from plans.core.intent import Limitation
from plans.core.movements import Movement
from science import dose
from science import readiness as readiness_science
from science.health import stops_exercise

SWAPS_TRIED = 4
FAILURES_TO_ASK = 2
READINESS_REACH_DAYS = 1  # a report is about today and tomorrow, not about next week
EASING_RULES = frozenset({"load_down", "one_set_less", "reps_down", "pain_stop"})


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
    if illness.on_day(facts.spells, done.on) is not None:
        return  # work of an ill day says nothing of what comes after it
    judged = verdict.judge(done)
    running = _healthy_log(facts).failed_running(slug)
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


def _healthy_log(facts: Facts) -> Log:
    """What was done, without the days of an illness."""
    spells = facts.spells
    if not spells:
        return facts.log
    return Log(tuple(done for done in facts.log.entries if illness.on_day(spells, done.on) is None))


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
    if plateau is not None and may_read_trend(facts):
        case = _case(facts, done, judged, 0, "")
        found = signals.more_volume(case, *plateau, _healthy_log(facts).sessions())
        if found is not None:  # where a dose is learnt, what goes beyond it is for a person to try
            yield replace(found, always_asks=bool(facts.weeks(done.exercise)))


def may_read_trend(facts: Facts) -> bool:
    """Whether a lift that stands still may be spoken of."""
    return illness.may_read_trend(facts.spells, facts.today)


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
    if not facts.coming() or illness.on_day(facts.spells, facts.today) is not None:
        return
    if not illness.in_shadow(facts.spells, facts.today):
        yield from _about_amount(facts, rated, eased)
    reported = max((day for day in reported_on if day <= facts.today), default=None)
    if reported is not None and (facts.today - reported).days <= READINESS_REACH_DAYS:
        easier = _easier_day(facts, reported, facts.coming())
        if easier is not None:
            yield easier


def _about_amount(facts: Facts, rated: Collection[str], eased: Collection[str]) -> Iterator[Proposal]:
    week = outlook.next_week(facts.spec, facts.today)
    deload = signals.deload(_recent(facts), week) if week else None
    if deload is not None:
        yield deload
    elif rated:
        yield from _about_work(facts, rated, eased)


def _recent(facts: Facts) -> Recent:
    """The last weeks, but for the days that an illness explains."""
    return illness.without_illness(facts.recent, facts.spells, facts.today)


def _about_work(facts: Facts, rated: Collection[str], eased: Collection[str]) -> Iterator[Proposal]:
    """How much is done: less of the next session where it was too much, and the sets of each lift."""
    coming = _after_todays(facts)
    less = signals.less_volume(_recent(facts), coming, coming[0].session, eased) if coming else None
    if less is not None:
        yield less
    for slug in sorted(set(rated) - set(eased)):
        dosed = _about_volume(facts, slug)
        if dosed is not None:
            yield dosed


def _about_volume(facts: Facts, slug: str) -> Proposal | None:
    """The number of sets of a lift, from how its own weeks went."""
    done, changes = facts.log.newest(slug), facts.volume_changes(slug)
    weeks = illness.healthy_weeks(facts.weeks(slug), facts.spells)
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
            others=tuple(
                dose.evidence(illness.healthy_weeks(other, facts.spells)) for other in facts.other_weeks(slug)
            ),
            recent=_recent(facts),
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
def may_start_heavier(log: Log, slug: str, is_held: bool, spells: Sequence[Spell], today: date) -> bool:
    """Whether the first load of a lift may lie above the planned one: its last session must allow a rise, and no
    illness lie behind."""
    done = log.newest(slug)
    if done is None or is_held or illness.in_shadow(spells, today) or illness.on_day(spells, done.on) is not None:
        return False
    return verdict.judge(done).may_rise
