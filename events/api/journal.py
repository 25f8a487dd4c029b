"""The journal over HTTP: polling, and long polling that waits for the next entry."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from events import services as events
from events.core.cursor import Cursor, CursorUnreadable, parse
from events.models import JournalEntry

LIMIT_MAX = 200
WAIT_MAX_S = 25
RESET = "reset"
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


def as_data(entry: JournalEntry, epoch: str) -> dict[str, Any]:
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
        epoch = events.epoch()
        try:
            cursor = parse(query.validated_data.get("after") or "0", epoch)
        except CursorUnreadable as problem:
            raise ValidationError({"after": [str(problem.code)]}) from problem
        limit = query.validated_data["limit"]
        athlete_id = cast(User, request.user).pk
        found = events.entries_after(athlete_id, cursor, limit)
        return Look(athlete_id, cursor, limit, found).answer()


@dataclass(frozen=True, slots=True)
class Entries:
    """What the renderer puts into its envelope: a list, and the cursor to ask with the next time."""

    data: list[dict[str, Any]]
    next: str


@dataclass(frozen=True, slots=True)
class Look:
    """One look into a journal, and how to repeat it."""

    athlete_id: UUID
    cursor: Cursor
    limit: int
    found: events.Slice

    def again(self) -> Look:
        return replace(self, found=events.entries_after(self.athlete_id, self.cursor, self.limit))

    @property
    def is_empty(self) -> bool:
        return not self.found.entries and not self.found.reset

    def entries(self) -> Entries:
        head = self.found.head
        if self.found.reset:
            return Entries([reset(head)], str(head))
        data = [as_data(entry, head.epoch) for entry in self.found.entries]
        return Entries(data, data[-1]["cursor"] if data else str(self.cursor))

    def answer(self) -> Response:
        response = Response(self.entries(), headers={"Cache-Control": "no-store"})
        response.look = self  # type: ignore[attr-defined]  # for `waiting`, which may have to look again
        return response


def reset(head: Cursor) -> dict[str, Any]:
    """The entry that says: what came after your cursor cannot be given without a gap."""
    return {"seq": head.seq, "cursor": str(head), "kind": RESET, "payload": {}, "created_at": timezone.now()}
