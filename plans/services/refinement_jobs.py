"""Refinements as jobs: a row that is queued with the plan, claimed with a lease, renewed while a model is asked, and
picked up by whoever comes next when its owner dies. Every write is fenced by the number of the attempt."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from accounts.core.ages import may_be_minor
from accounts.models import AthleteProfile
from events import services as events
from llm import registry as models
from plans import kinds
from plans.core.refusals import RefinementAway
from plans.models import Plan, Refinement

LEASE = timedelta(minutes=2)
ATTEMPTS_MAX = 3
SWEEP_BATCH = 100
GAVE_UP = "gave_up"
State, Offer = Refinement.State, Refinement.Offer


class LeaseLost(Exception):
    """Someone else has taken this refinement over, or it is not wanted any more."""


def away_because(profile: AthleteProfile, today: date) -> str:
    """Why no model is asked about this athlete: no_model | minor; "" where one is."""
    if not models.is_on():
        return "no_model"
    return "minor" if may_be_minor(profile.birth_year, today, is_age_required=settings.AGE_REQUIRED) else ""


def queue(plan: Plan, profile: AthleteProfile, *, today: date) -> Refinement | None:
    """Have a new plan looked at, in the caller's transaction. None, and nothing stored, where no model is asked."""
    return None if away_because(profile, today) else _queue(plan, is_fresh=False)


@transaction.atomic
def queue_again(*, plan_id: UUID, profile: AthleteProfile, today: date) -> Refinement:
    """Have a plan looked at once more, whatever was said before. One that is at work is not doubled, and what was
    offered before is taken back. Raises RefinementAway."""
    plan = Plan.objects.select_for_update(no_key=True).get(pk=plan_id)
    because = "plan_over" if plan.status != Plan.Status.ACTIVE else away_because(profile, today)
    if because:
        raise RefinementAway(because)
    at_work = Refinement.objects.filter(plan=plan).at_work().first()
    if at_work is not None:
        return at_work
    Refinement.objects.filter(plan=plan).offered().update(offer=Offer.EXPIRED, decided_at=Now())
    return _queue(plan, is_fresh=True)


def _queue(plan: Plan, *, is_fresh: bool) -> Refinement:
    job = Refinement.objects.create(plan=plan, base_revision=plan.revision, is_fresh=is_fresh)
    plan.refinement = Plan.Refinement.QUEUED
    plan.save(update_fields=["refinement"])
    return job


def newest_refinement(plan: Plan) -> Refinement | None:
    """The refinement that was asked for last. One query."""
    return Refinement.objects.filter(plan=plan).first()


def waiting_refinements() -> list[UUID]:
    """Refinements that nobody works on, the oldest first: queued ones, and those whose owner has died."""
    return list(_free().order_by("created_at").values_list("pk", flat=True)[:SWEEP_BATCH])


def give_up_refinements() -> int:
    """Keep the draft where an answer has taken its workers down too often; how many."""
    hopeless = Refinement.objects.filter(state=State.RUNNING, lease_until__lt=Now(), attempts__gte=ATTEMPTS_MAX)
    return sum(_given_up(job) for job in list(hopeless))


@transaction.atomic
def _given_up(job: Refinement) -> bool:
    plan = Plan.objects.select_for_update(no_key=True).get(pk=job.plan_id)
    return keep_draft(job, plan, GAVE_UP)


def _free() -> Any:
    orphaned = Q(state=State.RUNNING, lease_until__lt=Now())
    return Refinement.objects.filter(Q(state=State.QUEUED) | orphaned, attempts__lt=ATTEMPTS_MAX)


@transaction.atomic
def claim(refinement_id: UUID) -> Refinement | None:
    """The refinement, if it was free: one UPDATE decides among all who ask. The clock is the database's.

    The plan is locked first, as by everyone who changes one. What an attempt before has told is void.
    """
    plan = Plan.objects.select_for_update(no_key=True).filter(refinements=refinement_id).first()
    if plan is None or not _free().filter(pk=refinement_id).update(
        state=State.RUNNING, attempts=F("attempts") + 1, lease_until=Now() + LEASE, started_at=Now(), told=[]
    ):
        return None
    job = Refinement.objects.select_related("plan__athlete__profile").get(pk=refinement_id)
    Plan.objects.filter(pk=plan.pk).update(refinement=Plan.Refinement.RUNNING)
    events.append(plan.athlete_id, kinds.REFINEMENT_STARTED, payload(job, attempt=job.attempts))
    return job


def renew(job: Refinement) -> bool:
    """Hold on to the job for a while longer; False when it is not ours any more."""
    return bool(mine(job).update(lease_until=Now() + LEASE))


def mine(job: Refinement) -> Any:
    """The row, as long as it is ours: a later attempt has another number."""
    return Refinement.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)


def finish(job: Refinement, plan: Plan, state: str, **columns: Any) -> bool:
    """The end of a job, written once and only by its owner, in the caller's transaction; the plan is locked there."""
    if not mine(job).update(state=state, finished_at=Now(), lease_until=None, **columns):
        return False
    plan.refinement = Plan.Refinement(state)
    Plan.objects.filter(pk=plan.pk).update(refinement=plan.refinement)
    return True


def keep_draft(job: Refinement, plan: Plan, because: str, state: str = State.FAILED) -> bool:
    """End a job without any change to the plan, and say why. What was told of an answer does not stand any more."""
    if not finish(job, plan, state, reason=because, told=[], summary=""):
        return False
    events.append(plan.athlete_id, kinds.DRAFT_KEPT, payload(job, reason=because))
    return True


def payload(job: Refinement, **facts: Any) -> dict[str, Any]:
    return {"plan": str(job.plan_id), "refinement": str(job.pk), **facts}
