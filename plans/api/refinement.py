"""A language model's look at a plan over HTTP: how it stands, asked for again, agreed to, declined."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.doors import viewer
from accounts.core.instants import instant
from plans import services as plans
from plans import tasks
from plans.api import examples
from plans.api.doors import plan_for
from plans.api.outputs import Json
from plans.models import Plan, Refinement
from plans.wording import refinement as wording

Shape = serializers.Serializer[Any]
REQUIRED = ("none", "athlete", "coach")


class ProposedEditOutput(Shape):
    """One edit of the model. `text`: what it changes; `why`: the model's own words, checked."""

    op = serializers.CharField()
    text = serializers.CharField()
    why = serializers.CharField()
    diff = serializers.ListField(child=serializers.DictField())


class PlanRefinementOutput(Shape):
    """`status` failed: the plan stays as the rules wrote it, for the reason given. `summary`: the model's sentence on
    its edits, checked; empty where it had none that may be shown. `offer` proposed: whoever `requires` names has to
    agree. `revision`: the one with the edits in it."""

    id = serializers.UUIDField(allow_null=True)
    status = serializers.ChoiceField(Plan.Refinement.choices)
    reason = serializers.CharField(allow_blank=True)
    reason_text = serializers.CharField(allow_blank=True)
    summary = serializers.CharField(allow_blank=True)
    edits = ProposedEditOutput(many=True)
    offer = serializers.ChoiceField(Refinement.Offer.choices)
    requires = serializers.ChoiceField(REQUIRED)
    base_revision = serializers.IntegerField(allow_null=True)
    revision = serializers.IntegerField(allow_null=True)
    is_ai_generated = serializers.BooleanField()
    ai_label = serializers.CharField(allow_blank=True)
    provider = serializers.CharField(allow_blank=True)
    model = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)


REFINEMENT: Json = {
    "id": "0195565e-0000-7000-8000-000000000009",
    "status": "done",
    "reason": "",
    "reason_text": "",
    "summary": "With your sore knee in mind, one exercise is easier on it.",
    "edits": [
        {
            "op": "swap_exercise",
            "text": "Goblet Squat, exercise: Back Squat → Goblet Squat (4 days from March 2 on)",
            "why": "Your knee hurts, and this one is easier to keep upright.",
            "diff": [
                {
                    "change": "changed",
                    "session": examples.SESSION["id"],
                    "on": "2026-03-02",
                    "item": examples.ITEM["id"],
                    "exercise": "goblet-squat",
                    "field": "exercise",
                    "before": "back-squat",
                    "after": "goblet-squat",
                }
            ],
        }
    ],
    "offer": "proposed",
    "requires": "athlete",
    "base_revision": 1,
    "revision": None,
    "is_ai_generated": True,
    "ai_label": "AI-generated",
    "provider": "openai",
    "model": "gpt-5.4-mini",
    "created_at": "2026-03-01T09:12:44Z",
    "finished_at": "2026-03-01T09:12:49Z",
}
QUEUED: Json = {
    **REFINEMENT,
    **{
        "status": "queued",
        "summary": "",
        "edits": [],
        "offer": "none",
        "requires": "none",
        "is_ai_generated": False,
        "ai_label": "",
    },
    **{"provider": "", "model": "", "finished_at": None},
}
OFFERED = examples.answer("An offer", REFINEMENT)
APPLIED = examples.answer("Applied", {**REFINEMENT, "offer": "applied", "revision": 2})
DISMISSED = examples.answer("Declined", {**REFINEMENT, "offer": "dismissed"})
ASKED_AGAIN = OpenApiExample("Queued", QUEUED, response_only=True, status_codes=["202"])


class RefinementDetail(APIView):
    """What a language model makes of a plan. Without one the status is `none`, and the plan is complete."""

    def get_throttles(self) -> list[Any]:
        if self.request.method == "POST":
            self.throttle_scope = "generate"
        return super().get_throttles()

    @extend_schema(operation_id="get_refinement", responses=PlanRefinementOutput, examples=[OFFERED])
    def get(self, request: Request, plan_id: UUID) -> Response:
        plan = plan_for(request, plan_id, timezone.now())
        return Response(refinement_json(plan, plans.newest_refinement(plan), units_of(request)))

    @extend_schema(
        operation_id="generate_refinement", request=None, responses={202: PlanRefinementOutput}, examples=[ASKED_AGAIN]
    )
    def post(self, request: Request, plan_id: UUID) -> Response:
        """Ask again. One that is at work is not doubled; an offer that was open is taken back."""
        now = timezone.now()
        plan = plan_for(request, plan_id, now)
        profile = plans.profile_by_id(plan.athlete_id)
        job = plans.queue_again(plan_id=plan.pk, profile=profile, today=profile.local_date(now))
        tasks.wake(job)
        return Response(refinement_json(plan, job, units_of(request)), status=202)


class RefinementApply(APIView):
    """Agree to the model's edits. They become a revision; saying it again changes nothing."""

    @extend_schema(
        operation_id="apply_refinement", request=None, responses={200: PlanRefinementOutput}, examples=[APPLIED]
    )
    def post(self, request: Request, plan_id: UUID) -> Response:
        return decided(request, plan_id, plans.apply_refinement)


class RefinementDismiss(APIView):
    """Leave the plan as it is."""

    @extend_schema(
        operation_id="dismiss_refinement", request=None, responses={200: PlanRefinementOutput}, examples=[DISMISSED]
    )
    def post(self, request: Request, plan_id: UUID) -> Response:
        return decided(request, plan_id, plans.dismiss_refinement)


def decided(request: Request, plan_id: UUID, decide: Callable[..., Refinement]) -> Response:
    now = timezone.now()
    plan = plan_for(request, plan_id, now)
    actor_id = viewer(request).pk
    job = decide(plan_id=plan.pk, actor_id=actor_id, as_coach=plan.athlete_id != actor_id, now=now)
    return Response(refinement_json(plan, job, units_of(request)))


def units_of(request: Request) -> str:
    return plans.profile_of(viewer(request)).units


def refinement_json(plan: Plan, job: Refinement | None, units: str) -> Json:
    if job is None:
        job = Refinement(plan=plan, state=Plan.Refinement.NONE, base_revision=plan.revision)
    language = get_language() or "en"
    is_stored = not job._state.adding
    edits = [
        {
            "op": each["op"],
            "text": wording.edit_text(each["diff"], units, language),
            "why": each["why"],
            "diff": each["diff"],
        }
        for each in job.told
    ]
    return {
        "id": str(job.pk) if is_stored else None,
        "status": job.state,
        "reason": job.reason,
        "reason_text": wording.kept_because(job.reason),
        "summary": job.summary if job.state == Refinement.State.DONE else "",
        "edits": edits,
        "offer": job.offer,
        "requires": job.requires or REQUIRED[0],
        "base_revision": job.base_revision if is_stored else None,
        "revision": job.applied_revision,
        "is_ai_generated": bool(edits),
        "ai_label": str(wording.AI_GENERATED) if edits else "",
        "provider": job.provider,
        "model": job.model,
        "created_at": instant(job.created_at) if job.created_at else None,
        "finished_at": instant(job.finished_at) if job.finished_at else None,
    }
