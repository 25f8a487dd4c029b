"""The journal over HTTP: polling, also the two looks of a long poll."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from events import services as events
from events.api.held import HOLD, Hold
from events.core import frames
from events.core.cursor import Cursor, CursorUnreadable, parse
from events.core.entry import Entry

LIMIT_MAX = 200
WAIT_MAX_S = 25
AFTER = {"type": "string", "pattern": "^([0-9a-f]{1,64}-)?[0-9]{1,18}$"}
WAIT_HELP = "Seconds to wait for an entry when there is none."


class EntryOutput(serializers.Serializer[Any]):
    """One entry, the same on every transport."""

    seq = serializers.IntegerField(min_value=0)
    cursor = serializers.CharField(help_text="`<epoch>-<seq>`; hand it back as `after`.")
    kind = serializers.CharField(
        help_text="`<app>.<what happened>`, or `reset`: take a fresh snapshot, go on from here."
    )
    payload = serializers.DictField()
    created_at = serializers.DateTimeField()


class EventsQuery(serializers.Serializer[Any]):
    after = serializers.CharField(required=False, max_length=90)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=LIMIT_MAX, default=LIMIT_MAX)
    wait = serializers.FloatField(required=False, min_value=0, max_value=WAIT_MAX_S, default=0)


def as_data(entry: Entry, epoch: str) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "cursor": str(Cursor(epoch, entry.seq)),
        "kind": entry.kind,
        "payload": entry.payload,
        "created_at": entry.created_at,
    }


class Events(APIView):
    """Entries of one's own journal after a cursor, oldest first; `next` is the cursor to ask with the next time."""

    @extend_schema(
        operation_id="journal_events",
        tags=["coaching"],
        parameters=[
            OpenApiParameter(
                "after", AFTER, description="A cursor, or a bare seq of this epoch. Without it: from the start."
            ),
            OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": LIMIT_MAX}),
            OpenApiParameter("wait", {"type": "number", "minimum": 0, "maximum": WAIT_MAX_S}, description=WAIT_HELP),
        ],
        responses=EntryOutput(many=True),
        examples=[
            OpenApiExample(
                "a changed plan",
                value={
                    "seq": 42,
                    "cursor": "9f2c-42",
                    "kind": "plans.plan_revised",
                    "payload": {"plan": "0195565e-5f0a-7c3e-9a40-0d9b3a1c2f10", "revision": 3},
                    "created_at": "2026-03-02T17:04:05Z",
                },
                response_only=True,
            )
        ],
    )
    def get(self, request: Request) -> Response:
        query = EventsQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        try:
            cursor = parse(query.validated_data.get("after") or "0", "")
        except CursorUnreadable as problem:
            raise ValidationError({"after": [str(problem.code)]}) from problem
        athlete_id = cast(User, request.user).pk
        found = events.entries_after(athlete_id, cursor, query.validated_data["limit"])
        cursor = Cursor(cursor.epoch or found.head.epoch, cursor.seq)
        if not found.entries and not found.reset:
            self.hold(request, cursor, query.validated_data["wait"])
        return Response(entries(found, cursor), headers={"Cache-Control": "no-store"})

    def hold(self, request: Request, cursor: Cursor, seconds: float) -> None:
        """Whoever can wait for us learns what to wait for."""
        hold: Hold | None = getattr(request._request, "scope", {}).get(HOLD)
        if hold is not None and seconds:
            hold.note(cast(User, request.user).pk, cursor, seconds)


@dataclass(frozen=True, slots=True)
class Entries:
    """What the renderer puts into its envelope: a list, and the cursor to ask with the next time."""

    data: list[dict[str, Any]]
    next: str


def entries(found: events.Slice, cursor: Cursor) -> Entries:
    if found.reset:
        return Entries([frames.reset_entry(found.head, timezone.now())], str(found.head))
    data = [as_data(entry, found.head.epoch) for entry in found.entries]
    return Entries(data, data[-1]["cursor"] if data else str(cursor))
