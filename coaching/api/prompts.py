"""/api/v2/coaching/prompts: what Spotter said unasked, why, and what is answered to it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import services as accounts
from accounts.api.fields import Id, Text
from accounts.core.instants import instant
from accounts.models import User
from coaching.api import examples
from coaching.api.schemas import Content
from coaching.core.text import TEXT_MAX
from coaching.models import CoachingPrompt
from coaching.services import prompt_reading, responding
from coaching.wording import whys
from coaching.wording.preferences import reasons, rule_name

PROMPT: dict[str, Any] = {
    "id": examples.ID,
    "rule": "missed_session",
    "status": "delivered",
    "text": "Yesterday's session is still open. Shall we find another day for it?",
    "content": {"blocks": [{"type": "text", "text": "Yesterday's session is still open."}]},
    "message_id": "0195565e-5f0a-7c3e-9a40-0d9b3a1c2f31",
    "created_at": "2026-03-03T11:30:00.000000Z",
    "expires_at": "2026-03-03T17:30:00.000000Z",
    "delivered_at": "2026-03-03T11:30:01.000000Z",
    "seen_at": None,
    "answered_at": None,
}
WHY: dict[str, Any] = {
    "rule": "missed_session",
    "name": "A session that was missed",
    "reason": "A planned session has passed, and it was not done, skipped or moved.",
    "data": ["Lower body, planned for Monday, 2 March."],
    "chance": "Chance played no part in sending this.",
    "in_the_way": ["The last message was not long ago."],
    "next_allowed_at": "2026-03-03T15:30:00.000000Z",
    "how_to_stop": "You can mute this kind of message, ask for less, or turn all of them off.",
    "preferences": "/coach/preferences",
}
ANSWERED = {"id": examples.CLIENT_ID, "prompt": examples.ID, "status": "answered", "is_late": False, "result": {}}


class PromptOutput(serializers.Serializer[Any]):
    """One prompt. Its words are also a message of the chat, `message_id`; show either, once."""

    id = serializers.UUIDField()
    rule = serializers.CharField()
    status = serializers.ChoiceField(CoachingPrompt.Status.choices)
    text = serializers.CharField(allow_blank=True, help_text="Empty until it was handed over.")
    content = Content(allow_null=True)
    message_id = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(help_text="After this it is not news any more; an answer still counts.")
    delivered_at = serializers.DateTimeField(allow_null=True)
    seen_at = serializers.DateTimeField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)


class WhyOutput(serializers.Serializer[Any]):
    rule = serializers.CharField()
    name = serializers.CharField(help_text="The rule in words.")
    reason = serializers.CharField()
    data = serializers.ListField(  # type: ignore[assignment]  # a field of that name, not the property
        child=serializers.CharField(), help_text="What the rule looked at."
    )
    chance = serializers.CharField(help_text="Whether chance decided that it came, and with which probability.")
    in_the_way = serializers.ListField(child=serializers.CharField(), help_text="Why nothing comes just now.")
    next_allowed_at = serializers.DateTimeField(allow_null=True, help_text="Null: only you can open it again.")
    how_to_stop = serializers.CharField()
    preferences = serializers.CharField(help_text="The page on which all of it is chosen.")


class ResponseInput(serializers.Serializer[Any]):
    client_id = Id(help_text="Made by the client. Sent twice, it is one answer.")
    choice = Text(max_length=32, required=False, allow_blank=True, default="", help_text="The id of a quick reply.")
    text = Text(max_length=TEXT_MAX, required=False, allow_blank=True, default="", trim_whitespace=False)


class ResponseOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField(help_text="The client_id of the answer.")
    prompt = serializers.UUIDField()
    status = serializers.ChoiceField(CoachingPrompt.Status.choices)
    is_late = serializers.BooleanField(help_text="It came after the prompt had expired, and counts all the same.")
    result = serializers.JSONField(help_text="What it led to: a revision, a metric, a preference, or nothing.")


def prompt_of(request: Request, prompt_id: UUID) -> tuple[User, CoachingPrompt]:
    """One of the athlete's own prompts that was handed over; another's is not there."""
    athlete = accounts.signed_in(request.user)
    try:
        return athlete, prompt_reading.find(athlete.pk, prompt_id)
    except CoachingPrompt.DoesNotExist as problem:
        raise Http404 from problem


def why_json(why: prompt_reading.Why, units: str) -> dict[str, Any]:
    """Why a prompt came, in the language of the moment."""
    at = why.outlook.next_allowed_at
    return {
        "rule": why.rule,
        "name": rule_name(why.rule),
        "reason": whys.reason(why.rule),
        "data": whys.data(why.rule, why.facts, why.names, units),
        "chance": whys.chance(why.probability),
        "in_the_way": reasons(why.outlook.reasons),
        "next_allowed_at": None if at is None else instant(at),
        "how_to_stop": str(whys.HOW_TO_STOP),
        "preferences": reverse("page-prompt-preferences"),
    }


class Prompts(GenericAPIView[CoachingPrompt]):
    serializer_class = PromptOutput  # for OPTIONS, which asks every view that pages

    class Query(serializers.Serializer[Any]):
        status = serializers.ChoiceField(CoachingPrompt.Status.choices, required=False)

    @extend_schema(
        operation_id="list_prompts",
        tags=["coaching"],
        parameters=[OpenApiParameter("status", str, enum=CoachingPrompt.Status.values)],
        responses=PromptOutput(many=True),
        examples=[OpenApiExample("a session that was missed", PROMPT, response_only=True)],
    )
    def get(self, request: Request) -> Response:
        """Prompts, the newest first: of one status, or without `status` all that were handed over."""
        query = self.Query(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        athlete = accounts.signed_in(request.user)
        page = self.paginate_queryset(prompt_reading.listed(athlete.pk, query.validated_data.get("status", "")))
        return self.get_paginated_response([prompt_reading.as_json(each) for each in page or ()])


class Seen(APIView):
    @extend_schema(
        operation_id="record_prompt_seen",
        tags=["coaching"],
        request=None,
        responses=PromptOutput,
        examples=[OpenApiExample("seen", PROMPT | {"status": "seen"}, response_only=True)],
    )
    def post(self, request: Request, prompt_id: UUID) -> Response:
        """Say that it was shown to the athlete. The first time counts; the other screens hear of it."""
        athlete, prompt = prompt_of(request, prompt_id)
        responding.mark_seen(athlete=athlete, prompt_id=prompt.pk, now=timezone.now())
        return Response(prompt_reading.as_json(prompt_reading.find(athlete.pk, prompt.pk)))


class Respond(APIView):
    throttle_scope = "messages"

    @extend_schema(
        operation_id="send_prompt_response",
        tags=["coaching"],
        request=ResponseInput,
        responses=ResponseOutput,
        examples=[
            OpenApiExample("a tap", {"client_id": examples.CLIENT_ID, "choice": "not_now"}, request_only=True),
            OpenApiExample("taken", ANSWERED, response_only=True),
        ],
    )
    def post(self, request: Request, prompt_id: UUID) -> Response:
        """Answer a prompt, by a choice or in words. Once per `client_id`; after its end too, marked as late. What
        follows comes as a message."""
        form = ResponseInput(data=request.data)
        form.is_valid(raise_exception=True)
        athlete, prompt = prompt_of(request, prompt_id)
        interaction = responding.respond(
            athlete=athlete, prompt_id=prompt.pk, now=timezone.now(), **form.validated_data
        )
        return Response(prompt_reading.answer_json(interaction))


class WhyView(APIView):
    @extend_schema(
        operation_id="get_prompt_why",
        tags=["coaching"],
        responses=WhyOutput,
        examples=[OpenApiExample("a session that was missed", WHY, response_only=True)],
    )
    def get(self, request: Request, prompt_id: UUID) -> Response:
        """Why it came, which data were looked at, when the next may come, and how to stop them."""
        athlete, prompt = prompt_of(request, prompt_id)
        return Response(why_json(prompt_reading.why(prompt, athlete, timezone.now()), athlete.profile.units))
