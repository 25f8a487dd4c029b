"""Sessions over HTTP: today's, moved, skipped, with other exercises."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.doors import viewer
from accounts.core.ids import uuid7
from plans import services as plans
from plans.api import examples, inputs, outputs, schemas
from plans.api.doors import author, item_of, session_for
from plans.core import merge
from plans.models import PlannedSession


class Today(APIView):
    """Today's session of the active plan, by the athlete's own calendar; on a free day, the next one is named."""

    @extend_schema(operation_id="get_today", responses=schemas.TodayOutput, examples=[examples.TODAY])
    def get(self, request: Request) -> Response:
        due = plans.today(viewer(request), timezone.now())
        if due.session is not None:
            return Response({**outputs.sessions_json([due.session])[0], "next": None})
        following = outputs.sessions_json([due.next])[0] if due.next is not None else None
        return Response({**outputs.rest_day_json(due.on, following), "next": following})


class SessionDetail(APIView):
    """One session: look at it, move it, skip it, take it up again."""

    @extend_schema(operation_id="get_session", responses=schemas.SessionOutput, examples=[examples.ONE_SESSION])
    def get(self, request: Request, session_id: UUID) -> Response:
        return Response(outputs.sessions_json([session_for(request, session_id, timezone.now())])[0])

    @extend_schema(
        operation_id="change_session",
        request=inputs.SessionInput,
        responses=schemas.SessionChangedOutput,
        examples=[examples.MOVE_EXAMPLE, examples.SKIP_EXAMPLE, examples.OFFLINE_EXAMPLE, examples.MOVED],
    )
    def patch(self, request: Request, session_id: UUID) -> Response:
        session = session_for(request, session_id, timezone.now())
        form = inputs.SessionInput(data=request.data)
        form.is_valid(raise_exception=True)
        wanted = form.validated_data
        if "base" in wanted:
            more = self.merge(request, session, wanted)
        elif "status" in wanted:
            more = self.set_status(session, wanted)
        else:
            more = self.move(request, session, wanted)
        return Response(changed_json(session, **more))

    def merge(self, request: Request, session: PlannedSession, wanted: dict[str, Any]) -> dict[str, Any]:
        change, _is_new = plans.change_session(
            session,
            athlete=session.plan.athlete,
            author=author(request, session.plan),
            actor_id=viewer(request).pk,
            client_id=wanted.get("id") or uuid7(),
            base=merge.values(wanted["base"]),
            wanted=merge.values(wanted),
            skip_reason=wanted.get("reason", ""),
            made_at=timezone.now(),
            now=timezone.now(),
        )
        return {"conflicts": [outputs.conflict_json(each) for each in change.conflicts.all()]}

    def set_status(self, session: PlannedSession, wanted: dict[str, Any]) -> dict[str, Any]:
        if wanted["status"] == PlannedSession.Status.PLANNED:
            plans.unskip_session(session, now=timezone.now())
            return {}
        free = plans.skip_session(session, reason=wanted.get("reason", ""), now=timezone.now())
        return {"free_days": [day.isoformat() for day in free]}

    def move(self, request: Request, session: PlannedSession, wanted: dict[str, Any]) -> dict[str, Any]:
        moved = plans.move_session(
            session,
            on=wanted.get("on", session.on),
            at=wanted.get("at", session.at or None),
            author=author(request, session.plan),
            actor_id=viewer(request).pk,
            base_revision=wanted.get("base_revision"),
            now=timezone.now(),
        )
        others = [{"session": move.session, "on": move.on.isoformat()} for move in moved.others]
        return {"also_moved": others}


class Swap(APIView):
    """Another exercise in place of one. Without `exercise`, up to three are proposed and nothing changes."""

    @extend_schema(
        operation_id="swap_exercise",
        request=inputs.SwapInput,
        responses={200: schemas.SwapOutput},
        examples=[examples.PROPOSE_EXAMPLE, examples.SWAP_EXAMPLE, examples.OPTIONS_EXAMPLE],
    )
    def post(self, request: Request, session_id: UUID) -> Response:
        now = timezone.now()
        session = session_for(request, session_id, now)
        form = inputs.SwapInput(data=request.data)
        form.is_valid(raise_exception=True)
        wanted = form.validated_data
        item = item_of(session, wanted["item"])
        if "exercise" not in wanted:
            options = [outputs.option_json(option) for option in plans.swap_options(item, now=now)]
            return Response({"options": options, "session": None, "revision": session.plan.revision})
        revision = plans.swap_exercise(
            item,
            exercise=wanted["exercise"],
            author=author(request, session.plan),
            actor_id=viewer(request).pk,
            base_revision=wanted.get("base_revision"),
            now=now,
        )
        changed = outputs.sessions_json([session])[0]
        return Response({"options": [], "session": changed, "revision": revision.number})


def changed_json(session: PlannedSession, **more: Any) -> outputs.Json:
    session = PlannedSession.objects.select_related("plan").get(pk=session.pk)
    whole = outputs.sessions_json([session])[0]
    return {**whole, "revision": session.plan.revision, "also_moved": [], "free_days": [], "conflicts": [], **more}
