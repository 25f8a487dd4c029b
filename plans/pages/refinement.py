"""A language model's look at the plan: what the page shows of it, and what can be said to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import services as accounts
from accounts.core.refusals import LimiterAway
from accounts.models import User
from accounts.pages.doors import AthletePage
from plans import services as plans
from plans import tasks
from plans.core.refining import COACH
from plans.core.refusals import PlanNotActive, RefinementAway, RefinementNeeds, StaleRefinement
from plans.models import Plan, Refinement
from plans.pages.doors import own_plan
from plans.wording import refinement as wording
from plans.wording.differences import Difference

SCOPE = "generate"
REFUSED = (StaleRefinement, RefinementNeeds, PlanNotActive, RefinementAway)


@dataclass(frozen=True, slots=True)
class EditView:
    why: str
    lines: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class RefinementView:
    """`may_decide`: whether whoever looks can agree or decline; `undo_to`: the state before the model's change, where
    nothing came after it; `may_ask`: whether a model can be asked again."""

    state: str
    offer: str
    requires: str
    kept_because: str
    summary: str
    edits: tuple[EditView, ...]
    may_decide: bool
    may_ask: bool
    undo_to: int | None

    @property
    def is_at_work(self) -> bool:
        return self.state in (Refinement.State.QUEUED, Refinement.State.RUNNING)


def refinement_view(page: AthletePage, plan: Plan) -> RefinementView | None:
    """None where no model was ever asked and none can be."""
    job = plans.newest_refinement(plan) if plan.refinement != Plan.Refinement.NONE else None
    today = page.athlete.profile.local_date(timezone.now())
    may_ask = not page.is_visit and not plans.away_because(page.athlete.profile, today)
    if job is None and not may_ask:
        return None
    job = job or Refinement(plan=plan, state=Plan.Refinement.NONE, base_revision=plan.revision)
    language = get_language() or "en"
    is_last = job.applied_revision is not None and job.applied_revision == plan.revision
    return RefinementView(
        state=job.state,
        offer=job.offer,
        requires=job.requires,
        kept_because=wording.kept_because(job.reason),
        summary=job.summary if job.state == Refinement.State.DONE else "",
        edits=tuple(
            EditView(each["why"], tuple(wording.edit_lines(each["diff"], page.units, language))) for each in job.told
        ),
        may_decide=job.offer == Refinement.Offer.PROPOSED and may_decide(page.person, page.is_visit, job.requires),
        may_ask=may_ask,
        undo_to=plan.revision - 1 if is_last and not page.is_visit else None,
    )


def may_decide(person: User, is_visit: bool, requires: str) -> bool:
    """A visitor decides only as a coach, and only what waits for one; that the athlete leaves to them."""
    return person.is_coach and requires == COACH if is_visit else requires != COACH


class RefinementPage(AthletePage):
    """Agree, decline, or have the plan looked at again. Doing it twice changes nothing."""

    def post(self, request: HttpRequest, plan_id: UUID, decision: str) -> HttpResponse:
        plan = own_plan(self.athlete, plan_id)
        acts: dict[str, Callable[[Plan], str]] = {"apply": self.apply, "dismiss": self.dismiss, "again": self.again}
        try:
            messages.success(request, acts[decision](plan))
        except REFUSED as refusal:
            messages.error(request, sentence(refusal))
        return self.back_to("plan")

    def apply(self, plan: Plan) -> str:
        self.refuse_visitors(plan)
        plans.apply_refinement(
            plan_id=plan.pk, actor_id=self.person.pk, as_coach=self.is_visit, now=timezone.now()
        )  # fmt: skip
        return _("Done. The plan has the change; it can be undone.")

    def dismiss(self, plan: Plan) -> str:
        self.refuse_visitors(plan)
        plans.dismiss_refinement(plan_id=plan.pk, actor_id=self.person.pk, as_coach=self.is_visit, now=timezone.now())
        return _("Kept as it was. Your plan did not change.")

    def again(self, plan: Plan) -> str:
        if not self.is_within_limit():
            return _("Too many tries in a few minutes. Please try again a little later.")
        profile = self.athlete.profile
        tasks.wake(plans.queue_again(plan_id=plan.pk, profile=profile, today=profile.local_date(timezone.now())))
        return _("Your plan is being looked at. You can go on meanwhile.")

    def refuse_visitors(self, plan: Plan) -> None:
        """Staff look and do not decide; a coach decides what waits for one."""
        job = plans.newest_refinement(plan)
        if self.is_visit and not may_decide(self.person, True, job.requires if job else ""):
            raise StaleRefinement("")

    def is_within_limit(self) -> bool:
        """Counted together with new plans: both ask a model."""
        try:
            return accounts.take(SCOPE, f"user:{self.athlete.pk}").allowed
        except LimiterAway:
            return True


def sentence(refusal: Exception) -> str:
    if isinstance(refusal, RefinementAway):
        return wording.away(refusal.facts)
    if isinstance(refusal, RefinementNeeds):
        return str(wording.NEEDS_COACH)
    return str(wording.STALE)
