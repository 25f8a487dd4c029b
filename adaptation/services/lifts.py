"""What new ratings of an exercise mean for the plan, asked of the core with what the bench holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from adaptation.core import pain, signals, verdict
from adaptation.core.facts import Asked, Done
from adaptation.core.lift import LiftCase, load_proposal
from adaptation.core.proposals import Proposal
from adaptation.core.reps import RepsCase, reps_proposal
from adaptation.core.signals import Week
from adaptation.models import EstimatePoint, LiftEstimate
from adaptation.services import records
from adaptation.services.bench import Bench
from plans.core import swap
from plans.core.edits import Edit, SwapExercise
from plans.core.intent import Limitation
from plans.core.movements import Movement
from science import estimator
from science.health import stops_exercise

SWAPS_TRIED = 4
FAILURES_TO_ASK = 2
WEEK = timedelta(days=7)


def about_exercise(bench: Bench, slug: str, because: str) -> Iterator[Proposal]:
    """Proposals about one exercise after its newest session, each looked at after the one before it was stored."""
    done = bench.log.newest(slug)
    if done is None:
        return
    if done.pain is not None and stops_exercise(done.pain):
        yield from _stop_for_pain(bench, done)
        return
    judged = verdict.judge(done)
    running = bench.log.failed_running(slug)
    found = _about_load(bench, done, judged, running, because) or _about_reps(bench, done, judged, running, because)
    if found is not None:
        yield found
    if judged.code == verdict.FAILED and running >= FAILURES_TO_ASK:
        week = next_week(bench)
        if week is not None:
            yield signals.deload_question(slug, running, week)
    else:
        yield from _about_plateau(bench, done, judged)


def _after(bench: Bench, done: Done) -> tuple[Asked, ...]:
    """Occurrences to come; the session that has just been done is over, also while other parts of it are still open."""
    return tuple(asked for asked in bench.coming(done.exercise) if asked.session != done.session)


def _case(
    bench: Bench, done: Done, judged: verdict.Verdict, running: int, because: str, lift: LiftEstimate | None
) -> LiftCase:
    movement = bench.desk.catalogue[done.exercise]
    return LiftCase(
        done=done,
        verdict=judged,
        state=estimator.from_dict(lift.state) if lift else None,
        coming=_after(bench, done),
        increment_kg=records.increment_of(movement),
        failed_running=running,
        is_held=pain.is_held(movement, bench.pains),
        loads_by_scheme=bench.log.loads_of(done.exercise),
        because=because,
    )


def _lift(athlete_id: UUID, slug: str) -> LiftEstimate | None:
    return LiftEstimate.objects.filter(athlete_id=athlete_id, exercise_id=slug).first()


def _about_load(bench: Bench, done: Done, judged: verdict.Verdict, running: int, because: str) -> Proposal | None:
    lift = _lift(bench.plan.athlete_id, done.exercise)
    return load_proposal(_case(bench, done, judged, running, because, lift))


def _about_reps(bench: Bench, done: Done, judged: verdict.Verdict, running: int, because: str) -> Proposal | None:
    """For what is not weighed: neither lifted with a load nor asked for with one."""
    coming = _after(bench, done)
    if done.load_kg is not None or any(asked.load_kg is not None for asked in coming):
        return None
    is_held = pain.is_held(bench.desk.catalogue[done.exercise], bench.pains)
    return reps_proposal(RepsCase(done, judged, coming, running, is_held, because))


def _about_plateau(bench: Bench, done: Done, judged: verdict.Verdict) -> Iterator[Proposal]:
    lift = _lift(bench.plan.athlete_id, done.exercise)
    if lift is None:
        return
    plateaus = plateaus_of([lift]).get(lift.pk)
    if plateaus:
        case = _case(bench, done, judged, 0, "", lift)
        found = signals.more_volume(case, plateaus["now"], plateaus.get("before"), bench.log.sessions())
        if found is not None:
            yield found


def plateaus_of(lifts: Sequence[LiftEstimate]) -> Mapping[UUID, Mapping[str, float]]:
    """For each lift the plateau probability `now`, and `before`: at the last point a week or more before. One query."""
    newest = {lift.pk: lift.as_of for lift in lifts}
    if not newest:
        return {}
    points = (
        EstimatePoint.objects.filter(
            estimate__in=newest, plateau__isnull=False, performed_at__gte=min(newest.values()) - 5 * WEEK
        )
        .order_by("performed_at", "rating_id")
        .values_list("estimate_id", "performed_at", "plateau")
    )
    found: dict[UUID, dict[str, float]] = {}
    for lift, at, plateau in points:
        if plateau is not None:
            known = found.setdefault(lift, {})
            known["now"] = plateau
            if at <= newest[lift] - WEEK:
                known["before"] = plateau
    return found


# --- Pain -------------------------------------------------------------------------------------------------------------
def _stop_for_pain(bench: Bench, done: Done) -> Iterator[Proposal]:
    coming = _after(bench, done)
    stop = pain.stop(done, coming, _swaps(bench, done, coming), bench.pains)
    if stop is not None:
        yield stop
    movements: Mapping[str, Movement] = bench.desk.catalogue.movements
    hold = pain.hold_region(done, bench.coming(), movements, bench.log.loads(), bench.pains)
    if hold is not None:
        yield hold


def _swaps(bench: Bench, done: Done, coming: Sequence[Asked]) -> list[tuple[Edit, ...]]:
    """Patches to try, gentlest first: what the limitation table allows for this pain, best not the sore region."""
    desk = bench.desk
    place = desk.spec.find_item(coming[0].item) if coming else None
    if place is None:
        return []
    sore = Limitation(done.pain_region, done.pain or 0)
    intent = replace(desk.intent, limitations=(*desk.intent.limitations, sore))
    sessions = {asked.session for asked in coming}
    taken = {item.exercise for session in desk.spec.sessions() if session.id in sessions for item in session.items}
    free = [each for each in swap.candidates(*place, intent, desk.catalogue) if each.slug not in taken]
    gentle = sorted(free, key=lambda movement: pain.loads_region(movement, done.pain_region))
    return [tuple(_swap_edit(bench, asked, each) for asked in coming) for each in gentle[:SWAPS_TRIED]]


def _swap_edit(bench: Bench, asked: Asked, movement: Movement) -> Edit:
    """With the load that the athlete's own history gives, or none: then it is found at the target effort."""
    found = bench.desk.spec.find_item(asked.item)
    if found is None:
        return SwapExercise(asked.item, movement.slug)
    option = swap.option(movement, found[1], bench.desk.intent)
    return SwapExercise(asked.item, movement.slug, option.load_kg, option.load_basis)


# --- Weeks ------------------------------------------------------------------------------------------------------------
def next_week(bench: Bench) -> Week | None:
    """The week after the running one, if it is still to come and is no easier week already."""
    plan = bench.plan
    running = max(0, (bench.today - plan.start_on).days // 7 + 1)
    week = next((each for each in bench.desk.spec.weeks if each.number == running + 1), None)
    if week is None or week.is_deload or week.phase == "taper" or not week.sessions:
        return None
    return week.number, _monday(plan.start_on, week.number)


def _monday(start_on: date, number: int) -> date:
    return start_on + timedelta(days=7 * (number - 1))
