"""Advice between two sets."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from adaptation import services as adaptation
from adaptation.api import inputs, outputs, schemas
from plans.api.doors import item_of, session_for
from science.effort import RatedSet


class NextSet(APIView):
    """What to put on the bar for the next set, after the sets done so far. Stores nothing."""

    @extend_schema(
        operation_id="advise_next_set",
        request=inputs.NextSetInput,
        responses={200: schemas.NextSetOutput},
        examples=[schemas.NEXT_SET_EXAMPLE, schemas.ADVICE_EXAMPLE],
    )
    def post(self, request: Request, session_id: UUID) -> Response:
        now = timezone.now()
        session = session_for(request, session_id, now)
        form = inputs.NextSetInput(data=request.data)
        form.is_valid(raise_exception=True)
        item = item_of(session, form.validated_data["item"])
        advice = adaptation.next_set(item, [rated(done) for done in form.validated_data["sets_done"]], now)
        return Response(outputs.next_set_json(advice))


def rated(done: dict[str, Any]) -> RatedSet:
    return RatedSet(done["load_kg"], done["reps"], done.get("rpe"), done["failed"], done["warm_up"])
