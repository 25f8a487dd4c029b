"""/api/v2/coaching/memory: what the coach remembers of whoever asks; and the way out of a false alarm."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import services as accounts
from accounts.api.fields import Text
from accounts.models import User
from coaching.core.remembering import TEXT_MAX
from coaching.models import MemoryFact, SafetyEvent
from coaching.services import memory, safety
from coaching.wording.memory import offer, stands

ID = "0195565e-5f0a-7c3e-9a40-0d9b3a1c2f44"
FACT: dict[str, Any] = {
    "id": ID,
    "category": "pain",
    "text": "My left knee hurts on deep squats",
    "facts": {"region": "knee", "side": "left", "exercise": "squat"},
    "source": "chat",
    "told_at": "2026-03-02T17:04:05.123456Z",
    "told_on": "2026-03-02",
    "until_on": "2026-04-13",
    "corrected_at": None,
    "is_standing": True,
    "offer": "limitation",
}


KEPT = ("id", "category", "text", "data", "source", "told_at", "told_on", "until_on", "corrected_at")


class FactInput(serializers.Serializer[Any]):
    text = Text(max_length=TEXT_MAX, required=False)
    until_on = serializers.DateField(
        required=False, allow_null=True, help_text="The last day on which it holds; null: until it is taken back."
    )


class FactOutput(serializers.Serializer[Any]):
    """One fact. `facts` is what rules read of it; `offer` what a tap makes of it: `limitation`, `illness` or none."""

    id = serializers.UUIDField()
    category = serializers.ChoiceField(MemoryFact.Category.choices)
    text = serializers.CharField()
    facts = serializers.DictField(source="data")
    # The contract's name; DRF takes it out of the class, so its own `source` stays.
    source = serializers.CharField(  # type: ignore[assignment]
        help_text="`chat`, `prompt`, or `athlete` where it was corrected."
    )
    told_at = serializers.DateTimeField()
    told_on = serializers.DateField()
    until_on = serializers.DateField(allow_null=True)
    corrected_at = serializers.DateTimeField(allow_null=True)
    is_standing = serializers.BooleanField()
    offer = serializers.CharField(allow_blank=True)


def told(fact: MemoryFact, athlete: User, today: date) -> dict[str, Any]:
    kept = {name: getattr(fact, name) for name in KEPT}
    about = {"is_standing": stands(fact, today), "offer": offer(fact, athlete.profile.limitations, today)}
    return {**FactOutput({**kept, **about}).data}


class Memory(APIView):
    """What the athlete has told the coach about themselves."""

    @extend_schema(
        operation_id="list_memory",
        tags=["coaching"],
        responses=FactOutput(many=True),
        examples=[OpenApiExample("a pain", FACT, response_only=True)],
    )
    def get(self, request: Request) -> Response:
        """All facts, the newest first, each with where it comes from; also those that have run out."""
        athlete = accounts.signed_in(request.user)
        today = athlete.profile.local_date(timezone.now())
        return Response([told(each, athlete, today) for each in memory.of(athlete.pk)])


class MemoryOne(APIView):
    """One fact, to put right or to forget."""

    def found(self, request: Request, fact_id: UUID) -> MemoryFact:
        try:
            return memory.find(accounts.signed_in(request.user).pk, fact_id)
        except MemoryFact.DoesNotExist as problem:
            raise Http404 from problem

    @extend_schema(
        operation_id="correct_memory",
        tags=["coaching"],
        request=FactInput,
        responses=FactOutput,
        examples=[
            OpenApiExample("in other words", {"text": "My right knee hurts on deep squats"}, request_only=True),
            OpenApiExample("put right", {**FACT, "source": "athlete"}, response_only=True),
        ],
    )
    def patch(self, request: Request, fact_id: UUID) -> Response:
        """Change the words of a fact, or its last day. What rules read of it is read anew from the words."""
        fact = self.found(request, fact_id)
        form = FactInput(data=request.data)
        form.is_valid(raise_exception=True)
        athlete, now = accounts.signed_in(request.user), timezone.now()
        fact = memory.correct(fact, athlete, form.validated_data, now)
        return Response(told(fact, athlete, athlete.profile.local_date(now)))

    @extend_schema(operation_id="delete_memory", tags=["coaching"], request=None, responses={204: None})
    def delete(self, request: Request, fact_id: UUID) -> Response:
        """Forget a fact, for good. The message in which it stood stays in the chat."""
        memory.forget(self.found(request, fact_id))
        return Response(status=204)


class FineOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    called_fine_at = serializers.DateTimeField()


class Fine(APIView):
    """The way out of a false alarm."""

    @extend_schema(
        operation_id="record_fine",
        tags=["coaching"],
        request=None,
        responses=FineOutput,
        examples=[
            OpenApiExample("said", {"id": ID, "called_fine_at": "2026-03-02T17:05:00.000000Z"}, response_only=True)
        ],
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        """Say that one is fine. The card ends; what was noticed stays on record, and what rests because of it rests
        on. Said again, the first time counts."""
        athlete = accounts.signed_in(request.user)
        try:
            event = safety.call_fine(athlete=athlete, event_id=event_id, now=timezone.now())
        except SafetyEvent.DoesNotExist as problem:
            raise Http404 from problem
        return Response(FineOutput(event).data)
