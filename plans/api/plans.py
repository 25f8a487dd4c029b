"""Plans over HTTP: written, read, restored, exported."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import UUIDField
from rest_framework.views import APIView

from accounts.api.doors import note_look, viewer
from plans import services as plans
from plans import tasks
from plans.api import examples, inputs, outputs, schemas
from plans.api.doors import author, plan_for
from plans.core.calendar import Event, calendar
from plans.models import Plan, PlannedSession, PlanRevision
from plans.wording.calendar import prescription
from plans.wording.refinement import AI_GENERATED


class Generate(APIView):
    """Write a plan by rules, at once. It replaces the active plan, which is kept as archived."""

    throttle_scope = "generate"

    @extend_schema(
        operation_id="generate_plan",
        request=inputs.GenerateInput,
        responses={200: schemas.GeneratedOutput},
        examples=[examples.GENERATE_EXAMPLE, examples.GENERATED],
    )
    def post(self, request: Request) -> Response:
        now = timezone.now()
        today = plans.profile_of(viewer(request)).local_date(now)
        form = inputs.GenerateInput(data=request.data, context={"today": today, "athlete_id": viewer(request).pk})
        form.is_valid(raise_exception=True)
        plan = plans.generate(athlete=viewer(request), wishes=form.validated_data, now=now)
        tasks.wake_for(plan)
        return Response({"plan": outputs.plan_whole(plan)})


class PlanList(GenericAPIView[Plan]):
    """One's own plans, newest first, without their weeks; `athlete` names someone whom one coaches."""

    @extend_schema(
        operation_id="list_plans",
        parameters=[OpenApiParameter("athlete", OpenApiTypes.UUID, description="An athlete whom you coach.")],
        responses=schemas.PlanHeadOutput(many=True),
        examples=[examples.HEADS],
    )
    def get(self, request: Request) -> Response:
        athlete_id = viewer(request).pk
        if "athlete" in request.query_params:
            athlete_id = UUIDField().run_validation(request.query_params["athlete"])
        visible = Plan.objects.visible_to(viewer(request).pk, timezone.now()).for_athlete(athlete_id)
        page = self.paginate_queryset(visible.order_by("-created_at", "-pk"))
        if page:
            note_look(request, athlete_id)
        return self.get_paginated_response([outputs.plan_head(plan) for plan in page or ()])


class PlanDetail(APIView):
    """A plan with all its weeks, sessions and items."""

    @extend_schema(operation_id="get_plan", responses=schemas.PlanOutput, examples=[examples.WHOLE])
    def get(self, request: Request, plan_id: UUID) -> Response:
        return Response(outputs.plan_whole(plan_for(request, plan_id, timezone.now())))


class SessionList(APIView):
    """The sessions of a plan between two days, both included."""

    @extend_schema(
        operation_id="list_sessions",
        parameters=[
            OpenApiParameter("from", OpenApiTypes.DATE, description="First day."),
            OpenApiParameter("to", OpenApiTypes.DATE, description="Last day."),
        ],
        responses=schemas.SessionOutput(many=True),
        examples=[examples.SESSIONS],
    )
    def get(self, request: Request, plan_id: UUID) -> Response:
        plan = plan_for(request, plan_id, timezone.now())
        form = inputs.SpanInput(data=request.query_params.dict())
        form.is_valid(raise_exception=True)
        span = {"from": plan.start_on, "to": plan.ends_on} | form.validated_data
        rows = PlannedSession.objects.filter(plan=plan).in_plan().between(span["from"], span["to"])
        return Response(outputs.sessions_json(list(rows)))


class RevisionList(GenericAPIView[PlanRevision]):
    """Every state that the plan has had, newest first: who changed what, and why."""

    @extend_schema(
        operation_id="list_revisions", responses=schemas.RevisionOutput(many=True), examples=[examples.REVISIONS]
    )
    def get(self, request: Request, plan_id: UUID) -> Response:
        plan = plan_for(request, plan_id, timezone.now())
        page = self.paginate_queryset(plans.revisions(plan).order_by("-number"))
        return self.get_paginated_response(outputs.revisions_json(page or ()))


class RevisionRestore(APIView):
    """Make an earlier state the newest one. What was done stays done."""

    @extend_schema(
        operation_id="restore_revision",
        request=inputs.BaseRevisionInput,
        responses={200: schemas.PlanOutput},
        examples=[examples.WHOLE],
    )
    def post(self, request: Request, plan_id: UUID, number: int) -> Response:
        now = timezone.now()
        plan = plan_for(request, plan_id, now)
        form = inputs.BaseRevisionInput(data=request.data)
        form.is_valid(raise_exception=True)
        if not plan.revisions.filter(number=number).exists():
            raise Http404
        plans.restore(
            plan.pk, number, author=author(request, plan), actor_id=viewer(request).pk, now=now, **form.validated_data
        )
        plan.refresh_from_db()
        return Response(outputs.plan_whole(plan))


class Calendar(APIView):
    """The plan as an iCalendar file."""

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Calendar programs ask for text/calendar, others for anything; a refusal is JSON for all of them."""
        renderer = self.get_renderers()[0]
        return renderer, renderer.media_type

    @extend_schema(
        operation_id="get_plan_calendar",
        responses={(200, "text/calendar"): OpenApiResponse(OpenApiTypes.STR, description="RFC 5545")},
        examples=[examples.ICS],
    )
    def get(self, request: Request, plan_id: UUID) -> HttpResponse:
        plan = plan_for(request, plan_id, timezone.now())
        text = calendar_of(plan)
        headers = {"Content-Disposition": 'attachment; filename="plan.ics"', "Cache-Control": "private, no-cache"}
        return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)


def calendar_of(plan: Plan) -> str:
    """Four queries, however long the plan."""
    rows = list(PlannedSession.objects.filter(plan=plan).in_plan())
    stamp: datetime = plan.revisions.values_list("created_at", flat=True).get(number=plan.revision)
    zone = plans.profile_by_id(plan.athlete_id).zone
    name = outputs.plan_head(plan)["title"]
    note = [str(AI_GENERATED)] if plan.is_ai_generated else []
    events = [event_of(row, session, note) for row, session in zip(rows, outputs.sessions_json(rows), strict=True)]
    return calendar(name, events, zone=zone, stamp=stamp, sequence=plan.revision)


def event_of(row: PlannedSession, session: outputs.Json, note: list[str]) -> Event:
    """`note`: lines at the end of what the session asks for."""
    return Event(
        uid=f"{row.pk}@spotter",
        on=row.on,
        at=row.at or None,
        duration_min=row.estimated_min,
        summary=session["title"],
        description="\n".join([*(prescription(item) for item in session["items"]), *note]),
        is_cancelled=row.status == PlannedSession.Status.SKIPPED,
    )
