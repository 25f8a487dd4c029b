"""Suggestions over HTTP: looked at, applied, dismissed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.doors import viewer
from accounts.core.refusals import ConsentOver
from adaptation import services as adaptation
from adaptation.api import inputs, outputs, schemas
from adaptation.models import AdaptationSuggestion
from plans.api.doors import plan_for
from plans.models import Plan


class SuggestionList(GenericAPIView[AdaptationSuggestion]):
    """What the engine suggests for a plan and what became of it, newest first."""

    @extend_schema(
        operation_id="list_adaptations",
        parameters=[OpenApiParameter("status", enum=AdaptationSuggestion.Status.values)],
        responses=schemas.SuggestionOutput(many=True),
        examples=[schemas.LIST_EXAMPLE, schemas.TRAINED_EXAMPLE],
    )
    def get(self, request: Request, plan_id: UUID) -> Response:
        now = timezone.now()
        plan = plan_for(request, plan_id, now)
        form = inputs.StatusInput(data=request.query_params.dict())
        form.is_valid(raise_exception=True)
        rows = AdaptationSuggestion.objects.filter(plan=plan)
        if "status" in form.validated_data:
            rows = rows.standing_as(form.validated_data["status"], now)
        page = self.paginate_queryset(rows.order_by("-created_at", "-pk"))
        return self.get_paginated_response(outputs.suggestions_json(plan.athlete_id, page or [], now))


class Apply(APIView):
    """Carry suggestions out, all or none. Those applied before change nothing; an outdated one is refused."""

    @extend_schema(
        operation_id="apply_adaptations",
        request=inputs.ApplyInput,
        responses={200: schemas.AppliedOutput},
        examples=[schemas.APPLY_EXAMPLE, schemas.APPLIED_EXAMPLE],
    )
    def post(self, request: Request, plan_id: UUID) -> Response:
        apply = partial(adaptation.apply, actor_id=viewer(request).pk, as_coach=False)
        return decided(request, plan_id, inputs.ApplyInput(data=request.data), apply, accepts=True)


class Dismiss(APIView):
    """Say no to suggestions. Those that are no longer open stay as they are."""

    @extend_schema(
        operation_id="dismiss_adaptations",
        request=inputs.DismissInput,
        responses={200: schemas.AppliedOutput},
        examples=[schemas.DISMISS_EXAMPLE, schemas.DISMISSED_EXAMPLE],
    )
    def post(self, request: Request, plan_id: UUID) -> Response:
        return decided(request, plan_id, inputs.DismissInput(data=request.data), adaptation.dismiss, accepts=False)


def decided(request: Request, plan_id: UUID, form: Any, decide: Callable[..., Plan], *, accepts: bool) -> Response:
    """What the athlete (with `decide`), or their coach, decided about suggestions of a plan; the answer is the newest
    revision. What a coach says with it is the athlete's to read."""
    now = timezone.now()
    plan = plan_for(request, plan_id, now)
    form.is_valid(raise_exception=True)
    told = dict(form.validated_data)
    person = viewer(request)
    try:
        if plan.athlete_id != person.pk:
            plan = adaptation.decide_as_coach(coach=person, plan_id=plan.pk, accepts=accepts, now=now, **told)
        else:
            del told["word"]
            plan = decide(plan_id=plan.pk, now=now, **told)
    except ConsentOver as problem:  # ended while this was on its way
        raise Http404 from problem
    except AdaptationSuggestion.DoesNotExist as problem:
        raise Http404 from problem
    rows = AdaptationSuggestion.objects.filter(plan=plan, pk__in=form.validated_data["ids"])
    return Response(outputs.applied_json(plan, list(rows.order_by("-created_at", "-pk")), now))
