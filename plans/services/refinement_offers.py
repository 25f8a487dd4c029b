"""What people decide about a model's edits that were offered to them. Undoing them is restoring a revision."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import CoachAssignment
from events import services as events
from plans import kinds
from plans.core import patch, refining
from plans.core.refusals import PlanRefused, RefinementNeeds, SessionClosed, StaleRefinement
from plans.models import Refinement
from plans.services import refinement_jobs as jobs
from plans.services.refinement_run import signature_of
from plans.services.revision import Desk, apply, locked_desk

Offer = Refinement.Offer


def apply_refinement(*, plan_id: UUID, actor_id: UUID, as_coach: bool, now: datetime) -> Refinement:
    """Carry the newest offer of a plan out; once applied, saying it again changes nothing.

    Raises StaleRefinement where there is no offer, or the plan has moved on; RefinementNeeds where the coach has to
    confirm; PlanNotActive.
    """
    with transaction.atomic():
        desk = locked_desk(plan_id, now)
        job = _offered(desk)
        if job.offer == Offer.APPLIED:
            return job
        _refuse_unless_theirs(job, desk, as_coach, now)
        is_applied = _applied(job, desk, actor_id, now)
    if not is_applied:
        raise StaleRefinement(str(job.pk))
    return job


@transaction.atomic
def dismiss_refinement(*, plan_id: UUID, actor_id: UUID, as_coach: bool, now: datetime) -> Refinement:
    """Say no to the newest offer; once decided, saying no changes nothing. Raises what `apply_refinement` raises."""
    desk = locked_desk(plan_id, now)
    job = _offered(desk)
    if job.offer == Offer.PROPOSED:
        _refuse_unless_theirs(job, desk, as_coach, now)
        _close(job, desk, Offer.DISMISSED, actor_id, now)
    return job


def _offered(desk: Desk) -> Refinement:
    job = jobs.newest_refinement(desk.plan)
    if job is None or job.offer not in (Offer.PROPOSED, Offer.APPLIED, Offer.DISMISSED):
        raise StaleRefinement(str(job.pk) if job else "")
    return job


def _refuse_unless_theirs(job: Refinement, desk: Desk, as_coach: bool, now: datetime) -> None:
    """What waits for the coach is not the athlete's to decide, as long as there is a coach."""
    if as_coach or job.requires != refining.COACH:
        return
    if CoachAssignment.objects.in_force(now).filter(athlete_id=desk.plan.athlete_id).exists():
        raise RefinementNeeds(refining.COACH)


def _applied(job: Refinement, desk: Desk, actor_id: UUID, now: datetime) -> bool:
    """Whether the offer could be carried out as it was shown; else it is closed."""
    edits = patch.parse_edits(job.edits)
    fits = job.offer == Offer.PROPOSED and refining.still_fits(desk.spec, edits, job.diff, desk.catalogue)
    try:
        if not fits:
            raise StaleRefinement(str(job.pk))
        with transaction.atomic():
            revision = apply(desk, edits, signature_of(job, [each["why"] for each in job.told], actor_id))
    except (StaleRefinement, patch.EditRefused, PlanRefused, SessionClosed):
        if job.offer == Offer.PROPOSED:
            _close(job, desk, Offer.EXPIRED, actor_id, now)
        return False
    job.applied_revision = revision.number
    _close(job, desk, Offer.APPLIED, actor_id, now)
    return True


def _close(job: Refinement, desk: Desk, offer: Offer, actor_id: UUID, now: datetime) -> None:
    job.offer, job.decided_at, job.decided_by_hint = offer, now, actor_id
    job.save(update_fields=["offer", "decided_at", "decided_by_hint", "applied_revision"])
    told = {"revision": job.applied_revision, "offer": str(offer), "requires": job.requires}
    events.append(desk.plan.athlete_id, kinds.REFINEMENT_FINISHED, jobs.payload(job, **told, is_ai_generated=True))
