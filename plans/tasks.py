"""Background work of plans: addresses of services. Each may run twice or never; the sweeper looks again."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.db import OperationalError, transaction
from django.utils import timezone

from plans import services
from plans.models import Plan, Refinement


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def refine_plan(refinement_id: str) -> None:
    """Have a language model look at one plan, unless someone else is at it."""
    services.run_refinement(UUID(refinement_id), timezone.now())


def wake(job: Refinement) -> None:
    """Have a worker do this refinement once it is committed. When the broker is away the row waits, and the sweeper
    finds it."""
    transaction.on_commit(lambda: refine_plan.apply_async((str(job.pk),), retry=False), robust=True)


def wake_for(plan: Plan) -> None:
    """The same for whatever waits for this plan. No query where nothing does."""
    if plan.refinement == Plan.Refinement.QUEUED:
        for job in Refinement.objects.filter(plan=plan, state=Refinement.State.QUEUED):
            wake(job)


@shared_task
def sweep_refinements() -> None:
    """Start again what was queued and never begun, or begun and never finished; give up what fails every time."""
    services.give_up_refinements()
    for refinement_id in services.waiting_refinements():
        refine_plan.apply_async((str(refinement_id),), retry=False)
