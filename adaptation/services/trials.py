"""What is tried with lifts that seem to stand still, and what followed.

A trial is an applied suggestion: when it began, what it changed and what it rested on stand there. How the trend went
is read from the points of the lift.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from adaptation.core import analysis, outlook, pain, trials
from adaptation.core.facts import Asked
from adaptation.core.known import increment_of
from adaptation.core.proposals import Proposal
from adaptation.core.trials import Followed, Standstill
from adaptation.models import AdaptationSuggestion, EstimatePoint
from adaptation.services.bench import Bench
from plans.core import swap
from plans.core.edits import Edit, SwapExercise
from plans.models import PlanRevision
from science import estimator, forecast
from science.estimator import LiftState

Status = AdaptationSuggestion.Status
SWAPS_TRIED = 4
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Trial:
    """One thing that was tried with a lift, and how it goes. is_undone: the plan was put back since."""

    suggestion: AdaptationSuggestion
    started_at: datetime
    followed: Followed
    is_undone: bool


# --- In the reaction --------------------------------------------------------------------------------------------------
def check(bench: Bench, rated: Collection[str]) -> Iterator[Proposal]:
    """For lifts with new ratings: what followed a trial that has run its time, or something to try where a plateau has
    been at even odds for two weeks. One query, and two more for a lift that one of both is about."""
    if not rated:
        return
    since = bench.now - timedelta(days=trials.REPEAT_DAYS)
    topics = [*(trials.topic_of(slug) for slug in rated), *(f"volume:{slug}" for slug in rated)]
    rows = list(
        AdaptationSuggestion.objects.filter(plan=bench.plan, topic__in=topics, created_at__gte=since).order_by("pk")
    )
    for slug in sorted(rated):
        about = [row for row in rows if row.target.get("exercise") == slug]
        report = _report(bench, slug, about)
        if report is not None:
            yield report
        elif not any(_is_standing(row, bench.now) for row in about):
            found = _to_try(bench, slug, {row.rule for row in about})
            if found is not None:
                yield found


def _is_standing(row: AdaptationSuggestion, now: datetime) -> bool:
    """Whether it waits for an answer, or is being tried: only one change at a time can be followed."""
    if row.rule == trials.FOLLOWED:
        return False
    if row.status == Status.APPLIED and row.decided_at is not None:
        return now < row.decided_at + timedelta(days=trials.WINDOW_DAYS)
    return row.status == Status.PROPOSED


def _report(bench: Bench, slug: str, rows: Sequence[AdaptationSuggestion]) -> Proposal | None:
    told = {row.occurrence for row in rows if row.rule == trials.FOLLOWED}
    due = bench.now - timedelta(days=trials.CHECK_DAYS)
    for row in rows:
        is_trial = row.rule in trials.RULES and row.status == Status.APPLIED
        started_at = row.decided_at
        if not is_trial or started_at is None or started_at > due or f"{trials.FOLLOWED}:{row.pk}" in told:
            continue
        followed = trials.look_at(started_at, _states(bench.plan.athlete_id, slug, started_at), bench.now)
        if followed is not None and not _is_undone(row):
            return trials.report(slug, row.rule, str(row.pk), bench.profile.local_date(started_at), followed)
    return None


def _is_undone(row: AdaptationSuggestion) -> bool:
    """Whether a revision from before it was brought back since."""
    if row.applied_revision is None:
        return False
    back = PlanRevision.objects.filter(plan=row.plan_id, number__gt=row.applied_revision)
    return back.filter(restored_from__lt=row.applied_revision).exists()


def _states(athlete_id: UUID, slug: str, started_at: datetime) -> list[tuple[datetime, LiftState]]:
    """The states of a lift around a start, oldest first: the last before it, and those of the weeks after."""
    window = (started_at - timedelta(days=trials.REPEAT_DAYS), started_at + timedelta(days=trials.WINDOW_DAYS))
    points = EstimatePoint.objects.filter(
        estimate__athlete_id=athlete_id, estimate__exercise_id=slug, performed_at__range=window
    )
    rows = points.order_by("performed_at", "rating_id").values_list("performed_at", "state")
    return [(at, estimator.from_dict(state)) for at, state in rows]


def _to_try(bench: Bench, slug: str, tried: Collection[str]) -> Proposal | None:
    state, done = bench.state(slug), bench.log.newest(slug)
    if not analysis.may_read_trend(bench):
        return None
    if state is None or done is None or forecast.plateau_probability(state) < forecast.PLATEAU_EVEN:
        return None
    odds = bench.plateau(slug)
    movement = bench.catalogue[slug]
    if odds is None or not trials.stands_still(*odds) or pain.is_held(movement, bench.pains):
        return None
    coming = tuple(asked for asked in bench.coming(slug) if asked.session != done.session)
    return trials.choose(
        Standstill(
            exercise=slug,
            today=bench.today,
            plateau=odds[0],
            plateau_before=odds[1] or 0.0,
            state=state,
            log=bench.log,
            recent=bench.recent,
            coming=coming,
            increment_kg=increment_of(movement),
            week=outlook.next_week(bench.spec, bench.today),
            swaps=_swaps(bench, coming),
            tried=tried,
        )
    )


def _swaps(bench: Bench, coming: Sequence[Asked]) -> tuple[tuple[Edit, ...], ...]:
    """Patches that put a variation in the lift's place, best first, with the load that the athlete's history gives."""
    place = bench.spec.find_item(coming[0].item) if coming else None
    if place is None:
        return ()
    session, item = place
    found = []
    for movement in swap.candidates(session, item, bench.intent, bench.catalogue)[:SWAPS_TRIED]:
        option = swap.option(movement, item, bench.intent)
        found.append(
            tuple(SwapExercise(each.item, movement.slug, option.load_kg, option.load_basis) for each in coming)
        )
    return tuple(found)


# --- To look at -------------------------------------------------------------------------------------------------------
def trials_of(athlete_id: UUID, slug: str, points: Sequence[EstimatePoint], now: datetime) -> list[Trial]:
    """What was tried with a lift, newest first. `points`: its series, oldest first. One query; one more for each trial
    that changed the plan."""
    rows = AdaptationSuggestion.objects.for_athlete(athlete_id).filter(
        rule__in=trials.RULES, status=Status.APPLIED, target__exercise=slug
    )
    states = [(point.performed_at, estimator.from_dict(point.state)) for point in points]
    found = []
    for row in rows.order_by("-decided_at", "-pk")[:SHOWN]:
        followed = trials.look_at(row.decided_at, states, now) if row.decided_at is not None else None
        if row.decided_at is not None and followed is not None:
            found.append(Trial(row, row.decided_at, followed, _is_undone(row)))
    return found
